"""The country of a posting, from the words of its location, its title, or the first line of its text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_DATA = files("jdextract.postings") / "data"

_ALIASES = {
    "us": "US", "u s": "US", "usa": "US", "u s a": "US", "united states of america": "US", "the united states": "US",
    "conus": "US", "uk": "GB", "u k": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB",
    "wales": "GB", "northern ireland": "GB", "grossbritannien": "GB", "holland": "NL", "the netherlands": "NL",
    "czech republic": "CZ", "turkey": "TR", "russia": "RU", "south korea": "KR", "korea": "KR", "uae": "AE",
    "brd": "DE", "bundesrepublik deutschland": "DE", "deutschlandweit": "DE", "germany wide": "DE",
    "vietnam": "VN", "taiwan": "TW", "hong kong": "HK", "macau": "MO", "republic of ireland": "IE", "ivory coast": "CI",
    "viet nam": "VN", "españa": "ES", "italia": "IT", "polska": "PL", "österreich": "AT", "suisse": "CH", "nederland": "NL",
    "brasil": "BR", "méxico": "MX", "sverige": "SE", "danmark": "DK", "norge": "NO", "suomi": "FI", "belgique": "BE",
}  # fmt: skip
"""Names of countries besides the English and German ones of CLDR."""

_AMBIGUOUS_NAMES = frozenset({"georgia", "georgien"})
"""A country and a state of the USA; the city decides."""

_US_STATES = {
    "AL": "alabama", "AK": "alaska", "AZ": "arizona", "AR": "arkansas", "CA": "california", "CO": "colorado",
    "CT": "connecticut", "DE": "delaware", "DC": "district of columbia", "FL": "florida", "GA": "georgia", "HI": "hawaii",
    "ID": "idaho", "IL": "illinois", "IN": "indiana", "IA": "iowa", "KS": "kansas", "KY": "kentucky", "LA": "louisiana",
    "ME": "maine", "MD": "maryland", "MA": "massachusetts", "MI": "michigan", "MN": "minnesota", "MS": "mississippi",
    "MO": "missouri", "MT": "montana", "NE": "nebraska", "NV": "nevada", "NH": "new hampshire", "NJ": "new jersey",
    "NM": "new mexico", "NY": "new york", "NC": "north carolina", "ND": "north dakota", "OH": "ohio", "OK": "oklahoma",
    "OR": "oregon", "PA": "pennsylvania", "RI": "rhode island", "SC": "south carolina", "SD": "south dakota",
    "TN": "tennessee", "TX": "texas", "UT": "utah", "VT": "vermont", "VA": "virginia", "WA": "washington",
    "WV": "west virginia", "WI": "wisconsin", "WY": "wyoming",
}  # fmt: skip
_CANADIAN_PROVINCES = {
    "AB": "alberta", "BC": "british columbia", "MB": "manitoba", "NB": "new brunswick", "NL": "newfoundland",
    "NS": "nova scotia", "ON": "ontario", "PE": "prince edward island", "QC": "quebec", "SK": "saskatchewan",
}  # fmt: skip
_REGIONS = {
    **dict.fromkeys((name for code, name in _US_STATES.items() if code != "GA"), "US"),
    **dict.fromkeys(_CANADIAN_PROVINCES.values(), "CA"), "québec": "CA",
    **dict.fromkeys(
        ("baden württemberg", "bavaria", "bayern", "brandenburg", "hesse", "hessen", "lower saxony", "niedersachsen",
         "mecklenburg vorpommern", "north rhine westphalia", "nordrhein westfalen", "nrw", "rhineland palatinate",
         "rheinland pfalz", "saarland", "saxony", "sachsen", "saxony anhalt", "sachsen anhalt", "schleswig holstein",
         "thuringia", "thüringen", "ruhrgebiet", "rhein main gebiet"), "DE"),
    **dict.fromkeys(("catalonia", "andalusia"), "ES"), **dict.fromkeys(("karnataka", "maharashtra", "telangana"), "IN"),
    **dict.fromkeys(("new south wales", "queensland"), "AU"), "île de france": "FR", "lombardy": "IT", "tyrol": "AT",
    "tirol": "AT", "steiermark": "AT", "devon": "GB", "california bay area": "US", "sf bay area": "US", "bay area": "US",
    "san francisco bay area": "US", "silicon valley": "US", "new england": "US", "greater london": "GB",
    "greater boston": "US", "research triangle": "US", "dmv": "US",
}  # fmt: skip
"""Names of states, provinces and regions; "Georgia" is missing, for the city decides there."""

_CITIES = {
    "nyc": "US", "new york": "US", "manhattan": "US", "brooklyn": "US", "sf": "US", "san fran": "US", "san francisco": "US",
    "soma": "US", "la": "US", "l a": "US", "atx": "US", "washington dc": "US", "washington d c": "US", "dc": "US", "d c": "US",
    "st louis": "US", "ft lauderdale": "US", "bangalore": "IN", "bombay": "IN", "gurgaon": "IN", "calcutta": "IN",
    "köln": "DE", "cologne": "DE", "nürnberg": "DE", "hannover": "DE", "hanover": "DE", "muenchen": "DE", "munchen": "DE",
    "münchen": "DE", "koeln": "DE", "duesseldorf": "DE", "dusseldorf": "DE", "nuernberg": "DE", "frankfurt": "DE",
    "frankfurt/main": "DE", "frankfurt a m": "DE", "frankfurt main": "DE", "braunschweig": "DE", "brunswick": "US",
    "osnabrueck": "DE", "saarbruecken": "DE", "wuerzburg": "DE", "fuerth": "DE", "luebeck": "DE", "tuebingen": "DE",
    "goettingen": "DE", "dortmund": "DE", "wien": "AT", "vienna": "AT", "zurich": "CH", "zuerich": "CH", "genf": "CH",
    "geneve": "CH", "genève": "CH", "geneva": "CH", "basel": "CH", "bern": "CH", "prag": "CZ", "praha": "CZ", "warschau": "PL",
    "warszawa": "PL", "krakow": "PL", "cracow": "PL", "krakau": "PL", "wroclaw": "PL", "breslau": "PL", "gdansk": "PL",
    "mailand": "IT", "milano": "IT", "rom": "IT", "roma": "IT", "turin": "IT", "kopenhagen": "DK", "københavn": "DK",
    "lissabon": "PT", "lisboa": "PT", "brüssel": "BE", "bruxelles": "BE", "antwerp": "BE", "den haag": "NL", "the hague": "NL",
    "kyiv": "UA", "kiev": "UA", "kiew": "UA", "lviv": "UA", "bukarest": "RO", "bucharest": "RO", "cluj": "RO", "athens": "GR",
    "athen": "GR", "tel aviv": "IL", "tel aviv yafo": "IL", "herzliya": "IL", "montreal": "CA", "montréal": "CA",
    "quebec city": "CA", "sao paulo": "BR", "bogota": "CO", "medellin": "CO", "mexico city": "MX", "cdmx": "MX",
    "saigon": "VN", "ho chi minh city": "VN", "seville": "ES", "malaga": "ES", "göteborg": "SE", "gothenburg": "SE",
    "malmo": "SE", "zug": "CH", "istanbul": "TR", "singapore": "SG", "singapur": "SG",
}  # fmt: skip
"""Cities by names that the gazetteer lacks, and those that outrank a namesake."""

_NOISE = re.compile(
    r"\b(?:remotely|remote|hybrid|on ?site|in ?office|in ?person|office|only|based|preferred|friendly|full ?time|part ?time|"
    r"anywhere in|within|from|near|in|the greater|greater|metro(?:politan)? area|area|region|home ?office|standort|raum|großraum|"
    r"grossraum|und umgebung|bei|possible|optional|first|or|and|und|oder|visa|relocation|work from home|wfh|city of)\b"
)
_POSTCODE = re.compile(r"\b(?:d )?\d{4,6}\b")
# One place ends and another begins; a comma or a dash within one joins city, region and country.
_PLACES = re.compile(r"[;|/•·&+()\[\]\n]|\s(?:and|or|und|oder)\s", re.IGNORECASE)
_PARTS = re.compile(r",|\s[-–—~]\s|:")
_WORDLIKE_CITIES = frozenset(
    "mobile reading nice split orange spring essen bath bergen hamm media mission union enterprise most lead data sale "
    "parker buy best man of born halle senior liberal independence phoenix ada lens tours angers batman ely march much "
    "opportunity young power grand start hub lima nova java ruby delta alba salt".split()
)
"""Cities whose names mean something else in a job ad; they need a region or country beside them."""
_HEAD_POPULATION = 250
"""Thousands of people that a city needs for its bare name to count outside of a location."""


def fold(name: str) -> str:
    """A name as the tables have it: lower case, composed, hyphens, dots and commas as blanks, ss for ß."""
    folded = unicodedata.normalize("NFC", name).casefold().replace("ß", "ss")
    return " ".join(re.sub(r"[-‐–.,’'`*#]", " ", folded).split())


@dataclass(frozen=True, slots=True)
class _City:
    countries: tuple[str, ...]
    thousands: int


@cache
def _gazetteer() -> dict[str, _City]:
    cities = {}
    for line in (_DATA / "cities.tsv").read_text(encoding="utf-8").splitlines():
        name, countries, thousands = line.split("\t")
        cities[name] = _City(tuple(countries.split(",")), int(thousands))
    for name, country in _CITIES.items():
        known = cities.get(name)
        others = tuple(code for code in known.countries if code != country) if known else ()
        cities[name] = _City((country, *others), max(known.thousands if known else 0, 1000))
    return cities


@cache
def _country_names() -> dict[str, str]:
    names = dict(_ALIASES)
    for line in (_DATA / "countries.tsv").read_text(encoding="utf-8").splitlines():
        code, known = line.split("\t")
        for name in known.split("|"):
            names.setdefault(name, code)
    return {name: code for name, code in names.items() if name not in _AMBIGUOUS_NAMES}


@cache
def _codes() -> frozenset[str]:
    return frozenset(_country_names().values()) | {"GE"}


def country_code(value: str | None) -> str | None:
    """The ISO 3166-1 alpha-2 code of a country's name or code; ``None`` for anything else."""
    if not value:
        return None
    if len(value) == 2 and value.upper() in _codes():
        return value.upper()
    folded = fold(value)
    return "GE" if folded in _AMBIGUOUS_NAMES else _country_names().get(folded)


@lru_cache(maxsize=16_384)
def country_of_location(location: str) -> str | None:
    """The one country in which all places of ``location`` lie; ``None`` for none, several, or a continent."""
    stripped = location.strip()
    if len(stripped) == 2 and stripped.isupper():
        return stripped if stripped in _codes() and stripped != "NA" else None
    places = [place for place in _PLACES.split(location) if place.strip()]
    return _agreed(places, strict=False)


def _agreed(places: list[str], *, strict: bool) -> str | None:
    certain: set[str] = set()
    bare: list[_City] = []
    for place in places:
        code, city = _resolve(place, strict=strict)
        if code:
            certain.add(code)
        elif city:
            bare.append(city)
    for city in bare:
        # "London/Bristol, UK": a bare city lies where its neighbours are said to be, if it can.
        if not certain.intersection(city.countries):
            certain.add(city.countries[0])
    return certain.pop() if len(certain) == 1 else None


def _resolve(place: str, *, strict: bool) -> tuple[str | None, _City | None]:
    """The country that a place is said to be in, or the city that it is; ``strict`` wants every word known."""
    raw_parts = [part.strip() for part in _PARTS.split(place)]
    parts = [(raw, " ".join(_POSTCODE.sub(" ", _NOISE.sub(" ", fold(raw))).split())) for raw in raw_parts]
    parts = [(raw, name) for raw, name in parts if name]
    if not parts:
        return None, None
    found = [_part(raw, name, parts[:number], len(parts)) for number, (raw, name) in enumerate(parts)]
    if strict and not all(code or city for code, city in found):
        return None, None
    codes = {code for code, _ in found if code}
    cities = [city for code, city in found if city and not code]
    if not codes:
        return None, _best_city(cities, strict=strict, parts=parts)
    if len(codes) > 1:
        return None, None
    return codes.pop(), None


def _best_city(cities: list[_City], *, strict: bool, parts: list[tuple[str, str]]) -> _City | None:
    if not cities or (strict and len(parts) > 1):
        return None
    first = cities[0]
    if strict and (first.thousands < _HEAD_POPULATION or parts[0][1] in _WORDLIKE_CITIES):
        return None
    # "London, Oslo": two cities of different countries, and neither says where the other is.
    return first if all(first.countries[0] in city.countries for city in cities) else None


def _part(raw: str, name: str, before: list[tuple[str, str]], count: int) -> tuple[str | None, _City | None]:
    """The country that one part of a place stands for, or the city that it names."""
    code = _country_names().get(name) or _REGIONS.get(name)
    cities = _gazetteer()
    city = cities.get(name) or cities.get(name.replace(" ", "")) if len(name) > 1 else None
    if name in ("new york", "washington", "quebec"):
        return {"quebec": "CA"}.get(name, "US"), city
    if code:
        return code, None
    last_city = next((cities[earlier] for _, earlier in before if earlier in cities), None)
    if name in _AMBIGUOUS_NAMES:
        return (last_city.countries[0] if last_city and last_city.countries[0] in ("US", "GE") else None), None
    upper = re.sub(r"[^A-Za-z]", "", raw)
    if len(upper) == 2 and upper.isupper() and before and upper != "NA":
        return _code_after_city(upper, last_city, count), None
    return _glued(raw, name, city)


def _code_after_city(code: str, city: _City | None, count: int) -> str | None:
    """What two capitals behind a city mean: a state of the USA, a province of Canada, or a country."""
    readings = [
        country
        for country, known in (("US", _US_STATES), ("CA", _CANADIAN_PROVINCES), (code, _codes()))
        if code in known
    ]
    if not readings:
        return None
    if city:
        return next((country for country in city.countries if country in readings), None)
    if count > 2 and code in _codes() and code not in _US_STATES:
        return code
    return readings[0] if readings[0] != code else None


def _glued(raw: str, name: str, city: _City | None) -> tuple[str | None, _City | None]:
    """A city with its state or country behind it and no comma between: "San Mateo CA", "Melbourne VIC"."""
    if city:
        return None, city
    words = raw.split()
    if len(words) > 1:
        tail = re.sub(r"[^A-Za-z]", "", words[-1])
        head = _gazetteer().get(" ".join(name.split()[:-1]))
        if head and len(tail) == 2 and tail.isupper():
            return _code_after_city(tail, head, 2), head
        if head and (tail.isupper() or fold(tail) in _country_names()):
            code = _country_names().get(fold(tail))
            return (code, head) if code is None or code in head.countries else (None, None)
    return None, None


def countries_in_head(*lines: str | None) -> str | None:
    """The country that a title or a first line names in one of its own segments ("… | Berlin, Germany | …")."""
    for line in lines:
        if not line:
            continue
        segments = [segment for segment in _head_segments(line)]
        code = _agreed(segments, strict=True)
        if code:
            return code
    return None


def _head_segments(line: str) -> Iterator[str]:
    segments: Iterable[str] = re.split(r"\s*[|•·]\s*|\s+[-–—~]\s+|[()\[\]]", line[:300])
    for number, segment in enumerate(segments):
        # The first segment is the company or the job: "Phoenix | Backend Engineer".
        if number and len(segment) <= 60:
            yield from (part for part in re.split(r"[;/&+]|\s(?:and|or|und|oder)\s", segment) if part.strip())
