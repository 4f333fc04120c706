"""What a line alone says about the section that it lies in, in English and German: data for `sections`.

A list under a heading that nobody has written before is told by the grammar of its items: duties begin with a
verb, demands with a noun of ability, benefits with what is paid. All patterns are matched against folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.headings import KEYWORDS, Section

Leaning = dict[Section, float]
"""Evidence for sections, additive; 1 is a hint, 3 hardly leaves a doubt."""

_MARK = expression(r"[^\w$€£(]+|\d{1,2}[.)] ")
_VERBS = (
    r"achieve|act|adapt|address|administer|advise|advocate|align|analy[sz]e|answer|apply|architect|articulate|assess|assist|assume|attend|audit|automate|"
    r"balance|be responsible|be part|be involved|be hands-on|break down|bring|build|champion|coach|code|collaborate|collect|communicate|complete|conceptuali[sz]e|conduct|configure|connect|consult|contribute|convert|coordinate|craft|create|curate|cut|"
    r"debug|define|deliver|demonstrate|deploy|design|detect|determine|develop|diagnose|discover|discuss|dive|document|drive|educate|elevate|embed|empower|enable|encourage|engage|engineer|enhance|ensure|establish|estimate|evaluate|evangeli[sz]e|evolve|execute|expand|experiment|explain|explore|extend|"
    r"facilitate|find|fix|follow|foster|gather|generate|give|grow|guide|handle|harden|help|hire|host|identify|implement|improve|influence|ingest|initiate|innovate|inspire|install|instrument|integrate|interact|interface|interview|introduce|investigate|iterate|"
    r"join|keep|launch|lead|learn|leverage|liaise|look after|maintain|make|manage|map|measure|meet|mentor|migrate|model|moderni[sz]e|monitor|move|onboard|operate|optimi[sz]e|orchestrate|organi[sz]e|oversee|own|"
    r"pair|participate|partner|perform|plan|port|prepare|present|prevent|prioriti[sz]e|produce|profile|promote|propose|prototype|provide|provision|push|raise|recommend|reduce|refactor|refine|release|represent|research|resolve|respond|review|rewrite|roll out|run|"
    r"safeguard|scale|scope|secure|select|serve|set|shape|share|ship|simplify|sit with|solve|spearhead|speak|speed up|stay|steer|streamline|strengthen|structure|supervise|support|"
    r"tackle|take|talk|teach|test|trace|track|train|transform|translate|troubleshoot|tune|turn|uncover|update|upgrade|use|utili[sz]e|validate|verify|visuali[sz]e|work|write"
)
_STEMS = re.sub(r"e(?=\||$)", "e?", _VERBS)
_DUTY = (
    rf"(?:(?:you(?:'ll| will)?|to|\w+ly|also|then|and|us|we want you to) )*"
    rf"(?:(?:{_VERBS})(?:s|es)?(?:(?: and|,|/| &) ?\w+(?:, \w+)*)?|(?:{_STEMS})(?:[bdgmnprt]?ing)) "
    r"(?<!working with )(?!experience\b|knowledge\b|skills?\b|proficiency\b|background\b|years?\b|languages?\b|expertise\b|ethic\b|patterns?\b|certifi|permit\b|authori[sz]ation\b|as a team)"
)
_GERUND = (
    r"(?!working (?:knowledge|experience|proficiency)|understanding|willing|outstanding|engineering|programming|being|during|including|testing\b|caring|training (?:budget|courses)|gaming|living|coming from|following|amazing|exciting|interesting|nothing|something|anything)"
    r"\w{4,}ing (?!experience\b|knowledge\b|skills?\b|languages?\b)"
)
_DUTY_DE = (
    r"(?:du|sie) (?!bist|hast|bringst|verfügst|kannst|kennst|besitzt|solltest|beherrschst|magst|willst|liebst|denkst|sprichst|verstehst|haben|sind|bringen|verfügen|besitzen|können|kennen|beherrschen|sollten|sprechen|mögen|denken|bekommst|erhältst|bekommen|erhalten)\w+(?:st|t|en)\b"
    r"|(?:(?:die|der|das|eigenverantwortliche|selbst(?:st)?ändige|aktive|enge|regelmäßige|kontinuierliche|fachliche|technische|laufende|proaktive|stetige|gemeinsame) )*"
    r"[\w/-]*(?:ung|ierung|arbeit|pflege|analyse|management|aufbau|ausbau|betrieb|konzeption|administration|integration|migration|installation|konfiguration|dokumentation|implementation|verantwortung|support|planung|leitung|schulung)s?"
    r"(?:(?:,| und|/| sowie|-,) [\w-]+)* (?:von|der|des|bei|beim|an|am|in|im|für|eines|einer|mit|aller|unserer|unseres|neue|zur|zum|innerhalb|[a-zäöüß-]{3,}er [\w-]+|[a-zäöüß-]{3,}(?:er|en)\b)\b"
    r"|(?!gute|hohe|erste|sehr|deine|ihre|eine|keine|viele|moderne|flache|attraktive|flexible|spannende|abgeschlossene)[a-zäöü]{4,}e (?:die|das|den|unsere?[nr]?|neue|tests|maßnahmen|technische|komplexe|innovative|moderne|deine?)\b"
    r"|[a-zäöü]{4,}(?:en|eln|ern),? (?:und |sowie )?[a-zäöü]{4,}(?:en|eln|ern)\b"
)
_INFINITIVE = expression(
    r"(?:entwickeln|umsetzen|betreuen|gestalten|begleiten|unterstützen|optimieren|pflegen|planen|erstellen|testen|bauen|betreiben|arbeiten|übernehmen|analysieren|beraten|sicherstellen|dokumentieren|automatisieren|konzipieren|einführen|abstimmen|schreiben|finden|halten|beheben|weiterentwickeln|implementieren|integrieren|leiten|führen|koordinieren|überwachen|verbessern|migrieren|modernisieren|prüfen)[.!]?$"
)
_ADJECTIVES = (
    r"(?:(?:a|an|the|some|any|at least|first|your|very|sehr|strong|stronger|solid|proven|deep|prior|hands-on|professional|demonstrated|demonstrable|extensive|previous|good|great|working|excellent|practical|relevant|basic|advanced|thorough|"
    r"sound|in-depth|broad|general|outstanding|exceptional|expert|fluent|genuine|keen|clear|sharp|healthy|real|real-world|commercial|industry|recent|significant|substantial|firm|robust|high|technical|conceptual|fundamental|"
    r"initial|existing|additional|intermediate|expert-level|production|significant|analytical|"
    r"gute|guter|gutes|fundierte|fundiertes|tiefgehende|tiefe|tiefes|solide|solides|umfassende|praktische|ausgeprägte|ausgeprägtes|ausgeprägter|einschlägige|mehrjährige|erste|relevante|hohe|hohes|sichere|sicherer|sicheres|breite|"
    r"nachweisbare|nachgewiesene|idealerweise|strukturierte|selbst(?:st)?ändige|eigenverantwortliche|analytische|analytisches|schnelle|große|starke|starkes|technisches|kommunikative|verhandlungssichere|fließende)[ ,/]+(?:und |and |& )?)*"
)
_DEMAND = (
    r"(?:you(?!'ll|'d| will| would| may| get to)(?:'ve| have|'re| are|r| bring| know| love| enjoy| understand| can| possess| should| must| need| like| want| care| think|'d like| want to| are able)\b|(?:du|sie) (?:bist|hast|bringst|verfügst|kannst|kennst|besitzt|solltest|beherrschst|magst|willst|liebst|denkst|sprichst|verstehst|haben|sind|bringen|verfügen|besitzen|können|kennen|beherrschen|sollten|sprechen)\b|"
    r"(?:(?:min(?:imum|\.)?|at least|mindestens|ideally|about|around|over|more than|mehr als)(?: of)? )?(?:\d+|two|three|four|five|six|seven|eight|ten|zwei|drei|vier|fünf|several|many|a few|mehrere)\+?(?: ?(?:[-–]|to|or|bis) ?\w+)?\+? (?:or more |plus )?(?:\w+ )?(?:years?|yrs|jahren?)\b|"
    r"(?:have|are|be able|enjoy|love|know|understand|can|possess|thrive|care|value|think|feel|know|speak|has|is|knows|enjoys|loves|understands) |"
    r"bachelor|master(?:'s)?\b|b\.?s\.?c?\b|m\.?s\.?c?\b|ph\.?d|degree|diploma|graduate of|abgeschlossene?[sn]?\b|studium|hochschul|erfolgreich abgeschlossen|abschluss|ausbildung (?:als|zum|im)|currently (?:enrolled|pursuing)|enrolled|pursuing|must |able to|eligib|authori[sz]ed|willing|comfortable|comfort |"
    r"familiar|proficien|fluen|skilled|versed|well-versed|experienced|confident|curious|curiosity|passionate|motivated|self-|detail-|team player|team-|open-minded|proactive|pragmatic|driven|adaptab|flexib(?:le and|ility)|highly |a self|a team|a track|track record|a passion|a willingness|a desire|a proactive|a pragmatic|a keen|an eye|nice to have|bonus|preferably|ideally|"
    r"idealerweise|wünschenswert|von vorteil|freude|spaß|lust auf|interesse|begeisterung|leidenschaft|affinität|bereitschaft|teamfähig|teamgeist|kommunikations|selbst(?:st)?ändig|eigenverantwort|eigeninitiative|neugier|zuverlässig|lösungsorient|lernbereit|motivation|hands-on-mentalität|"
    rf"{_ADJECTIVES}"
    r"(?:[\w+#./-]+(?:,? (?:and |or |und |oder |& )?|/)){0,3}(?:experience|knowledge|understanding|proficiency|familiarity|background|expertise|exposure|ability|abilities|skills?|command|grasp|confidence|interest|passion|willingness|desire|commitment|track record|mindset|attitude|communicator|communication|problem[- ]solv\w+|attention|fundamentals|proficient|awareness|foundation|appreciation|aptitude|competence|mastery|fluency|english|german|"
    r"kenntnisse|\w+(?:kenntnisse|erfahrung|fähigkeit)|erfahrung(?:en)?|verständnis|umgang|know-how|wissen|fähigkeit(?:en)?|arbeitsweise|denkweise|auffassungsgabe|deutsch|englisch|deutsch-|einsatzbereitschaft|bereitschaft|interesse|denken)\b)"
)
_ADJECTIVE = r"(?:strong|solid|proven|deep|excellent|good|great|exceptional|outstanding|demonstrated|fundierte|sehr gute|gute|ausgeprägte|hohe) "
_BENEFIT = (
    r"(?:an? |our |your |up to |ab |bis zu |\d++(?: ?\+)?(?: ?%)? ?+|eine? |einen )*(?:[$€£]|\d[\d.,]* ?(?:€|k\b|eur|usd|gbp|days|tage|weeks|urlaub|vacation|pto)|competitive|generous|flexible (?:working|work|hours|arbeits)|flexib(?:el|les|le) |flexi|free |paid |unlimited|(?:private )?(?:health|dental|medical|life|vision)(?: insurance| care|care| cover|,| and)|insurance|equity|stock options|pension|"
    r"401|bonus (?:scheme|program)|annual (?:bonus|leave|budget|learning)|yearly|parental|maternity|remote-first|relocation|visa|home[- ]office|learning (?:budget|and)|training budget|personal development|gym|lunch|snacks|company (?:events|retreats|pension|car|bike)|team events|"
    r"attraktive|moderne(?:r|s)? (?:arbeits|büro|hard|laptop|equipment)|unbefristet|betriebliche|urlaub|weiterbild|jobrad|jobticket|deutschlandticket|firmen|zuschuss|mitarbeiter|vergünstig|flache hierarchien|kostenlose|mobiles arbeiten|homeoffice|remote[- ]?(?:arbeit|work|option)|überdurchschnittlich|vermögenswirksam|30 tage|kantine|vertrauensarbeit|sicherer arbeitsplatz|salary|pay range|work[- ]life)"
)
_PROSE_COMPANY = r"(?:at [\w.&]+,? we|we|we're|we've|our|wir|unser\w*|bei uns)\b"
_PRODUCT = (
    r"[\w.+#-]+(?: [\w.+#-]+){0,2} (?:allows|enables|lets|helps|gives|provides|offers|makes|brings|powers) "
    r"(?:you|users|teams|customers|companies|businesses|enterprises|organi[sz]ations|developers|engineers|people|clients|an?|the)\b"
)
_LABELLED_LIST = r"[\w /&+-]{2,28}: ?[\w.#+ -]+(?:, ?[\w.#+ -]+){1,}"
_WISH = expression(
    r"\b(?:a plus|big plus|bonus|nice[- ]to[- ]have|ideally|preferred|preferably|desirable|would be (?:great|nice|lovely)|an advantage|an asset|von vorteil|wünschenswert|idealerweise|gerne|kein muss|is welcome|are welcome)\b|^[\W_]*(?:some |an interest|interest in|exposure to|basic |any |erste )"
)
_CUE_WEIGHT: dict[Section, tuple[float, float]] = {
    "legal": (3.0, 3.0),
    "requirements": (1.5, 0.5),
    "stack": (1.5, 0.3),
    "duties": (1.5, 0.5),
    "benefits": (2.0, 2.0),
    "application": (2.0, 2.0),
    "company": (1.2, 1.2),
}
# Words of headings that no pattern of `headings` knows.
_HINTS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    (
        "preferred",
        expression(
            r"\b(?:bonus|plus|extra|extras|even|better|optional|nice|also|stand out|edge|love to|preferred|desir\w+|advantage|asset|wäre|schön|toll|zusätzlich|gern\w*|vorteil|pluspunkt\w*|wünsch\w+|kür|willkommen)\b"
        ),
    ),
    (
        "benefits",
        expression(
            r"\b(?:offer|offers|get|gets|perks?|benefits?|enjoy|pay|money|reward\w*|return|treat|give you|give back|bieten|bekommst|geben|vorteile?|gehalt|drin|deal|life at)\b"
        ),
    ),
    (
        "duties",
        expression(
            r"\b(?:do|doing|role|job|work|working|day|days|week|hours|time|task|tasks|mission|build|building|impact|ahead|await\w*|challenge\w*|responsib\w+|project\w*|aufgabe\w*|tun|machst|machen|erwartet|alltag|tag|arbeit\w*|bewegst|gestaltest|zu tun)\b"
        ),
    ),
    (
        "requirements",
        expression(
            r"\b(?:you|your|bring|have|skills?|need|needs|look|looking|must|who|person|human|people|candidate|expect|matter|matters|fit|kit|toolkit|mitbring\w*|kannst|können|brauchst|suchen|dich|du bist|dein|profil|passt|passen|erfahr\w+|wünschen uns)\b"
        ),
    ),
    (
        "stack",
        expression(r"\b(?:stack|tech|tools?|technolog\w+|machinery|toolbox|technik|werkzeug\w*|under the hood)\b"),
    ),
    ("company", expression(r"\b(?:about us|we are|our story|team|company|us|uns|wir sind|unternehmen|who's we)\b")),
    ("application", expression(r"\b(?:apply|hear from|interview\w*|next|process|bewerb\w+|kontakt|interest\w*)\b")),
)


# The first that fits the words at the start of a line decides: what it speaks for, as a list item and as prose.
_OPENINGS: tuple[tuple[str, Section, float, float], ...] = (
    (_DEMAND, "requirements", 2.5, 2.5),
    (_DUTY, "duties", 2.0, 1.2),
    (_DUTY_DE, "duties", 2.0, 1.2),
    ("working with ", "duties", 0.5, 0.5),
    (_GERUND, "duties", 1.0, 1.0),
    (_BENEFIT, "benefits", 2.0, 2.0),
    (_ADJECTIVE, "requirements", 1.0, 1.0),
    (_PROSE_COMPANY, "company", 0.8, 0.8),
    (_PRODUCT, "company", 1.5, 1.0),
    (_LABELLED_LIST, "stack", 0.8, 0.0),
)
# One alternation, each part in a group of its own, so that a line is asked once.
_OPENING = expression("|".join(f"({pattern})" for pattern, *_ in _OPENINGS))


def lean(line: str, cues: Iterable[tuple[Section, int, bool]], *, bullet: bool) -> Leaning:
    """The sections that the folded ``line`` speaks for by its first words and by ``cues`` (section, place, weak)."""
    leaning: Leaning = {}
    for section, _, weak in cues:
        weight = _CUE_WEIGHT.get(section, (0.0, 0.0))[weak]
        if bullet and section == "legal":  # a list item on privacy or background checks is a duty as well
            weight = 1.0
        leaning[section] = min(leaning.get(section, 0.0) + weight, max(weight, 2.5))
    mark = None if line[:1].isalpha() else _MARK.match(line)
    start = mark.end() if mark else 0
    if opening := _OPENING.match(line, start):
        _, section, in_list, in_prose = _OPENINGS[opening.lastindex - 1]  # type: ignore[operator] # a group matched
        lend(leaning, section, in_list if bullet else in_prose)
    elif bullet and _INFINITIVE.search(line):
        lend(leaning, "duties", 1.5)
    if bullet and _WISH.search(line):
        lend(leaning, "preferred", 1.0)
    return leaning


def lean_of_heading(core: str) -> Leaning:
    """What the words of a heading that no pattern knows hint at."""
    leaning: Leaning = {}
    for section, pattern in KEYWORDS:
        if pattern.search(core):
            lend(leaning, section, 1.5)
            break
    for section, pattern in _HINTS:
        if pattern.search(core):
            lend(leaning, section, 1.0)
    return leaning


def lend(leaning: Leaning, section: Section, weight: float) -> None:
    """Let ``leaning`` speak more for the section."""
    leaning[section] = leaning.get(section, 0.0) + weight
