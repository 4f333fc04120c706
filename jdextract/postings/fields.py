"""A record's fields as a `Posting`: which name means what, and what a value says in plain words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from jdextract.errors import InputError
from jdextract.models import Posting, unchecked
from jdextract.postings import facets
from jdextract.postings.text import repair

# Names as job boards, scrapers and spreadsheets write them, in lower case without spaces and marks; the
# first that holds something wins.
NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        "text",
        "description",
        "jobdescription",
        "descriptionhtml",
        "descriptiontext",
        "jobdescriptiontext",
        "jobdescriptionhtml",
        "fulldescription",
        "descriptionplain",
        "descriptionfull",
        "body",
        "content",
        "contenthtml",
        "contenttext",
        "postingtext",
        "jobtext",
        "adtext",
        "fulltext",
        "rawtext",
        "jobad",
        "posting",
        "jd",
        "stellenbeschreibung",
        "stellenanzeige",
        "anzeigentext",
        "beschreibung",
        "jobsummary",
        "snippet",
        "summary",
    ),
    "title": (
        "title",
        "jobtitle",
        "positiontitle",
        "jobname",
        "postingtitle",
        "position",
        "name",
        "headline",
        "stellentitel",
        "stellenbezeichnung",
        "titel",
        "jobtitel",
    ),
    "company": (
        "company",
        "companyname",
        "employer",
        "employername",
        "hiringorganization",
        "organization",
        "organisation",
        "hiringcompany",
        "advertisername",
        "firma",
        "unternehmen",
        "arbeitgeber",
        "subcompany",
    ),
    "location": (
        "location",
        "joblocation",
        "locations",
        "fulllocation",
        "locationname",
        "joblocations",
        "city",
        "place",
        "workplace",
        "candidaterequiredlocation",
        "office",
        "standort",
        "arbeitsort",
        "ort",
        "region",
    ),
    "country": ("country", "countrycode", "jobcountry", "addresscountry", "land"),
    "posted_at": (
        "postedat",
        "dateposted",
        "posteddate",
        "postdate",
        "postingdate",
        "posted",
        "publishedat",
        "datepublished",
        "publicationdate",
        "publishdate",
        "publishedon",
        "firstpublished",
        "releaseddate",
        "listeddate",
        "postedts",
        "listedtime",
        "originallistedtime",
        "pubdate",
        "createdat",
        "created",
        "datecreated",
        "date",
        "veroffentlicht",
        "veröffentlichtam",
        "datum",
        "updatedat",
    ),
    "language": ("language", "lang", "languagecode", "inlanguage", "sprache"),
    "role": ("role", "rolefamily"),
    "seniority": ("seniority", "senioritylevel", "joblevel", "experiencelevel"),
    "source": ("source", "site", "jobboard", "via"),
    "id": (
        "id",
        "jobid",
        "postingid",
        "jobpostingid",
        "externalid",
        "requisitionid",
        "reqid",
        "jobreqid",
        "shortcode",
        "refnumber",
        "uuid",
        "guid",
        "jobkey",
        "slug",
        "identifier",
    ),
}
"""For each field of `Posting` the names that it has in the wild."""

_ROLE_AS_TITLE = "role"
# Parts of the posting that several boards keep in fields of their own; joined to the text under a heading.
SECTIONS: dict[str, str] = {
    "responsibilities": "Responsibilities",
    "keyresponsibilities": "Responsibilities",
    "jobresponsibilities": "Responsibilities",
    "duties": "Responsibilities",
    "aufgaben": "Aufgaben",
    "requirements": "Requirements",
    "jobrequirements": "Requirements",
    "qualifications": "Qualifications",
    "minimumqualifications": "Minimum qualifications",
    "preferredqualifications": "Preferred qualifications",
    "anforderungen": "Anforderungen",
    "profil": "Profil",
    "benefits": "Benefits",
    "jobbenefits": "Benefits",
}
_MARKUP = re.compile(
    r"</(?:p|li|ul|ol|div|h[1-6]|strong|b|em|i|span|table|section|a)\s*>|<(?:br|hr|p)\s*/?>|&lt;/?(?:p|li|ul|div|h[1-6]|br|strong|span)\b",
    re.IGNORECASE,
)
# Markdown that was made from HTML escapes its marks: "C\+\+", "full\-time", "R\&D".
_ESCAPED = re.compile(r"\\{1,2}([-+&_*.#=|~!()\[\]<>`])")


def mend_markup(text: str, *, plain: bool = False) -> str:
    """``text`` as a person reads it: HTML as lines and bullets, Markdown's backslashes gone; else unchanged.

    With ``plain`` nothing but HTML is touched.
    """
    if ("<" in text or "&lt;" in text) and _MARKUP.search(text):
        from jdextract.postings.html import html_to_text  # noqa: PLC0415 - only where there is HTML

        return repair(html_to_text(text))
    if plain:
        return text
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    return repair(text)


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold())


class Columns:
    """Which names of a record fill which field of a posting.

    ``chosen`` maps fields of `Posting` to names that outrank the guess.
    """

    def __init__(self, chosen: Mapping[str, str] | None = None) -> None:
        self.chosen = {field: name for field, name in (chosen or {}).items() if name}
        unknown = sorted(set(self.chosen) - set(NAMES))
        if unknown:
            raise InputError(f"no field {unknown[0]!r} in a posting: the fields are {', '.join(NAMES)}")
        self.guess = lru_cache(maxsize=256)(self._guess)
        """For each field of `Posting` the names among those of a record that may fill it, best first."""
        self.sections = lru_cache(maxsize=256)(self._sections)
        """The names among those of a record that hold a part of the text, each with its heading."""

    def names(self, fields: Iterable[str], field: str) -> tuple[str, ...]:
        """The names among ``fields`` that may fill ``field``, best first."""
        return self.guess(tuple(fields))[field]

    def _sections(self, present: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        return tuple((name, SECTIONS[_folded(name)]) for name in present if _folded(name) in SECTIONS)

    def _guess(self, present: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        by_folded: dict[str, str] = {}
        for name in present:
            by_folded.setdefault(_folded(str(name)), name)
        guess = {
            field: tuple(by_folded[known] for known in names if known in by_folded) for field, names in NAMES.items()
        }
        for field, name in self.chosen.items():
            guess[field] = (name,) if name in present else ()
        return guess

    def check_text(self, present: Iterable[str], place: str) -> None:
        """Make sure that one of ``present`` holds the text.

        Raises:
            InputError: none does.
        """
        present = tuple(present)
        if self.guess(present)["text"] or ("text" not in self.chosen and self.sections(present)):
            return
        listed = ", ".join(map(repr, present[:40])) or "none"
        if "text" in self.chosen:
            raise InputError(f"{place}: no column {self.chosen['text']!r}; the columns are {listed}")
        raise InputError(
            f"{place}: no column with the description; the columns are {listed}; "
            "name it with --text-column (text_column= in Python)"
        )


def plain(value: Any) -> str | None:
    """A field's value in words: the name of an object, the parts of an address, a list joined by "; "."""
    if value is None or value != value:  # noqa: PLR0124 - NaN and NaT of data frames
        return None
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, Mapping):
        return _object_in_words(value)
    if isinstance(value, (list, tuple)):
        words = dict.fromkeys(word for word in map(plain, value) if word)
        return "; ".join(words) or None
    return str(value)


def _object_in_words(value: Mapping[str, Any]) -> str | None:
    for key in ("fullLocation", "name", "label", "displayName", "descriptor", "code", "value"):
        if value.get(key):
            return plain(value[key])
    if value.get("address"):
        return plain(value["address"])
    parts = (
        plain(value.get("addressLocality") or value.get("city")),
        plain(value.get("addressRegion") or value.get("region") or value.get("state")),
        plain(value.get("addressCountry") or value.get("country")),
    )
    return ", ".join(dict.fromkeys(part for part in parts if part)) or None


def to_posting(
    fields: Mapping[str, Any], columns: Columns, *, place: str, file_name: str | None, plain_text: bool = False
) -> Posting:
    """The posting that a record describes; its id is empty where the record has none.

    With ``plain_text`` the record's ``text`` is taken as it is.

    Raises:
        InputError: the record has no field for the text.
    """
    names = tuple(fields)
    columns.check_text(names, place)
    text = str(fields["text"]) if plain_text else _text(fields, names, columns)

    guess = columns.guess(names)

    def first(field: str) -> str | None:
        for name in guess[field]:
            if word := plain(fields[name]):
                return word
        return None

    title = first("title")
    role = first("role")
    if title is None and role and role not in facets.ROLES:
        title = role
    location = first("location")
    posted_at, precision = None, None
    for name in guess["posted_at"]:
        posted_at, precision = facets.parse_date(fields[name])
        if posted_at:
            break
    head = facets.title_of_head(text)
    country = facets.country_code(first("country")) or facets.country(location, title=title, text=text)
    return unchecked(
        Posting,
        id=first("id") or "",
        title=title,
        company=first("company"),
        location=location,
        country=country,
        posted_at=posted_at,
        date_precision=precision,
        language=facets.language_code(first("language")) or facets.language(text),
        role=role if role in facets.ROLES else facets.role(title) or facets.role(head),
        seniority=facets.seniority_of(first("seniority")) or facets.seniority(title) or facets.seniority(head),
        source=first("source") or file_name,
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        duplicate_of=None,
    )


def _text(fields: Mapping[str, Any], names: tuple[str, ...], columns: Columns) -> str:
    text = ""
    for name in columns.guess(names)["text"]:
        value = fields[name]
        found = value if isinstance(value, str) else plain(value)
        if found and found.strip():
            # A field that is called "text" holds plain text, whose offsets others rely on.
            text = mend_markup(found, plain=name == "text")
            break
    if "text" in columns.chosen:
        return text
    for name, heading in columns.sections(names):
        value = fields[name]
        lines = [f"- {line}" for line in map(plain, value) if line] if isinstance(value, (list, tuple)) else None
        part = "\n".join(lines) if lines is not None else mend_markup(plain(value) or "")
        if part.strip() and _squeezed(part) not in _squeezed(text):
            text = f"{text.rstrip()}\n\n{heading}\n{part}" if text.strip() else f"{heading}\n{part}"
    return text


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
