"""Technologies that the taxonomy lacks but their place gives away: "Kafka, Foobase, Redis", "tools such as Foobase".

A name is proposed where it is a member of a list of known technologies, where a word for their kind introduces
it, where a demand asks for it ("experience with Foobase"), or where a vendor's name stands in front of it ("Azure
Foobase").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.folding import FoldedText
from jdextract.engines.lexicon.matches import Match
from jdextract.engines.lexicon.phrases import listed
from jdextract.engines.lexicon.structure import Passage
from jdextract.models import Category

LONGEST_NAME = 24
"""Characters."""
_SHORTEST = 3
_LONGEST_GAP = 24
_CUE_REACH = 64
_MOST_WORDS = 3
_LONGEST_VENDOR = 12

# The capital stands first and what may not be in front of it behind, so that a search skips to capitals.
_WORD = expression(
    r"[A-Z](?<![\w@.#+$\u00a7-].)[A-Za-z0-9]*(?:[.+#][A-Za-z0-9]+|-[A-Z0-9][A-Za-z0-9]*)*"
    r"(?:\+\+|#)?(?![\w-]|\.[a-z]|'[a-z])"
)
_JOINT = expression(
    r"\s*\)?\s*(?:[,/|;·•+]\s*(?:and/or|and|or|und|oder|sowie|&)?|and/or|and|or|und|oder|sowie|&)\s*"
    r"|\s*\(\s*(?:e\.g\.,?|z\. ?b\.|such as|like|including|incl\.|inkl\.|wie|u\. ?a\.)?\s*"
)
_ENDS = expression(r"\s*(?:[.;:)\]\n]|$|,? ?(?:etc|usw|and more|and similar|or similar|or equivalent|o\. ?ä))")
_OPENS = expression(
    r"(?:^|[:(\[•*–—-]\s*"
    r"|\b(?:experience|experienced|knowledge|skills|expertise|familiarity|familiar|proficien\w+)\b[^.;:]{0,25}"
    r"\b(?:in|with|of|using)\s+"
    r"|\b(?:using|uses?|with|like|such as|include|includes|including|strong|solid|modern|mostly|primarily|mit|wie|"
    r"z\. ?b\.|e\.g\.,?)\s+)$"
)
# What a sentence on the stack says in front of its first name.
_RUNS_ON = expression(r"\b(?:is|are|in|on|an?|our|ist|sind|auf)\s+$")
# What closes a list of things of one kind.
_LIKENED = expression(
    r",? (?:(?:or|and) (?:a )?(?:similar|equivalent|comparable|other|another|any)|oder ähnlich|etc)\b|,? o\. ?ä"
)
# What opens a list behind the word for its kind.
_SUCH_AS = r"(?:\(|\(?(?:such as|like|e\.g\.,?|including|incl\.|inkl\.|wie(?: etwa| z\. ?b\.)?|z\. ?b\.)\s)"
_LIST_OPENERS = ("(", "such as", "like", "e.g.", "e.g.,", "including", "incl.", "inkl.", "wie", "wie etwa", "b.")
"""What `_INTRODUCED` and `_HINTED` end in."""
# Words for the kind of a list's members, in front of what opens the list.
_INTRODUCED = expression(
    r"\b(?:tools?|toolkits?|frameworks?|librar(?:y|ies)|packages|databases?|datastores?|languages?|technologies|"
    r"protocols?|platforms?|software|ides?|engines?|orms?|sdks?|brokers?|warehouses?|scanners?|simulators?|"
    r"bibliotheken|datenbank(?:en|systemen?)|programmiersprachen|technologien|werkzeugen?|protokollen?|plattformen),?"
    rf"\s*{_SUCH_AS}\s*$"
)
# The same for kinds that are spoken of without names as well: what they introduce needs a known one beside it.
_HINTED = expression(
    r"(?:\b(?:systems?|services|solutions|assistants?|agents?|managers?|providers?|stacks?|stores?|formats?|apis?|servers?|"
    r"orchestrat(?:ion|ors?)|runtimes?|compilers?|editors?|clients?|standards?|components?|modules?|systemen?|diensten?|lösungen),?"
    rf"\s*{_SUCH_AS}\s*"
    r"|\b(?:such as|e\.g\.,?|z\. ?b\.)\s+)$"
)
# What a demand says right in front of what it asks for.
_ASKED = expression(
    r"(?:\b(?:(?<!user )(?<!customer )experience|experienced|knowledge|expertise|familiar\w*|skills|understanding|certified|kenntnisse?|erfahrung(?:en)?|"
    r"umgang|praxis)(?: (?:working|developing|building|programming|administering))? (?:with|of|using|mit|von)"
    r"|\b(?:proficien\w+|fluen\w+|skilled|expert|experts|certified|versiert|kenntnisse|grundkenntnisse) in)(?: the)? $"
)
# One of them stands in all that `_ASKED` finds.
_ASKING = (
    *("experience", "knowledge", "expertise", "familiar", "skill", "understanding", "certified", "proficien", "fluen"),
    *("expert", "kenntnis", "erfahrung", "umgang", "praxis", "versiert"),
)
# What a demand says right behind what it asks for.
_ASKED_BEHIND = expression(r" (?:(?:development|programming) )?(?:experience|expertise|knowledge|skills)\b")
_CLOSED = expression(r"\s*(?:[.,;:)\n]|$|\(|(?:or|and|is|are|for|to|in|on|as|at|preferred|required|desired)\b)")
_DEMANDS = ("requirements", "preferred")
_VENDORS = "Adobe|Apache|Apple|Atlassian|AWS|Azure|Cisco|GCP|HashiCorp|IBM|JetBrains|Oracle|SAP|Salesforce|Spring"
_VENDOR = expression(rf"\b(?:{_VENDORS}) $")
# Makers that are no skill themselves, but begin the names of products ("Google Foobase").
_MAKERS = frozenset(["amazon", "apple", "facebook", "google", "ibm", "meta", "microsoft", "oracle"])
# One of them stands in all that `_INTRODUCED` or `_VENDOR` finds.
_TELLING = (
    *("(", "such as", "like", "e.g.", "including", "incl.", "inkl.", "wie", "z. b.", "z.b."),
    *(f"{vendor} " for vendor in _VENDORS.lower().split("|")),
)
# Within a word capitals, digits or a suffix that ordinary words do not have; but no level, quarter or plural ("B2").
_MARKED = expression(r"[a-z][A-Z]|[A-Za-z]\d|\.(?:js|io|NET)$|\+\+$|[A-Z]{2,}[a-z]{2}")
_LEVEL = expression(r"[A-Z]{1,3}\d{1,2}|[A-Z]+s")
# Words that an ad glued to a name where markup was lost.
_GLUED = expression(
    r"^(?:and|as|in|like|of|or|using|with)[A-Z]"
    r"|[a-zA-Z](?:Ability|Experience|Exposure|Familiar|Knowledge|Proficien|Strong|Understanding|Working|You)"
)
# German acts and ordinances by their abbreviations ("BetrVG", "BauGB").
_STATUTE = expression(r"[a-zäöü](?:GB?|V|VO)$")
# "We sponsor FooCon and BarConf."
_CONFERENCE = expression(r"(?:[a-z]Con|Conf|Camp|Days|Meetup|Summit)$")
_HUMP = expression(r"[A-Z][a-z]+")
_ORDINARY_ENDS = (
    "ing", "tion", "tions", "ment", "ments", "ness", "ity", "ities", "ung", "ungen", "heit", "keit", "schaft",
)  # fmt: skip
# Capitalised words of lists that are no product.
_ORDINARY = frozenset(
    listed("""
        a | ability | agency | agile | airbnb | also | amazon | americas | an | analyse | analysis | analyst |
        analytics | and | anwendung | anwendungen | api | apis | app | apple | apps | april | architect |
        architecture | architectures | area | asia | associate | august | austria | automation | bachelor | backend |
        backends | backoffice | barcelona | berater | bereich | berlin | betrieb | bonus | business | canada |
        candidate | ceo | chicago | chief | china | chinese | client | clients | cloud | co | code | collaboration |
        communication | computing | concept | concepts | consultant | consultants | consulting | container |
        containers | core | country | cto | customer | customers | danish | das | dashboard | dashboards | data |
        database | databases | datenbanken | december | degree | der | design | desktop | deutsch | developer |
        development | die | director | documentation | dutch | ein | eine | einkauf | engineer | engineering |
        englisch | english | enterprise | entwickler | entwicklung | environment | environments | equity | erfahrung |
        etc | europa | europe | excellent | exchange | experience | expert | experte | experts | facebook | february |
        finnish | firewall | firewalls | founder | framework | frameworks | france | francisco | french | frontend |
        full | fullstack | functions | german | germany | good | google | greek | group | hamburg | hardware | head |
        hebrew | hindi | hungarian | hybrid | ibm | ideally | inbox | india | industry | infrastructure |
        integration | integrations | intern | interns | ireland | israel | italian | italy | january | japan |
        japanese | jobs | july | june | junior | kenntnisse | knowledge | konzepte | korean | kunden | köln |
        language | languages | layout | lead | libraries | library | linkedin | lisbon | local | logistik | london |
        management | manager | mandatory | march | market | markets | master | may | meta | methoden | methodology |
        methods | microsoft | mit | mobile | modeling | modern | module | modules | monday | monitoring | more |
        munich | must | münchen | native | netflix | netherlands | networking | netzwerk | netzwerke | new | nice |
        node | nodes | norway | norwegian | november | october | oder | onsite | open | operations | optional | or |
        oracle | other | others | our | owner | owners | paris | part | partner | partners | people | performance |
        phd | pipeline | pipelines | platform | platforms | plus | poland | polish | portugal | portuguese |
        practice | practices | practitioner | preferred | principal | principles | product | products | produktion |
        professional | programmiersprachen | programmierung | project | projects | prozesse | public | quality |
        reliability | remote | required | romanian | router | routers | russian | salary | sales | san | scalability |
        schnittstelle | schnittstellen | school | science | scientist | scripting | seattle | security | senior |
        september | series | server | servers | service | services | similar | singapore | software | source | sowie |
        spain | spanish | specialist | specialists | sprachen | stack | staff | storage | stripe | strong | struktur |
        sweden | swedish | switch | switches | switzerland | system | systeme | systems | task | team | teams | tech |
        technologien | technologies | technology | tester | testing | that | the | these | this | those | time |
        tooling | tools | toronto | trainee | tuesday | turkish | twitter | uber | uk | umgang | umgebung |
        umgebungen | und | university | us | usa | vertrieb | vienna | visa | we | web | werkzeuge | wien | work |
        workflow | workflows | years | york | you | your | zurich | zürich
        """)
)


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name found in a list of known technologies, with the category that most of its neighbours have."""

    name: str
    low: int
    high: int
    category: Category


@dataclass(slots=True)
class _Member:
    """A known technology, another skill, or a name that may be a technology, at ``plain[low:high]``."""

    low: int
    high: int
    match: Match | None = None

    @property
    def known(self) -> bool:
        return self.match is not None and self.match.entry.kind == "technology"


def find_unknown(
    folded: FoldedText,
    passage: Passage,
    matches: list[Match],
    dropped: Iterable[Match],
    *,
    practice_words: AbstractSet[str],
    english: bool,
) -> Iterator[UnknownName]:
    """Names among the technologies in ``matches``, those of one passage, that no entry has.

    ``dropped`` are matches that do not count where they stand; ``practice_words`` are words of practices' and
    traits' names; ``english`` is the language of the posting, for in German every noun has a capital.
    """
    plain, lower = folded.plain, folded.lower
    beside_known = any(match.entry.kind == "technology" for match in matches)
    if not (beside_known or _may_tell(lower[passage.low : passage.high], demanded=passage.section in _DEMANDS)):
        return
    taken = {lower[match.low : match.high] for match in dropped}
    spans = sorted((match.low, match.high) for match in (*matches, *dropped))
    names = [
        name
        for name in _names(plain, passage, spans)
        if _is_name(plain[name.low : name.high], taken, practice_words)
        and (english or not _STATUTE.search(plain, name.low, name.high))
    ]
    if not names:
        return
    common = Counter(match.entry.category for match in matches if match.entry.kind == "technology")
    category: Category = common.most_common(1)[0][0] if common else "other"
    members = [_Member(match.low, match.high, match) for match in matches]
    for name in names:
        if vendor := _VENDOR.search(plain, max(passage.low, name.low - _LONGEST_VENDOR), name.low):
            yield UnknownName(plain[vendor.start() : name.high], vendor.start(), name.high, category)
        else:
            members.append(name)
    members.sort(key=_by_place)
    for run in _runs(lower, members):
        for member in _proposed(plain, lower, passage, run, english=english):
            yield UnknownName(plain[member.low : member.high], member.low, member.high, category)


def _may_tell(lower: str, *, demanded: bool) -> bool:
    """Whether a passage without a known technology may give a name away all the same."""
    return any(map(lower.__contains__, _TELLING)) or (demanded and any(map(lower.__contains__, _ASKING)))


def _proposed(plain: str, lower: str, passage: Passage, run: list[_Member], *, english: bool) -> Iterator[_Member]:
    """The members of one list that have no entry and are technologies by the company they keep."""
    known = sum(member.known for member in run)
    if known == len(run):
        return
    # "Visualisation tools (e.g. Foobase": a practice may be what introduces the list.
    if run[0].match is not None and not run[0].known and len(run) > 1:
        run = run[1:]
    start = run[0].low
    reach = max(passage.low, start - _CUE_REACH)
    opens = lower[reach:start].rstrip().endswith(_LIST_OPENERS)
    introduced = opens and _INTRODUCED.search(lower, reach, start) is not None
    hinted = opens and known > 0 and _HINTED.search(lower, reach, start) is not None
    behind = run[-1].high
    likened = known > 0 and (_LIKENED.match(lower, behind) or _ASKED_BEHIND.match(lower, behind)) is not None
    stack = known > 0 and passage.section == "stack"
    asked = passage.section in _DEMANDS and _ASKED.search(lower, reach, start) is not None
    abbreviates = len(run) == 1 and lower[start - 1] == "("
    for index, member in enumerate(run):
        if member.match is not None:
            continue
        name = plain[member.low : member.high]
        if _is_marked(name):
            if known or introduced or asked:
                yield member
            continue
        between = 0 < index < len(run) - 1 and run[index - 1].known and run[index + 1].known
        credible = (
            (introduced and (known or (english and not abbreviates)))
            or (hinted and (english or known > 1))
            or (known > 1 and (english or between))
            or (known and english and (likened or asked or stack or _is_slashed(lower, run, index)))
            or (asked and english and (" " not in name or _CLOSED.match(lower, run[-1].high) is not None))
        )
        if credible and _ends_well(lower, passage, run, index) and not _is_word_of(plain, name.lower()):
            yield member


def _is_slashed(lower: str, run: list[_Member], index: int) -> bool:
    """Whether a slash alone joins the member to a known technology."""
    member = run[index]
    return (index > 0 and run[index - 1].known and lower[run[index - 1].high : member.low].strip() == "/") or (
        index + 1 < len(run) and run[index + 1].known and lower[member.high : run[index + 1].low].strip() == "/"
    )


def _is_word_of(plain: str, word: str) -> bool:
    """Whether the text has ``word`` in small letters too: then it is an ordinary one."""
    return re.search(rf"\b{re.escape(word)}\b", plain) is not None


def _by_place(member: _Member) -> int:
    return member.low


def _names(plain: str, passage: Passage, spans: list[tuple[int, int]]) -> Iterator[_Member]:
    """Runs of capitalised words between the ``spans`` that are taken."""
    open_name: _Member | None = None
    words = at = 0
    for found in _WORD.finditer(plain, passage.low, passage.high):
        low, high = found.span()
        while at < len(spans) and spans[at][1] <= low:
            at += 1
        if at < len(spans) and spans[at][0] < high:
            continue
        if open_name and plain[open_name.high : low] == " ":
            open_name.high = high
            words += 1
            continue
        if open_name and words <= _MOST_WORDS:
            yield open_name
        open_name, words = _Member(low, high), 1
    if open_name and words <= _MOST_WORDS:
        yield open_name


def _runs(lower: str, members: list[_Member]) -> Iterator[list[_Member]]:
    run: list[_Member] = []
    for member in members:
        if run:
            gap = lower[run[-1].high : member.low]
            if len(gap) > _LONGEST_GAP or not _JOINT.fullmatch(gap):
                yield run
                run = []
        run.append(member)
    if run:
        yield run


def _ends_well(lower: str, passage: Passage, run: list[_Member], index: int) -> bool:
    """Whether a name at either end of a list is all of a member: not the subject of the sentence that follows."""
    member = run[index]
    if index == 0:
        reach = max(passage.low, member.low - _CUE_REACH)
        return _OPENS.search(lower, reach, member.low) is not None or (
            passage.section == "stack" and _RUNS_ON.search(lower, reach, member.low) is not None
        )
    if index == len(run) - 1:
        gap = lower[run[index - 1].high : member.low]
        return (
            gap.strip() not in {",", ";"}
            or _ENDS.match(lower, member.high, passage.high) is not None
            or _LIKENED.match(lower, member.high) is not None
        )
    return True


def _is_marked(name: str) -> bool:
    return _MARKED.search(name) is not None and not _LEVEL.fullmatch(name)


def _is_name(name: str, taken: AbstractSet[str], practice_words: AbstractSet[str]) -> bool:
    lower = name.lower()
    if not _SHORTEST <= len(name) <= LONGEST_NAME or lower in taken or _LEVEL.fullmatch(name):
        return False
    words = lower.split()
    if len(words) > 1 and words[0] in _MAKERS:
        words = words[1:]
    if any(word in _ORDINARY or word.rstrip("s") in _ORDINARY for word in words):
        return False
    if all(word in practice_words for part in words for word in part.split("-")):
        return False
    if _GLUED.search(name) or _CONFERENCE.search(name) or _is_of_ordinary_words(name, practice_words):
        return False
    return _is_marked(name) or not words[-1].endswith(_ORDINARY_ENDS)


def _is_of_ordinary_words(name: str, practice_words: AbstractSet[str]) -> bool:
    """Whether two or more ordinary words are written as one: "our new DataPlatform"."""
    humps = _HUMP.findall(name)
    return (
        len(humps) > 1
        and "".join(humps) == name
        and all(hump.lower() in _ORDINARY or hump.lower() in practice_words for hump in humps)
    )
