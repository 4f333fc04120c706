"""When the words of a practice or quality are asked for as an ability, and when they only colour a sentence.

"Experience with monitoring" asks for monitoring; "backend services" and "scalable products" name what is built.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from jdextract.engines.lexicon.compounds import is_another_thing
from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.folding import FoldedText
from jdextract.engines.lexicon.matches import Match
from jdextract.engines.lexicon.phrases import listed
from jdextract.engines.lexicon.structure import Passage
from jdextract.models import Requirement

# Asked of everybody who writes software: a label on every posting says nothing about any.
TOO_GENERAL = frozenset(
    {
        "software development",
        "certifications",
        "hardware",
        "infrastructure",
        "software engineering best practices",
        "software engineering fundamentals",
    }
)
# They only introduce the technologies beside them ("cloud platforms such as AWS", "Unix operating systems").
_UMBRELLAS = frozenset(
    {
        "AI tools",
        "databases",
        "identity providers",
        "operating systems",
        "programming",
        "query languages",
        "test frameworks",
        "web frameworks",
    }
)
# In a duty they say what is done, which is the responsibility; as an ability they are asked for elsewhere.
_DUTIES_OWN_WORDS = frozenset(
    listed("""
        cloud computing | continuous improvement | deployment | incident response | infrastructure | platform development |
        product management | production operations | technical design | technical support |
        troubleshooting
        """)
)
# Named in a duty, they are the thing that is built, run or sold, or belong to everybody's work.
_THINGS_AT_HAND = frozenset(
    listed("""
        AI automation | AI engineering | AI infrastructure | AI product management | AI research | AI tools |
        agentic AI | analytics | chatbots | clustering | decision support systems | guardrails | optimization | probability |
        reproducibility | responsible AI | transformers | AI safety | AI user experience | classification and regression |
        API development | API-first | SaaS | business processes | decoupling | extensibility |
        high-throughput systems | integration patterns | interfaces | interface design | legacy code | middleware |
        modularization | monoliths | on-premises software | platform development | process optimization |
        requirements gathering | search systems | system performance | systems engineering | technical concepts |
        web services | solution design | communication protocols |
        KPIs | analytics platforms | business metrics | customer analytics | data acquisition | data collection |
        data exchange | data exploration | data infrastructure | data management | data platforms | data products |
        data provisioning | data sharing | data storage | data-driven decision making | large datasets |
        metric definitions | modern data stack | naming conventions | product metrics | quantitative analysis |
        spreadsheets | survey data | unstructured data | IoT data | job scheduling | workflow management | data analytics |
        cloud databases | database queries | partitioning | query languages | storage engines |
        PaaS | IaaS | SLAs | application operations | build systems | cost management | cost reduction |
        developer experience | developer platforms | developer productivity | developer tooling |
        emergency management | environment provisioning | escalation management | failure analysis |
        high-traffic systems | hosting | internal tooling | IT operations | metrics | on-premises infrastructure |
        operational excellence | playbooks | process automation | production operations | production support |
        public cloud | rollbacks | software distribution | system configuration | uptime | self-hosting | bare metal |
        IT infrastructure | crisis management | data centers | email delivery | hardware acceleration | migration |
        routing | server hardware | software packaging | storage | infrastructure |
        CMS | CRUD | GUI development | SDK development | UI components | UI libraries | application development | backend frameworks |
        backend infrastructure | browser technologies | business applications | business logic | client libraries |
        client-side applications | code generation | command-line tools | customer portals | data formats |
        desktop applications | enterprise applications | enterprise portals | enterprise software | file formats |
        frontend frameworks | internet technologies | landing pages | reusable components | server applications |
        software development processes | software development tools | static typing | strong typing |
        template engines | user interfaces | web frameworks | web portals | web standards |
        web technologies | website development | game development |
        attack surface management | data protection | export control | identity verification |
        infrastructure security | privacy regulations | regulated environments | regulatory compliance |
        regulatory requirements | security policies | security strategy | user management | PII handling | hashing |
        SOC operations | application hardening |
        UI frameworks | collaboration tools | computer skills | debuggers | dependency management | development environments |
        document management | office software | product design | productivity tools | task management | usability |
        video conferencing | graphic design | streaming pipelines
        """)
)
# "Backend: Go, Redis", "Django on the backend": the half of the stack that the names beside it belong to.
_SIDES = frozenset({"backend development", "frontend development"})
_SIDE = expression(r"(?:back|front)[- ]?ends?")
_BUILT = ("service", "services", "system", "systems")
_BEHIND_NAMES = expression(r"[\s(/]*(?:(?:on|for|in|as) )?(?:the |our )?")
_BEFORE_NAMES = expression(
    r"\s?[:(–-]\s?|(?: is| in| are| built| written| comprised of| consists of| uses?| runs?| using| with| on)+(?: a| the| mostly| mainly| primarily)? ?:? ?"
)
_ENDS_SIDE = expression(r"\s*(?:[,.;:)(|/\n]|$|(?:and|or|&|\+|with|und|oder)\b)")
_TECHNIQUES = frozenset(
    {
        "advanced_infrastructure",
        "ai_ml",
        "apis_architecture",
        "data_engineering",
        "databases",
        "devops_cloud",
        "languages_frameworks",
        "security",
        "tools",
    }
)
_YEARS = expression(r"\b(?:years?|yrs|jahren?)\b")
_UMBRELLA_REACH = 70
_ADJACENT = 8
_PREAMBLE = 60
_SHORT_FORM = 5
_MARKS = frozenset(" -/+")
"""What stands between the words of a name."""
# "Engineers with distributed systems experience"
_SKILL_BEHIND = expression(
    r"[ -](?:\w+ )?(?:experience|expertise|skills?|knowledge|background|proficiency|know-how|kenntnisse|erfahrung)\b"
)
_YOU_WILL = expression(
    r"\b(?:you(?:'ll|'d| will| would| get to)|du (?:wirst|arbeitest|entwickelst|baust|betreibst))\b[^.;!?]*$"
)
Neighbours = Callable[[], tuple[int | None, int | None]]
_COMMON_WORDS = frozenset(
    listed("""
        accessibility | compliance | consulting | databases | deployment | electronics | frontend development |
        governance | hiring | infrastructure | mathematics | programming | reliability | research | security |
        statistics | storage | telecommunications
        """)
)
_COMMON_ACRONYMS = frozenset(
    listed("""
        AI | API | APIs | BI | CI | DB | DBs | ERP | GUI | IT | KI | KPI | KPIs | OKR | OKRs | SLA | SLAs | UI |
        UX
        """)
)
_SAME_IN_OTHER_WORDS: dict[str, str | tuple[str, ...]] = {
    "CI/CD": ("continuous integration", "continuous delivery", "continuous deployment"),
    "UX design": "user experience",
    "event-driven architecture": "event based",
}
_QUALITIES = listed("""
    scalable | scaling | reliable | performant | robust | resilient | highly | high-performance |
    high performance | data-driven | data driven | cloud-based | cloud based | secure | well-documented |
    well-tested | well tested | testable | mission-critical | maintainable | stable | innovative | high-scale |
    high-quality | high quality | distributed environment | skalierbare | performante | stabile | robuste | datengetrieb | hochwertig | zuverlässig
    """)
# As a demand they ask for the ability to build what has them.
_SKILLED_QUALITIES = ("highly available", "highly-available", "resilient")
_ITEM_ENDS = expression(
    r"\s*(?:[,.;:!?)/|\n&•·]|$|-\s)|\s+(?:and|or|und|oder|sowie|in|for|with|of|on|at|to|as|is|are|via|using|by|from|within|across|through|throughout|e\.g|including|such|like|mit|für|von|bei|im|auf|zur|zum|"
    r"skills?|experience|knowledge|practices?|principles?|concepts?|techniques?|methods?|methodolog\w+|tools?|tooling|processes|process|frameworks?|fundamentals|best|strategies|patterns?|standards?|expertise|background|kenntnisse|erfahrung|is|sind|ist|when|while|where|that|you|we|our|your|a|an|the)\b"
)
_ABILITY = expression(
    r"\b(?:experience|experienced|expertise|expert|knowledge|understanding|familiar\w*|proficien\w+|skills?|skilled|background|ability|exposure|passion\w*|interest\w*|competen\w+|strong|solid|deep|excellent|good|comfortable|focus|attention|grasp|command|"
    r"kenntnisse?|erfahrung(?:en)?|verständnis|umgang|know-how|vertraut|fit|sicher|grundkenntnisse|expertise)\b[^.;!?]{0,44}$"
)


def is_coloring(
    folded: FoldedText,
    passage: Passage,
    match: Match,
    requirement: Requirement,
    *,
    listed: bool,
    english: bool,
    technologies: Neighbours,
) -> bool:
    """Whether the match is a concept in name only.

    ``listed`` says that it stands in a list of skills, ``english`` that entries' names are in its language;
    ``technologies`` tells where the last technology in front of
    it ends and the next one begins.
    """
    lower, name = folded.lower, match.entry.name
    if (
        name in TOO_GENERAL
        or _only_introduces(match, technologies)
        or _only_labels(lower, passage, match, technologies)
        or is_another_thing(folded, passage, match, requirement)
    ):
        return True
    if not passage.headed and _is_beside_the_point(lower, passage, match, requirement, listed=listed):
        return True
    surface = lower[match.low : match.high]
    if requirement == "mentioned" and (
        name in _DUTIES_OWN_WORDS
        or (name in _SIDES and surface.endswith(_BUILT))
        or (english and not names_closely(surface, name))
    ):
        return True
    quality = surface.startswith(_QUALITIES) and name.lower().rstrip("s") not in surface and "test" not in surface
    quality = quality and not (requirement != "mentioned" and surface.startswith(_SKILLED_QUALITIES))
    quality = quality and not (listed and surface == "scaling")
    single = _MARKS.isdisjoint(surface) and _is_loose(match, folded.plain[match.low : match.high])
    if not (single or quality):
        return False
    if not listed and not _ITEM_ENDS.match(lower, match.high):
        return True
    loose = quality or (requirement == "mentioned" and not listed)
    asked = not (quality and requirement == "mentioned") and _is_asked(lower, passage, match)
    return loose and not asked


def _is_beside_the_point(lower: str, passage: Passage, match: Match, requirement: Requirement, *, listed: bool) -> bool:
    """Whether running text without a heading names the match in passing."""
    if requirement == "required" and passage.cues and _is_preamble(passage, match):
        return True
    return not (
        listed
        or requirement == "preferred"
        or _is_asked(lower, passage, match)
        or (requirement == "required" and _SKILL_BEHIND.match(lower, match.high) is not None)
        or (requirement == "mentioned" and passage.section == "duties" and _is_work_of_yours(lower, passage, match))
    )


def _is_work_of_yours(lower: str, passage: Passage, match: Match) -> bool:
    """Whether running text says that the person will work with the technique, which it names plainly."""
    entry = match.entry
    return (
        entry.category in _TECHNIQUES
        and entry.name not in _THINGS_AT_HAND
        and _YOU_WILL.search(lower, max(passage.low, match.low - _PREAMBLE), match.low) is not None
        and names_plainly(lower[match.low : match.high], entry.name)
    )


def _is_asked(lower: str, passage: Passage, match: Match) -> bool:
    return _ABILITY.search(lower, max(passage.low, match.low - 60), match.low) is not None


def _only_introduces(match: Match, technologies: Neighbours) -> bool:
    if match.entry.name not in _UMBRELLAS:
        return False
    before, behind = technologies()
    return (behind is not None and behind - match.high < _UMBRELLA_REACH) or (
        before is not None and match.low - before < _ADJACENT
    )


def _only_labels(lower: str, passage: Passage, match: Match, technologies: Neighbours) -> bool:
    if match.entry.name not in _SIDES or not _SIDE.fullmatch(lower, match.low, match.high):
        return False
    before, behind = technologies()
    if before is not None and _BEHIND_NAMES.fullmatch(lower, before, match.low) and _ENDS_SIDE.match(lower, match.high):
        return True
    if behind is None or not _BEFORE_NAMES.fullmatch(lower, match.high, behind):
        return False
    return lower[match.high : match.high + 1] == ":" or not (
        _is_asked(lower, passage, match) or _YEARS.search(lower, max(passage.low, match.low - 20), match.low)
    )


def _is_loose(match: Match, plain: str) -> bool:
    """Whether one word alone is too common to be the practice or field: "security", but not "debugging" or "RBAC"."""
    name = match.entry.name
    if plain in _COMMON_ACRONYMS or name in _COMMON_WORDS:
        return True
    return match.entry.category == "domains" and plain.lower().rstrip("s") != name.lower().rstrip("s")


def _is_preamble(passage: Passage, match: Match) -> bool:
    """Whether the words that make the sentence a demand come only long after the match."""
    first = min(start for _, start in passage.cues)
    return first - match.high > _PREAMBLE


@lru_cache(maxsize=8192)
def names_closely(surface: str, name: str) -> bool:
    """Whether the words of ``surface`` are those of ``name`` or their kin.

    A duty names a concept by its name; a paraphrase of it is the duty itself.
    """
    words = [word[:4] for word in re.split(r"[\s\-/]+", surface) if word]
    wanted = [word[:4] for word in re.split(r"[\s\-/]+", name.lower()) if word]
    if len(wanted) == 1 or surface.startswith(_SAME_IN_OTHER_WORDS.get(name, name)):
        return True
    if 2 * sum(word in words for word in wanted) >= len(wanted) or _is_acronym(surface, wanted):
        return True
    # "ML models" name machine learning; "AI products" are only sold.
    initials = "".join(word[0] for word in wanted)
    return initials in words and initials.upper() not in _COMMON_ACRONYMS


@lru_cache(maxsize=8192)
def names_outright(surface: str, name: str) -> bool:
    """Whether ``surface`` has every word of ``name``, in any form, or is its acronym."""
    words = [word for word in re.split(r"[\s\-/]+", surface) if word]
    wanted = [word for word in re.split(r"[\s\-/]+", name.lower()) if word]
    return all(any(word.startswith(stem[:5]) for word in words) for stem in wanted) or _is_acronym(surface, wanted)


@lru_cache(maxsize=8192)
def names_plainly(surface: str, name: str) -> bool:
    """Whether ``surface`` is ``name``, with or without words behind it, turned about by "of", or a short form of it."""
    return (
        len(surface) <= _SHORT_FORM
        or " of " in surface
        or surface.replace("-", " ").startswith(name.lower().replace("-", " ").rstrip("s"))
    )


def asks_in_short(folded: FoldedText, match: Match, surface: str) -> bool:
    """Whether a demand has the name of the practice, spelt or turned otherwise or without its first words, and no verb."""
    if not _names_in_short(surface, match.entry.name):
        return False
    return not surface.endswith("ing") or " " in surface or _ITEM_ENDS.match(folded.lower, match.high) is not None


@lru_cache(maxsize=8192)
def _names_in_short(surface: str, name: str) -> bool:
    """As "cyber security", "predictive models" for predictive modeling, "lineage" for data lineage, "adtech"."""
    if name in _THINGS_AT_HAND or name in _UMBRELLAS:
        return False
    said, named = (text.lower().replace("-", " ").rstrip("s") for text in (surface, name))
    if said.replace(" ", "") == named.replace(" ", "") or named.endswith(f" {said}"):
        return True
    words, wanted = ([word[:4] for word in text.split()] for text in (said, named))
    if words == wanted or (words == wanted[::-1] and said.split()[0].endswith("ed")):  # "automated deployment"
        return True
    return said.endswith("tech") and named.endswith("technology") and said[:2] == named[:2]


def is_technique(match: Match, plain: str, *, english: bool) -> bool:
    """Whether the words are the name of a technique or field that means nothing else, wherever it stands.

    What is named in a duty is done there; a short form counts in capitals only. Another language than that of
    the entries' names has names of its own.
    """
    entry = match.entry
    if entry.kind != "concept" or entry.category not in _TECHNIQUES or entry.name in _THINGS_AT_HAND:
        return False
    surface = match.spelling(plain)
    if len(surface) <= _SHORT_FORM:
        return surface.isupper()
    return not english or names_plainly(surface.lower(), entry.name)


def _is_acronym(surface: str, wanted: list[str]) -> bool:
    return len(surface) <= _SHORT_FORM and "".join(word[0] for word in wanted).startswith(surface[: len(wanted)])
