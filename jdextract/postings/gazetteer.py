"""Names of places: countries and cities out of tables, and what job ads call them besides.

The tables are made by `jdextract.postings.build_gazetteer`; data/SOURCES.md names where they come from.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_DATA = files("jdextract.postings") / "data"

COUNTRY_ALIASES = {
    "us": "US", "u s": "US", "usa": "US", "u s a": "US", "united states of america": "US", "the united states": "US",
    "conus": "US", "uk": "GB", "u k": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB",
    "wales": "GB", "northern ireland": "GB", "grossbritannien": "GB", "holland": "NL", "the netherlands": "NL",
    "czech republic": "CZ", "turkey": "TR", "russia": "RU", "south korea": "KR", "korea": "KR", "s korea": "KR", "uae": "AE",
    "brd": "DE", "bundesrepublik deutschland": "DE", "deutschlandweit": "DE", "germany wide": "DE",
    "vietnam": "VN", "taiwan": "TW", "hong kong": "HK", "macau": "MO", "republic of ireland": "IE", "ivory coast": "CI",
    "viet nam": "VN", "españa": "ES", "italia": "IT", "polska": "PL", "österreich": "AT", "suisse": "CH", "nederland": "NL",
    "brasil": "BR", "méxico": "MX", "sverige": "SE", "danmark": "DK", "norge": "NO", "suomi": "FI", "belgique": "BE",
}  # fmt: skip
"""Names of countries besides the English and German ones of CLDR."""

AMBIGUOUS_COUNTRIES = frozenset({"georgia", "georgien"})
"""A country and a state of the USA; the city decides."""

US_STATES = {
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
CANADIAN_PROVINCES = {
    "AB": "alberta", "BC": "british columbia", "MB": "manitoba", "NB": "new brunswick", "NL": "newfoundland",
    "NS": "nova scotia", "ON": "ontario", "PE": "prince edward island", "QC": "quebec", "SK": "saskatchewan",
}  # fmt: skip
REGIONS = {
    **dict.fromkeys((name for code, name in US_STATES.items() if code != "GA"), "US"),
    **dict.fromkeys(CANADIAN_PROVINCES.values(), "CA"), "québec": "CA",
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
    "goettingen": "DE", "dortmund": "DE", "halle": "DE", "wien": "AT", "vienna": "AT", "zurich": "CH", "zuerich": "CH", "genf": "CH",
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


def fold(name: str) -> str:
    """A name as the tables have it: lower case, composed, hyphens, dots and commas as blanks, ss for ß."""
    folded = unicodedata.normalize("NFC", name).casefold().replace("ß", "ss")
    return " ".join(re.sub(r"[-‐–.,’'`*#]", " ", folded).split())


def _unaccented(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))


@dataclass(frozen=True, slots=True)
class City:
    """A name of cities: the countries that have one, largest first, and thousands of people of the largest."""

    countries: tuple[str, ...]
    thousands: int


@cache
def cities() -> dict[str, City]:
    """All cities by folded name; loaded at the first call, in about 60 ms."""
    found = {}
    for line in (_DATA / "cities.tsv").read_text(encoding="utf-8").splitlines():
        name, countries, thousands = line.split("\t")
        found[name] = City(tuple(countries.split(",")), int(thousands))
    for name in [name for name in found if not name.isascii()]:
        found.setdefault(_unaccented(name), found[name])
    for name, country in _CITIES.items():
        known = found.get(name)
        others = tuple(code for code in known.countries if code != country) if known else ()
        found[name] = City((country, *others), max(known.thousands if known else 0, 1000))
    return found


@cache
def country_names() -> dict[str, str]:
    """ISO 3166-1 alpha-2 codes by folded name; without `AMBIGUOUS_COUNTRIES`."""
    names = dict(COUNTRY_ALIASES)
    for line in (_DATA / "countries.tsv").read_text(encoding="utf-8").splitlines():
        code, known = line.split("\t")
        for name in known.split("|"):
            names.setdefault(name, code)
    return {name: code for name, code in names.items() if name not in AMBIGUOUS_COUNTRIES}


@cache
def country_codes() -> frozenset[str]:
    """All ISO 3166-1 alpha-2 codes."""
    return frozenset(country_names().values()) | {"GE"}
