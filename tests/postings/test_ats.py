"""Answers in the forms of applicant tracking systems, with invented companies."""

from __future__ import annotations

import json

import pytest

from jdextract.postings import read_postings

GREENHOUSE = {
    "jobs": [
        {
            "id": 11,
            "absolute_url": "https://boards.greenhouse.io/example/jobs/11",
            "title": "Senior Backend Engineer",
            "location": {"name": "Berlin, Germany"},
            "first_published": "2026-03-01T09:00:00-04:00",
            "content": "&lt;p&gt;We build.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Python&lt;/li&gt;&lt;/ul&gt;",
        }
    ],
    "meta": {"total": 1},
}
LEVER = [
    {
        "id": "a-1",
        "text": "Backend Engineer",
        "createdAt": 1772366400000,
        "hostedUrl": "https://jobs.lever.co/example/a-1",
        "categories": {"location": "Austin, TX", "allLocations": ["Austin, TX", "Dallas, TX"]},
        "country": "US",
        "descriptionPlain": "We build.",
        "lists": [{"text": "What you bring", "content": "<li>Python</li><li>SQL</li>"}],
        "additionalPlain": "We pay well.",
    }
]
ASHBY = {
    "apiVersion": "1",
    "jobs": [
        {
            "id": "b-1",
            "title": "Data Engineer",
            "location": "Toronto",
            "secondaryLocations": [
                {"location": "Montreal", "address": {"postalAddress": {"addressCountry": "Canada"}}}
            ],
            "address": {"postalAddress": {"addressCountry": "Canada"}},
            "isListed": True,
            "publishedAt": "2026-03-01T00:00:00.000Z",
            "jobUrl": "https://jobs.ashbyhq.com/Example%20Labs/b-1",
            "descriptionHtml": "<h2>Role</h2><p>We build.</p>",
            "descriptionPlain": "ROLE We build.",
        }
    ],
}
RECRUITEE = {
    "offers": [
        {
            "id": 21,
            "title": "Backend Engineer (m/f/d)",
            "company_name": "Example",
            "careers_url": "https://jobs.example.com/o/x",
            "location": "Berlin, Berlin, Germany",
            "country_code": "DE",
            "published_at": "2026-03-01 10:10:39 UTC",
            "description": "<p>We build.</p>",
            "requirements": "<ul><li>Python</li></ul>",
        }
    ]
}
WORKABLE = {
    "name": "Example",
    "jobs": [
        {
            "title": "Backend Engineer",
            "shortcode": "X1",
            "published_on": "2026-03-01",
            "locations": [{"country": "Spain", "city": "Madrid", "region": None}],
        }
    ],
}
TEAMTAILOR = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Example",
    "items": [
        {
            "id": "t-1",
            "title": "Backend Engineer",
            "content_html": "<p>We build.</p>",
            "_jobposting": {
                "@type": "JobPosting",
                "datePosted": "2026-03-01T09:26:20+01:00",
                "jobLocation": [{"address": {"addressLocality": "Madrid", "addressCountry": "ES"}}],
            },
        }
    ],
}
SMARTRECRUITERS = {
    "content": [
        {
            "id": "s-1",
            "name": "Backend Engineer",
            "company": {"identifier": "ex", "name": "Example"},
            "releasedDate": "2026-03-01T02:11:28.000Z",
            "location": {"city": "Austin", "country": "us", "fullLocation": "Austin, TX, United States"},
            "language": {"code": "en"},
            "jobAd": {
                "sections": {
                    "jobDescription": {"title": "Job Description", "text": "<p>We build.</p>"},
                    "qualifications": {"title": "Qualifications", "text": "<p>Python</p>"},
                }
            },
        }
    ]
}
SMARTRECRUITERS_LIST = {
    "content": [{key: value for key, value in SMARTRECRUITERS["content"][0].items() if key != "jobAd"}],
}
PINPOINT = {
    "data": [
        {
            "id": "p-1",
            "title": "Backend Engineer",
            "url": "https://example.pinpointhq.com/en/postings/p-1",
            "description": "<p>We build.</p>",
            "key_responsibilities_header": "What you will do",
            "key_responsibilities": "<ul><li>Own APIs.</li></ul>",
            "skills_knowledge_expertise_header": "What you bring",
            "skills_knowledge_expertise": "<p>Python</p>",
            "location": {"name": "Austin, TX"},
        }
    ]
}
WORKDAY_LIST = {
    "total": 1,
    "jobPostings": [
        {"title": "Backend Engineer", "externalPath": "/job/X", "locationsText": "Austin, TX", "bulletFields": ["JR1"]}
    ],
}
WORKDAY_DETAIL = {
    "jobPostingInfo": {
        "title": "Backend Engineer",
        "jobReqId": "JR1",
        "jobDescription": "<p>We build.</p>",
        "location": "Austin, TX",
        "startDate": "2026-03-01",
        "country": {"descriptor": "United States of America"},
    },
    "hiringOrganization": {"name": "Example"},
}
EIGHTFOLD = {
    "search": {
        "data": {
            "positions": [
                {
                    "id": 31,
                    "displayJobId": "9",
                    "name": "Backend Engineer",
                    "standardizedLocations": ["Austin, TX, US"],
                    "postedTs": 1772366400,
                },
                {"id": 32, "displayJobId": "10", "name": "Data Engineer"},
            ]
        }
    },
    "details": {
        "data": {"id": 31, "displayJobId": "9", "name": "Backend Engineer", "jobDescription": "<p>We build.</p>"}
    },
}

CASES = {
    "greenhouse": (GREENHOUSE, "11", "example", "Berlin, Germany", "DE", "We build.\n\n- Python"),
    "lever": (
        LEVER,
        "a-1",
        "example",
        "Austin, TX; Dallas, TX",
        "US",
        "We build.\n\nWhat you bring\n- Python\n- SQL\n\nWe pay well.",
    ),
    "ashby": (ASHBY, "b-1", "Example Labs", "Toronto; Montreal", "CA", "Role\n\nWe build."),
    "recruitee": (RECRUITEE, "21", "Example", "Berlin, Berlin, Germany", "DE", "We build.\n\nRequirements\n- Python"),
    "workable": (WORKABLE, "X1", "Example", "Madrid, Spain", "ES", ""),
    "teamtailor": (TEAMTAILOR, "t-1", "Example", "Madrid, ES", "ES", "We build."),
    "smartrecruiters": (
        SMARTRECRUITERS,
        "s-1",
        "Example",
        "Austin, TX, United States",
        "US",
        "Job Description\nWe build.\n\nQualifications\nPython",
    ),
    "pinpoint": (
        PINPOINT,
        "p-1",
        "example",
        "Austin, TX",
        "US",
        "We build.\n\nWhat you will do\n- Own APIs.\n\nWhat you bring\nPython",
    ),
    "workday-list": (WORKDAY_LIST, "JR1", None, "Austin, TX", "US", ""),
    "workday-detail": (WORKDAY_DETAIL, "JR1", "Example", "Austin, TX", "US", "We build."),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_answers(tmp_path, case):
    answer, own, company, location, country, text = case
    path = tmp_path / "jobs.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    [posting] = read_postings(path)
    assert (posting.id, posting.company, posting.location, posting.country) == (own, company, location, country)
    assert posting.text == text
    assert posting.role in ("backend", "data")
    if "2026" in json.dumps(answer) or "17723664" in json.dumps(answer):
        assert (str(posting.posted_at), posting.date_precision) == ("2026-03-01", "day")


def test_list_and_details_are_one_posting(tmp_path):
    path = tmp_path / "jobs.json"
    path.write_text(json.dumps(EIGHTFOLD), encoding="utf-8")
    first, second = read_postings(path)
    assert (first.id, first.country, str(first.posted_at), first.text) == ("31", "US", "2026-03-01", "We build.")
    assert (second.id, second.text) == ("32", "")


@pytest.mark.parametrize(
    ("answer", "places"),
    [
        (WORKDAY_LIST, [("Austin, TX", "US")]),
        (
            {
                "jobPostings": [
                    {
                        "title": "Engineer",
                        "externalPath": "/job/Illinois---Chicago/Engineer_JR2",
                        "locationsText": "3 Locations",
                    },
                    {"title": "Engineer", "externalPath": "/job/Engineer_JR3", "locationsText": "2 Locations"},
                ]
            },
            [("Illinois, Chicago", "US"), (None, None)],
        ),
    ],
    ids=["one place", "several, of which the path names the first"],
)
def test_places_of_a_workday_list(answer, places):
    assert [(posting.location, posting.country) for posting in read_postings(answer)] == places


@pytest.mark.parametrize(
    ("answer", "companies"),
    [
        (
            {
                "jobs": [
                    ASHBY["jobs"][0],
                    {
                        "id": "b-2",
                        "title": "Unlisted",
                        "isListed": False,
                        "location": "Oslo",
                        "descriptionHtml": "<p>x</p>",
                    },
                ]
            },
            ["Example Labs", "Example Labs"],
        ),
        (
            {
                "data": [
                    PINPOINT["data"][0],
                    {"id": "p-2", "title": "Engineer", "key_responsibilities": "<p>Own APIs.</p>"},
                ]
            },
            ["example", "example"],
        ),
        (
            {
                "jobs": [
                    GREENHOUSE["jobs"][0],
                    {"title": "Engineer", "content": "x", "absolute_url": "https://jobs.example.org/1"},
                ]
            },
            ["example", "example"],
        ),
        (
            {
                "jobs": [
                    {"title": "Engineer", "content": "x", "absolute_url": f"https://boards.greenhouse.io/{name}/jobs/1"}
                    for name in ("one", "two")
                ]
                + [{"title": "Engineer", "content": "x", "absolute_url": "https://jobs.example.org/1"}]
            },
            ["one", "two", None],
        ),
    ],
    ids=["ashby", "pinpoint", "greenhouse", "boards of two companies"],
)
def test_a_posting_without_its_company_has_that_of_its_board(answer, companies):
    assert [posting.company for posting in read_postings(answer)] == companies


@pytest.mark.parametrize(
    "answer", [WORKABLE, WORKDAY_LIST, SMARTRECRUITERS_LIST], ids=["workable", "workday", "smartrecruiters"]
)
def test_a_list_without_descriptions_is_noted_and_its_postings_come(tmp_path, answer):
    path = tmp_path / "list.json"
    path.write_text(json.dumps(answer), encoding="utf-8")
    noted = []
    [posting] = read_postings(path, on_problem=noted.append)
    assert (posting.text, posting.title) == ("", "Backend Engineer")
    assert "no posting of 1 has a description" in str(noted[0])
    assert [len(noted), len(list(read_postings(path)))] == [1, 1]


def test_an_answer_in_memory():
    [posting] = read_postings(GREENHOUSE)
    assert (posting.id, posting.text) == ("11", "We build.\n\n- Python")


PERSONIO = """<?xml version="1.0" encoding="UTF-8"?>
<workzag-jobs><position><id>41</id><subcompany>Example SE &amp; Co. KG</subcompany><office>Munich</office>
<additionalOffices><office>Berlin</office></additionalOffices><name>Senior Backend Engineer</name>
<jobDescriptions><jobDescription><name>Deine Aufgaben</name><value><![CDATA[<ul><li>APIs bauen</li></ul>]]></value></jobDescription>
<jobDescription><name>Dein Profil</name><value><![CDATA[<p>Python</p>]]></value></jobDescription></jobDescriptions>
<seniority>experienced</seniority><createdAt>2026-03-01T14:10:41+00:00</createdAt></position></workzag-jobs>"""
RSS = """<rss><channel><title>Jobs</title><item><title>Backend Engineer</title><guid>g-1</guid>
<pubDate>Sun, 01 Mar 2026 10:00:00 +0000</pubDate><description>&lt;p&gt;We build.&lt;/p&gt;</description></item></channel></rss>"""


@pytest.mark.parametrize(
    ("feed", "expected"),
    [
        (PERSONIO, ("41", "Example SE & Co. KG", "DE", "Deine Aufgaben\n- APIs bauen\n\nDein Profil\nPython")),
        (RSS, ("g-1", None, None, "We build.")),
    ],
    ids=["personio", "rss"],
)
def test_xml_feeds(tmp_path, feed, expected):
    path = tmp_path / "feed.xml"
    path.write_text(feed, encoding="utf-8")
    [posting] = read_postings(path)
    assert (posting.id, posting.company, posting.country, posting.text) == expected
    assert str(posting.posted_at) == "2026-03-01"
