from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jdextract.errors import InputError
from jdextract.postings import read_postings
from jdextract.postings.html import html_to_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<h2>Your profile</h2><ul><li>Python</li><li><p>Go</p></li></ul>", "Your profile\n\n- Python\n- Go"),
        ("<p>One</p><p>Two<br>Three</p>", "One\n\nTwo\nThree"),
        ("<div>One</div><div><div>Two</div></div>", "One\nTwo"),
        ("<ul><li>A<ul><li>B</li></ul></li><li>C</li></ul>", "- A\n- B\n- C"),
        (
            "<table><tr><th>Stack</th><td>Java</td></tr><tr><td>Cloud</td><td>AWS</td></tr></table>",
            "Stack | Java\nCloud | AWS",
        ),
        ("<p>C&amp;C&nbsp;&uuml;ber <b>R&amp;D</b></p>", "C&C über R&D"),
        ("&lt;p&gt;One&lt;/p&gt;&lt;p&gt;R&amp;amp;D&lt;/p&gt;", "One\n\nR&D"),
        ("<p>One</p><script>alert(1)</script><style>p {}</style>", "One"),
        ("<pre>a\nb</pre>", "a\nb"),
        ("", ""),
    ],
)
def test_html_as_a_person_reads_it(markup, text):
    assert html_to_text(markup) == text


def test_deep_nesting_is_no_recursion():
    assert html_to_text("<div>" * 20_000 + "deep") == "deep"


@given(st.text(alphabet="<>/pliuhb &;a\n", max_size=200))
def test_any_markup_gives_text_without_blank_ends(markup):
    text = html_to_text(markup)
    assert text == text.strip("\n")


JOB = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Backend Engineer",
    "hiringOrganization": {"@type": "Organization", "name": "Example GmbH"},
    "jobLocation": {"address": {"addressLocality": "Berlin", "addressCountry": "DE"}},
    "datePosted": "2026-03-01",
    "identifier": {"@type": "PropertyValue", "value": "R-7"},
    "description": "<p>We build.</p><ul><li>Python</li></ul>",
    "qualifications": "Three years of Go",
}


def page(*scripts: object, body: str = "<p>Rendered</p>") -> str:
    blocks = "".join(
        f'<script type="application/ld+json">{block if isinstance(block, str) else json.dumps(block)}</script>'
        for block in scripts
    )
    return f"<!DOCTYPE html><html><head><title>Careers</title>{blocks}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    "blocks",
    [(JOB,), ({"@graph": [{"@type": "WebPage"}, JOB]},), ([JOB],), ("{broken", JOB)],
    ids=["alone", "graph", "list", "beside-broken"],
)
def test_structured_data_of_a_page(tmp_path, blocks):
    path = tmp_path / "ad.html"
    path.write_text(page(*blocks), encoding="utf-8")
    [posting] = read_postings(path)
    assert (posting.id, posting.title, posting.company, posting.location) == (
        "R-7",
        "Backend Engineer",
        "Example GmbH",
        "Berlin, DE",
    )
    assert (posting.country, str(posting.posted_at), posting.date_precision) == ("DE", "2026-03-01", "day")
    assert posting.text == "We build.\n\n- Python\n\nQualifications\nThree years of Go"


def test_page_without_structured_data_gives_its_main_part(tmp_path):
    words = "We are looking for an engineer who knows Python. " * 6
    path = tmp_path / "ad.html"
    body = f"<nav>Home Jobs</nav><main><h1>Data Engineer</h1><p>{words}</p></main><footer>Imprint</footer>"
    path.write_text(page(body=body), encoding="utf-8")
    [posting] = read_postings(path)
    assert posting.title == "Data Engineer"
    assert posting.text == f"Data Engineer\n\n{words.strip()}"


def test_page_without_text_is_reported(tmp_path):
    path = tmp_path / "ad.html"
    path.write_text(page(body="<div id=app></div>"), encoding="utf-8")
    with pytest.raises(InputError, match=r"ad\.html.*shows no text"):
        list(read_postings(path))
