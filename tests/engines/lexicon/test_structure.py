"""Sections of postings: by headings, labels, run-in headings and cues."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jdextract.engines.lexicon.run_ins import heading_section
from jdextract.engines.lexicon.structure import Structure, read_structure

HEADINGS = [
    ("requirements", "requirements"),
    ("minimum qualifications", "requirements"),
    ("what you'll bring", "requirements"),
    ("what we're looking for", "requirements"),
    ("who you are", "requirements"),
    ("you may be a good fit if you", "requirements"),
    ("must-haves", "requirements"),
    ("you'll thrive here if", "requirements"),
    ("who will love this job", "requirements"),
    ("minimum knowledge, skills and abilities required", "requirements"),
    ("minimum requirements and preferred qualifications", "requirements"),
    ("must-haves & nice-to-haves", "requirements"),
    ("to join the harbour office, here's what you'll need to bring with you", "requirements"),
    ("you", "requirements"),
    ("selection criteria", "requirements"),
    ("skills & technologies", "requirements"),
    ("is this you", "requirements"),
    ("core technologies (must have)", "requirements"),
    ("das kannst du", "requirements"),
    ("programmierkenntnisse", "requirements"),
    ("the person", "requirements"),
    ("person specification: essential", "requirements"),
    ("what are we looking for", "requirements"),
    ("what you will bring to our team", "requirements"),
    ("anforderungen an dich", "requirements"),
    ("was wir suchen", "requirements"),
    ("worauf es uns ankommt", "requirements"),
    ("dein profil", "requirements"),
    ("ihre qualifikationen", "requirements"),
    ("das bringst du mit", "requirements"),
    ("womit du uns überzeugst", "requirements"),
    ("preferred qualifications", "preferred"),
    ("nice to have", "preferred"),
    ("preferred / good-to-have skills", "preferred"),
    ("highly valued", "preferred"),
    ("what would help", "preferred"),
    ("bonus points if you have", "preferred"),
    ("it would be a plus", "preferred"),
    ("even better if", "preferred"),
    ("what sets you apart", "preferred"),
    ("our wish list", "preferred"),
    ("what would be great", "preferred"),
    ("additional skills (nice to have)", "preferred"),
    ("desired job skills", "preferred"),
    ("person specification: desirable", "preferred"),
    ("gut zu haben", "preferred"),
    ("von vorteil", "preferred"),
    ("wünschenswert (kein muss)", "preferred"),
    ("responsibilities", "duties"),
    ("what you'll do", "duties"),
    ("what you'll work on", "duties"),
    ("your role", "duties"),
    ("roles & responsibilities", "duties"),
    ("what will you do", "duties"),
    ("as a harbour pilot, you will", "duties"),
    ("specific work may include", "duties"),
    ("in your first six months", "duties"),
    ("was du tun wirst", "duties"),
    ("deine kernaufgaben", "duties"),
    ("in this role, you will", "duties"),
    ("deine aufgaben", "duties"),
    ("was dich erwartet", "duties"),
    ("ihr aufgabengebiet", "duties"),
    ("tech stack", "stack"),
    ("our stack", "stack"),
    ("our setup", "stack"),
    ("tools & technologies", "stack"),
    ("technologies we use", "stack"),
    ("unser tech-stack", "stack"),
    ("benefits", "benefits"),
    ("what we offer", "benefits"),
    ("compensation and benefits", "benefits"),
    ("das bieten wir dir", "benefits"),
    ("warum wir", "benefits"),
    ("dein handwerkszeug", "requirements"),
    ("zwingende anforderungen", "requirements"),
    ("wir freuen uns auf dich, wenn du", "requirements"),
    ("the kind of person we're looking for", "requirements"),
    ("more about you", "requirements"),
    ("soll-kriterien", "preferred"),
    ("optionale kenntnisse", "preferred"),
    ("das wäre super", "preferred"),
    ("how you stand out", "preferred"),
    ("projektbeschreibung", "duties"),
    ("darum geht's", "duties"),
    ("what your week looks like", "duties"),
    ("what you can expect from acme scales", "benefits"),
    ("what do we offer you", "benefits"),
    ("key facts", "benefits"),
    ("work location(s) & travel requirements", "benefits"),
    ("why you'll thrive at acme scales", "benefits"),
    ("was dich bei acme erwartet", "duties"),
    ("full stack", None),
    ("what you won't need", "legal"),
    ("what we don't ask for", "legal"),
    ("this role is not for you if", "legal"),
    ("das musst du nicht können", "legal"),
    ("you don't need to tick every box", None),
    ("tech-stack (mit dem du arbeiten wirst)", "stack"),
    ("tech stack (what we build with", "stack"),
    ("tools (jira, git)", None),
    ("deine ausbildung bei uns", "duties"),
    ("was du bei uns lernst", "duties"),
    ("deine superkräfte", "requirements"),
    ("wir passen zusammen, wenn du", "requirements"),
    ("im gepäck hast du", "requirements"),
    ("voraussetzungen für die ausbildung", "requirements"),
    ("deine spielwiese", "duties"),
    ("hier kannst du dich einbringen", "duties"),
    ("was auf dich wartet", "duties"),
    ("womit du uns unterstützt", "duties"),
    ("das rundet dein profil ab", "preferred"),
    ("was noch toll wäre", "preferred"),
    ("was du bekommst", "benefits"),
    ("so profitierst du", "benefits"),
    ("diese technologien nutzen wir", "stack"),
    ("about us", "company"),
    ("about acme scales", "company"),
    ("über uns", "company"),
    ("how to apply", "application"),
    ("interview process", "application"),
    ("deine bewerbung", "application"),
    ("equal opportunity employer", "legal"),
    ("datenschutz", "legal"),
    ("python", None),
    ("fraud detection", None),
    ("privacy engineering", None),
    ("commitment to clean code", None),
    ("communication skills (required)", None),
    ("docker and kubernetes", None),
    ("experience with databases", None),
    ("build and run services", None),
]


@pytest.mark.parametrize(("core", "section"), HEADINGS, ids=[core for core, _ in HEADINGS])
def test_heading_section(core: str, section: str | None) -> None:
    assert heading_section(core) == section


def sections(text: str, title: str | None = None) -> list[tuple[str, str]]:
    return [(passage.section, passage.text) for passage in read_structure(text, title).passages if not passage.heading]


FORMS = [
    ("plain-line", "Requirements\nPython", [("requirements", "Python")]),
    ("colon", "Requirements:\nPython", [("requirements", "Python")]),
    ("markdown-bold", "**What you bring:**\n* Python", [("requirements", "* Python")]),
    (
        "markdown-bold-before-its-first-item",
        "Requirements\n**Basic Skills*** Python\n* Docker\n**Desirable Skills*** Helm\n* Go",
        [("requirements", "* Python"), ("requirements", "* Docker"), ("preferred", "* Helm"), ("preferred", "* Go")],
    ),
    (
        "colon-before-its-first-item",
        "Skills:* Python\n* Docker\nAs a pilot, you will:* Steer\n* Moor",
        [("requirements", "* Python"), ("requirements", "* Docker"), ("duties", "* Steer"), ("duties", "* Moor")],
    ),
    ("markdown-hash", "## Ihr Profil\n- Python", [("requirements", "- Python")]),
    ("capitals", "WHAT WE OFFER\nLunch", [("benefits", "Lunch")]),
    ("emoji", "🚀 Deine Aufgaben\nDienste bauen", [("duties", "Dienste bauen")]),
    ("numbered", "2. Requirements\nPython", [("requirements", "Python")]),
    ("keyword", "**Platform team responsibilities this year:**\n- Run it", [("duties", "- Run it")]),
    ("label", "Requirements: Python and Docker", [("requirements", "Requirements: Python and Docker")]),
    (
        "label-in-list-is-local",
        "Requirements:\n- Python\n- Nice to have: Docker\n- Helm",
        [("requirements", "- Python"), ("preferred", "- Nice to have: Docker"), ("requirements", "- Helm")],
    ),
    (
        "topic-label-in-list",
        "Requirements:\n- Tools: Git\n- Python",
        [("requirements", "- Tools: Git"), ("requirements", "- Python")],
    ),
    (
        "stack-label-ends-with-its-line",
        "Requirements:\n- Python\nTech stack: Redis\nAbout us\nWe build scales.",
        [("requirements", "- Python"), ("stack", "Tech stack: Redis"), ("company", "We build scales.")],
    ),
    (
        "heading-behind-a-sentence",
        "Requirements\nPython, and some profiling. Bonus points for:\nKnowing TLS\nMemory safety\nExcellent communication",
        [
            ("requirements", "Python, and some profiling. "),
            ("preferred", "Knowing TLS"),
            ("preferred", "Memory safety"),
            ("requirements", "Excellent communication"),
        ],
    ),
    (
        "more-offers-under-unknown-headings",
        "Duties\n- Own it\nRequirements\n- Python\nBenefits\n- Lunch\n\nLearning all the time\n- Mentorship and workshops\n- Room to share ideas",
        [
            ("duties", "- Own it"),
            ("requirements", "- Python"),
            ("benefits", "- Lunch"),
            ("benefits", "Learning all the time"),
            ("benefits", "- Mentorship and workshops"),
            ("benefits", "- Room to share ideas"),
        ],
    ),
    (
        "awaits-behind-work-and-person",
        "Aufgaben\n- Dienste bauen\nProfil\n- Python\nWas dich bei Acme erwartet\n- Viel Freiheit",
        [("duties", "- Dienste bauen"), ("requirements", "- Python"), ("benefits", "- Viel Freiheit")],
    ),
    (
        "labels-of-offers",
        "Profil\n- Python\nBenefits\n- Sinnvolle Aufgaben: Du hilfst Kapitänen\n- Viele Boote\n- Projekte: alle im Hafen",
        [
            ("requirements", "- Python"),
            ("benefits", "- Sinnvolle Aufgaben: Du hilfst Kapitänen"),
            ("benefits", "- Viele Boote"),
            ("benefits", "- Projekte: alle im Hafen"),
        ],
    ),
    (
        "bare-bullets",
        "Requirements\n-\nPython\n-\nDocker",
        [("requirements", "Python"), ("requirements", "Docker")],
    ),
    (
        "unknown-heading-goes-on",
        "Requirements:\n**Backend**\n- Python",
        [("requirements", "- Python")],
    ),
    (
        "list-after-cue",
        "For the lab we are seeking people with:\n- patience\n- Python",
        [
            ("requirements", "For the lab we are seeking people with:"),
            ("requirements", "- patience"),
            ("requirements", "- Python"),
        ],
    ),
    (
        "legal-sentence",
        "Requirements:\nPython\nWe hire without regard to race.",
        [
            ("requirements", "Python"),
            ("legal", "We hire without regard to race."),
        ],
    ),
    (
        "title-line",
        "Acme Scales | Engineer | Berlin\nWe use Python.",
        [
            ("title", "Acme Scales | Engineer | Berlin"),
            ("stack", "We use Python."),
        ],
    ),
    (
        "demands-among-duties",
        "Deine Aufgaben\n- Dienste bauen\n- Mehrjährige Erfahrung mit Waagen\n- Geduld",
        [
            ("duties", "- Dienste bauen"),
            ("requirements", "- Mehrjährige Erfahrung mit Waagen"),
            ("requirements", "- Geduld"),
        ],
    ),
    (
        "lines-of-wishes",
        "Desired\n\nA badge of some harbour, or of the lighthouses beside it\n\nExperience with Ledgerbird\n\nKnowledge of harbours, or of lighthouses that stand for themselves",
        [
            ("preferred", "A badge of some harbour, or of the lighthouses beside it"),
            ("preferred", "Experience with Ledgerbird"),
            ("preferred", "Knowledge of harbours, or of lighthouses that stand for themselves"),
        ],
    ),
    (
        "names-in-front-of-the-demands",
        "**The job**\n- Build piers\n\n**The harbour of today**\n- Perl\n- Gmail\n\n**Requirements**\n- Python\n\n**Those who stay**\n- Docker",
        [
            ("duties", "- Build piers"),
            ("duties", "- Perl"),
            ("duties", "- Gmail"),
            ("requirements", "- Python"),
            ("requirements", "- Docker"),
        ],
    ),
    (
        "bare-lines-apart",
        "What you need\n\nPython\n\nFastAPI\n\nMySQL (tuning, indexes)\n\nNice to have\n\nPerl\n\nStripe and its kin",
        [
            ("requirements", "Python"),
            ("requirements", "FastAPI"),
            ("requirements", "MySQL (tuning, indexes)"),
            ("preferred", "Perl"),
            ("preferred", "Stripe and its kin"),
        ],
    ),
    (
        "demands-apart",
        "Preferred skills\n\nExpert knowledge of Perl\n\nStrong interest in harbours, and in the lighthouses that light them at night\n\nFraud detection",
        [
            ("preferred", "Expert knowledge of Perl"),
            ("preferred", "Strong interest in harbours, and in the lighthouses that light them at night"),
            ("preferred", "Fraud detection"),
        ],
    ),
    (
        "helpful-but-not-required",
        "**Requirements**\n- Python\n\nAdditional qualifications that are helpful but not required:\n- Docker",
        [("requirements", "- Python"), ("preferred", "- Docker")],
    ),
    (
        "products-in-a-list",
        "**Lifecycle of a parcel**\n* Weighly allows you to weigh at scale.\n* Korvan gives teams a queue.",
        [("company", "* Weighly allows you to weigh at scale."), ("company", "* Korvan gives teams a queue.")],
    ),
    ("cue-duties", "You will build services.", [("duties", "You will build services.")]),
    ("cue-benefits", "We offer lunch.", [("benefits", "We offer lunch.")]),
    ("cue-application", "Please apply at our site.", [("application", "Please apply at our site.")]),
    (
        "looking-forward-behind-work-and-person",
        "Aufgaben\n- Tests\nProfil\n- Ausdauer\nDarauf kannst du dich freuen\n- Ein starkes Team",
        [("duties", "- Tests"), ("requirements", "- Ausdauer"), ("benefits", "- Ein starkes Team")],
    ),
    (
        "intro-is-company",
        "Acme is old.\nRequirements\nPython",
        [("company", "Acme is old."), ("requirements", "Python")],
    ),
    ("no-headings-is-other", "Acme is old.", [("other", "Acme is old.")]),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(t, e, id=i) for i, t, e in FORMS])
def test_sections(text: str, expected: list[tuple[str, str]]) -> None:
    assert sections(text) == expected


def test_flattened_ad() -> None:
    text = (
        "Acme builds scales for shops. About the role You join a small team of people. What you'll do Build services "
        "that weigh. Run what you build. What you bring Patience with old hardware. Nice to have Experience with lasers. "
        "What we offer Lunch and fruit. Equal opportunity We hire everyone."
    )
    found = {passage.text.split()[-1]: passage.section for passage in read_structure(text).passages}
    assert found["weigh."] == "duties"
    assert found["build."] == "duties"
    assert found["hardware."] == "requirements"
    assert found["lasers."] == "preferred"
    assert found["fruit."] == "benefits"
    assert found["everyone."] == "legal"


def test_list_of_demands_ends_without_heading() -> None:
    text = "Requirements Patience and care with all that is small and light in weight, and more of it. " * 3 + (
        "We offer dental insurance and lunch. The office is in the old town."
    )
    assert [passage.section for passage in read_structure(text).passages][-2:] == ["benefits", "benefits"]


@pytest.mark.parametrize(
    ("text", "language"),
    [("Wir suchen dich für die Arbeit mit der Waage.", "de"), ("We are looking for a person with the scales.", "en")],
)
def test_language(text: str, language: str) -> None:
    assert read_structure(text).language == language


def test_title_of_the_posting_is_recognised() -> None:
    assert sections("Python Engineer\nWe weigh.", "Python Engineer")[0] == ("title", "Python Engineer")


_TEXTS = st.text(
    st.one_of(
        st.sampled_from("abc RC#:.-*•\n\u00a0\u200b\u00ad\u2011ÄÖüßİ🚀|(),/"),
        st.characters(exclude_categories=("Cs",)),
    ),
    max_size=200,
) | st.lists(
    st.sampled_from(
        [
            "Requirements:",
            "Nice to have",
            "\n",
            " ",
            "- ",
            "Python",
            "C#",
            "\u200b",
            "\u00a0",
            "🚀",
            "What you'll do",
            "Über uns",
            ". ",
        ]
    ),
    max_size=30,
).map("".join)


def check_structure(text: str, structure: Structure) -> None:
    last = 0
    for passage in structure.passages:
        assert text[passage.start : passage.end] == passage.text
        assert passage.segment.start <= passage.start < passage.end <= passage.segment.end
        assert passage.start >= last
        last = passage.end
        evidence = passage.evidence
        assert text[evidence.start : evidence.end] == evidence.text


@settings(deadline=None)
@given(_TEXTS)
def test_passages_are_parts_of_the_text(text: str) -> None:
    check_structure(text, read_structure(text, text[:20]))


@settings(deadline=None)
@given(_TEXTS)
def test_folding_leads_back(text: str) -> None:
    folded = read_structure(text).folded
    assert len(folded.plain) == len(folded.lower)
    previous = -1
    for position in range(len(folded.plain)):
        start, end = folded.span(position, position + 1)
        assert previous < start < end <= len(text)
        assert folded.position(start) == position
        previous = start
