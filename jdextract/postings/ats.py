"""Applicant tracking systems' postings as flat records: what the fields of each mean.

Known by their keys: Greenhouse, Lever, Ashby, Recruitee, Workable, Teamtailor, SmartRecruiters, Pinpoint,
Workday, Eightfold, Personio (XML), and schema.org's JobPosting. Lists that carry no descriptions (Workable's
and Workday's are often such) yield records with an empty text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

_BOARD = re.compile(
    r"https?://(?:jobs\.(?:eu\.)?lever\.co|jobs\.ashbyhq\.com|(?:job-)?boards\.(?:eu\.)?greenhouse\.io)/([^/?#]+)"
    r"|https?://([\w-]+)\.pinpointhq\.com"
)
_SEVERAL_PLACES = re.compile(r"\d+ Locations?")
_WORKDAY_PATH = re.compile(r"/job/([^/]+)/[^/]+")

Fields = Mapping[str, Any]


def is_job_posting(item: Fields) -> bool:
    """Whether a schema.org object is a JobPosting."""
    kind = item.get("@type")
    return "JobPosting" in (kind if isinstance(kind, list) else [kind])


def flatten(record: Fields) -> Fields:
    """The record in plain fields, where it has the form of a known system; else as it is."""
    if _MARKS.isdisjoint(record):  # as most are
        return record
    for is_form, convert in _FORMS:
        if is_form(record):
            return {key: value for key, value in convert(record).items() if value is not None}
    return record


def _sectioned(*parts: tuple[object, object]) -> str:
    """Headings and their HTML or text, as HTML where any part is, for `mend_markup` to read."""
    from jdextract.postings.fields import mend_markup, plain  # noqa: PLC0415 - fields knows records, not systems

    blocks = []
    for heading, content in parts:
        body = mend_markup(plain(content) or "").strip()
        if body:
            title = mend_markup(plain(heading) or "").strip()
            blocks.append(f"{title}\n{body}" if title else body)
    return "\n\n".join(blocks)


def _get(record: object, *path: str | int) -> Any:
    for step in path:
        if isinstance(step, int):
            record = record[step] if isinstance(record, list) and len(record) > step else None
        else:
            record = record.get(step) if isinstance(record, Mapping) else None
    return record


def board(record: Fields) -> str | None:
    """The company's short name in the address of its board, for answers that name it nowhere else."""
    for url in map(record.get, ("hostedUrl", "jobUrl", "absolute_url", "url")):
        match = _BOARD.match(url) if isinstance(url, str) else None
        if match:
            return unquote(match[1] or match[2])
    return None


def _lever(record: Fields) -> Fields:
    opening = record.get("descriptionPlain") or record.get("description")
    lists = [
        (entry.get("text"), _listed(entry.get("content")))
        for entry in record.get("lists") or ()
        if isinstance(entry, Mapping)
    ]
    return {
        "id": record.get("id"),
        "title": record.get("text"),
        "company": record.get("company") or board(record),
        "location": _get(record, "categories", "allLocations") or _get(record, "categories", "location"),
        "country": record.get("country"),
        "posted_at": record.get("createdAt"),
        "text": _sectioned(("", opening), *lists, ("", record.get("additionalPlain") or record.get("additional"))),
    }


def _listed(content: object) -> object:
    return f"<ul>{content}</ul>" if isinstance(content, str) and "<li" in content else content


def _greenhouse(record: Fields) -> Fields:
    return {
        "id": record.get("id"),
        "title": record.get("title"),
        "company": record.get("company_name") or board(record),
        "location": record.get("location"),
        "posted_at": record.get("first_published") or record.get("updated_at"),
        "language": record.get("language"),
        "text": record.get("content") or "",
    }


def _ashby(record: Fields) -> Fields:
    others = [_get(place, "location") for place in record.get("secondaryLocations") or ()]
    countries = [_get(record, "address", "postalAddress", "addressCountry")]
    countries += [
        _get(place, "address", "postalAddress", "addressCountry") for place in record.get("secondaryLocations") or ()
    ]
    known = {country for country in countries if country}
    return {
        "id": record.get("id"),
        "title": record.get("title"),
        "company": record.get("company_name") or board(record),
        "location": [record.get("location"), *others],
        "country": known.pop() if len(known) == 1 else None,
        "posted_at": record.get("publishedAt"),
        "text": record.get("descriptionHtml") or record.get("descriptionPlain") or "",
    }


def _recruitee(record: Fields) -> Fields:
    return {
        "id": record.get("id"),
        "title": record.get("title"),
        "company": record.get("company_name"),
        "location": record.get("location") or record.get("locations"),
        "country": record.get("country_code"),
        "posted_at": record.get("published_at") or record.get("created_at"),
        "text": _sectioned(("", record.get("description")), ("Requirements", record.get("requirements"))),
    }


def _workable(record: Fields) -> Fields:
    places = [
        ", ".join(filter(None, (_get(place, "city"), _get(place, "region"), _get(place, "country"))))
        for place in record.get("locations") or ()
    ]
    own = ", ".join(filter(None, (record.get("city"), record.get("state"), record.get("country"))))
    return {
        "id": record.get("shortcode"),
        "title": record.get("title"),
        "company": record.get("company_name"),
        "location": places or own,
        "posted_at": record.get("published_on") or record.get("created_at"),
        "text": _sectioned(
            ("", record.get("description")),
            ("Requirements", record.get("requirements")),
            ("Benefits", record.get("benefits")),
        ),
    }


def _teamtailor(record: Fields) -> Fields:
    inner = schema_org(record["_jobposting"])
    return {
        **inner,
        "company": inner.get("company") or record.get("company_name"),
        "id": record.get("id"),
        "title": record.get("title") or inner.get("title"),
        "text": record.get("content_html") or inner.get("text") or record.get("content_text") or "",
    }


def _smartrecruiters(record: Fields) -> Fields:
    sections = _get(record, "jobAd", "sections") or {}
    order = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")
    return {
        "id": record.get("id"),
        "title": record.get("name"),
        "company": record.get("company"),
        "location": record.get("location"),
        "country": (_get(record, "location", "country") or "").upper() or None,
        "posted_at": record.get("releasedDate"),
        "language": _get(record, "language", "code"),
        "text": _sectioned(*((_get(sections, name, "title"), _get(sections, name, "text")) for name in order)),
    }


def _pinpoint(record: Fields) -> Fields:
    names = ("key_responsibilities", "skills_knowledge_expertise", "benefits")
    return {
        "id": record.get("id"),
        "title": record.get("title"),
        "company": record.get("company_name") or board(record),
        "location": record.get("location"),
        "posted_at": record.get("published_at"),
        "text": _sectioned(
            ("", record.get("description")), *((record.get(f"{name}_header"), record.get(name)) for name in names)
        ),
    }


def _workday(record: Fields) -> Fields:
    info = record.get("jobPostingInfo") or record
    return {
        "id": info.get("jobReqId") or _get(info, "bulletFields", 0) or info.get("externalPath"),
        "title": info.get("title"),
        "company": record.get("hiringOrganization"),
        "location": info.get("location") or _place_of_workday(info),
        "country": _get(info, "country", "descriptor"),
        "posted_at": info.get("startDate"),
        "text": info.get("jobDescription") or "",
    }


def _place_of_workday(info: Fields) -> object:
    """The place of a list's entry; of several, which the list only counts, the first, which the path names."""
    place = info.get("locationsText")
    if not (isinstance(place, str) and _SEVERAL_PLACES.fullmatch(place)):
        return place
    path = _WORKDAY_PATH.match(str(info.get("externalPath")))
    parts = [part.replace("-", " ").strip() for part in path[1].split("---")] if path else []
    return ", ".join(filter(None, parts)) or None


def _eightfold(record: Fields) -> Fields:
    return {
        "id": record.get("id"),
        "title": record.get("name"),
        "location": record.get("standardizedLocations") or record.get("locations") or record.get("location"),
        "posted_at": record.get("postedTs") or record.get("t_create"),
        "text": record.get("jobDescription") or record.get("job_description") or "",
    }


def schema_org(record: Fields) -> Fields:
    """A schema.org JobPosting in plain fields, responsibilities and the like under their headings."""
    identifier = record.get("identifier")
    known = isinstance(identifier, (str, int)) or _get(identifier, "value") is not None
    remote = _get(record, "applicantLocationRequirements")
    return {
        "id": (_get(identifier, "value") or identifier) if known else None,
        "title": record.get("title"),
        "company": record.get("hiringOrganization"),
        "location": record.get("jobLocation") or remote,
        "posted_at": record.get("datePosted"),
        "language": record.get("inLanguage"),
        "text": record.get("description") or "",
        **{name: record.get(name) for name in ("responsibilities", "qualifications", "jobBenefits")},
    }


_FORMS: tuple[tuple[Callable[[Fields], bool], Callable[[Fields], Fields]], ...] = (
    (is_job_posting, schema_org),
    (lambda record: "hostedUrl" in record and ("lists" in record or "categories" in record), _lever),
    (lambda record: "absolute_url" in record and "title" in record, _greenhouse),
    (lambda record: "jobUrl" in record and "isListed" in record, _ashby),
    (lambda record: "careers_url" in record or "mailbox_email" in record, _recruitee),
    (lambda record: "shortcode" in record, _workable),
    (lambda record: isinstance(record.get("_jobposting"), Mapping), _teamtailor),
    (lambda record: "releasedDate" in record and "name" in record, _smartrecruiters),
    (lambda record: "key_responsibilities" in record or "skills_knowledge_expertise" in record, _pinpoint),
    (lambda record: "jobPostingInfo" in record or "externalPath" in record, _workday),
    (lambda record: "displayJobId" in record or "positionUrl" in record, _eightfold),
)

_MARKS = frozenset(
    [
        "@type",
        "hostedUrl",
        "absolute_url",
        "jobUrl",
        "careers_url",
        "mailbox_email",
        "shortcode",
        "_jobposting",
        "releasedDate",
        "key_responsibilities",
        "skills_knowledge_expertise",
        "jobPostingInfo",
        "externalPath",
        "displayJobId",
        "positionUrl",
    ]
)
"""Fields of which each of the forms has one at least."""


def tag(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def flatten_xml(element: Element) -> Fields:
    """A feed's element in plain fields; Personio's ``jobDescriptions`` under their own headings."""
    fields: dict[str, Any] = {}
    for child in element:
        text = "".join(child.itertext()).strip()
        if text:
            fields.setdefault(tag(child), text)
    described = [child for child in element if tag(child) == "jobDescriptions"]
    if described:
        parts = [[(grandchild.text or "").strip() for grandchild in part] for part in described[0] if len(part) >= 2]
        fields["text"] = _sectioned(*((part[0], part[1]) for part in parts))
        fields.pop("jobDescriptions", None)
        office, more = fields.get("office"), [child for child in element if tag(child) == "additionalOffices"]
        fields["location"] = [office, *(found.text for group in more for found in group)]
        # Personio's own steps ("experienced") are no step of a ladder.
        fields.pop("seniority", None)
    return fields
