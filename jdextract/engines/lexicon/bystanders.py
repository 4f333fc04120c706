"""Words of a skill that speak of something else: a job title, a degree, a team."""

from __future__ import annotations

from jdextract.engines.lexicon.companies import is_company
from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.matches import Match
from jdextract.engines.lexicon.phrases import Openings, listed
from jdextract.engines.lexicon.structure import Passage

_ROLE = (
    r"(?:software |web |platform |systems? |application |api |ops |ui |senior |cloud |data |product |core |rails )*(?:engineers?|eng|developers?|devs?(?! (?:process|tool|work|environment|stack|team|experience|cycle|method))|programmers?|architects?|managers?|analysts?|scientists?|specialists?|consultants?|"
    r"designers?|interns?|experts?|leads?|leaders?|administrators?|practitioners?|director|researchers?|testers?|coach(?:es)?|owner|professionals?|evangelists?|advocates?|roles?|positions?|candidates?|talent|jobs?|"
    r"entwickler(?:in|innen|n)?|ingenieur(?:e|in)?|spezialist(?:en|in)?|berater(?:in)?|architekt(?:en|in)?|manager(?:in)?|experte(?:n|in)?|administrator(?:en|in)?)\b"
)
_ROLE_BEHIND = expression(rf"(?:/\w+|\s?(?:&|and|,)\s?[\w-]+)?[ \-/]+{_ROLE}")
# "Senior backend Go developers"
_NAMED_ROLE_BEHIND = expression(rf" (?:[\w+#./-]+ ){{1,2}}{_ROLE}")
_TEAM_BEHIND = expression(
    r"(?:/\w+)?[ \-]*(?:and \w+ |& \w+ |, \w+,? and \w+ )?(?:teams?|departments?|organi[sz]ation(?:s|en)?|org|group|colleagues|squads?|guild|chapter|community|division|companies|company|startups?|start-ups?|industry|space|market|customers?|clients?|vendors?|leaders?|community|conferences?|abteilung(?:en)?|kollegen|kolleg\*innen|bereichen|fachbereichen|unternehmen|kunden|branche|-team)\b"
)
_TEAMS_BEHIND = expression(
    r"(?:, ?(?:and |& )?[\w/-]+(?: [\w/-]+)?){1,4},?(?: and [\w/-]+)? (?:teams|departments|organi[sz]ations|abteilungen)\b"
)
_TEAMS_OPENINGS = Openings(("teams", "departments", "organisations", "organizations", "abteilungen"))
# Half of a stack alone, beside or behind a title, is a part of it: "Software Engineer, Backend", "front-end and ML engineers".
_SIDES = frozenset(
    listed("""
        artificial intelligence | backend development | DevOps | frontend development | full-stack development |
        machine learning | site reliability engineering
        """)
)
_SIDE = expression(r"(?:back|front)[- ]?end|full[- ]?stack")
_FIELD = expression(r"ai|devops|ml|sre")
_ABILITY = r"experience|skills?|knowledge|background|expertise|preferred|required|is\b|are\b"
_ABILITY_BEHIND = expression(rf"[ /&,]*(?:[\w-]+ )?(?:{_ABILITY}|practices|tools|mindset|erfahrung|kenntnisse)")
# "Our first senior SRE" is who is looked for.
_SRE = expression(r"\b(?:a|an|our|the|first|one|senior|staff|lead|principal|junior|experienced) $")
_TITLE_BEFORE = expression(
    r"\b(?:engineers?|developers?|devs?|architects?|director|manager|swe|head)(?: (?:i{1,3}|iv|\d))?(?: ?[-–—,:|/(] ?)(?:[\w+-]+(?: [\w+-]+)?(?:, and |, | and | & | ?/ ?|\+))*$"
)
_SIDES_BEHIND = expression(
    r"(?:(?:, and |, or |, | and | & | or | ?/ ?)(?:full stack|[\w-]+)){1,4} (?:software )?(?:engineers?|developers?|devs|eng|entwickler)\b"
)
_TITLES = "eng|engineers?|developers?|architect|manager|director|scientist|analyst|designer|lead|swe"
_TITLE_WORDS = tuple(title.removesuffix("s?") for title in _TITLES.split("|"))
# "Staff Engineer, AI Products & Agents", "Software Engineer - GenAI": what a list of openings calls one of them by.
_OPENING_BEFORE = expression(
    r"(?:^|[\n*•·▪|;] ?|- )(?:(?!(?:as|an?|the|our|with|of|for|to|experience|experienced|years) )[\w/&+.-]+ ){0,5}"
    rf"(?:{_TITLES})(?: (?:i{{1,3}}|iv|\d))?(?: ?[-–—,|/&] ?)"
    r"(?:[\w/&+.-]+ (?:& )?){0,4}(?:[\w-]+, )?$"
)
_OPENING_BEHIND = expression(rf"(?:(?: & |/| |, )(?!{_ABILITY})[\w&/-]+){{0,3}}\s*(?:$|[\n*•·|(:]|[-–—] |https?:)")
_OPENING_REACH = 90
_DEGREE = expression(
    r"\b(?:bachelor|master|degree|b\.?sc?\b|m\.?sc?\b|b\.?s\.|m\.?s\.|ph\.?d|diploma|undergraduate|graduate|studium|hochschul\w*|universit\w*|studiengang|abschluss|ausbildung|fachinformatiker\w*|diplom|majors?|majoring|enrolled|bs|ba|ms|b\.?tech|m\.?tech)(?![a-zäöüß])"
)
_DEGREE_OPENINGS = Openings(
    listed("""
        bachelor | master | degree | bs | b.s | ms | m.s | ph.d | phd | diplom | undergraduate | graduate | studium |
        hochschul | universit | studiengang | abschluss | ausbildung | fachinformatiker | major | enrolled | ba | btech | b.tech |
        mtech | m.tech
        """)
)
# "... such as computer science, mathematics or physics"
_STUDIED = frozenset(
    listed("""
        data science | economics | electrical engineering | electronics | mathematics | mechanical engineering | physics |
        statistics | systems engineering
        """)
)
_FIELDS_BEFORE = expression(
    r"\b(?:computer science|informatics|\w*informatik|mathemati\w+)(?:,? (?:or |and |und |oder )?[a-zäöü]+(?: [a-zäöü]+)?){0,3}(?:, (?:or |and |und |oder )?| or | and | und | oder )$"
)
_DEGREE_ENDS = expression(
    r"\b(?:experience|experienced|erfahrung|kenntnisse|knowledge|years?|jahre|skills|proficien\w+|familiar\w*|understanding|work)\b|(?<!\bz)[.;!]\s"
)
# "Motivated, curious engineers" are what the person should be; "leadership roles" are not, nor is a team of such engineers.
_ADJECTIVE = expression(r"[\w -]+(?:ed|ive|ful|ous|al|ent|ant|ic|able)")
# Adjectives that are a trait of a person or of a way of working, and a quality of any other thing: "analytical
# databases", "customer-facing platforms".
_OF_THINGS = frozenset(
    listed("""
        analytical | careful | client facing | client-facing | creative | customer facing | customer-facing | friendly |
        hands on | hands-on | innovative | inventive | organisational | organizational | precise | rigorous |
        structured | thorough | user-centered | user-centric | user-focused
        """)
)
_PERSONAL_BEHIND = expression(
    r"[\s]*(?:$|[^\w\s-]|[-–—] |\n)| (?:and|or|to|in|with|but|yet|when|while|about|by|for|of|as|on|at|if|who|that|enough)\b|"
    r"(?:[ -][\w'-]+){0,2}[ -](?:skills?|skillset|mindset|mentality|think\w*|minds?|person\w*|people|individuals?|approach\w*|attitude|ability|abilities|capabilit\w+|problem\w*|solv\w+|engineers?|developers?|programmers?|"
    r"colleagues?|professionals?|candidates?|technologists?|designers?|generalists?|communicat\w+|ways?|manner|nature|spirit|rigou?r|talents?|leaders?|leads?|leadership|contributors?|members?|players?|reasoning|ethic|styles?|ideas?|solutions?|roles?|aptitude|"
    r"strengths?|learners?|builders?|collaborators?|managers?|owners?|types?|works?|working|attention|interactions?|positions?)\b"
)
# "In einem engagierten, offenen Team", "ein innovationsfreudiges Umfeld"
_AROUND_BEHIND = expression(
    r"(?:(?<=e[nmrs])|e[nmrs])(?:(?:,| und|, aber) [a-zäöüß-]+e[nmrs])* "
    r"(?:[a-zäöüß]*(?:umfeld|umgebung|teams?|unternehmen|kultur|atmosphäre|klima)|kollegen|kolleg:innen|kollegium)\b"
)
# "You will have a lot of autonomy" and "room to learn and grow" tell what the person gets.
_GIVEN = frozenset({"creativity", "flexibility", "independent working", "ownership"})
_GIVEN_BEFORE = expression(
    r"\b(?:you(?:'ll| will)|will|we) (?:also |all )?(?:have|get|be given|be granted|enjoy|receive|give(?: you)?|offer(?: you)?) (?:[\w-]+ ){0,4}$"
)
_LEARNING_BEFORE = expression(
    r"\b(?:likely|opportunit\w+|chances?|room|space|time|budget|support|encourage\w*|help(?:s|ing)? you|you(?:'ll| will)) (?:\w+ )?(?:to |for )?$"
)
_OTHERS_BEFORE = expression(r"\b(?:teams?|group|community|colleagues|kolleg\w+) (?:of|von|aus) [\w, &-]{0,40}$")
_JOINTS = frozenset(" -/,&")
_LIKENESS = expression(r"[\s-](?:compatible|like\b|style\b|inspired|kompatib|ähnlich|konform)")


def is_bystander(lower: str, passage: Passage, match: Match) -> bool:
    """Whether the match names no skill of the person, though its words are those of one."""
    if match.entry.name in _SIDES and _is_of_title(lower, match):
        return True
    if match.entry.kind == "concept" and (_is_of_opening(lower, passage, match) or _is_designer(lower, match)):
        return True
    if match.entry.kind == "soft" and (
        _is_of_thing(lower, match) or _is_given(lower, match) or _AROUND_BEHIND.match(lower, match.high) is not None
    ):
        return True
    if lower[match.high : match.high + 1] not in _JOINTS:
        return match.entry.kind == "concept" and _is_degree(lower, passage, match)
    if match.entry.kind == "technology":
        return (
            _LIKENESS.match(lower, match.high) is not None
            or is_company(lower, match)
            or lower[match.high : passage.high].rstrip() == " jobs"
        )
    return (
        _is_role(lower, match)
        or _TEAM_BEHIND.match(lower, match.high) is not None
        or (lower[match.high] == "," and _is_of_teams(lower, match.high))
        or (match.entry.kind == "concept" and _is_degree(lower, passage, match))
    )


def _is_of_teams(lower: str, end: int) -> bool:
    """Whether a list of fields goes on at ``end`` that belongs to several teams: "product, design and data teams"."""
    teams = _TEAMS_OPENINGS.first(lower, end, len(lower))
    return teams is not None and lower.find("\n", end, teams) < 0 and _TEAMS_BEHIND.match(lower, end) is not None


def _is_of_thing(lower: str, match: Match) -> bool:
    """Whether the adjective is said of something other than a person or a way of working."""
    return lower[match.low : match.high] in _OF_THINGS and _PERSONAL_BEHIND.match(lower, match.high) is None


def _is_given(lower: str, match: Match) -> bool:
    name = match.entry.name
    if name in _GIVEN:
        return _GIVEN_BEFORE.search(lower[max(0, match.low - 60) : match.low]) is not None
    return (
        name == "willingness to learn"
        and lower.startswith("learn", match.low)
        and _LEARNING_BEFORE.search(lower[max(0, match.low - 40) : match.low]) is not None
    )


def _is_of_title(lower: str, match: Match) -> bool:
    if not _SIDE.fullmatch(lower, match.low, match.high):
        return _is_field_of_title(lower, match)
    return (
        _SIDES_BEHIND.match(lower, match.high) is not None
        or _NAMED_ROLE_BEHIND.match(lower, match.high) is not None
        or _TITLE_BEFORE.search(lower[max(0, match.low - 60) : match.low]) is not None
    )


def _is_field_of_title(lower: str, match: Match) -> bool:
    """Whether a short form is what somebody works as or on: "an SRE", "engineers (backend, AI)"."""
    if not _FIELD.fullmatch(lower, match.low, match.high) or _ABILITY_BEHIND.match(lower, match.high):
        return False
    before = lower[max(0, match.low - 60) : match.low]
    if lower.startswith("sre", match.low) and _SRE.search(before):
        return True
    return _TITLE_BEFORE.search(before) is not None


def _is_of_opening(lower: str, passage: Passage, match: Match) -> bool:
    """Whether the match only tells one opening of a list from the others."""
    before = lower[max(passage.low, match.low - _OPENING_REACH) : match.low]
    return (
        any(map(before.__contains__, _TITLE_WORDS))  # most passages hold none
        and _OPENING_BEHIND.match(lower, match.high, passage.high) is not None
        and _OPENING_BEFORE.search(before) is not None
    )


def _is_designer(lower: str, match: Match) -> bool:
    """Whether the match is the first part of a job title: "UX designer"."""
    return lower.startswith("designer", match.high - len("design"))


def _is_role(lower: str, match: Match) -> bool:
    if match.entry.kind == "soft" and lower[match.high - 2 : match.high] == "ly":  # "independently lead" is a verb
        return False
    if match.entry.kind == "soft" and _ADJECTIVE.fullmatch(lower, match.low, match.high):
        return _OTHERS_BEFORE.search(lower[max(0, match.low - 60) : match.low]) is not None
    if lower.startswith(" and", match.high - len(" and")):  # "backend, reliability and iOS engineers"
        return _NAMED_ROLE_BEHIND.match(lower, match.high) is not None
    return _ROLE_BEHIND.match(lower, match.high) is not None


def _is_degree(lower: str, passage: Passage, match: Match) -> bool:
    low = max(passage.low, match.low - 110)
    if match.entry.name in _STUDIED and _FIELDS_BEFORE.search(lower[low : match.low]):
        return True
    if _DEGREE_OPENINGS.first(lower, low, match.low) is None:
        return False
    end = -1
    for degree in _DEGREE.finditer(lower, low, match.low):
        end = degree.end()
    return end >= 0 and not _DEGREE_ENDS.search(lower, end, match.low)
