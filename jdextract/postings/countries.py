"""The country of a posting, from the words of its location, its title, or the first line of its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from jdextract.postings.gazetteer import (
    AMBIGUOUS_COUNTRIES,
    CANADIAN_PROVINCES,
    COUNTRY_ALIASES,
    REGIONS,
    US_STATES,
    City,
    cities,
    country_codes,
    country_names,
    fold,
)

_NOISE = re.compile(
    r"\b(?:remotely|remote|hybrid|on ?site|in ?office|in ?person|office|only|based|preferred|friendly|full ?time|part ?time|"
    r"anywhere in|within|from|near|in|the greater|greater|metro(?:politan)? area|area|region|home ?office|standort|raum|großraum|"
    r"grossraum|und umgebung|bei|possible|optional|first|or|and|und|oder|visa|relocation|work from home|wfh|city of|"
    r"time ?zones?|eastern|east coast|west coast|time|hours|citizens?|residents?|candidates?|multiple locations|multiple)\b"
)
_POSTCODE = re.compile(r"\b(?:d )?\d{4,6}\b")
# One place ends and another begins; a comma or a dash within one joins city, region and country.
_PLACES = re.compile(r"[;|/•·&+()\[\]\n]|\s(?:and|or|und|oder)\s", re.IGNORECASE)
_HEAD = 300
"""Characters of a title or first line in which a place is looked for."""

_MARK = re.compile(r"[|•·()\[\]–—~-]")
_MARKED = re.compile(r"\s*[|•·]\s*|\s+[-–—~]\s+|[()\[\]]")
_JOINED = re.compile(r"[;/&+]|\s(?:and|or|und|oder)\s")
_PARTS = re.compile(r",|\s[-–—~]\s|:")
_WIDE = re.compile(
    r"\b(?:EU|EMEA|APAC|LATAM|DACH|NA/EU|[Ee]urope|EUROPE|[Ww]orldwide|WORLDWIDE|[Gg]lobal(?:ly)?|GLOBAL|[Aa]mericas|AMERICAS|"
    r"[Ll]atin [Aa]merica|[Aa]frica|[Aa]sia|[Ww]eltweit|[Ee]uropa|EST/CET)\b(?!,? [A-Z]{2}$)"
)
"""More than one country."""
_WORDLIKE_CITIES = frozenset(
    [
        "mobile",
        "reading",
        "nice",
        "split",
        "orange",
        "spring",
        "essen",
        "bath",
        "bergen",
        "hamm",
        "media",
        "mission",
        "union",
        "enterprise",
        "most",
        "lead",
        "data",
        "sale",
        "parker",
        "buy",
        "best",
        "man",
        "of",
        "born",
        "halle",
        "senior",
        "liberal",
        "independence",
        "phoenix",
        "ada",
        "lens",
        "tours",
        "angers",
        "batman",
        "ely",
        "march",
        "much",
        "opportunity",
        "young",
        "power",
        "grand",
        "start",
        "hub",
        "lima",
        "nova",
        "java",
        "ruby",
        "delta",
        "alba",
        "salt",
    ]
)
"""Cities whose names mean something else in a job ad; they need a region or country beside them."""
_HEAD_POPULATION = 250
"""Thousands of people that a city needs for its bare name to count outside of a location."""


def country_code(value: str | None) -> str | None:
    """The ISO 3166-1 alpha-2 code of a country's name or code; ``None`` for anything else."""
    if not value:
        return None
    if len(value) == 2 and value.upper() in country_codes():
        return value.upper()
    folded = fold(value)
    return "GE" if folded in AMBIGUOUS_COUNTRIES else country_names().get(folded)


@lru_cache(maxsize=16_384)
def country_of_location(location: str) -> str | None:
    """The one country in which all places of ``location`` lie; ``None`` for none, several, or a continent."""
    stripped = location.strip()
    if len(stripped) == 2 and stripped.isupper():
        return stripped if stripped in country_codes() and stripped != "NA" else None
    places = [place for place in _PLACES.split(location) if place.strip()]
    return _agreed(places, strict=False)


def _agreed(places: list[str], *, strict: bool) -> str | None:
    if any(_WIDE.search(place) for place in places):
        return None
    certain: set[str] = set()
    bare: list[City] = []
    for place in places:
        codes, city = _resolve(place, strict=strict)
        certain |= codes
        if city:
            bare.append(city)
    for city in bare:
        # "London/Bristol, UK": a bare city lies where its neighbours are said to be, if it can.
        if not certain.intersection(city.countries):
            certain.add(city.countries[0])
    return certain.pop() if len(certain) == 1 else None


def _resolve(place: str, *, strict: bool) -> tuple[set[str], City | None]:
    """The countries that a place is said to be in, or the city that it is; ``strict`` wants every word known."""
    raw_parts = [part.strip() for part in _PARTS.split(place)]
    parts = [(raw, _name(raw)) for raw in raw_parts]
    parts = [(raw, name) for raw, name in parts if name]
    if not parts:
        return set(), None
    found = [_part(raw, name, parts[:number], len(parts)) for number, (raw, name) in enumerate(parts)]
    if strict and not all(code or city for code, city in found) and not (len(found) == 2 and found[-1][0]):
        return set(), None
    codes = {code for code, _ in found if code}
    if codes:
        return codes, None
    bare = [city for _, city in found if city]
    return set(), _common_city(bare, parts[0][1], alone=len(parts) == 1, strict=strict)


def _name(raw: str) -> str:
    """A part without postcode and words that name no place; as it is where it is a known name."""
    folded = fold(raw)
    return folded if folded in cities() else " ".join(_POSTCODE.sub(" ", _NOISE.sub(" ", folded)).split())


def _common_city(bare: list[City], name: str, *, alone: bool, strict: bool) -> City | None:
    if not bare or (strict and not alone):
        return None
    first = bare[0]
    if strict and (first.thousands < _HEAD_POPULATION or name in _WORDLIKE_CITIES):
        return None
    # "London, Oslo": two cities of different countries, and neither says where the other is.
    return first if all(first.countries[0] in city.countries for city in bare) else None


def _part(raw: str, name: str, before: list[tuple[str, str]], count: int) -> tuple[str | None, City | None]:
    """The country that one part of a place stands for, or the city that it names."""
    code = country_names().get(name) or REGIONS.get(name)
    if code:
        return code, None
    known = cities()
    last_city = next((known[earlier] for _, earlier in before if earlier in known), None)
    if name in AMBIGUOUS_COUNTRIES:
        return (last_city.countries[0] if last_city and last_city.countries[0] in ("US", "GE") else None), None
    upper = re.sub(r"[^A-Za-z]", "", raw)
    if len(upper) == 2 and upper.isupper() and before and upper != "NA":
        return _code_after_city(upper, last_city, count), None
    return _glued(raw, name, known.get(name))


def _code_after_city(code: str, city: City | None, count: int) -> str | None:
    """What two capitals behind a city mean: a state of the USA, a province of Canada, or a country."""
    readings = [
        country
        for country, known in (("US", US_STATES), ("CA", CANADIAN_PROVINCES), (code, country_codes()))
        if code in known
    ]
    if not readings:
        return None
    if city:
        return next((country for country in city.countries if country in readings), None)
    if count > 2 and code in country_codes() and code not in US_STATES:
        return code
    return readings[0] if readings[0] != code else None


def _glued(raw: str, name: str, city: City | None) -> tuple[str | None, City | None]:
    """A city with its state or country behind it and no comma between: "San Mateo CA", "Melbourne VIC"."""
    if city:
        return None, city
    words = raw.split()
    first, _, rest = name.partition(" ")
    if rest and first in ("usa", "us", "uk") and len(name) <= 12:
        # "USA-CA", "US Remote", "UK South".
        return COUNTRY_ALIASES[first], None
    if len(words) > 1:
        tail = re.sub(r"[^A-Za-z]", "", words[-1])
        head = cities().get(" ".join(name.split()[:-1]))
        if head and len(tail) == 2 and tail.isupper():
            return _code_after_city(tail, head, 2), head
        if head and (tail.isupper() or fold(tail) in country_names()):
            code = country_names().get(fold(tail))
            return (code, head) if code is None or code in head.countries else (None, None)
    return None, None


def countries_in_head(*lines: str | None) -> str | None:
    """The country that a title or a first line names in one of its own segments ("… | Berlin, Germany | …")."""
    for line in lines:
        if not line or not _MARK.search(line, 0, _HEAD):  # most lines are one segment
            continue
        segments = list(_head_segments(line))
        code = _agreed(segments, strict=True)
        if code:
            return code
    return None


def _head_segments(line: str) -> Iterator[str]:
    segments: Iterable[str] = _MARKED.split(line[:_HEAD])
    for number, segment in enumerate(segments):
        # The first segment is the company or the job: "Phoenix | Backend Engineer".
        if number and len(segment) <= 60:
            yield from (part for part in _JOINED.split(segment) if part.strip())
