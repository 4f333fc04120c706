"""How strongly an ad asks for what it names, by where in the ad it stands."""

from __future__ import annotations

import pytest

from jdextract.engines.lexicon.engine import LexiconEngine
from jdextract.models import Posting

ENGINE = LexiconEngine()
PAD = "Our boats lie in the old harbour of the town, and we look after each of them with patience and care. " * 3

CASES = [
    (
        "a list in one line behind headings",
        PAD + "What you'll do • Build the booking service in Kotlin Minimum Qualifications • Years of work with Python "
        "Preferred Skills and Experience • Notes on Redis Benefits • A course in Docker",
        {"Kotlin": "mentioned", "Python": "required", "Redis": "preferred"},
    ),
    (
        "a heading behind a list item",
        PAD + "Requirements • Solid Python • Solid Django Tech Stack Kafka, Redis and Terraform",
        {
            "Python": "required",
            "Django": "required",
            "Kafka": "mentioned",
            "Redis": "mentioned",
            "Terraform": "mentioned",
        },
    ),
    (
        "a heading told by its capitals",
        PAD + "Requirements: Five years of Python and Django with a calm head Preferred Technical Experience Redis and "
        "Kafka in small ports",
        {"Python": "required", "Django": "required", "Redis": "preferred", "Kafka": "preferred"},
    ),
    (
        "a heading told by the colon behind it",
        PAD
        + "What you'll do Build the ledger in Java for the harbour What we need to see: Python and Django What would "
        "set you apart: Kafka",
        {"Java": "mentioned", "Python": "required", "Django": "required", "Kafka": "preferred"},
    ),
    (
        "a heading told by its question mark",
        PAD
        + "You will look after our Java services. What do we expect? Python and Django. Will be a plus: Kafka; Redis.",
        {"Java": "mentioned", "Python": "required", "Django": "required", "Kafka": "preferred", "Redis": "preferred"},
    ),
    (
        "a short heading between items",
        PAD
        + "Your tasks Keep the ledger alive in Java Your profile Python and calm Essential Django (3 years) Desirable "
        "Kafka",
        {"Java": "mentioned", "Python": "required", "Django": "required", "Kafka": "preferred"},
    ),
    (
        "German items in one line",
        PAD
        + "Deine Aufgaben Pflege unserer Dienste in Java Dein Profil Sehr gute Kenntnisse in Python, gern mit Django "
        "Gute Kenntnisse in Kafka Idealerweise Erfahrung mit Redis",
        {"Java": "mentioned", "Python": "required", "Django": "preferred", "Kafka": "required", "Redis": "preferred"},
    ),
    (
        "a German sentence is no list",
        PAD + "Wir erwarten: idealerweise bringst Du gute Kenntnisse in Python und praktische Erfahrung mit Django mit",
        {"Python": "preferred", "Django": "preferred"},
    ),
    (
        "what is in the tables that you have",
        "Acme is a tool that finds fish in the lakes you have. It reads Redis and Kafka.\n\nTech stack: Django",
        {"Redis": "mentioned", "Kafka": "mentioned", "Django": "mentioned"},
    ),
    (
        "a demand that closes with its strength is no heading",
        "Requirements\nYears with boats\nDutch or Danish -B2 or above preferred\nPython for the ledgers, the lights and ferries\nDjango",
        {"Python": "required", "Django": "required"},
    ),
    (
        "topics among the demands",
        "Required skills\nTechnical stack\n- Python\n- Kafka\nOur stack\n- Redis",
        {"Python": "required", "Kafka": "required", "Redis": "mentioned"},
    ),
    (
        "labels of topics among the demands",
        "Requirements\nThree years of work\nTools: Git, Jenkins\nTechnologies: Kafka\nTech stack: Redis",
        {"Git": "required", "Jenkins": "required", "Kafka": "required", "Redis": "mentioned"},
    ),
    (
        "fields of skills are no wishes",
        "Skills\nProgramming languages\n- Python\n- Kotlin\nDatabases\n- PostgreSQL\nCloud\n- AWS",
        {"Python": "required", "Kotlin": "required", "PostgreSQL": "required", "AWS": "required"},
    ),
    (
        "a lone demand among duties",
        "Your tasks\n- Build the ledger in Java\n- Strong in Python and Django\n- Operate Kafka",
        {"Java": "mentioned", "Python": "required", "Django": "required", "Kafka": "mentioned"},
    ),
    (
        "demands in a list of technologies",
        "Technologies\n- 3+ years of Python\n- Docker",
        {"Python": "required", "Docker": "required"},
    ),
    (
        "a demand at the head of the duties",
        "Your tasks\n- Software engineering experience in Go\n- Run our clusters on Kubernetes",
        {"Go": "required", "Kubernetes": "mentioned"},
    ),
    (
        "a duty that takes knowledge",
        "Your tasks\n- Use your knowledge of Python and Django to build the ledger in Java\n- Gain experience with Kafka\n- Apply strong Terraform skills to our clusters",
        {
            "Python": "required",
            "Django": "required",
            "Java": "mentioned",
            "Kafka": "mentioned",
            "Terraform": "required",
        },
    ),
    (
        "who enjoys working in a language knows it",
        "We want engineers who enjoy working in Kotlin. Our services run on Kubernetes.",
        {"Kotlin": "required", "Kubernetes": "mentioned"},
    ),
    (
        "years of something",
        PAD + "5+ years Java development experience, 2+ years Kafka experience. The ideal developer knows Terraform.",
        {"Java": "required", "Kafka": "required", "Terraform": "required"},
    ),
    (
        "a demand in the overview",
        "Overview\nThe ideal developer knows Scala and Kafka.\nWe are looking for someone proficient in Python.",
        {"Scala": "required", "Kafka": "required", "Python": "required"},
    ),
    (
        "wishes in other words",
        "Requirements\n- Python; Docker is a nice bonus\n- It also helps to know Terraform\n- Kafka isn't optional\n- Redis would make us happy",
        {
            "Python": "required",
            "Docker": "preferred",
            "Terraform": "preferred",
            "Kafka": "required",
            "Redis": "preferred",
        },
    ),
    (
        "a colon opens demands in running text",
        PAD
        + "Responsibilities Build the ledger in Java. Also needs two years of experience with the following: Building "
        "forecasts with Python; Writing reports in SQL.",
        {"Java": "mentioned", "Python": "required", "SQL": "required"},
    ),
    (
        "a lead-in among wishes",
        "Nice to have\n- Kafka\nExperience with:\n- Rust\n- Redis",
        {"Kafka": "preferred", "Rust": "preferred", "Redis": "preferred"},
    ),
    (
        "work among demands",
        "Who you are\nYou know Python well.\nYou'll work across our Kubernetes clusters.\nYou'll need solid Terraform.",
        {"Python": "required", "Kubernetes": "mentioned", "Terraform": "required"},
    ),
    (
        "the ideal candidate is no wish",
        "Requirements\nIdeal for someone strong in Python and Django.",
        {"Python": "required", "Django": "required"},
    ),
    (
        "demands among work",
        "Your tasks\nYou build our services in Kotlin.\nThe ideal candidate combines Python with Django.\nWe deploy on AWS.",
        {"Kotlin": "mentioned", "Python": "required", "Django": "required", "AWS": "mentioned"},
    ),
    (
        "a wish that another joins",
        "Requirements\n- Python\n- Knowledge of Redis is a plus, as is experience with Kafka\n- Terraform is also valuable",
        {"Python": "required", "Redis": "preferred", "Kafka": "preferred", "Terraform": "preferred"},
    ),
    (
        "an adverb within the stack",
        "Acme rents boats. We work mainly with Django and Redis, and we typically use Terraform.",
        {"Django": "mentioned", "Redis": "mentioned", "Terraform": "mentioned"},
    ),
    (
        "a name that is no word of prose",
        "We are hiring new graduates to build booking systems in Python and TypeScript on AWS.",
        {"Python": "mentioned", "TypeScript": "mentioned", "AWS": "mentioned"},
    ),
    (
        "an adjective of a noun is no wish",
        "Requirements\n- Python skills to build useful tools\n- Rust for super fast cranes\n- Redis is useful\n- Kafka preferred",
        {"Python": "required", "Rust": "required", "Redis": "preferred", "Kafka": "preferred"},
    ),
    (
        "a wish behind a semicolon, and one like it",
        "Requirements\n- 3+ years of Java; Kotlin is welcome\n- Jira is a plus, and so is any work with Redis (Terraform, Kafka)",
        {
            "Java": "required",
            "Kotlin": "preferred",
            "Jira": "preferred",
            "Redis": "preferred",
            "Terraform": "preferred",
            "Kafka": "preferred",
        },
    ),
    (
        "what a team uses",
        "We are looking for an engineer to help build our pipeline. The harbour team uses a mix of Terraform, Packer and Python.",
        {"Terraform": "mentioned", "Packer": "mentioned", "Python": "mentioned"},
    ),
    (
        "what customers live through",
        "We are improving the shopping experience on Redis, Kafka and Django.",
        {},
    ),
    (
        "what others should be",
        "We build our planner with a Django/FastAPI/React stack to help our skippers see the storms they should be aware of.",
        {"Django": "mentioned", "FastAPI": "mentioned", "React": "mentioned"},
    ),
    (
        "a sentence on the work among demands",
        "What we're looking for\nYou know Redis. On the harbour team, you will work with Terraform on our cranes.",
        {"Redis": "required", "Terraform": "mentioned"},
    ),
    (
        "whom it is ideal for",
        "This position is ideal for someone who loves Django. We rent boats.",
        {"Django": "required"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=i) for i, t, e in CASES])
def test_levels(text: str, expected: dict[str, str]) -> None:
    skills = ENGINE.read(Posting(id="1", text=text)).skills
    assert {skill.name: skill.requirement for skill in skills if skill.kind == "technology"} == expected
