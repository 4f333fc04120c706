"""The postings inside the answers and feeds of job boards and applicant tracking systems, as they stand there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element

from jdextract.postings.ats import Fields, board, is_job_posting, tag

_CONTAINERS = (
    "jobs", "postings", "jobPostings", "positions", "offers", "results", "items", "vacancies", "content", "data", "records",
    "rows", "hits", "listings", "value", "stellenangebote", "@graph",
)  # fmt: skip
"""Keys of an answer that may hold the list of postings."""

_WRAPPERS = (
    "data",
    "search",
    "details",
    "result",
    "response",
    "hits",
    "job",
    "posting",
    "jobPosting",
    "position",
    "offer",
)
"""Keys of an answer that may hold an object in which postings stand."""

_POSTING_KEYS = frozenset(
    {"description", "content", "jobDescription", "descriptionHtml", "descriptionPlain", "title", "text"}
)
_XML_POSTINGS = ("position", "job", "offer", "item", "entry", "vacancy", "posting")


def find_postings(document: object) -> list[object]:
    """The postings of a document in their order; a list's entry and its details, by the same id, are one."""
    found: list[object] = []
    by_id: dict[str, tuple[int, object]] = {}
    for container, item in _find(document):
        own = str(item["id"]) if isinstance(item, Mapping) and item.get("id") else None
        known = by_id.get(own) if own else None
        if own and known and known[1] is not container and isinstance(item, Mapping):
            merged = found[known[0]]
            found[known[0]] = {**merged, **item} if isinstance(merged, Mapping) else item
            continue
        if own and not known:
            by_id[own] = (len(found), container)
        found.append(item)
    return found


def _find(document: object) -> Iterator[tuple[object, object]]:
    if isinstance(document, list):
        yield from ((document, _source(item)) for item in document)
        return
    if not isinstance(document, Mapping):
        return
    for key in _CONTAINERS:
        held = document.get(key)
        if isinstance(held, list) and _may_be_postings(held) and "@type" not in document:
            company = _company_of_list(document, key)
            for item in _of_type_job(held) if key == "@graph" else map(_source, held):
                named = isinstance(item, Mapping) and not item.keys() & {"company", "company_name"}
                yield (
                    held,
                    {"company_name": company, **item} if company and named and isinstance(item, Mapping) else item,
                )
            return
    if "jobPostingInfo" in document or document.keys() & _POSTING_KEYS:
        yield document, document
        return
    wrapped = [document[key] for key in _WRAPPERS if isinstance(document.get(key), (Mapping, list))]
    # Eightfold answers with a search and with details side by side, so that each is looked into.
    order = sorted(wrapped, key=lambda held: isinstance(held, Mapping) and bool(held.keys() & _POSTING_KEYS))
    for held in order:
        yield from _find(held)
    if not wrapped:
        yield document, document


def _may_be_postings(held: list[object]) -> bool:
    first = held[0] if held else {"title": None}
    return isinstance(first, Mapping) and bool(first.keys() & (_POSTING_KEYS | {"name", "_source", "@type"}))


def _source(item: object) -> object:
    """The record inside a hit of Elasticsearch."""
    inner = item.get("_source") if isinstance(item, Mapping) else None
    return inner if isinstance(inner, Mapping) else item


def _of_type_job(items: Iterable[object]) -> Iterator[object]:
    return (item for item in items if isinstance(item, Mapping) and is_job_posting(item))


def _company_of_list(document: Fields, key: str) -> str | None:
    """The company of a whole answer, for its postings that do not name it themselves.

    Workable and Teamtailor name it once, beside the list. Others have it in the postings' addresses, which
    unlisted postings lack; a board is one company's.
    """
    name = document.get("name") if key == "jobs" else document.get("title") if key == "items" else None
    if isinstance(name, str):
        return name
    boards = {board(item) for item in document[key] if isinstance(item, Mapping)} - {None}
    return boards.pop() if len(boards) == 1 else None


def find_xml_postings(root: Element) -> list[Element]:
    """The elements of a feed that are postings."""
    if tag(root) in _XML_POSTINGS and len(root):
        return [root]
    for name in _XML_POSTINGS:
        found = [element for element in root.iter() if tag(element) == name and len(element)]
        if found:
            return found
    return []
