from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jdextract.postings import facets

TITLES = [
    ("Senior Backend Engineer", "backend", "senior"),
    ("Softwareentwickler Backend (m/w/d)", "backend", None),
    ("(Senior) Java Entwickler (m/w/d)", "backend", "senior"),
    (".NET Developer", "backend", None),
    ("Frontend Developer", "frontend", None),
    ("Webentwickler (w/m/d)", "frontend", None),
    ("Full Stack Developer - Python, React", "fullstack", None),
    ("Lead Fullstack Engineer", "fullstack", "lead"),
    ("Data Engineer", "data", None),
    ("BI-Entwickler (m/w/d)", "data", None),
    ("Machine Learning Engineer, Early Career", "ml", "junior"),
    ("KI-Entwickler", "ml", None),
    ("Site Reliability Engineer", "devops", None),
    ("IT-Administrator Linux", "devops", None),
    ("Security Engineer", "security", None),
    ("iOS-Entwickler", "mobile", None),
    ("React Native Developer", "mobile", None),
    ("Embedded Software Engineer", "embedded", None),
    ("Softwaretester:in (m/w/d)", "qa", None),
    ("Engineering Manager, Backend", "management", "manager"),
    ("Teamleiter IT", "management", "manager"),
    ("Product Owner (w/m/d) für KI-Projekte", "management", None),
    ("Technical Support Engineer", "support", None),
    ("Head of Marketing", "other", "manager"),
    ("UX Designer", "other", None),
    ("Software Engineer", None, None),
    ("Frontend & Backend Engineers", None, None),
    ("Backend Engineer, Product Manager, ML Engineer", None, None),
    ("Member of Technical Staff", None, None),
    ("Lead Generation Specialist", None, None),
    ("Engineer or intern", None, None),
    ("Junior Frontend Engineer, VP Product Management", None, None),
    ("Werkstudent Softwareentwicklung", None, "intern"),
    ("Ausbildung Fachinformatiker", None, "intern"),
    ("Software Engineer II", None, "mid"),
    ("Mid-Senior Engineer", None, "mid"),
    ("Senior/Staff Engineer", None, "senior"),
    ("Senior Staff Engineer", None, "principal"),
    ("Principal Engineer", None, "principal"),
]


@pytest.mark.parametrize(("title", "role", "seniority"), TITLES, ids=[title for title, *_ in TITLES])
def test_role_and_seniority_of_a_title(title, role, seniority):
    assert (facets.role(title), facets.seniority(title)) == (role, seniority)


@given(st.text(max_size=120))
def test_titles_give_values_of_the_closed_lists(title):
    assert facets.role(title) in {*facets.ROLES, None}
    assert facets.seniority(title) in {*facets.SENIORITIES, None}


def test_the_location_outranks_the_head():
    text = "Example | Engineer | Berlin, Germany | Full time"
    assert facets.country("Paris, France", text=text) == "FR"
    assert facets.country("Remote", text=text) == "DE"


@pytest.mark.parametrize(
    ("value", "step"), [("Senior", "senior"), ("Entry level", "junior"), ("Mid-Senior level", None), (None, None)]
)
def test_seniority_of_a_field(value, step):
    assert facets.seniority_of(value) == step


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("Example AI | Backend Engineer | Berlin\nWe build.", " Backend Engineer | Berlin"),
        ("Backend Engineer\nWe build.", None),
    ],
)
def test_head_without_the_company(text, head):
    assert facets.title_of_head(text) == head
