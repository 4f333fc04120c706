"""How sentences state duties where no heading says so, in English and German: data for `activities`.

All patterns are matched against folded text: lower case, straight apostrophes, plain hyphens.
"""

from __future__ import annotations

from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.phrases import Openings, listed

_VERB = (
    r"help|work|build|develop|design|lead|own|create|write|maintain|drive|implement|scale|improve|support|extend|architect|ship|"
    r"manage|make|deliver|expand|grow|bring|run|optimi[sz]e|contribute|deploy|integrate|automate|partner|define|shape|invent|"
    r"tackle|oversee|spearhead|serve|act|provide|ensure|set up|migrate|refactor|moderni[sz]e"
)
# Where no heading says so, a sentence states a duty from here on.
CUE = expression(
    # you will …
    # All alternatives begin at a word: said once, it is tried once a place.
    r"\b(?:you(?:'ll| will| would|'d|'re going to| are going to| get to| may be asked| might)\b"
    r"(?! (?:also )?(?:have(?! (?:\w+ )?(?:ownership|responsibility|autonomy))|need|love|get|receive|find|enjoy|like|be (?:a|an|able|eligible|offered)|work from|join)\b)"
    r"|as (?:a|an|our|the) [^.,]{3,60}, you\b|you .{0,20}?\b(?:build|develop|design|own|lead|maintain|work closely)\b"
    # your role is to …, the engineer will …
    r"|(?:your|the|this) (?:role|job|position|mission|work|responsibilities|tasks?|individual|person|engineer|developer|hire)\b"
    r".{0,40}?\b(?:is to|will|would|includes?|involves?|to)\b"
    r"|(?<!been )responsible for\b|joining us (?:will )?means?\b|responsibilities (?:include|are)\b|in charge of\b|(?:opportunity|chance) to\b"
    r"|(?:example|typical) (?:tasks|projects)\b"
    # looking for someone to …
    r"|(?:looking for|looking to hire|searching for|hiring|need(?! it\b)|needs|seeking|seeks|want|wants|add|adding|bring on|recruiting|search of)\b"
    rf".{{0,120}}?\b(?:to|who will|who'll|who can|that will|that can)\b(?= (?:\w+ly )?(?:join us|take|be|{_VERB}))"
    r"|(?:help|helping) us (?:to )?\w+|join us (?:to|in) \w+|hiring to build\b"
    rf"|to help (?!(?:teams|customers|companies|businesses|people|users|organi[sz]ations|enterprises|merchants|clients|brands|doctors|patients|students|developers) )(?:us |our |them |to )?(?:\w+ ){{0,3}}?(?:{_VERB})\b|help (?:{_VERB})\b|(?:come|us to) (?:{_VERB})\b"
    r"|our (?:\w+ )?(?:engineers|developers) (?:\w+ )?(?:build|create|design|develop|write|own|maintain)\b"
    # German
    r"|(?:wirst|werden) (?:du|sie)\b|du (?:wirst|entwickelst|arbeitest|übernimmst|gestaltest|verantwortest|unterstützt|betreust|"
    r"konzipierst|implementierst|programmierst|baust|betreibst|optimierst|erstellst|führst|berätst|stellst|sorgst|analysierst|"
    r"treibst|begleitest|entwirfst|bringst .{0,40}ein|planst|koordinierst|testest|dokumentierst|steuerst|leitest|wirkst|"
    r"schreibst|hilfst|behebst|hältst|sprichst|prüfst|trainierst|administrierst|automatisierst|integrierst|migrierst|modernisierst|definierst|konfigurierst|überwachst|"
    r"pflegst|wartest|löst|setzt)\b"
    r"|(?:entwickelst|übernimmst|gestaltest|verantwortest|konzipierst|implementierst|arbeitest|baust|betreust) du\b"
    r"|(?:entwickeln|übernehmen|gestalten|verantworten|konzipieren|implementieren|arbeiten|betreuen|unterstützen|"
    r"analysieren|erstellen) sie\b"
    r"|sie (?:entwickeln|übernehmen|gestalten|verantworten|konzipieren|implementieren|arbeiten|betreuen|unterstützen|"
    r"analysieren|erstellen|planen|pflegen|warten|betreiben|überwachen|programmieren|testen|beraten|begleiten|leiten|"
    r"führen|steuern|optimieren|automatisieren|administrieren|schreiben|bauen|sorgen)\b"
    r"|(?:zuständig|verantwortlich) für\b|(?:deine|ihre) (?:aufgaben?|rolle|mission)\b"
    r"|in dieser (?:rolle|position|funktion)\b|der .{0,60}weiterentwickelt\b)"
)
CUE_OPENINGS = Openings(
    listed("""
        you | as a | as our | as the | the role | the job | the position | the mission | the work | the responsibilities |
        the task | the individual | the person | the engineer | the developer | the hire | this role | this job |
        this position | this mission | this work | this responsibilities | this task | this individual | this person |
        this engineer | this developer | this hire | responsible for | joining us | responsibilities | in charge of | opportunity to |
        chance to | example | typical | looking for | looking to hire | searching for | hiring | need | seek | want | add |
        bring on | recruiting | search of | help | join us | to help | come | us to | our | wirst | werden | du |
        entwickelst | übernimmst | gestaltest | verantwortest | konzipierst | implementierst | arbeitest | baust |
        betreust | entwickeln | übernehmen | gestalten | verantworten | konzipieren | implementieren | arbeiten |
        betreuen | unterstützen | analysieren | erstellen | sie | zuständig | verantwortlich | deine | ihre | in dieser |
        der
        """)
)
"""What `CUE` begins with."""
# "Backend: own our APIs", "- Build the billing engine": a role or a list item that begins with a verb.
ITEM = expression(
    rf"(?:[\W_]*[^\W_][\w /&+-]{{2,40}}(?::| [-–—]) |[^\w\s]\s*)(?:you (?:will )?)?(?:{_VERB}|work)\b"
    # "- schreibst Tests": the verb of a list whose first line said "du".
    r"|[^\w\s]\s*(?:du )?(?!bist|hast|bringst|verfügst|kannst|kennst|besitzt|solltest|beherrschst|magst|willst|liebst|denkst|"
    r"verstehst|möchtest|weißt|findest|fühlst|suchst|freust|bekommst|erhältst|lernst|meist|selbst|nächst|zunächst|fast|erst|höchst)"
    r"[a-zäöü]{3,}st\b(?= \w)"
)
_BEHIND_ROLES = (": ", " - ", " – ", " — ")


def may_be_item(sentence: str) -> bool:
    """Whether ``sentence`` begins with a mark or has what stands behind a role, as all that `ITEM` finds does."""
    return not sentence[:1].isalnum() or any(map(sentence.__contains__, _BEHIND_ROLES))


# Under a duties heading, a sentence that speaks of the company or of the team as a whole.
COMPANY = expression(
    r"[\W_]*(?:we|we're|we've|our (?:team|company|mission|vision|customers|clients|product|products|platform|stack|tech|goal)|wir|unser\w*)\b"
)

# What others are to do with the work's result: "APIs that let merchants run their shops".
OTHERS = expression(
    r"\b(?:allow|enabl|let|help|empower)(?:s|es|e|ing|ting)? (?:our |their |these |all )?(?:customers|companies|businesses|users|merchants|clients|organi[sz]ations|enterprises|people|patients|brands|partners|hospitals|doctors|schools|students|banks|retailers|creators|them)(?: and \w+)? (?:to )?\w[^,;.:]*(?:(?:, \w+){1,4},? (?:and|or) \w[^,;.:]*)?"
    r"|\bcustomers who\b[^,;.:]*"
)
OTHERS_WORDS = ("allow", "enabl", "let", "help", "empower", "customers who")
"""One of them stands in all that `OTHERS` finds."""
# Running text under a duties heading that tells of the company, its product or a team, unless it turns to the person.
TOLD = expression(
    r"[\W_]*(?:(?:today|here|now|currently),? )?(?:at [\w.&' -]{2,30}, |(?:the|this|each|every) (?:[\w&'-]+ ){0,4}?(?:team|company|organi[sz]ation|group|department|division|product|platform|business)\b|"
    r"this is\b|[\w.&'-]+(?: [\w.&'-]+){0,2} (?:is|was|has|provides|helps|offers|powers) (?:an?|the|one|been|redefining|building|changing|transforming|#)\b|to determine\b|if you enjoy\b|das (?:team|unternehmen)\b)"
)
PERSON = expression(
    r"\b(?:you|you'll|your|we're looking|(?:the|this) (?:role|position|job|candidate|engineer|developer)|du|dich|dein\w*|sie|ihre?)\b"
)
