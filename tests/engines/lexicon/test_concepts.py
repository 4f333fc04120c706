"""Practices, qualities and traits: where their words ask for them, and where they only tell of the work at hand."""

from __future__ import annotations

import pytest

from jdextract.engines.lexicon import concepts
from jdextract.engines.lexicon.engine import LexiconEngine
from jdextract.models import Kind, Posting
from jdextract.taxonomy import Taxonomy


def found(text: str, kind: Kind) -> set[str]:
    return {s.name for s in LexiconEngine().read(Posting(id="sentence", text=text)).skills if s.kind == kind}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Your tasks:\n- Roll out feature flags and vector search", {"feature flags", "vector search"}, id="a technique"),
        pytest.param("Your tasks:\n- Keep the roadmap and the user interfaces tidy", set(), id="things at hand"),
        pytest.param("Your tasks:\n- Read delivery notes by OCR", {"OCR"}, id="a short form"),
        pytest.param("Requirements:\n- A background in AR/VR", {"augmented and virtual reality"}, id="initials demanded"),
        pytest.param("Requirements:\n- Some API knowledge of harbours", set(), id="initials of half a name"),
        pytest.param("Requirements:\n- Enrolled in Computer Science, Manufacturing Engineering or a related program", set(), id="enrolled in a field"),
        pytest.param("Requirements:\n- Explain technical concepts to bakers", set(), id="technical concepts"),
        pytest.param("Your tasks:\n- Practise paired programming", {"pair programming"}, id="paired programming"),
        pytest.param("Your tasks:\n- Move our kiosks to the edge", set(), id="a short word"),
        pytest.param("Your tasks:\n- Take part in design reviews", {"design reviews"}, id="a practice of its own"),
        pytest.param("Your tasks:\n- Own reliability and observability", {"reliability", "observability"}, id="reliability"),
        pytest.param("Your tasks:\n- Retrain ML models every week", {"machine learning"}, id="initials in front of a noun"),
        pytest.param("Your tasks:\n- Sell AI products to bakeries", set(), id="initials of what is sold"),
        pytest.param("Your tasks:\n- Design features with user experience in mind", {"UX design"}, id="the same in other words"),
        pytest.param("Requirements:\n- You have built fault-tolerant ledgers", {"fault tolerance"}, id="a quality to be built"),
        pytest.param("Requirements:\n- Experience with highly available shops", {"high availability"}, id="a quality demanded"),
        pytest.param("Your tasks:\n- Run highly available shops", set(), id="a quality that colours"),
        pytest.param("Deine Aufgaben:\n- Du betreust das Datenmapping", {"data mapping"}, id="a technique in German"),
        pytest.param("Requirements:\n- Care for the accuracy and accessibility of data", set(), id="data that is accessible"),
        pytest.param("Dein Profil:\n- Verständnis für Skalierung", {"scalability"}, id="understanding in German"),
        pytest.param("Requirements:\n- Experience with ISR systems", set(), id="other initials"),
        pytest.param("Dein Profil:\n- Erfahrung mit Ticketsystemen", {"ticketing systems"}, id="ticketing"),
        pytest.param("Your tasks:\n- Build backend services on a cloud platform", set(), id="what a duty builds"),
        pytest.param("Requirements:\n- Experience with cutting-edge AI", {"artificial intelligence"}, id="words that are cut"),
        pytest.param("Your tasks:\n- Improve our messaging and campaigns", set(), id="marketing's messaging"),
        pytest.param("Tech stack:\nBackend: Go, Redis\nFrontend in Svelte", set(), id="labels of names"),
        pytest.param("We use Django on the backend and React for the frontend.", set(), id="where names are used"),
        pytest.param("Requirements:\n- Strong backend skills in Go", {"backend development"}, id="a side demanded"),
        pytest.param("We are hiring:\n- Software Engineer, Backend\n- Senior / Staff Full-stack Product Engineer", set(), id="sides in titles"),
        pytest.param("We are looking for front-end and ML engineers who know Go.", set(), id="sides of titles"),
        pytest.param("We are looking for senior backend Go developers.", set(), id="a side, a name and a title"),
        pytest.param("We are hiring:\n- Staff Engineer, AI Agents & Search\n- Software Engineer - GenAI\n- Developer, Data Ingestion: https://harbour.example", set(), id="fields of openings"),
        pytest.param("We are looking for:\n- UX/UI Designer (Sketch)\n- Senior AI Security & Red-Team Engineer", set(), id="double titles"),
        pytest.param("Whether you are a backend engineer, full-stack developer, SRE/DevOps, or tester, write to us.", set(), id="titles that are fields"),
        pytest.param("We are looking for a senior SRE to keep the locks open.", set(), id="an SRE"),
        pytest.param("Requirements:\n- Work as a software engineer, DevOps skills", {"DevOps"}, id="a field demanded behind a title"),
        pytest.param("Dein Profil:\n- Zusammenarbeit mit Sales-Organisationen", set(), id="an organisation in German"),
        pytest.param("Your tasks:\n- An API layer for embedding agents in our models", set(), id="what is embedded"),
        pytest.param("Requirements:\n- Experience with model orchestration and kiosks", set(), id="no containers"),
        pytest.param("Requirements:\n- Work with the design, backend, and QA teams", set(), id="names of teams"),
        pytest.param("We are looking for an engineer with cloud infrastructure experience.", {"cloud infrastructure"}, id="experience behind a field"),
        pytest.param("You will work with microservices in Go.", {"microservices"}, id="what the person will work with"),
        pytest.param("Requirements:\n- Testing with Jest\n- Storage, Ansible", {"software testing", "storage"}, id="at the head of an item"),
        pytest.param("Your tasks:\n- Set up continuous integration", {"CI/CD"}, id="half of a pair"),
        pytest.param("Your tasks:\n- Work on scaling, caching and observability", {"scalability", "caching", "observability"}, id="scaling in a list"),
        pytest.param("Requirements:\n- Data pipelines, ETL, and APIs", {"data pipelines", "ETL", "API development"}, id="APIs in a list of demands"),
        pytest.param("Requirements:\n- Experience with our cargo APIs", set(), id="whose APIs"),
        pytest.param("Preferred:\n- Background in healthcare, shipping or insurance", {"healthcare", "insurance"}, id="a field in a list"),
        pytest.param("Benefits:\n- Healthcare, equity and boats", set(), id="what is paid"),
        pytest.param("Please apply. Don't feel like you need a machine learning background.", set(), id="what nobody needs"),
        pytest.param("Requirements:\n- An agile dev process", {"Agile"}, id="no developer"),
        pytest.param("Requirements:\n- Computer science, mathematics, or physics", set(), id="what was studied"),
        pytest.param("Dein Profil:\n- Kenntnisse im Bereich Authentication", {"authentication"}, id="a field in German"),
        pytest.param("Requirements:\n- Experience with semantic modeling, unit economics and survival analysis", {"semantic modeling", "unit economics", "survival analysis"}, id="narrower than a field"),
        pytest.param("Requirements:\n- Background in mortgages, 3D printing or wind energy", {"mortgages", "3D printing", "wind energy"}, id="fields with names of their own"),
        pytest.param("Requirements:\n- Experience with orchestration tools such as Airflow", set(), id="no containers orchestrated"),
        pytest.param("Requirements:\n- Experience with Bitbucket or an equivalent SCM tool", set(), id="no supply chain"),
        pytest.param("Your tasks:\n- Keep the quality standards of our jam", set(), id="no code's quality"),
        pytest.param("Requirements:\n- Experience with statistical modeling, demand forecasting and distributed caching", {"statistical modeling", "demand forecasting", "distributed caching"}, id="narrower than a common field"),
        pytest.param("We are looking to hire somebody with a deep understanding of distributed systems.", {"distributed systems"}, id="somebody to hire"),
        pytest.param("Requirements:\n- Skilled in the translation of needs into plans\n- Using metrics to bake better", set(), id="what is translated"),
        pytest.param("Requirements:\n- Cyber security, adtech\n- Data quality and lineage", {"cybersecurity", "advertising technology", "data quality", "data lineage"}, id="names in short"),
        pytest.param("Requirements:\n- Predictive models\n- Automated deployment of tills", {"predictive modeling", "deployment automation"}, id="names turned about"),
        pytest.param("Requirements:\n- Able to maintain software and document code", set(), id="verbs that are no names"),
        pytest.param("Requirements:\n- Experience hardening the doors of a bakery", set(), id="a verb, no practice"),
        pytest.param("Requirements:\n- Experience with query tuning, indexing and fault injection", {"query optimization", "database indexing", "fault injection"}, id="practices in short"),
        pytest.param("Your tasks:\n- Raise data literacy in the harbour", {"data literacy"}, id="literacy, no governance"),
        pytest.param("Dein Profil:\n- Interesse an IT-Sicherheit", {"IT security"}, id="a compound that a trait begins"),
        pytest.param("Dein Profil:\n- Grundkenntnisse in Linux, Netzwerken und Hardware", {"networking"}, id="networks in a German list"),
        pytest.param("Dein Profil:\n- Erfahrung mit Event-getriebenen Architekturen", {"event-driven architecture"}, id="driven by events in German"),
        pytest.param("Dein Profil:\n- Erfahrung mit verteilten Diensten", {"distributed systems"}, id="distributed services in German"),
        pytest.param("Requirements:\n- Web application security, Django", {"web security"}, id="security of web applications"),
        pytest.param("Requirements:\n- Solid UX intuition for kiosks", {"UX design"}, id="a sense for it"),
    ],
)  # fmt: skip
def test_what_is_asked(text: str, expected: set[str]) -> None:
    assert found(text, "concept") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Requirements:\n- Patience with old printers", {"patience"}, id="at the head of a demand"),
        pytest.param("Requirements:\n- Hands-on Kafka experience", set(), id="an adjective at the head"),
        pytest.param("Requirements:\n- Help patients to find their ward", set(), id="no patience"),
        pytest.param("Dein Profil:\n- Du arbeitest analytisch, konzeptionell und mit Ruhe", {"analytical thinking", "conceptual thinking"}, id="how the person works in German"),
        pytest.param("Dein Profil:\n- Du übernimmst gerne Verantwortung", {"ownership"}, id="likes to own in German"),
        pytest.param("Dein Profil:\n- Du lernst gerne Neues", {"willingness to learn"}, id="likes to learn in German"),
        pytest.param("Dein Profil:\n- Interesse an IT-Themen und Logistik", {"passion for technology"}, id="interest in IT"),
        pytest.param("Dein Profil:\n- Lust auf ein innovationsfreudiges Umfeld in einem engagierten, hilfsbereiten Team", set(), id="said of a German team"),
        pytest.param("Dein Profil:\n- Du bist ein engagierter Mensch", {"commitment"}, id="said of a German person"),
        pytest.param("Dein Profil:\n- Du bist neugierig", {"curiosity"}, id="said of the person"),
        pytest.param("Requirements:\n- Go and SQL. Patience with old printers.", {"patience"}, id="at the head of a sentence"),
        pytest.param("Requirements:\n- Go, good humour, calm", {"sense of humor"}, id="praised"),
        pytest.param("Requirements:\n- A strong desire to mentor", {"mentoring"}, id="wanted"),
        pytest.param("We are looking for a baker. You'll have a lot of autonomy.", set(), id="given"),
        pytest.param("Requirements:\n- Room to learn and grow", set(), id="room for it"),
        pytest.param("Your tasks:\n- Give constructive feedback in reviews", set(), id="what a duty only shows"),
        pytest.param("Your tasks:\n- The role requires strong communication skills", {"communication"}, id="demanded by the role"),
        pytest.param("Requirements:\n- You build analytical frameworks and client-facing shops", set(), id="said of things"),
        pytest.param("Requirements:\n- You have an analytical and creative mind", {"analytical thinking", "creativity"}, id="said of a mind"),
        pytest.param("Requirements:\n- You work across organizational boundaries", set(), id="whose organization"),
        pytest.param("We are looking for an ambitious engineer.", {"ambition"}, id="looked for"),
        pytest.param("Requirements:\n- A passion for simple, reliable, scalable systems", set(), id="said of systems"),
        pytest.param("Requirements:\n- Able to independently lead projects", {"independent working"}, id="an adverb"),
        pytest.param("Requirements:\n- You will have full ownership of our kiosks", set(), id="what is offered"),
        pytest.param("Requirements:\n- Comfortable influencing other teams", {"influence"}, id="influence"),
        pytest.param(
            "Requirements:\n- Experience with tills and stock and scales and labels and fridges and lights; you keep "
            "the shelves of forty shops full with flexible shelving",
            set(),
            id="the person far away",
        ),
    ],
)  # fmt: skip
def test_traits(text: str, expected: set[str]) -> None:
    assert found(text, "soft") == expected


@pytest.mark.parametrize(
    "names", ["TOO_GENERAL", "_UMBRELLAS", "_DUTIES_OWN_WORDS", "_THINGS_AT_HAND", "_COMMON_WORDS"]
)
def test_lists_name_concepts_of_the_taxonomy(names: str) -> None:
    known = {entry.name for entry in Taxonomy.load().skills.values() if entry.kind == "concept"}
    assert getattr(concepts, names) - known == set()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Harbour Robotics Works specializes in analytics and data visualization.", set()),
        ("With 60 years of experience, HRW specializes in data visualization.", set()),
        ("Harbour Robotics Works is looking for experience in data visualization.", {"data visualization"}),
    ],
    ids=["its name", "its initials", "what it looks for"],
)
def test_what_the_employer_does_is_asked_of_nobody(sentence: str, expected: set[str]) -> None:
    posting = Posting(id="1", company="Harbour Robotics Works, Inc.", text=f"Requirements:\n{sentence}")
    assert {skill.name for skill in LexiconEngine().read(posting).skills} == expected
