"""What a posting's fields and title say beside its text: role, seniority, country, date, language.

All of it is precision before recall: ``None`` where the words leave it open.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from jdextract.postings.countries import countries_in_head, country_code, country_of_location
from jdextract.postings.dates import parse_date
from jdextract.postings.languages import language, language_code

__all__ = [
    "ROLES",
    "SENIORITIES",
    "country",
    "country_code",
    "language",
    "language_code",
    "parse_date",
    "role",
    "seniority",
    "seniority_of",
]

# A title that names several of these is decided by the order of mention, save that the first two rows win
# wherever they stand ("Engineering Manager, Backend").
_ROLES: tuple[tuple[str, str], ...] = (
    (
        "other",
        (r"(?:ux|ui/?ux|product|graphic|grafik|web|visual|brand|interaction)[ -]?design\w*|\w*designer(?:in)?|sales|vertrieb\w*|"
        r"account (?:executive|manager)|marketing\w*|recruit\w*|talent acquisition|people (?:operations|partner)|"
        r"human resources|hr|personal(?:referent|sachbearbeiter)\w*|accountant|accounting|buchhalt\w*|finance|controller|"
        r"legal counsel|copywriter|content (?:writer|manager)|redakteur\w*|nurse|pflege\w*|stadtplan\w*|"
        r"projektentwickler\w*|(?:civil|mechanical|electrical|supplier quality|process) engineer|maschinenbau\w*|"
        r"administrative|executive assistant|ebay|business analyst|business development"),
    ),
    (
        "management",
        (r"(?:engineering|development|delivery|product|project|program(?:me)?|technical program|it|release|r&d|technology|"
        r"software(?: engineering| development)?|team) manager\w*|manager,? (?:of )?(?:software|engineering|development|product)\w*|"
        r"head of|director|vp(?: of)?|vice president|cto|cio|chief \w+ officer|product owner|scrum master|"
        r"(?:it-?)?(?:team|abteilungs|bereichs|projekt|entwicklungs)?leit(?:er|ung|erin)|projektkoordinator\w*|projektmanag\w*|"
        r"it-projekt\w*"),
    ),
    ("fullstack", r"full[ -]?[- ]?stack\w*"),
    (
        "security",
        (r"(?:cyber|it|information|network|application|product|cloud|infrastructure|offensive|ai)?[ -]?security\w*|cyber[ -]?\w*|infosec|"
        r"penetration test\w*|pentest\w*|appsec|soc analyst|netzwerksicherheit|it-sicherheit\w*|informationssicherheit\w*"),
    ),
    (
        "qa",
        (r"qa|sdet|q\.a\.|quality (?:assurance|engineer)\w*|test(?:er|ers|erin)|software in test|in test|test (?:engineer|automation)\w*|"
        r"\w*tester(?::?in)?|testautomati\w*|testmanag\w*|test & automation|hardware test"),
    ),
    (
        "ml",
        (r"ml|mlops|ai|a\.i\.|genai|gen ai|llm\w*|machine[ -]learning|deep learning|artificial intelligence|computer vision|nlp|ki|"
        r"maschinelles lernen|ai-\w+|ki-\w+|research scientist"),
    ),
    (
        "data",
        (r"data(?!base)(?: \w+)? (?:engineer|scientist|analyst|architect|developer|scien)\w*|data science|data platform\w*|data engineering|"
        r"analytics(?: engineer)?|business intelligence|bi|bi-\w+|etl|data warehouse|dwh|daten(?:ingenieur|analyst|wissenschaft)\w*|"
        r"dateningenieur\w*|database (?:administrator|engineer)\w*|dba|data plane|big data"),
    ),
    (
        "devops",
        (r"dev[ -]?sec[ -]?ops|dev[ -]?ops\w*|sre|site[ -]reliability\w*|platform engineer\w*|cloud (?:engineer|architect|ops|operations)\w*|"
        r"infrastructure\+?(?: \w+)? ?(?:engineer|developer|jobs)?\w*|infra|production engineer\w*|sysadmin\w*|"
        r"systems? admin\w*|(?:linux|system|it|netzwerk)[- ]?administrator\w*|it-administrator\w*|systemadministrator\w*|"
        r"kubernetes|build engineer|release engineer|systemintegration|linux system|systemtechniker\w*|it-systemtechniker\w*|network engineer"),
    ),
    ("mobile", r"mobile(?: \w+)? ?(?:engineer|developer|entwickl|app)\w*|mobile|ios|android|react native|flutter|app-?entwickl\w*"),
    (
        "embedded",
        r"embedded|firmware|fw|fpga|hardware|mikrocontroller\w*|autosar|plc|sps|robotics|edge ai|modem|driver",
    ),
    ("frontend", r"front[ -]?end\w*|front/back[ -]?end|ui (?:developer|engineer|development)\w*|react(?: ?\.?js)?(?! native)|angular|vue(?:\.?js)?|web[ -]?entwickler\w*"),
    (
        "backend",
        (r"back[ -]?end\w*|server[ -]side|api (?:engineer|developer|team)\w*|apis?|(?:python|java|go|golang|rust|ruby|rails|php|scala|node(?:\.?js)?|"
        r"django|kotlin|elixir|\.net|c#|laravel|spring)(?:[ /,]+\w+)?[ -](?:engineer|developer|entwickler|programmer)\w*|server engineer|distributed systems"),
    ),
    (
        "support",
        (r"(?:technical|tech|it|customer|client|it-/?tech|application|product)[ -/]{0,2}support\w*|support (?:engineer|analyst|specialist)\w*|help ?desk|"
        r"service ?desk|customer success\w*|systemelektroniker\w*|anwendungsbetreuer\w*"),
    ),
)  # fmt: skip
ROLES: tuple[str, ...] = (
    "backend", "frontend", "fullstack", "data", "ml", "devops", "security", "mobile", "embedded", "qa", "management",
    "support", "other",
)  # fmt: skip
"""The roles that a title can name."""

_START, _END = r"(?<![\w.+#])", r"(?![\w+#])"
_ROLE_PATTERNS = [(name, re.compile(_START + f"(?:{pattern})" + _END, re.IGNORECASE)) for name, pattern in _ROLES]

_MAX_HEAD_FIELD = 80

SENIORITIES: tuple[str, ...] = ("intern", "junior", "mid", "senior", "lead", "principal", "manager")
"""From the first to the last step."""

_SENIORITY_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(_START + f"(?:{pattern})" + _END, re.IGNORECASE))
    for name, pattern in (
        (
            "intern",
            (r"interns?|internships?|praktik(?:um|ant|antin|anten)|pflichtpraktikum|werkstudent\w*|working student|"
            r"student(?:ische\w*| assistant)|ausbildung|auszubildende\w*|azubis?|apprentice\w*|duales studium|dualer student|co-op|bachelorand\w*|masterand\w*"),
        ),
        (
            "junior",
            (r"junior\w*|jr\.?|entry[ -]?level|new grads?|(?:university |new |recent )?graduates?|grad|berufseinsteiger\w*|einsteiger|"
            r"absolvent\w*|early career|trainee|(?:engineer|developer|analyst|administrator) I"),
        ),
        ("mid", r"mid[ -]?senior|mid[ -]?level|mid|intermediate|medior|(?:engineer|developer|analyst|administrator) (?:II|2)"),
        ("senior", r"\(?senior\)?|seniors|sr\.?|snr\.?|erfahrene[rn]?|berufserfahrene[rn]?"),
        ("lead", r"(?:tech|technical|team|engineering)?[ -]?lead(?! gen)|leads|lead hires|führende[rn]?"),
        ("principal", r"principal|(?<!technical )staff\+?|distinguished|fellow"),
        (
            "manager",
            (r"(?:engineering|software(?: engineering| development)?|development|team|group|qa|data|platform|infrastructure|it) manager\w*|"
            r"manager,? (?:of )?(?:software|engineering|development)\w*|head of|director|vp(?: of)?|vice president|cto|cio|ceo|"
            r"chief \w+ officer|(?:team|abteilungs|bereichs|entwicklungs|it-)?leit(?:er|erin|ung)"),
        ),
    )
)  # fmt: skip
_GENDERS = re.compile(r"\(?\b[mwfdx](?:\s?[/|*,]\s?[mwfdxgni*]+)+\b\)?", re.IGNORECASE)
_BEFORE = re.compile(r"(?:[/&+,]|\b(?:or|and|und|oder))(?:\s*[\w/]+)?\s*$", re.IGNORECASE)
_AFTER = re.compile(r"\s*[/&+]")
_ABOUT = ("other", "management")
_ALTERNATIVE = re.compile(r"[/,&+|;]|\b(?:or|and|und|oder|to|bis)\b", re.IGNORECASE)


@lru_cache(maxsize=8192)
def role(title: str | None) -> str | None:
    """One of `ROLES` that the title names; ``None`` where it names none, or a list of different ones.

    ``other`` and ``management`` outrank what they are about ("Head of Marketing", "Engineering Manager,
    Backend"), ``fullstack`` its two ends; of further roles the first counts ("Security Data Engineer").
    """
    if not title:
        return None
    title = _GENDERS.sub("", title)
    spans = sorted((*match.span(), name) for name, pattern in _ROLE_PATTERNS if (match := pattern.search(title)))
    if not spans:
        return None
    names = {name for *_, name in spans}
    if "fullstack" in names and names <= {"fullstack", "frontend", "backend"}:
        return "fullstack"
    if {"backend", "frontend"} <= names:
        return None
    for first, second in pairwise(spans):
        if first[2] not in _ABOUT and _ALTERNATIVE.search(title[first[1] : second[0]]) and not _is_about(first, second):
            return None
    return next((name for name in _ABOUT if name in names), spans[0][2])


def _is_about(first: tuple[int, int, str], second: tuple[int, int, str]) -> bool:
    """Whether two mentions overlap, and so are one."""
    return second[0] < first[1]


@lru_cache(maxsize=8192)
def seniority(title: str | None) -> str | None:
    """One of `SENIORITIES` that the title names.

    Of neighbouring steps the lower counts ("Mid/Senior" is open to ``mid``), of stacked words the higher
    ("Senior Staff Engineer" is ``principal``); steps further apart leave it open, and so does an internship
    beside a job ("Engineer or intern").
    """
    if not title:
        return None
    title = _GENDERS.sub("", title)
    found = sorted(
        (match.start(), match.end(), SENIORITIES.index(name))
        for name, pattern in _SENIORITY_PATTERNS
        for match in pattern.finditer(title)
        if name != "intern" or not _is_alternative(title, *match.span())
    )
    if not found:
        return None
    merged: list[int] = []
    end = 0
    for start, stop, step in found:
        if stop <= end:
            # The second half of "Mid-Senior".
            continue
        if merged and not _ALTERNATIVE.search(title[end:start]) and start - end < 12:
            merged[-1] = max(merged[-1], step)
        else:
            merged.append(step)
        end = max(end, stop)
    low, high = min(merged), max(merged)
    return SENIORITIES[low] if high - low <= 2 else None


def _is_alternative(title: str, start: int, end: int) -> bool:
    return bool(_BEFORE.search(title[:start]) or _AFTER.match(title[end:]))


def seniority_of(value: str | None) -> str | None:
    """The step that a field of its own names ("Mid-Senior level" of LinkedIn says too little)."""
    if not value:
        return None
    folded = value.strip().casefold()
    if folded in SENIORITIES:
        return folded
    return {
        "entry level": "junior",
        "entry-level": "junior",
        "internship": "intern",
        "director": "manager",
        "staff": "principal",
    }.get(folded)


def country(location: str | None, *, title: str | None = None, text: str = "") -> str | None:
    """ISO 3166-1 alpha-2 code of the one country that the location names, else the title, else the first line."""
    if location and (code := country_of_location(location)):
        return code
    return countries_in_head(title, first_line(text))


def first_line(text: str) -> str:
    """The first line of a text that is not blank, cut at 400 characters."""
    return text[:400].lstrip().partition("\n")[0]


def title_of_head(text: str) -> str | None:
    """What follows the company where the first line is a head, as in "Example | Backend Engineer | Berlin"."""
    fields = first_line(text).split("|")
    return "|".join(field for field in fields[1:5] if len(field) < _MAX_HEAD_FIELD) if len(fields) > 2 else None
