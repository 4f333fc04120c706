"""The words around the name of a human language as tokens: levels, demands, preferences, negations, conjunctions.

English and German together: most postings mix them, and no word means different things in the two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jdextract.engines.lexicon.expressions import expression
from jdextract.models import Level

LEVELS: tuple[Level, ...] = ("A1", "A2", "B1", "B2", "C1", "C2", "native")
"""From the lowest to the highest."""

# What level a wording means; CEFR names stand for themselves. The order matters: longer wordings come first.
_WORDINGS: tuple[tuple[Level, str], ...] = (
    ("C2", r"near[- ]native|nearly native|muttersprachähnlich\w*"),
    ("native", r"(?:native|mother)[- ](?:level|speakers?|tongue)|native|bilingual|muttersprach\w*"),
    (
        "A2",
        r"pre[- ]intermediate|limited working|limited|elementary|basics?|conversational(?:ly)?(?: fluent)?|rudimentary",
    ),
    ("A2", r"grundkenntnis\w*|basiskenntnis\w*|grundlegend\w*|einfache\w*"),
    ("B2", r"upper[- ]intermediate"),
    (
        "C1",
        r"full professional|business[- ](?:fluent|level|proficien\w+)|fluen(?:t|tly|cy)|verhandlungssicher\w*|flie(?:ß|ss)en?d\w*",
    ),
    (
        "B2",
        r"(?:professional|full)[- ]working|working(?= (?:level|proficiency))|professional(?:ly)?|solid\w*|fundiert\w*|confident(?:ly)?",
    ),
    (
        "C1",
        r"(?:very|really) (?:good|strong|well|high|solid)|sehr (?:gut|sicher|solide)\w*|excellent\w*|exceptional|outstanding",
    ),
    (
        "C1",
        r"strong|superb|advanced|perfe[ck]t\w*|ausgezeichnet\w*|hervorragend\w*|exzellent\w*|einwandfrei\w*|tadellos\w*|flawless|impeccable|high",
    ),
    ("C1", r"proficient(?:ly)?|souverän\w*|stilsicher\w*|sprachgewandt\w*"),
    ("B1", r"intermediate|mittler\w+|working knowledge"),
    ("A1", r"beginner(?:'s)?|absolute basics"),
    ("B2", r"good|decent|well|gut(?:e[rnms]?)?|sicher\w*|versiert\w*"),
)
_CEFR = r"(?<!\w)(?<!\w-)[ABC][12](?!\w)"
_RANGE = rf"{_CEFR}(?:[-\s]?(?:[-–/+]|to|bis|or|oder|and|und)\s?[ABC][12](?!\w))*"

_SPOKEN = r"(?:spoken|written|writing|verbal(?:ly)?|oral(?:ly)?|speech|speaking|reading|listening)"
_GESPROCHEN = r"(?:schriftlich\w*|mündlich\w*|gesprochen\w*|geschrieben\w*|wort|schrift)"
_MODE = (
    rf"(?:in |both )*{_SPOKEN}(?:\s?(?:,|and|&|/|as well as)\s?(?:in )?{_SPOKEN})*"
    rf"|(?:in |sowohl )*{_GESPROCHEN}(?:\s?(?:,|und|&|/|sowie|als auch|wie auch|wie)\s?(?:in )?{_GESPROCHEN})*"
)
_PREFERRED = (
    r"nice[- ]to[- ]haves?|good to have|(?:strong|big|huge|definite|real|clear|distinct|further|great|nice|an?|is|as|considered|ein|großes|klares) plus|"
    r"plus(?=\s*(?:$|[.,;:)!]|points?))|pluspunkte?|bonus(?: points?)?|assets?|advantages?|advantageous|beneficial|a benefit|preferred|preferabl[ey]|preference|"
    r"desir(?:ed|able)|ideally|helpful|helps|optional(?:ly)?|welcomed?|valued|appreciated|useful|(?:would|will) be (?:great|lovely|nice|wonderful|awesome|good|ideal|cool)|is great|wäre (?:schön|toll|super|klasse|prima|ideal)|"
    r"idealerweise|im idealfall|optimalerweise|bestenfalls|wünschenswert|gewünscht|erwünscht|(?:von |ein )?(?:großer |klarer )?vorteil(?:haft)?|gerne? gesehen|hilfreich|bevorzugt|"
    r"willkommen|ergänzend|optional|"
    r"(?:but|aber) (?:it is |it's |is |would be |are |ist |sind |wäre )?(?:an? |ein |von |(?:sehr|highly) )?"
    r"(?:plus|vorteil|advantage|bonus|nice|wünschenswert|desirable|helpful|preferred|hilfreich|appreciated)"
)
_REQUIRED = (
    r"required|requires?|requirement|mandatory|must(?:[- ]have)?|essential|necessary|needed|non[- ]negotiable|prerequisite|obligatory|compulsory|"
    r"erforderlich\w*|zwingend\w*|notwendig\w*|vorausgesetzt|voraussetzung|pflicht|ein muss|unbedingt|benötigt\w*|unerlässlich|unabdingbar"
)
_DEMANDED = r"(?:required|a (?:\w+ )?requirement|requirements?|necessary|needed|mandatory|a must|must|essential|a prerequisite|expected|asked)"
_NEGATED = (
    rf"(?:not|never|isn't|aren't|isn’t|aren’t) (?:(?:\w+ ){{0,2}}?){_DEMANDED}|no (?:\w+ )?(?:requirement|need)|unnecessary|"
    r"(?:do not|don't|don’t|needn't|needn’t|does not|doesn't) (?:need|have|require)(?: to)?|"
    r"nicht (?:\w+ ){0,2}?(?:erforderlich|notwendig|nötig|vorausgesetzt|benötigt|verlangt|gefordert)|"
    r"(?:ist |sind )?kein(?:e[rn]?)? (?:muss|voraussetzung|bedingung|pflicht)|nicht zwingend"
)
_PERK = (
    r"class(?:es)?|courses?|lessons?|tuition|instruction|training|schools?|tutoring|workshops?|[\w-]*(?:kurse?n?s?|unterricht|schulung(?:en)?)|"
    r"jobs?|learn(?:ing)?|study(?:ing)?|improv(?:e|ing)|lern(?:en|st)|translat\w*|übersetz\w*|cv|résumé|resume|applications?|apply|"
    r"bewerb\w*|[\w-]*unterlagen|lebenslauf|anschreiben|cover letter|willing(?:ness)?|bereitschaft"
)
_WORKPLACE = (
    r"(?:company|working|work|corporate|office|business|team|project|official|main|primary|internal|everyday|common|daily)(?:[’']s)?\s+language|"
    r"(?:unternehmens|firmen|arbeits|team|konzern|projekt|büro|geschäfts|umgangs|haupt|amts|verkehrs)-?sprachen?|"
    r"only(?=\s*(?:[.;!)]|$))|is spoken here"
)
_VERB = (
    r"speaks?|understand|communicates?|communicating|converse|sprichst|sprechen|spricht|beherrsch\w*|kommunizier\w*|"
    r"verständig\w*|verstehst|mächtig|command|mastery"
)
_COMMUNICATION = (
    r"[\w-]*communicat(?:ion|or|ions|ive)|kommunikation\w*|presentations?|ausdruck\w*|interpersonal|negotiation"
)
_SKILL = (
    r"(?:sprach)?kenntniss?e?n?|skills?|proficiency|knowledge|speakers?|languages?|abilit(?:y|ies)|competenc[ey]|level|niveau|sprachkenntniss?e?n?|"
    r"sprachniveau|sprachen?|understanding|grasp|exposure"
)
_GLUE = (
    r"in|of|the|both|als|an?|at|least|on|to|is|are|be|would|will|also|as|has|have|with|for|from|bis|von|der|die|das|den|dem|des|auf|im|ein\w*|"
    r"mindestens|minimum|min|mind|you|your|you're|you’re|du|sie|ihre?|deine?\w*|dein|hast|haben|verfüg\w*|über|bring\w*|mit|sind|ist|wird|werden|wäre\w*|sein|can|kannst|able|"
    r"very|highly|considered|clear(?:ly)?|klar\w*|effective(?:ly)?|comfortabl[ey]|auch|zudem|ebenfalls|sowohl|higher|above|better|höher|besser|more|mehr|"
    r"additional(?:ly)?|further|another|weitere\w*|comparable|vergleichbar\w*|equivalent|overall|general|possess|demonstrate|we|expect|need|needs|local|our|"
    r"unsere?|business|strongly|particularly|especially|zu|nach|stufe|some|any|etwas|professional|work|daily|cefr|ger|only|it|level|so|entsprechend"
)
_WORDS = "".join(rf"|(?P<l{number}>(?<!\w)(?:{wording})(?!\w))" for number, (_, wording) in enumerate(_WORDINGS))
_TOKEN = (
    rf"(?P<cefr>{_RANGE})|(?P<negated>(?<!\w)(?:{_NEGATED})(?!\w))|(?P<no>(?<!\w)(?:no|without|kein(?:e[rnms]?)?|ohne)(?!\w))"
    r"|(?P<abbreviation>(?<!\w)(?:mind|min|inkl|ca|e\.g|i\.e|z\.\s?b|bspw|d\.\s?h)\.|(?<!\w)(?:or|oder|and|und|&)\s(?:higher|above|better|höher|besser|more|mehr|equivalent|comparable|vergleichbar\w*)(?!\w))"
    rf"|(?P<mode>(?<!\w)(?:{_MODE})(?!\w))|(?P<workplace>(?<!\w)(?:{_WORKPLACE})(?!\w))"
    rf"|(?P<preferred>(?<!\w)(?:{_PREFERRED})(?!\w))|(?P<required>(?<!\w)(?:{_REQUIRED})(?!\w)){_WORDS}"
    rf"|(?P<perk>(?<!\w)(?:{_PERK})(?!\w))|(?P<verb>(?<!\w)(?:{_VERB})(?!\w))|(?P<communication>(?<!\w)(?:{_COMMUNICATION})(?!\w))"
    rf"|(?P<skill>(?<!\w)(?:{_SKILL})(?!\w))|(?P<any>(?<!\w)(?:either|one of|eine[rn]? der|entweder|mindestens eine)(?!\w))"
    r"|(?P<or>(?<!\w)(?:and/or|und/oder|or|oder|bzw\.?|beziehungsweise|alternatively|alternativ)(?!\w))"
    r"|(?P<and>(?<!\w)(?:and|und|sowie|as well as|als auch|wie auch|plus|along with)(?!\w)|[&+/])|(?P<comma>,)"
    r"|(?P<end>[.;!?](?=[\s)]|$)|[|•·]|(?<!\w)(?:but|aber|however|jedoch|though|although|while|whereas)(?!\w))"
    rf"|(?P<open>[(\[])|(?P<close>[)\]])|(?P<dash>\s[-–—]\s|—)|(?P<glue>(?<!\w)(?:{_GLUE})(?!\w)|[:=\"“”„'’*_–-])|(?P<word>[\w@#]+)"
)
_LEVEL_OF = {f"l{number}": level for number, (level, _) in enumerate(_WORDINGS)}
_TOKENS = expression(_TOKEN, re.IGNORECASE)
_CEFR_NAME = re.compile(r"[ABC][12]", re.IGNORECASE)
_RANGE_WORDS = frozenset({"to", "bis", "-", "–", "/"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word or phrase of one ``kind``; ``level`` where it is a level, ``cefr`` where it is one by name."""

    kind: str
    text: str
    level: Level | None = None
    cefr: bool = False


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """The tokens of ``text[start:end]``; a range of levels is one token with its lower bound."""
    tokens: list[Token] = []
    for match in _TOKENS.finditer(text, start, end):
        kind = match.lastgroup or "word"
        if kind == "cefr":
            names = [name.upper() for name in _CEFR_NAME.findall(match.group())]
            tokens.append(Token("level", match.group(), lowest(names), cefr=True))
        elif level := _LEVEL_OF.get(kind):
            tokens.append(Token("level", match.group(), level))
        else:
            tokens.append(Token("glue" if kind == "abbreviation" else kind, match.group()))
    return _join_ranges(tokens)


def lowest(levels: list[str]) -> Level:
    """The lowest of ``levels``, which must not be empty."""
    return LEVELS[min(LEVELS.index(level) for level in levels)]


def _join_ranges(tokens: list[Token]) -> list[Token]:
    """Make one token of "native or C2", "good to very good" and "gute bis sehr gute"."""
    joined: list[Token] = []
    for token in tokens:
        before = joined[-2:]
        if (
            token.kind == "level"
            and len(before) == 2
            and before[0].kind == "level"
            and (before[1].kind == "or" or before[1].text.lower() in _RANGE_WORDS)
        ):
            first = before[0]
            level = lowest([str(first.level), str(token.level)])
            joined[-2:] = [
                Token("level", f"{first.text} {before[1].text} {token.text}", level, first.cefr or token.cefr)
            ]
        else:
            joined.append(token)
    return joined
