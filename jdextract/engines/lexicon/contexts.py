"""Whether the surroundings of an ambiguous name ("Go", "R", "Spring") make it the technology."""

from __future__ import annotations

from functools import lru_cache

from jdextract.engines.lexicon.chains import Joint
from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.folding import FoldedText
from jdextract.engines.lexicon.matches import Match
from jdextract.engines.lexicon.phrases import listed
from jdextract.engines.lexicon.structure import Passage

_BEFORE = expression(
    r"\b(?:(?:experience|experienced|expertise|expert|proficien\w+|fluen\w+|skilled|knowledge|familiar\w*|background|competen\w+|"
    r"exposure|understanding|skills|versed|comfortable|working|interest|interested|strong|skill|command|mastery|"
    r"kenntnisse?|programmierkenntnisse|erfahrung(?:en)?|expertise|umgang|know-how|vertraut|sicher|fit|versiert|grundkenntnisse|vorkenntnisse|verständnis|interesse)"
    r"(?: (?:working|programming|coding|developing|writing|building|level|based|experience|knowledge|skills))?"
    r" (?:in|with|of|using|mit|von|im|(?<=exposure )to|(?<=verständnis )für|(?<=interesse )an|on|und)(?: (?:the|either|both|modern|a|programming|one of|at least|sprachen wie|languages like|languages such as))*"
    r"|(?:programming|coding|code|coded|written|writing|developed|developing|implemented|programmed|rewritten|microservices|services|backend|backends|"
    r"servers?|apis?|systems?|applications|software|tools|tooling|built|build|stack|develop|microservice|cli|code base|codebase|programmieren|programmierung|entwickelt|entwicklung|geschrieben|implementiert|backend-services) (?:in|with|using|is|are|on|mit|von)"
    r"|(?:language|languages|stack|frameworks?|tech|backend|back-end|frontend|front-end|technologies|tools|using|use|uses|technolog\w+|sprachen?|programmiersprachen?|libraries)(?: (?:are|is|like|such as|including|wie|include|includes|we use))?:?"
    r"|(?:experience|expertise|knowledge|skills?|proficiency|must[ -]haves?|kenntnisse|erfahrung(?:en)?)\s*:"
    r"|(?:worked|built|deployed|shipped|implemented|gearbeitet) (?:with|in|on|mit)"
    r"|(?:learn|know|love|use|used|using|prefer|prefers|like|write|writing|nutzen|verwenden|lernen|beherrsch\w+|modern|idiomatic|production)"
    r"|(?:years?|yrs|jahren?)(?: of| with| in| mit)?"
    r"|(?:senior|junior|lead|principal|staff|backend|erfahrene\w*))\s*[(:]?\s*$"
)
# All that `_BEFORE` finds ends in one of these, or in a word that has one of the stems.
_LAST_WORDS = listed("""
    in | with | of | using | mit | von | im | to | für | an | on | und | the | either | both | modern | a | programming | least |
    wie | like | as | is | are | language | languages | stack | framework | frameworks | tech | backend | back-end |
    frontend | front-end | technologies | tools | use | uses | sprache | sprachen | libraries | including | include |
    includes | learn | know | love | prefer | prefers | write | writing | nutzen | verwenden | lernen | idiomatic |
    production | used | experience | expertise | knowledge | skill | skills | proficiency | have | haves | must-have |
    must-haves | kenntnisse | erfahrung | erfahrungen | year | years | yrs | jahre | jahren | senior | junior | lead | principal | staff
    """)
_LAST_STEMS = ("technolog", "beherrsch", "erfahrene")
_BARE_IN = expression(r"\b(?:in|using)\s+$")
_BEHIND = expression(
    r"[ \-](?:developer|engineer|programm|development|code\b|codebase|backend|back-end|micro-?services?|services?\b|language|lang\b|experience|skills|frameworks?|"
    r"entwickl|kenntnis|erfahrung|programmier|stack\b|ecosystem|apps?\b|applications?\b|backends?\b|server|api\b|apis\b|libraries|based\b|basiert|team\b|shop\b|expert|"
    r"knowledge|expertise|proficiency|version|\d|projekt|anwendung|umfeld|or similar|or equivalent|certifi|zertifi|admin|native)"
    r"|\s?\((?:or|and|with|incl|e\.g|preferred|backend|frontend|a plus|\d|nice|required|programming|ideally)"
    r"|\s?\d"
)
# "Strong Go", where nothing but the rest of a list follows: a "Strong Foundation in" is none.
_ADJECTIVES = (
    *(" strong ", " solid ", " deep ", " advanced ", " excellent ", " expert ", " proven ", " fluent ", " basic "),
    *(" good ", " great ", " gute ", " solide ", " fundierte ", " tiefe "),
)
_CLOSED = expression(r"\s*(?:$|[.,;)/\n]|(?:and|or|und|oder|with|mit)\b|&)")
# All of a list's item: "- Go", "- Go (a little)".
# What is worked with: "pipelines with Foo", "(e.g. Foo)", "operate Foo", "from Bar to Foo".
_WORKED_WITH = expression(
    r"(?:\b(?:with|via|using|through|around|mit|mittels|über|mithilfe von|such as|like|wie)|e\.g\.,?|z\. ?b\."
    r"|\b(?:configur|operat|administ|maintain|deploy|implement|integrat|automat|customi[sz]|extend|monitor|debug|troubleshoot|administrier|konfigurier)\w*"
    r"(?: (?:and|or) \w+)?(?: (?:our|the|existing|new))?"
    r"|\b(?:reports?|reporting|dashboards?|models?|spreadsheets?|analys[ei]s|calculations?|data|tickets?|designs?|prototypes?|mockups?|scripts?|"
    r"queries|pipelines?|jobs?|features?|components?|functions?|websites?|tests?|macros?|drawings?|simulations?|scenes?|workloads?|auswertungen|berichte|modelle|daten|skripte|tabellen) (?:in|on)"
    r"|\b(?:migrat\w+|mov\w+|port\w*|transition\w*)\b[^.;:!?\n]{0,30} (?:to|from|off|nach|auf|von)) \(?$"
)
_WORKED_WITH_ENDS = expression(r"\s*(?:$|[.,;)/\n&]|(?:and|or|und|oder|to|for|in|on|with|as|zur?|für|im)\b)")
# "Foo is a plus".
_WISHED_BEHIND = expression(
    r" (?:is|are|would be|ist|sind|wäre)? ?(?:an? (?:huge |big |strong |definite |real )?(?:plus|bonus|must|advantage|asset)|required|preferred|desired|desirable|"
    r"nice to have|wünschenswert|von vorteil|ein (?:plus|muss|pluspunkt)|erforderlich)\b"
)
# Things that a product of the name has, rather than an ordinary word: "our Foo cluster".
_OF_PRODUCT = expression(
    r"[ \-](?:instances?|clusters?|environments?|platforms?|pipelines?|dashboards?|workflows?|integrations?|deployments?|modules?|plugins?|"
    r"plug-ins|connectors?|queries|scripts?|jobs|templates?|charts?|controllers?|components?|implementations?|migrations?|administration|"
    r"configurations?|databases?|operators?|playbooks?|manifests?|umgebung(?:en)?|plattform(?:en)?|instanz(?:en)?|system(?:e|en|s)?|"
    r"landschaft(?:en)?|integration(?:en)?|schnittstellen?|module?n?|administration|anbindung(?:en)?|projekten?|migration(?:en)?)\b"
)
_NOTHING = expression(r"[\W_]*")
# What may stand behind a name that is all of an item: a note in brackets, "and its tooling".
_ASIDE = expression(
    r"\s*(?:\([^()]*\)\s*)?(?:(?:and|&|or|with|und|mit) (?:the |other )?(?:its|related|associated|similar|surrounding|zugehörige\w*) [\w -]{3,30})?[.,;]?\s*"
)
# "You are creative", "looking for a versatile engineer"; alone at the head of a demand a trait needs nothing else.
_OF_PERSON = expression(
    r"\b(?:you(?:'re| are)|looking for|seeking|someone|who(?: is| are)?|thrives? on|"
    r"sind|bist|suchen(?: nach)?|denkst|handelst|agierst|arbeitest|denken|handeln|agieren|arbeiten) (?:[\w,-]+ ){0,2}$"
    r"|\b(?:desire|ability|able|willing|willingness|eager|aptitude|passion) (?:to|for) $"
)
_PRAISED = expression(r"\b(?:good|great|strong|real|healthy|gute[rsm]?|viel|große[rs]?|hohe[rs]?) $")
_HEAD_GOES_ON = expression(r"(?:,|;| (?:with|using|in|and|or|mit|und|oder|sowie)\b)")
_ENDS_TRAIT = expression(
    r"\s*(?:$|[,.;:!&\n]|(?:and|und|or|oder|to|in|with|for|towards?|für|mit|bei|im|statt|gegenüber|zu|sowie)\b)"
)
_DEMANDS = ("requirements", "preferred")
_WORK = ("requirements", "preferred", "duties", "stack")
_SHORT = 4
"""Letters of an abbreviation that has other meanings at work."""
_NEAR = 70
"""Characters on either side of a trait."""
_WORDED = expression(r"kenntnis|entwickl|programm|develop|erfahrung|skills|experience")


def settle(folded: FoldedText, passage: Passage, matches: list[Match], joined: list[Joint | None]) -> list[Match]:
    """The matches of one passage without those ambiguous names that nothing around them supports."""
    for match in matches:
        if match.doubt:
            break
    else:
        return matches
    sure = [not match.doubt for match in matches]
    _spread(matches, joined, sure)
    for support in (_is_supported, _is_near):
        if not all(sure):
            sure = [
                certain or (not match.lowered and support(folded, passage, match))
                for certain, match in zip(sure, matches, strict=True)
            ]
            _spread(matches, joined, sure)
    return [match for match, certain in zip(matches, sure, strict=True) if certain]


def _spread(matches: list[Match], joined: list[Joint | None], sure: list[bool]) -> None:
    """Make the members of a list certain by each other; three ambiguous names in a row are a list as well."""
    open_ones = [index for index, certain in enumerate(sure) if not certain and matches[index].entry.kind != "concept"]
    for index in (*open_ones, *reversed(open_ones)):
        sure[index] = sure[index] or _has_neighbour(matches, joined, sure, index)


def _has_neighbour(matches: list[Match], joined: list[Joint | None], sure: list[bool], index: int) -> bool:
    """A technology needs another one beside it, a trait a trait or technology; a concept's words mean too much in any list.

    Beside a concept an adjective tells of what is built: "reliable, scalable systems".
    """
    technology = matches[index].entry.kind == "technology"

    def is_of_kind(other: int) -> bool:
        kind = matches[other].entry.kind
        return kind == "technology" if technology else kind != "concept"

    before = index > 0 and joined[index - 1] is not None and is_of_kind(index - 1)
    behind = index + 1 < len(matches) and joined[index] is not None and is_of_kind(index + 1)
    if (before and sure[index - 1]) or (behind and sure[index + 1]):
        return True
    return before and behind and joined[index - 1] in ("comma", "slash") and not matches[index].lowered


def is_worded_as_skill(folded: FoldedText, passage: Passage, low: int, high: int) -> bool:
    """Whether words beside the name speak of a technology ("experience with", "developer")."""
    lower = folded.lower
    if _WORDED.search(lower, low, high) or _BEHIND.match(lower, high):
        return True
    return _introduces(lower[max(passage.low, low - 48) : low])


def _introduces(before: str) -> bool:
    """Whether words for an ability or a kind of technology end ``before``."""
    return _may_introduce(before) and _BEFORE.search(before) is not None


def _may_introduce(before: str) -> bool:
    words = before.replace("(", " ").replace(":", " ").split()
    return bool(words) and (words[-1].endswith(_LAST_WORDS) or any(map(words[-1].__contains__, _LAST_STEMS)))


def _is_supported(folded: FoldedText, passage: Passage, match: Match) -> bool:
    lower = folded.lower
    before = lower[max(passage.low, match.low - 48) : match.low]
    if _introduces(before):
        return True
    if match.entry.kind == "soft" and passage.section in _DEMANDS and _is_of_person(lower, passage, match, before):
        return True
    if match.entry.category == "languages_frameworks" and _BARE_IN.search(before):
        return True
    praised = match.entry.kind == "technology" and f" {before}".endswith(_ADJECTIVES)
    if praised and _CLOSED.match(lower, match.high, passage.high):
        return True
    if (
        _BEHIND.match(lower, match.high) is not None
        or _is_whole_item(lower, passage, match)
        or _heads_item(lower, passage, match)
    ):
        return True
    return (
        match.entry.kind == "technology"
        and passage.section in _WORK
        and not passage.heading
        and _is_worked_with(folded, passage, match, before)
    )


def _is_worked_with(folded: FoldedText, passage: Passage, match: Match, before: str) -> bool:
    """Whether a sentence about the work speaks of the name as of a product: "pipelines with Foo", "our Foo cluster"."""
    lower = folded.lower
    if _NOTHING.fullmatch(before) and match.low - passage.low == len(before):
        return _WISHED_BEHIND.match(lower, match.high) is not None
    abbreviated = match.high - match.low <= _SHORT and folded.plain[match.low : match.high].isupper()
    if not abbreviated and _OF_PRODUCT.match(lower, match.high):
        return folded.plain[match.high + 1].islower() or folded.plain[match.high] == "-"
    return (
        _WORKED_WITH.search(before) is not None and _WORKED_WITH_ENDS.match(lower, match.high, passage.high) is not None
    )


def _is_whole_item(lower: str, passage: Passage, match: Match) -> bool:
    """Whether the name, apart from a note in brackets, is all that an item of a list of demands or tools holds."""
    if passage.heading or passage.section not in ("requirements", "preferred", "stack"):
        return False
    return (passage.bullet or passage.section == "stack") and (
        _NOTHING.fullmatch(lower, passage.low, match.low) is not None
        and _ASIDE.fullmatch(lower, match.high, passage.high) is not None
    )


def _heads_item(lower: str, passage: Passage, match: Match) -> bool:
    """Whether the practice begins an item of the demands that a list or its tools go on: "Testing with Jest"."""
    return (
        match.entry.kind == "concept"
        and passage.bullet
        and passage.headed
        and passage.section in _DEMANDS
        and _NOTHING.fullmatch(lower, passage.low, match.low) is not None
        and _HEAD_GOES_ON.match(lower, match.high) is not None
    )


def _is_of_person(lower: str, passage: Passage, match: Match, before: str) -> bool:
    """Whether the trait is said of the person by its place alone."""
    first = match.low - passage.low == len(before) and not any(map(str.isalnum, before))
    first = first or before.endswith((". ", "; ", "! ")) or _PRAISED.search(before) is not None
    if first and passage.headed and _ENDS_TRAIT.match(lower, match.high):
        return True
    return _OF_PERSON.search(before) is not None


def _is_near(folded: FoldedText, passage: Passage, match: Match) -> bool:
    """Whether a word that the guard names stands in the passage, at the start of a word or as a whole."""
    guard, lower = match.entry.guard, folded.lower
    low, high = passage.low, passage.high
    if match.entry.kind == "soft":  # a long passage speaks of the person somewhere
        low, high = max(low, match.low - _NEAR), min(high, match.high + _NEAR)
    for word in filter(lower[low:high].__contains__, _near(guard.near)) if guard else ():
        found = lower.find(word, low, high)
        while found >= 0:
            end = found + len(word)
            outside = end <= match.low or found >= match.high
            opens = not found or not (word[0].isalnum() and lower[found - 1].isalnum())
            closes = len(word) > 4 or not word[-1].isalnum() or not _goes_on(lower, end)
            if outside and opens and closes:
                return True
            found = lower.find(word, found + 1, high)
    return False


def _goes_on(lower: str, end: int) -> bool:
    """Whether the word does not end there: a plural is no other word."""
    return lower[end : end + 1].isalnum() and (lower[end] != "s" or lower[end + 1 : end + 2].isalnum())


@lru_cache(maxsize=4096)
def _near(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.lower() for word in words)
