from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jdextract.postings.countries import countries_in_head, country_code, country_of_location
from jdextract.postings.gazetteer import country_codes

LOCATIONS = [
    ("Berlin, Germany", "DE"),
    ("Cincinnati, OH, US", "US"),
    ("San Francisco, CA", "US"),
    ("Springfield, IL, USA", "US"),
    ("NYC", "US"),
    ("London", "GB"),
    ("London/Bristol, UK (Hybrid)", "GB"),
    ("Cambridge", "GB"),
    ("Cambridge/Boston, MA", "US"),
    ("München", "DE"),
    ("Muenchen", "DE"),
    ("80331 München", "DE"),
    ("Buchholz in der Nordheide", "DE"),
    ("Frankfurt am Main, HE, DE", "DE"),
    ("Wien, Österreich", "AT"),
    ("Zürich, Schweiz", "CH"),
    ("Deutschlandweit", "DE"),
    ("Paris, IDF, FR", "FR"),
    ("Dublin; Ireland", "IE"),
    ("Remote - Canada", "CA"),
    ("Toronto, ON", "CA"),
    ("Vancouver, BC", "CA"),
    ("Vancouver, WA", "US"),
    ("Bangalore, IN", "IN"),
    ("Indianapolis, IN", "US"),
    ("Berlin, DE", "DE"),
    ("Wilmington, DE", "US"),
    ("DE", "DE"),
    ("Tbilisi, Georgia", "GE"),
    ("Atlanta, Georgia", "US"),
    ("San Mateo CA", "US"),
    ("Melbourne VIC, Australia", "AU"),
    ("USA-CA - Pasadena E", "US"),
    ("United States, Washington, Redmond", "US"),
    ("Denver, CO; San Francisco, CA", "US"),
    ("Remote (US Only)", "US"),
    ("Kraków, Poland", "PL"),
    ("Florianopolis, Brazil", "BR"),
    ("Remote", None),
    ("Remote (EU)", None),
    ("Remote (EU/NA timezones)", None),
    ("Remote (US, Canada)", None),
    ("USA or Canada", None),
    ("London, Oslo", None),
    ("France, Remote; Germany, Remote", None),
    ("Home Office", None),
    ("Georgia", None),
    ("NA", None),
    ("Music, TV", None),
    ("React, AWS", None),
    ("Not specified", None),
    ("", None),
]


@pytest.mark.parametrize(("location", "country"), LOCATIONS, ids=[location or "empty" for location, _ in LOCATIONS])
def test_country_of_a_location(location, country):
    assert country_of_location(location) == country


@pytest.mark.parametrize(
    ("head", "country"),
    [
        ("Example | Backend Engineer | On-site in Stockholm, Sweden | Full time", "SE"),
        ("Example | Multiple roles | NYC | onsite", "US"),
        ("Example - Backend Engineer - Montreal - full-time", "CA"),
        ("Example | Engineer | Budapest (Hungary) | visa", "HU"),
        ("Phoenix | Backend Engineer | Remote", None),
        ("Example | Mobile | Remote", None),
        ("Example | Engineer | Remote, Worldwide", None),
        ("Example | Engineer | US, Canada and Singapore", None),
        ("Example | Ft. Lauderdale FL, Atlanta GA, Toronto CA", None),
        ("We build tools for people in Berlin, Germany", None),
    ],
)
def test_country_of_a_first_line(head, country):
    assert countries_in_head(head) == country


@pytest.mark.parametrize(
    ("value", "code"),
    [("us", "US"), ("Deutschland", "DE"), ("The Netherlands", "NL"), ("Georgia", "GE"), ("Europe", None), (None, None)],
)
def test_country_code_of_a_field(value, code):
    assert country_code(value) == code


@given(st.text(max_size=80))
def test_any_location_gives_a_code_or_nothing(location):
    assert country_of_location(location) in country_codes() | {None}
