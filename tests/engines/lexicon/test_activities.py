from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jdextract.engines.lexicon.activities import find_responsibilities
from jdextract.engines.lexicon.duty_phrases import BLOCKED, GROUPS, RULES
from jdextract.engines.lexicon.duty_wording import LONGEST_SUMMARY, noun_phrase, summarize
from jdextract.engines.lexicon.structure import read_structure
from jdextract.models import Activity
from jdextract.taxonomy import Taxonomy

# Each bullet proves the activity, and may prove others.
PROOFS = [
    ("build_apis", "Design and build RESTful APIs for our mobile apps"),
    ("build_apis", "Maintain GraphQL endpoints"),
    ("build_apis", "Entwicklung von REST-Schnittstellen"),
    ("build_services", "Develop backend services in Kotlin"),
    ("build_services", "Ship new features every week"),
    ("build_services", "Du entwickelst moderne Webanwendungen"),
    ("build_services", "Konzeption und Umsetzung neuer Funktionen"),
    ("optimize_databases", "Design database schemas and tune slow queries"),
    ("optimize_databases", "Optimierung von Datenbankabfragen"),
    ("integrate_systems", "Integrate third-party payment providers"),
    ("integrate_systems", "Anbindung externer Systeme"),
    ("maintain_legacy", "Refactor the existing monolith"),
    ("compliance_risk", "Durchführung von Risikoanalysen"),
    ("build_services", "Entwicklung von Diensten"),
    ("mentor", "Ausbildung unserer Azubis"),
    ("manage_infrastructure", "Administration unserer Mail-Umgebung"),
    ("build_domain_systems", "Entwicklung von Software für Banken"),
    ("maintain_legacy", "Clean up a payroll system that has seen better days"),
    ("tune_performance", "Optimise our scheduling algorithms"),
    ("stakeholder_communication", "Advise the harbour office"),
    ("maintain_legacy", "Migrate our services to the new platform"),
    ("maintain_legacy", "Fix bugs and maintain and improve our tools"),
    ("maintain_legacy", "Wartung und Weiterentwicklung bestehender Anwendungen"),
    ("work_cross_team", "Work closely with designers and product managers"),
    ("work_cross_team", "Collaborate with frontend and DevOps teams"),
    ("work_cross_team", "Enge Zusammenarbeit mit den Fachabteilungen"),
    ("code_review", "Take part in code reviews"),
    ("code_review", "Du führst Code-Reviews durch"),
    ("agile_process", "Join sprint planning and retrospectives"),
    ("agile_process", "Aufwandsschätzung neuer Themen"),
    ("gather_requirements", "Translate business needs into technical solutions"),
    ("gather_requirements", "Gather requirements from our users"),
    ("gather_requirements", "Du nimmst Anforderungen auf und klärst sie"),
    ("stakeholder_communication", "Present results to stakeholders"),
    ("stakeholder_communication", "Work directly with customers"),
    ("stakeholder_communication", "Du berätst unsere Kunden"),
    ("deploy_services", "Deploy our services to AWS"),
    ("deploy_services", "Own the rollout of new releases"),
    ("deploy_services", "Bereitstellung der Anwendungen in der Cloud"),
    ("implement_ci_cd", "Build CI/CD pipelines"),
    ("implement_ci_cd", "Automate deployments and releases"),
    ("implement_ci_cd", "Pflege unserer CI/CD-Pipelines"),
    ("monitor_operate", "Monitor production and join the on-call rotation"),
    ("monitor_operate", "Überwachung und Entstörung der Systeme"),
    ("manage_infrastructure", "Manage Kubernetes clusters"),
    ("manage_infrastructure", "Write infrastructure as code"),
    ("manage_infrastructure", "Administration der Server und Netzwerke"),
    ("write_tests", "Write unit and integration tests"),
    ("write_tests", "Testautomatisierung für unsere Produkte"),
    ("write_documentation", "Document your work and write runbooks"),
    ("write_documentation", "Erstellung technischer Dokumentation"),
    ("design_architecture", "Design scalable distributed systems"),
    ("design_architecture", "Konzeption von Softwarearchitekturen"),
    ("ensure_reliability", "Improve the reliability of our platform"),
    ("ensure_reliability", "Sicherstellung der Verfügbarkeit"),
    ("ensure_quality", "Write clean, maintainable code"),
    ("ensure_quality", "Du achtest auf Codequalität"),
    ("build_domain_systems", "Build payment systems for online shops"),
    ("build_domain_systems", "Entwicklung von Software für Versicherungen"),
    ("compliance_risk", "Build tools for compliance and fraud detection"),
    ("compliance_risk", "Umsetzung regulatorischer Vorgaben und der DSGVO"),
    ("lead_architecture", "Set technical direction for three teams"),
    ("lead_architecture", "Du triffst technische Entscheidungen"),
    ("mentor", "Mentor junior engineers"),
    ("mentor", "Einarbeitung neuer Kolleginnen"),
    ("lead_team", "Lead a team of five engineers"),
    ("lead_team", "Fachliche Führung von vier Personen"),
    ("open_source", "Contribute to open source projects"),
    ("prototype_ai", "Ship machine learning models"),
    ("prototype_ai", "Build features on top of LLMs"),
    ("prototype_ai", "Entwicklung von KI-Lösungen"),
    ("build_frontend", "Build user interfaces in React"),
    ("build_frontend", "Entwicklung der Benutzeroberfläche"),
    ("build_data_pipelines", "Build data pipelines and dashboards"),
    ("build_data_pipelines", "Aufbau einer Datenplattform"),
    ("research_technology", "Evaluate new technologies"),
    ("research_technology", "Evaluierung neuer Technologien"),
    ("tune_performance", "Reduce latency and find bottlenecks"),
    ("tune_performance", "Performance-Optimierung unserer Dienste"),
    ("secure_systems", "Fix vulnerabilities and harden authentication"),
    ("secure_systems", "Absicherung der Systeme gegen Angriffe"),
    ("reduce_cost", "Reduce costs of our cloud setup"),
    ("reduce_cost", "Kostenoptimierung in der Cloud"),
]


def activities(text):
    return [item.activity for item in find_responsibilities(read_structure(text)) if item.activity != "other"]


def under_duties(*bullets):
    return "Responsibilities\n" + "\n".join(f"- {bullet}" for bullet in bullets)


@pytest.mark.parametrize(("activity", "bullet"), PROOFS, ids=[bullet for _, bullet in PROOFS])
def test_bullet_proves(activity, bullet):
    assert activity in activities(under_duties(bullet))


def test_every_activity_has_rules_and_proofs():
    closed = set(get_args(Activity)) - {"other"}
    assert set(RULES) == closed
    assert {activity for activity, _ in PROOFS} == closed


def test_rules_name_existing_groups_and_all_groups_are_used():
    named = {word for rules in RULES.values() for rule in rules for word in rule.split() if not word.isdigit()}
    assert named == set(GROUPS)


def test_phrases_are_folded_and_not_empty():
    for listed in (*GROUPS.values(), BLOCKED):
        for phrase in listed.split(", "):
            assert phrase.strip("* ;")
            assert phrase == phrase.lower()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You will build data pipelines for our analysts.", "build_data_pipelines"),
        ("We are looking for an engineer to design and build our billing platform.", "build_domain_systems"),
        ("We need someone to maintain our Kubernetes clusters.", "manage_infrastructure"),
        ("Help us ship machine learning models to millions of users.", "prototype_ai"),
        ("As a backend engineer, you review code and mentor juniors.", "code_review"),
        ("In this role you'll be responsible for monitoring our services.", "monitor_operate"),
        ("Du entwickelst REST-Schnittstellen in Java.", "build_apis"),
        ("In dieser Rolle betreust du unsere Kunden.", "stakeholder_communication"),
        ("Sie sind verantwortlich für die Testautomatisierung.", "write_tests"),
        ("Acme Rockets | Backend Engineer | Remote\n- Backend: own our public APIs", "build_apis"),
        ("Sie betreuen unsere Kunden am Standort Emden.", "stakeholder_communication"),
        ("Joining us means maintaining our Kubernetes clusters.", "manage_infrastructure"),
        ("About the role\nThe harbour team is small, and you will review code.", "code_review"),
        ("Bei uns ist immer was los. Du\n- schreibst Unit-Tests\n- hältst das Wiki aktuell", "write_tests"),
    ],
)
def test_duties_without_a_heading(text, expected):
    assert expected in activities(text)


@pytest.mark.parametrize(
    "text",
    [
        "We build data pipelines for banks.",
        "Acme Rockets builds payment systems for online shops.",
        "Requirements\n- Experience with building REST APIs\n- Ability to write unit tests",
        "Benefits\n- We build a culture of mentoring\n- Free language courses",
        "Wir entwickeln Software für Krankenhäuser.",
        "Dein Profil\n- Erfahrung in der Entwicklung von Webanwendungen",
        "Responsibilities\n- Eat cake on Fridays",
        "About the role\nThe harbour team writes tests and reviews code.\nAcme is a platform for secure payments.",
        "If you've been responsible for monitoring services, write to us.",
        "Position: Senior Data Engineer\nWe rent boats.",
        "At Acme, our mission is to help teams create software for harbours.",
        "We bring maps to the people who need it, and skippers develop plans.",
    ],
    ids=lambda text: text[:40].replace("\n", " / "),
)
def test_no_duty(text):
    assert activities(text) == []


@pytest.mark.parametrize(
    ("bullet", "absent"),
    [
        ("Security clearance is needed to build our services", "secure_systems"),
        ("Work closely with the product design team", "design_architecture"),
        ("Work with frontend engineers on our services", "build_frontend"),
        ("Run A/B tests with marketing", "write_tests"),
        ("Take part in performance reviews", "tune_performance"),
        ("Set up continuous integration for our services", "integrate_systems"),
        ("Build large-scale services", "tune_performance"),
        ("Build tools that let our customers monitor and test their boats", "monitor_operate"),
        ("Help us enable merchants to deploy their shops", "deploy_services"),
        ("Develop pages that allow companies to design, test, deploy and monitor their kiosks", "monitor_operate"),
        ("Learn from a mentor who knows the docks", "mentor"),
        ("Be mentored by people who know the docks", "mentor"),
        ("Work on a project of your own with an assigned mentor", "mentor"),
        ("Test open-source models with the research team", "open_source"),
        ("Improve motion planning for cranes", "agile_process"),
        ("Improve the steering of mobile robots", "build_frontend"),
        ("Work on document parsing", "write_documentation"),
        ("Write specs in RSpec", "write_documentation"),
        ("Match suppliers and documents", "write_documentation"),
        ("Optimierung unserer Datenbanken", "build_domain_systems"),
        ("Build harbour services in TypeScript", "build_frontend"),
        ("Einsatz von Frameworks wie Spring Security", "secure_systems"),
        ("Use open source technologies such as Redis", "open_source"),
        ("Test releases while interfacing with end-users", "integrate_systems"),
        ("Pass the SOC 2 audit", "secure_systems"),
        ("Make a release every other week", "deploy_services"),
        ("Implement server-side rendering", "manage_infrastructure"),
        ("Write thoughtful designs", "design_architecture"),
        ("Arbeite mit Kunden am Produkt, du arbeitest selbstständig", "write_tests"),
    ],
)
def test_blocked_phrases(bullet, absent):
    assert absent not in activities(under_duties(bullet))


def test_one_sentence_may_prove_several_and_each_counts_once():
    found = activities(under_duties("Build APIs and write unit tests", "Build more APIs"))
    assert found.count("build_apis") == 1
    assert {"build_apis", "write_tests"} <= set(found)


def test_the_verb_stands_near_its_object():
    far = "Build " + "nice and friendly and welcoming and warm and cosy and sunny " * 2 + "rooms with an API"
    assert "build_apis" not in activities(under_duties(far))


def test_theme_and_evidence():
    text = under_duties("Build APIs", "Mentor junior engineers")
    taxonomy = Taxonomy.default()
    for item in find_responsibilities(read_structure(text), taxonomy):
        assert item.theme == taxonomy.activities[item.activity].theme
        assert text[item.evidence.start : item.evidence.end] == item.evidence.text
        assert item.evidence.status == "segment"


@pytest.mark.parametrize(
    ("bullet", "activity", "expected"),
    [
        ("Build RESTful APIs for our apps", "build_apis", "RESTful APIs"),
        ("Develop banking software with Java", "build_domain_systems", "banking software"),
        ("Manage Kubernetes clusters on AWS", "manage_infrastructure", "Kubernetes clusters"),
        ("Entwicklung von REST-Schnittstellen in Java", "build_apis", "REST-Schnittstellen"),
        ("Work with the product team", "work_cross_team", "product team"),
        ("Mentor junior engineers", "mentor", None),
    ],
)
def test_object(bullet, activity, expected):
    found = {item.activity: item.object for item in find_responsibilities(read_structure(under_duties(bullet)))}
    assert found[activity] == expected


def test_unlisted_duties_are_summarised():
    found = find_responsibilities(
        read_structure(under_duties("Organise the yearly summit with our neighbours in the north", "Coffee!"))
    )
    assert [(item.activity, item.summary) for item in found] == [
        ("other", "Organise the yearly summit with our neighbours")
    ]


@pytest.mark.parametrize(
    ("bullet", "summary"),
    [
        ("- Prepare the yearly budget.", "Prepare the yearly budget"),
        ("* You will organise our summit", "organise our summit"),
        ("- Planung von Messen und Veranstaltungen", "Planung von Messen und Veranstaltungen"),
        ("- Du planst unsere Messen", "planst unsere Messen"),
        ("- Flexible hours", None),
        ("- 30 days of holidays", None),
    ],
)
def test_summary(bullet, summary):
    assert summarize(bullet) == summary


@given(st.text(max_size=120))
def test_a_summary_is_short(text):
    summary = summarize(text)
    assert summary is None or len(summary.split()) <= LONGEST_SUMMARY


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_a_noun_phrase_is_a_part_of_the_text(text, start, end):
    phrase = noun_phrase(text, start, end)
    assert phrase is None or phrase in text


VOCABULARY = (
    "Responsibilities\n- \n- build APIs tests team you will we Du entwickelst Software und code . , ; security design"
)
WORDS = st.sampled_from(VOCABULARY.split(" "))


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_any_order_of_words_yields_valid_facts(text):
    found = find_responsibilities(read_structure(text))
    listed = [item.activity for item in found if item.activity != "other"]
    assert len(set(listed)) == len(listed)
    for item in found:
        assert text[item.evidence.start : item.evidence.end] == item.evidence.text
        assert (item.summary is not None) == (item.activity == "other")
