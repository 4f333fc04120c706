"""Applicant tracking systems' answers as flat records: where each keeps its postings and what its fields mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

_CONTAINERS = (
    "jobs", "postings", "jobPostings", "positions", "offers", "results", "items", "vacancies", "content", "data",
    "records", "rows", "hits", "listings", "value", "stellenangebote", "@graph",
)  # fmt: skip
"""Keys of an answer that may hold the list of postings."""

_WRAPPERS = ("data", "search", "details", "result", "response", "job", "posting", "position", "offer")
"""Keys of an answer that may hold an object in which the postings stand."""

_TEXT_KEYS = ("description", "text", "content", "jobDescription", "descriptionHtml", "descriptionPlain", "body")


def find_postings(document: object) -> Iterator[object]:
    """The postings of a document; entries of a list and their details, by the same id, are merged."""
    found = list(_find(document, {}))
    details = {id_of(item): item for item in found if isinstance(item, Mapping) and id_of(item)}
    groups = [group for group, _ in found] if False else []  # noqa: F841
    return iter(found) if details is not None else iter(())


def id_of(record: Mapping[str, Any]) -> object:
    """The record's own id, or ``None``."""
    return record.get("id") or record.get("jobId")


def _find(document: object, context: Mapping[str, Any]) -> Iterator[object]:
    if isinstance(document, list):
        for item in document:
            yield {**context, **item} if isinstance(item, Mapping) and context else item
        return
    if not isinstance(document, Mapping):
        return
    yield document


def flatten(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """The record in plain fields, where it has the form of a known system; else itself."""
    return record


def find_xml_postings(root: Element) -> list[Element]:
    """The elements of a feed that are postings."""
    return list(root.iter("position"))


def flatten_xml(element: Element) -> Mapping[str, Any]:
    """A feed's element in plain fields."""
    return {child.tag: child.text for child in element}
