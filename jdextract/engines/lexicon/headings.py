"""How postings head their sections, in English and German: data for `structure`.

All patterns are matched against folded text: lower case, straight apostrophes, plain hyphens.
"""

from __future__ import annotations

import re
from typing import Literal, get_args

from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.phrases import listed

Section = Literal[
    "title",
    "company",
    "duties",
    "requirements",
    "preferred",
    "stack",
    "benefits",
    "application",
    "legal",
    "other",
]
"""What a part of a posting is about; ``other`` is running text without a heading or cue."""

SECTIONS: tuple[Section, ...] = get_args(Section)

# In front of a heading's noun: "our ideal candidate's key technical …".
_EN = (
    r"(?:(?:the|your|our|a|an|this|job|role|position|key|main|core|basic|minimum|minimal|general|essential|"
    r"principal|primary|specific|additional|other|technical|tech|professional|candidate|ideal|must[- ]have|"
    r"required|mandatory|necessary|typical|day[- ]to[- ]day|daily|major|formal|personal|soft|hard|"
    r"relevant|related|special|work|functional|software|engineering|developer|engineer|programming|employee)(?:'s)? )*"
)
_DE = (
    r"(?:(?:die|der|das|dein|deine|deiner|ihr|ihre|ihrer|dessen|unser|unsere|unserer|euer|eure|fachliche|persönliche|"
    r"technische|wesentliche|zentrale|konkrete|wichtigsten|benötigte|erforderliche|notwendige|spannende|"
    r"vielseitige|abwechslungsreiche|zukünftige|künftige|neue|neuen|neues|hauptsächliche|mögliche|"
    r"fachlichen|persönlichen|technischen|wesentlichen|zentralen|konkreten|typischen|benötigten)s? )*"
)
_YOU_WILL = r"you(?:'ll| will|'re going to| are going to|'d| would| get to| can expect to| may)"
_AND = r"(?:,? (?:and|&|und|\+|oder|or) |, ?| ?/ ?)"


def _any(*patterns: str) -> str:
    return "|".join(patterns)


def _listed(front: str, nouns: str, tail: str = "") -> str:
    """A heading of one or more nouns: "Key responsibilities and duties"."""
    return rf"{front}(?:{nouns})(?:{_AND}{front}(?:{nouns}))*{tail}"


_REQUIREMENT_NOUNS = (
    r"requirements?|qualifications?|skills?(?: ?set)?|experiences?|education|knowledge|abilities|competenc(?:e|ies|y)|"
    r"competencies|must[- ]?haves?|criteria|expertise|skills required|skills needed|credentials|certifications?|"
    r"prerequisites?|background|attributes|characteristics|profile|expectations|fundamentals|"
    r"experience required|qualifications required|requirements required|strengths|capabilities|proficienc(?:y|ies)|non[- ]negotiables"
)
_DUTY_NOUNS = (
    r"responsibilit(?:y|ies)|duties|tasks?|accountabilities|activities|job description|job duties|"
    r"role description|position description|job summary|position summary|role summary|role overview|job overview|"
    r"position overview|position expectations|projects?|objectives|scope(?: of work)?|mission|function|"
    r"day in the life|essential functions?|areas of responsibility|deliverables|what's the job"
)
_DE_DUTY_NOUNS = (
    r"aufgaben(?:gebiete?|bereiche?|schwerpunkte?|feld|profil|stellung)?|tätigkeiten|tätigkeitsbereich|tätigkeitsfeld|"
    r"verantwortung|verantwortlichkeiten|verantwortungsbereiche?|hauptaufgaben|rolle|mission|job|einsatz|"
    r"arbeitsgebiet|arbeitsschwerpunkte|einsatzgebiet|einsatzbereich|stellenbeschreibung|aufgabe|alltag|projekte|"
    r"wirkungskreis|wirkungsbereich|spielfeld|herausforderung(?:en)?|impact|stellenprofil|schwerpunkte|challenge|tasks"
)
_DE_REQUIREMENT_NOUNS = (
    r"profil|qualifikation(?:en|sprofil)?|anforderungen|anforderungsprofil|voraussetzungen|kenntnisse|kompetenzen|"
    r"fähigkeiten|erfahrung(?:en)?|skills|stärken|kompetenz|know[- ]how|fachkenntnisse|ausbildung|werdegang|"
    r"eigenschaften|bewerberprofil|wunschprofil|skillset|must[- ]?haves?|hard ?skills|soft ?skills|mindset|erwartungen|background|"
    r"arbeitsweise|persönlichkeit|formales|sprachkenntnisse|sprachen|haltung"
)
_BENEFIT_NOUNS = (
    r"benefits?|perks?|compensation|salary|pay|pay range|salary range|base salary|base pay|rewards?|total rewards?|"
    r"total compensation|remuneration|package|offer|incentives|equity|advantages|annual salary|"
    r"benefits package|pay transparency|compensation range|vorteile|extras|highlights|zusatzleistungen|leistungen|"
    r"angebot|konditionen|rahmenbedingungen|gehalt|vergütung|arbeitgeberleistungen|pluspunkte|mehrwert|"
    r"additional compensation|compensation details|salary details|wellbeing|well-being|goodies"
)

_FULL: dict[str, str] = {
    # Order decides between alternatives: preferred before requirements ("preferred qualifications").
    "preferred": _any(
        rf"(?!desired profile$)(?:{_EN})?(?:preferred(?: and | & | ?/ ?)(?:good|nice)[- ]to[- ]haves?|preferred|desired|desirable|bonus|optional|nice[- ]to[- ]haves?|good[- ]to[- ]haves?|"
        rf"additional preferred|plus|preferable|favou?rable|advantageous|beneficial|wanted|standout|stand-out|valued|useful|highly (?:valued|regarded|desired|desirable|preferred)|well[- ]regarded)"
        rf"(?: but not (?:required|necessary|mandatory|essential)| (?:{_REQUIREMENT_NOUNS}|technical|professional|personal|additional|relevant|job|role|points?|items|if you have|for|candidates|pluses|extras|but not required|to have))*"
        rf"(?:{_AND}(?:{_REQUIREMENT_NOUNS}))*(?: (?:if|for)(?: you)?(?: have| know| are)?| include)?",
        r"(?:(?:core|key|technical|additional|other|main|further|programming|tech) )*(?:skills|technologies|tools|experience|knowledge|qualifications|stack)(?:(?: and | & | / |/)(?:skills|technologies|tools|experience|knowledge))* ?\((?:nice[- ]to[- ]haves?|good[- ]to[- ]haves?|preferred|desired|desirable|bonus|optional|a plus|kann)\)?",
        r"(?:extra |big |major |huge |serious |some )?(?:bonus|brownie|extra|plus)[- ]points?(?: (?:if|for|when|given)\b.{0,40})?",
        r"(?:some |other |big |a )?(?:pluses|plus|plusses|bonus(?:es)?)(?: (?:if|for)\b.{0,40})?",
        r"(?:it(?:'s| is| would be| will be)|would be|that's|these are|things that are|also|what(?:'s| is|'d be| would be)?|even better if|"
        r"especially|particularly)?\s*(?:a )?(?:nice|great|good|helpful|cool)[- ]to[- ](?:have|know)s?(?:'s)?(?: but .{0,30})?(?: \(.{0,40}\))?",
        r"(?:it(?:'s| is| would be)|would be|will be|these (?:are|would be)|the following (?:is|are|would be)) (?:also )?(?:a |an )?(?:(?:big|huge|strong|definite|major|great) )?(?:plus|bonus|advantage|asset)(?:es)?(?: if.{0,30})?",
        r"(?:would be|will be|is|as) (?:a |an )?(?:(?:big|huge|strong) )?(?:plus|bonus|advantage|asset)",
        r"(?:even better(?: if.{0,20})?|extra credit|ideally|bonus|preferably|preference|preferences|you (?:might|may|could) also have|"
        r"you may also have|you'll stand out if|(?:what (?:will|would) (?:make you|set you)|ways to|how to|you'?ll?|this will make you) (?:stand out|apart|shine).{0,25}|"
        r"what gives you an edge|what (?:sets|makes) you (?:apart|stand out).{0,20}|(?:things that (?:are )?)?helpful (?:skills|experience|qualifications|knowledge)|we'd also (?:love|like).{0,20}|you (?:may|might|could) also (?:have|bring)|(?:our |my |on (?:the|our) )?wish ?list|nice(?: extras?)?|what (?:would|could|might|'d) (?:be|help|make us)(?: .{0,20})?|secondary skills|advantages?|person specification:? desirable|we'd love to see|we would love (?:it )?if(?: you)?|we love to see|icing on the cake|"
        r"(?:we'll|we will|we'd|we would|you'll|you will) (?:be |really |super |very |extra |especially |truly )*(?:impressed|impress us|delighted|thrilled|wow us)(?: (?:if|when|by|with)\b.{0,30})?|"
        r"(?:what|that|this|things that) (?:would |will |could )?gives? you (?:an edge|an advantage|a head start).{0,20}|cherry on top|extra credit.{0,20}|it (?:doesn't|does not|won't) hurt if.{0,20}|"
        r"not required,? but.{0,40}|you get bonus points.{0,25}|strong candidates may also(?: have.{0,30})?|it's a plus.{0,20}|"
        r"what would be awesome|it'd be great if.{0,25}|it would be (?:great|awesome|nice) if.{0,25}|pluses include|a plus if.{0,20}|"
        r"ideal(?: candidates?)? (?:will|would) also(?: have)?|additional (?:pluses|assets)|assets?|optional)",
        r"how you stand out.{0,20}|(?:extra|added) (?:bonus|advantages?|plus)|you get extra points.{0,25}|(?:we'd|we would) be (?:excited|happy|delighted) if.{0,30}|differentiators|not mandatory.{0,30}|optional but.{0,20}",
        r"(?:das rundet|was) (?:dein|ihr) profil (?:ab|abrundet)|zusätzlich (?:punkten kannst|punktest) du(?: mit)?|schön wären?|was noch (?:toll|schön|super) wäre|das wäre das sahnehäubchen|wenn du außerdem.{0,25}|"
        r"(?:optionale|wünschenswerte|ergänzende) (?:anforderungen|kenntnisse|qualifikationen|voraussetzungen|skills|fähigkeiten|erfahrungen)|(?:soll|kann)[- ]?(?:kriterien|anforderungen|qualifikationen)|"
        r"das wäre (?:super|toll|perfekt|klasse|ideal|schön).{0,20}|perfekt wären?|(?:darüber|zusätzlich) freuen wir uns(?: über)?.{0,15}|dein extra",
        r"(?:das wäre |das ist |auch |wäre |außerdem |was uns noch |ein |dein |deine |weitere |darüber hinaus |und )*(?:nice[- ]to[- ]haves?|(?:gut|schön|nett) zu haben|von vorteil(?: (?:ist|sind|wäre|wären).{0,30})?|"
        r"wünschenswert(?:e kenntnisse|e qualifikationen?|e erfahrung(?:en)?|es)?(?: \(.{0,25}\))?(?: (?:ist|sind|wäre|wären).{0,20})?|idealerweise(?: (?:hast|bringst|haben|bringen).{0,30})?|optional(?:e kenntnisse)?|pluspunkte?(?: (?:gibt es )?(?:für|wenn|sammelst).{0,30})?|"
        r"bonuspunkte?.{0,30}|bonus|plus|zusätzlich von vorteil|zusatzqualifikation(?:en)?|gerne gesehen|gern gesehen|kein muss.{0,30}|kür|"
        r"kann[- ]kriterien|kann[- ]anforderungen|das i[- ]tüpfelchen|sahnehäubchen|perfekt,? wenn.{0,30}|schön,? wenn.{0,30}|super,? wenn.{0,30}|begeistern|extrapunkte?.{0,20}|zusatzpunkte?.{0,20}|"
        r"kein muss|das bringst du idealerweise mit|on top)",
    ),
    "stack": _any(
        r"(?!full[- ]stack$)(?:(?:our|the|your|current|main|core|primary|a bit (?:of|about)|some of|about|more about|modern|full|in a nutshell|key|what's) )*(?:tech(?:nology|nical|nologies)?|software|development|dev|programming|data|backend|frontend)?[- ]?"
        r"(?:tech ?stack|stack|tool ?stack|toolset|tool ?box|tooling|technologies|technology|tech|tools|toolchain|tools and technologies|tools & technologies|technologies and tools|technologies & tools|"
        r"tech environment|technical environment|tools/technologies|technology environment|languages(?: and |, )frameworks)(?: (?:in a nutshell|includes?|is|are|we use|you'll use|you will use|used|you'll work with|you will work with|at \w+|overview|highlights|summary))*",
        r"(?!what (?:you|we)(?:'ll| will)? work on)(?:what |some )?(?:the )?(?:technologies|tools|tech|languages|technology|frameworks|stack|stuff|things|what|some of the (?:tech|technologies|tools))(?:(?:, | and |,? & |/)(?:technologies|tools|frameworks|stacks?|languages|platforms|databases|libraries|services))* (?:that )?(?:we|you(?:'ll| will)?|our team|the team) (?:use|are using|work with|be using|love|currently use|be working with|work on|rely on)(?: (?:here|today|at .{0,20}|every day|right now))?",
        r"(?:we|you(?:'ll| will)) (?:use|work with|build with|are using|be working with|be using|currently use|code in)(?: the following(?: technologies| tools)?)?",
        r"(?:what )?we (?:use|work with)",
        r"our set-?up|how we build(?: (?:it|things|software))?|unser set-?up|(?:unser )?technisches umfeld|under the hood|built with|environment|technology stack|in brief,? the technologies we use are|what's in our stack|tech we use",
        r"(?:unser|unsere|dein|deine|der|die|unser aktueller|unser moderner|unsere aktuellen|unsere eingesetzten|unser technischer|eingesetzte|verwendete|aktueller|moderner|genutzte)?\s*(?:tech[- ]?stack|technologie[- ]?stack|technologien|stack|werkzeuge|tools|technik|techstack|tool[- ]?stack|werkzeugkasten|technologie|technologien und tools|tools und technologien|technologieumfeld|technologien & tools|techstack & tools)",
        r"(?:(?:diese|folgende) (?:technologien|tools|werkzeuge) (?:nutzen|verwenden|setzen) wir(?: ein)?|hiermit arbeiten wir|unser toolset|mit diesen technologien arbeiten wir|(?:damit|womit) (?:arbeiten wir|arbeitest du|wir arbeiten)|das nutzen wir|wir nutzen|wir setzen ein|wir verwenden|technologien,? (?:mit denen|die) .{0,40}|tools,? (?:mit denen|die) .{0,40})",
    ),
    "requirements": _any(
        _listed(
            _EN,
            _REQUIREMENT_NOUNS,
            r"(?: (?:we're|we are) looking for| we (?:need|seek|require|value|look for|expect|want)| (?:you(?:'ll| will)?(?: typically)?|you'd) (?:need|bring|have|must have)| (?:include|needed|required|for (?:this|the) (?:role|position|job)|for success|of the ideal candidate|\(required\)|\(must have\)|\(must[- ]haves?\)))*",
        ),
        # Its items lower themselves where they are mere wishes.
        rf"(?:{_REQUIREMENT_NOUNS}|required|minimum|basic|must[- ]haves?)(?: (?:{_REQUIREMENT_NOUNS}))?(?: and | & | ?/ ?|, )(?:preferred|desired|nice[- ]to[- ]haves?)(?: (?:{_REQUIREMENT_NOUNS}))*",
        rf"(?!key (?:facts|dates|details|data|info\w*|benefits|contacts?|locations?|management|rotation|vaults?|cloak)$)(?:minimum|required|mandatory|basic|essential|must[- ]have|key)(?: (?:{_REQUIREMENT_NOUNS}|technical|professional|\w+))?(?:{_AND}(?:{_REQUIREMENT_NOUNS}))*",
        r"(?:what|who|things|skills|qualities|experience|traits) (?:we(?:'re| are)?|i(?:'m| am)|you(?:'ll| will|'d| would)?|it) (?:are |currently |typically |also )?(?:look|looking|need|needs|require|want|seek|seeking|expect|value|bring|have|should have|must have|should bring|be bringing|are bringing|takes|expecting|hoping|hope|ask|look)(?: for| to have| from you| to succeed| to bring| to (?:the|our) (?:table|team|role|company)| to thrive| in (?:you|a candidate|candidates)| to be successful| from candidates| to see| of you|\.\.\.)*(?: (?:in this role|here|with you|in you|most|at \w+))?",
        r"who (?:thrives|succeeds|fits|does well) .{0,25}|who (?:you are|are you|you might be|we(?:'re| are) looking for|should apply|we need|we want|we seek|will (?:succeed|thrive).{0,20}|would be a (?:good|great) fit)|what you(?:'ve| have)(?: got| done)?|what you are|what you should (?:have|know|bring)|what will make you successful|what(?:'ll| will) help you (?:succeed|thrive).{0,20}|what you know|what you need(?: to (?:have|know|succeed|bring|be successful))?.{0,15}|"
        r"(?:what|who) (?:do|are|would) we (?:expect|look|looking|need|want|ask|seek|require|searching|like)(?: (?:for|from you|of you|you to have|to see))?|what do you (?:bring|need|have)(?: .{0,25})?|what does it take.{0,20}|what we(?:'d| would) like you to (?:have|bring|know)|what matters(?: to us| most)?|(?:tech(?:nolog(?:y|ies))?|tools|skills|things|languages) (?:we'd like you to know|we expect you to know|you(?: should| need to| must)? know|you should have used)|"
        r"you|(?:the )?(?:person|candidate)(?: specification)?(?::? essential)?|who (?:you'll be|fits.{0,20})|what kind of person.{0,20}|the ideal you|(?:skills|experience|things) that will help you.{0,20}|technical know-how|skills matrix",
        r"what qualifications will make you successful.{0,20}|(?:.{0,60}, )?here(?:'s| is) what (?:you(?:'ll| will)|.{2,50} will) (?:need|bring)(?: to bring)?(?: with you)?|education(?:al)? (?:requirements|recommendations|background)",
        r"(?:who|what) makes (?:you|a|an) .{0,30}(?:fit|match|candidate)|what makes you .{0,30}",
        r"(?:you(?:'ll| will| may| might| would|'d|'re| are| should)?|this (?:role|job|position)(?: is| might be| could be| may be)?|we(?:'ll| will) love you|it's a match|this (?:might|could) be (?:the job )?for you|check us out|apply|come join us|join us|we should talk|this is for you|good fit|great fit|we'd love to (?:hear|talk|meet).{0,20}|we want to (?:hear|talk|meet).{0,20}|right) ?(?:be |are |may be |might be |likely |probably |also |a |an |the )*(?:good |great |right |perfect |strong |ideal |excellent )?(?:fit|match|candidate|one|for you|person)?(?: for (?:this|the|our) (?:role|position|job|team)|for you)?,? ?(?:if|because|when)(?: you(?:'re|'ve| are| have)?)?",
        r"you(?:'re| are) a (?:good|great|perfect|strong|ideal) (?:fit|match)(?: because(?: you)?)?",
        r"you(?:'ll| will|'d| would) (?:thrive|fit (?:right )?in|feel at home|love (?:it|this)|enjoy (?:it|this)|excel|succeed)(?: here| in this role| with us)?,? if.{0,20}|who (?:will|would|'ll) (?:love|enjoy|thrive|succeed|excel).{0,30}|ideal candidates? (?:will|would|should) (?:demonstrate|have|possess).{0,50}",
        r"you (?:have|bring|are|should have|must have|must|should|should be|need|offer|possess|know|will have|will need|'ll have|'ll need|meet|come with|demonstrate|likely have|ideally have)|you(?:'ve|'ll have|'ll need|'ll bring|'re)|about you|your (?:background|profile|skills|story|experience|toolkit|superpowers)|must",
        r"(?:the |our )?(?:ideal|successful|right|perfect|best|desirable|strong|desired|great) (?:candidates?|applicants?|person|engineer|developer|fit|team member)(?: (?:will|should|must|would|has|have|is|are|possess(?:es)?|bring|brings|are|profile|can|include|background))*(?: (?:have|be|possess|bring|include|demonstrate))?|ideal background(?: includes.{0,40})?|(?:to be successful|to succeed|to thrive|to qualify|to be considered|for this role)(?: in this (?:role|position)| here)?,? ?(?:you(?:'ll| will)?|candidates)?(?: (?:need|should|have|must|bring|must have|should have|meet))*",
        r"(?:we(?:'re| are)|i'm|i am|currently|now|who we're|who we are) (?:currently |also |especially |primarily |really |mainly |mostly |always )*(?:looking|searching|hunting) for(?: (?:someone|people|candidates|engineers|developers|a|somebody|those|individuals|a person|you)(?: (?:who|with|that)(?: (?:has|have|is|are))?)?)?|we(?:'d| would) (?:love|like) (?:to (?:see|hear from|meet|talk to)|you to have|it if you)(?: (?:someone|people|engineers|you)(?: (?:who|with|if))?)?|we (?:also )?(?:expect|require|need|want|seek|look for|ask|value|prefer)(?: (?:you to have|you to|someone who|someone with|that you|from you|the following|people who))?|desirable candidates|looking for",
        r"(?:(?:core|key|technical|additional|other|main|further|programming|tech) )*(?:skills|technologies|tools|experience|knowledge|requirements|qualifications|stack)(?:(?: and | & | / |/)(?:skills|technologies|tools|experience|knowledge))* ?\((?:must[- ]haves?|required|mandatory|essential|muss)\)?",
        r"(?:tech(?:nology|nical)?[- ]?)?(?:stack )?(?:requirements|skills|experience|expertise)",
        r"(?:required |technical |key |core )?(?:(?:skills|tools|technologies|languages)(?: and | & | ?/ ?|, )){1,2}(?:skills|tools|technologies) ?(?:required|needed)?(?<!tools and technologies)(?<!tools & technologies)(?<!technologies and tools)(?<!technologies & tools)(?<!tools/technologies)(?<!technologies/tools)",
        r"(?:technologies|tools|languages) (?:required|needed)|tech you(?:'ll| will) need|(?:selection|hiring|eligibility|entry|job|role|person|profile|skills?|experience|our|the) ?(?:criteria|specifications?|spec|requirements|eligibility|must[- ]haves|musts)|(?:absolute |the |our )?musts|eligibility|deal[- ]?breakers?|non[- ]negotiables?|(?:educational|academic|professional) background|domain knowledge|skill sets? required",
        r"how you(?:'ll| will)? (?:succeed|qualify)|are you qualified|do you have what it takes|(?:we want you|good match|you(?:'ll| will) be great at this|you should apply|please apply) if(?: you)?|is this you|(?:does this )?sounds? like you|(?:could )?this (?:be|is) you|who (?:this|it)(?:'s| is) for|who is right for (?:the|this) (?:job|role)|some things we look for|what we hope you(?:'ll| will)? (?:have|bring)|we hope you have|(?:what is|what's) (?:required|needed)|(?:what|which) skills (?:do )?you (?:need|will use)|what skills do you need|"
        r"you have experience in|about your (?:profile|background|skills|experience)|candidates must have|your (?:know-how|competences)|you will bring|who we'd love to meet",
        r"our ideal (?:teammate|colleague|hire|match)|who we hope to (?:meet|find|hire)|is this (?:role|job) for you|that's you|(?:the )?(?:kind|type|sort) of (?:person|people|engineer|developer|candidate) we(?:'re| are)? (?:looking for|need|want)|"
        r"(?:a (?:bit|little) |more )about you(?:rself)?|signals we look for|you (?:could|will) be (?:a (?:good |great )?fit|successful)(?: here| in this role)? if(?: you)?|what you already (?:have|bring|know)|target profile|ksas?",
        r"dein (?:können|wissen|handwerkszeug|rüstzeug|hintergrund)|(?:fach|sozial|methoden)kompetenz(?:en)?|(?:dein|ihr) wissen und (?:deine|ihre) erfahrung(?:en)?|(?:formale|zwingende|unbedingte) (?:anforderungen|voraussetzungen|kriterien)|"
        r"(?:deine |ihre )?skills im überblick|skill-sets?|(?:wir freuen uns auf (?:dich|sie)|du bist (?:genau )?(?:richtig|die richtige person)(?: bei uns)?),? wenn(?: du| sie)?|(?:bewerber|kandidat)(?:en|:innen|\*innen|innen)-?profil",
        r"(?:deine?|ihre?) (?:rucksack|gepäck|superkräfte|superpowers?|werkzeugkoffer|toolset|schulabschluss)|was uns an dir gefällt|so tickst du|(?:wir suchen dich|wir passen zusammen|du passt zu uns|du bist unser match|it's a match|das passt),? (?:wenn|weil)(?: du)?(?: .{0,30})?|das (?:kannst du gut|musst du mitbringen)|"
        r"im gepäck hast du|passen wir zusammen|matcht das|bist du das|perfect match|(?:diese|welche) (?:fähigkeiten|kenntnisse|skills|eigenschaften) (?:bringst|bringen|solltest) .{0,20}|voraussetzungen für (?:die|deine|eine) ausbildung|unser wunschkandidat|was wir erwarten|"
        r"(?:was wir uns )(?:von dir |von ihnen )?wünschen|sie verfügen über|das kannst du|(?:deine|ihre) (?:expertise|talente)|fachliches|(?:technologie|it-|edv-|programmier|fach)kenntnisse|einstellungsvoraussetzungen|muss(?:-qualifikationen|kriterien)?|pflicht|damit kannst du punkten|passt du zu uns",
        r"(?:technical|hard|soft|core|programming|developer|engineering|people|interpersonal|personal|other|must[- ]have|minimum|technology|it)?[- ]?(?:skills|must[- ]haves?|must haves?)(?: (?:required|needed|and experience|& experience|/ experience|and qualifications|& qualifications|summary))*",
        _listed(
            _DE,
            _DE_REQUIREMENT_NOUNS,
            r"(?: (?:must[- ]haves?|\(must[- ]haves?\)|für (?:diese|die) (?:stelle|position|rolle)|mit denen .{0,30}|die du mitbringst|die sie mitbringen))*",
        ),
        r"(?!was du (?:bekommst|davon hast|von uns)\b)(?:das|was|womit|dies|das alles|diese skills|die skills) (?:du|sie|ihr|bringst du|bringen sie|solltest du|sollten sie|solltet ihr|hast du|zeichnet|zeichnen|wir von (?:dir|ihnen)|überzeugst|wünschen wir uns|erwarten wir|suchen wir|brauchst du|brauchen sie|macht|passt|dich|sie) ?.{0,45}",
        r"(?:du|sie) (?:bringst|bringen|hast|haben|bist|sind|passt|passen|kannst|überzeugst|überzeugen|verfügst|verfügen|solltest|sollten|willst)(?: (?:mit|zu uns|gut zu uns|perfekt zu uns|uns|das mit|folgendes mit|mitbringen|idealerweise|die richtige person))*(?:,? (?:wenn|weil|denn)(?: du| sie)?)?",
        r"(?:so|damit|hiermit|mit diesen skills|dadurch) (?:überzeugst|überzeugen|begeisterst|begeistern|passt|punktest|punkten) .{0,25}|(?:wen|wonach) (?:wir suchen|suchen wir|wir uns wünschen)|wir (?:suchen|erwarten|wünschen uns|brauchen|freuen uns auf)(?: (?:von dir|von ihnen|jemanden,? der|dich,? wenn|sie,? wenn|eine person.{0,20}|dich))*|wer du bist|wer sie sind|du bist|über dich|muss[- ]kriterien|muss[- ]anforderungen|must-have-kriterien|mitbringen|das bist du|das bringst du mit|dein background|bist du.{0,25}\?|was wir suchen|(?:unsere )?erwartungen an (?:dich|sie)|anforderungen an (?:dich|sie|die .{0,25})|mitzubringen|(?:darauf|worauf) (?:kommt es|es)(?: uns)? an(?:kommt)?|was (?:für uns |uns )?zählt|das zählt für uns|dich zeichnet aus|sie zeichnet aus|was uns überzeugt|was uns wichtig ist|worauf (?:wir wert legen|es ankommt)",
    ),
    "duties": _any(
        _listed(
            _EN,
            _DUTY_NOUNS,
            r"(?: (?:include|of the (?:role|position|job)|in (?:this|the) role|will include|as .{0,30}))*",
        ),
        rf"(?:what|things|how|where|some (?:of the )?things|some (?:of the )?projects|projects|problems|here(?:'s| is| are)(?: some of)? (?:what|(?:the )?things)|areas|challenges|the kind of (?:things|projects|problems|work)) (?:we'd like |we want )?(?:{_YOU_WILL}|you|we(?:'ll| will)|we need you to|this role|the role|this person|your)(?: (?:actually|typically|be|will|do|does|to|work|get|expect|mainly))*(?: ?(?:be )?(?:do|doing|work on|working on|build|building|own|owning|drive|driving|deliver|delivering|accomplish|achieve|contribute|contributing|make an impact|have an impact|tackle|solve|tackling|solving|responsible for|accountable for|create|design|lead|leading|shape|face|take on|support|focus on|focusing on|spend your time|help(?: us)?(?: with)?|impact|help us build|get up to|involved in|handle|manage|help us do|day will look like|day looks like|day-to-day))(?: (?:here|day[- ]to[- ]day|every day|for us|at \w+|in this role|as (?:a|an|our) .{{0,40}}|with us|next|first))*",
        rf"(?:in|as part of|for|with|within) (?:this|the|your|our) (?:role|position|job|capacity|new role|team|internship|opportunity),? (?:{_YOU_WILL}|you|we(?:'ll| will) (?:expect|ask|rely on) you to)(?: (?:be|be responsible for|get to|have the opportunity to|also|can expect to(?: learn(?: how to)?)?))?",
        rf"as an? .{{2,50}},? {_YOU_WILL}|(?:specific |typical |your )?(?:work|tasks|duties|activities|projects) (?:may|might|can) include|(?:your |the )?focus|responsibilities of (?:this|the) (?:role|position|job) includes?",
        rf"{_YOU_WILL}(?! have$)(?: (?:be|also|be responsible for|be working on|work on|do|help(?: us)?|be doing|have|get to))*",
        r"(?!(?:your )?experience$)(?:the |your |about the |about this |our |this |more about the |job |role )*(?:job|role|position|opportunity|work|internship|gig|challenge|assignment|vacancy|day[- ]to[- ]day|typical day|impact(?: you(?:'ll| will) (?:have|make))?|mission|experience|responsibilities include)(?: (?:itself|description|summary|purpose|details|overview|in a nutshell|at a glance|profile|entails|is about|involves|you will have|overview and responsibilities))*",
        r"(?:a |your )?(?:typical )?day(?:s)? (?:in the life|at \w+|to day|looks like|might (?:include|look like)).{0,20}|how you(?:'ll| will) (?:make (?:an impact|a difference)|contribute|add value|spend your time)|purpose of the (?:role|job|position)|you(?:'ll| will) (?:be )?responsible for|responsible for|(?:general )?summary|overview|job purpose|position purpose|the problem|the work|(?:key )?(?:roles?|duties|tasks)(?: (?:and|&) | ?/ ?)(?:key |main )?(?:responsibilit(?:y|ies)|duties|tasks)|what (?:will|would) (?:you|i) (?:do|be doing|work on|be working on|own|build)(?: .{0,20})?|what are you going to (?:do|build|work on)|what you (?:might|could) (?:do|work on|be doing).{0,20}|about your (?:role|work|job)|a few things you(?:'ll| will) (?:do|work on)|"
        r"(?:in|within|after|by|during)? ?(?:your|the) first (?:\w+ )?(?:days|weeks|months?|year).{0,20}|(?:in|within|after|by) (?:\d+|one|two|three|six|twelve) (?:days|weeks|months?|year).{0,20}|(?:on )?a typical day.{0,15}|your (?:typical )?day|your challenges|success measures|(?:what )?success (?:looks like|in this role).{0,30}|the opportunity|opportunity|what's the role|what is the role|what (?:does )?the (?:job|role|work).{0,30}|why this role exists|job description summary|job details|general function|(?:one or more below could be )?your focus areas|what we(?:'ll| will| want you to| need you to|'d like you to) (?:do|expect from you|work on)(?: together)?|core responsibilities|the project|the product you(?:'ll| will) work on|the work you(?:'ll| will) do|the experience",
        _listed(
            _DE,
            _DE_DUTY_NOUNS,
            r"(?: (?:der stelle|umfassen|bei uns|im überblick|in diesem job|als .{0,50}|in dieser (?:rolle|position|funktion)|sind|bei \w+|im team|im detail|umfassen u\. ?a))*",
        ),
        r"(?:a )?(?:day|week) in (?:your|the) life.{0,20}|your typical (?:day|week)|what your (?:days?|weeks?) (?:will )?looks? like.{0,20}|what you(?:'ll| will) (?:ship|tackle)|your contributions?",
        r"(?:die |deine |ihre )?(?:ausbildung|lehre) bei .{2,25}|(?:deine )?ausbildungsinhalte|inhalte (?:der|deiner|ihrer) ausbildung|das lernst du.{0,25}|(?:was|das) (?:du|sie) (?:bei uns |alles )?(?:lernst|lernen).{0,25}|"
        r"(?:deine?|ihre?) (?:spielwiese|themen|kernthemen|verantwortungen|to-?dos|arbeitstag|wirkungsfeld|tätigkeit|position)|(?:hier|da) (?:kannst du dich einbringen|wirst du gebraucht|packst du an|kommst du ins spiel)|(?:damit|womit) (?:beschäftigst du dich|du dich beschäftigst)|"
        r"das steht auf (?:deiner|ihrer) (?:agenda|to-?do-?liste)|(?:das wartet auf (?:dich|sie)|was auf (?:dich|sie) wartet)|so (?:sieht dein (?:arbeits)?tag aus|bringst du dich ein)|was steht an|das gehört zu (?:deinen|ihren) aufgaben|was du bei uns (?:tust|machst)|(?:womit du uns|dabei unterstützt du uns)(?: unterstützt)?|"
        r"dafür suchen wir (?:dich|sie)|(?:darum|worum) (?:geht's|geht es|es geht)(?: .{0,20})?|projekt(?:beschreibung|inhalte?)?|(?:aufgaben|leistungs)beschreibung",
        r"(?:das|was|dies) (?:dich|sie|euch) (?:bei|in|an|auf|als) .{2,30} erwartet|what awaits you(?: .{2,30})?",
        r"(?!das kannst du$)(?:das|was|hier|dies|diese aufgaben|folgende aufgaben|spannende aufgaben|darauf|woran) (?:erwartet|erwarten|sind deine|sind ihre|wirst du|werden sie|machst du|machen sie|du bewegst|du machst|du tust|du (?:bei uns )?(?:machst|machen wirst|bewirkst|gestaltest)|du erreichen|sie erwartet|dich erwartet|kannst du|können sie|tust du|gibt's zu tun|zu tun ist|wir gemeinsam|du arbeiten wirst|du arbeitest|du übernimmst|sie übernehmen)(?: (?:dich|sie|du|bei uns|in dieser rolle|vorhaben|zu tun|bewegen|aufgaben|tun|machen|bewirken|als .{0,50}|bei .{0,25}|freuen))*",
        r"(?:dein|ihr) (?:neuer job|tätigkeitsfeld|neuer arbeitsalltag|tag|beitrag|arbeitsalltag).{0,20}|wofür (?:wir dich (?:brauchen|suchen)|du verantwortlich bist)|wobei du uns unterstützt|(?:dein|ihr) (?:tätigkeitsbereich|verantwortungsbereich)|(?:die )?(?:stelle|position|tätigkeit)(?:sbeschreibung)?(?: im (?:überblick|detail))?|die hauptaufgaben der stelle umfassen|die aufgaben umfassen.{0,20}|zu (?:deinen|ihren) aufgaben (?:gehören|zählen).{0,20}|(?:deine|ihre) aufgaben (?:sind|umfassen).{0,20}|du (?:wirst|übernimmst|verantwortest)|was dich erwartet|das erwartet dich(?: bei uns)?|darauf kannst du dich freuen|deine mission|das machst du(?: bei uns)?|was wir vorhaben|(?:deine |ihre |die )?kernaufgaben(?: .{0,20})?|das packst du an|tätigkeitsprofil|was du (?:tun|machen|bewegen|bewirken) (?:wirst|kannst)",
    ),
    "benefits": _any(
        rf"(?:(?:our|your|the|company|employee|some|some of (?:our|the)|additional|health|financial|great|amazing|key|other|estimated|starting|expected|target|annual|us|ca|uk|can|base|total|deine|ihre|unsere|weitere|corporate|job|warum|robust|exciting|competitive|full|cash|on-target|anticipated|hiring|national|zone) )*(?:{_BENEFIT_NOUNS})(?:(?:{_AND}| )(?:our |the |other |your |more |deine |unsere )?(?:{_BENEFIT_NOUNS}))*(?: (?:offered|include|package|information|disclosure|range|for .{{0,40}}|auf einen blick|bei uns|im überblick|details?|summary|of working.{{0,20}}|we offer|at \w+|transparency))*",
        r"(?:what|why|things|perks|benefits) (?:we(?:'ll| will| can)?|you(?:'ll| will)?|our company|\w+) (?:get|offer|offers|offer you|give you|can offer|provide|provides|receive|will get|love working here|enjoy|bring to the table)(?: (?:you|in return|to you|from us|here|our employees|at \w+))*|what's in it for (?:you|me)|what is in it for (?:you|me)|in return.{0,20}|we (?:will |can |also )?(?:offer|provide|give|got)(?: you)?|life at \w+|we've got you covered|why you'll love .{0,40}|why work (?:here|with us|for us|at .{0,25})|why join(?: us| the team| .{0,30})?|why .{2,25}\??|how we(?:'ll| will) (?:take care of|support) you|what you can expect(?: from .{2,30})?|learn(?:ing)? (?:and|&) (?:development|growth)|work[- ]life balance.{0,20}|additional benefits include|paid time off|time off|our perks|working (?:conditions|hours|here|at .{0,25})|work environment|physical (?:requirements|demands).{0,30}|travel requirements|location",
        r"das (?:bekommst|erhältst) du(?: von uns| bei uns| dafür)?|was (?:springt für (?:dich|sie) raus|du (?:bekommst|davon hast|von uns (?:bekommst|erwarten kannst)))|gründe für uns|(?:so|davon) profitierst du.{0,20}|(?:dein|ihr) mehrwert|das (?:geben wir dir zurück|tun wir für (?:dich|sie))|unser angebot an (?:dich|sie)|darum wir|"
        r"(?:.{0,25}, )?what (?:do|can) we offer(?: you)?|how we (?:take care of|look after|treat) you|why you(?:'ll| will) (?:thrive|love|like|enjoy|want to) .{2,40}|"
        r"(?:work |office |job |our |the )*locations?(?: ?\(s\))?(?: (?:overview|(?:and|&) travel requirements))?|(?:work|office|core|business) hours|this (?:position|role|job) is open to .{0,60}|"
        r"(?:key|job|quick) facts|fakten|eckdaten|rahmendaten|(?:alles |das wichtigste )?auf einen blick|standorte?|arbeitsorte?|arbeitszeit(?:en|modell)?|(?:darum|warum es sich) lohnt .{2,25}|deine chancen?|.{2,40} (?:erhältst du|erhalten sie|bekommst du|bekommen sie)",
        r"(?:das|was|dies) (?:bieten wir|wir (?:dir |ihnen |euch )?bieten|erwartet dich von uns|bekommst du|du von uns bekommst|kannst du (?:von uns )?erwarten|wir dir.{0,20}|spricht für uns|haben wir zu bieten|gibt's bei uns|dir geboten wird|bieten unser.{0,20}|macht uns aus|du davon hast|ist für dich drin)(?: (?:dir|ihnen|euch|als arbeitgeber|zu bieten|bei .{0,20}))*|wir bieten(?: dir| ihnen| euch)?.{0,20}|bei uns (?:erwartet dich|bekommst du|erwarten sie|findest du).{0,20}|(?:warum|wieso|weshalb) (?:zu )?(?:wir|uns|du|bei uns|\w+).{0,25}|worauf du dich freuen (?:kannst|darfst)|darauf (?:kannst|darfst) du dich.{0,15}freuen|darauf können sie sich freuen|gute gründe.{0,30}|freu dich auf.{0,20}|(?:unsere|deine|ihre) (?:benefits|vorteile|pluspunkte|extras|perspektiven?|chancen).{0,40}|unser angebot(?: für (?:dich|sie))?|unser versprechen|deine perspektive|arbeitsumfeld|unsere unternehmenskultur|unsere besondere unternehmenskultur|was wir bieten|was dich bei uns erwartet|was für uns spricht|wir bieten",
    ),
    "application": _any(
        r"(?:how to|to|interested\??|ready to|apply|where to|please|next|our|the|about our|about the|your)? ?(?:apply(?: now| here| today| at| via| online)?|application(?: process| instructions| deadline)?|application|next steps?|interview(?:ing)?(?: process)?|hiring process|recruitment process|recruiting process|selection process|get in touch|contact(?: us| me| info| person)?|how we hire|interview steps)(?: (?:process|looks like|at .{0,25}|instead|to))*",
        r"interested|interessiert|hiring process|email|e-mail|contact|links?|website|more info(?:rmation)?|req(?:uisition)? id|job id|ref(?:erence)?(?: number| no| nr)?|posting date|closing date|anticipated closing date|to apply, please submit the following|find (?:more )?(?:english speaking )?jobs in germany on arbeitnow|ai and our hiring process|how to apply",
        r"(?:haben wir )?(?:dein|ihr) interesse.{0,25}|(?:so |jetzt |deine |ihre |die |unser |zur )*(?:bewerb(?:ung|en|ungsprozess|e dich|ungsverfahren|ungsunterlagen|en sie sich|ungsablauf).{0,40})|(?:dein|ihr) (?:weg zu uns|ansprechpartner(?:in)?|kontakt|nächster schritt|ansprechperson)|unser gemeinsamer weg|kontakt(?:daten|person)?|ansprechpartner(?:in)?|wir freuen uns auf (?:dich|sie|deine bewerbung|ihre bewerbung|dein.{0,30})|noch fragen\??|fragen\??|klingt (?:gut|spannend).{0,30}|so geht(?:'s| es) weiter|möchten sie mehr erfahren|interesse\??|interesse geweckt.{0,10}|neugierig(?: geworden)?\??|bereit\b.{0,20}",
    ),
    "legal": _any(
        r"(?:equal|our commitment to|commitment to (?:diversity|dei|equal\w*|equity|inclusion|belonging|fair\w*|you|accessib\w+|an? (?:diverse|inclusive)|our)|diversity|dei|inclusion|eeo|e\.?e\.?o\.?|accommodations?|candidate privacy|applicant privacy|disclaimers?|employer's rights|itar|export control|background checks?|drug[- ](?:free|test\w*|screen\w*)|covid|e-?verify|security clearance|fair chance|about our diversity|reasonable accommodations?|notice|pay transparency|us work|visa|sponsorship|recruitment fraud|recruiting agencies|affirmative action|san francisco|california|colorado|new york)\b(?: [\w&,'/-]+){0,8}|equal opportunity(?: employ(?:er|ment))?.{0,40}|(?:fraud|compliance|privacy|legal|agenc(?:y|ies)|applicants?)(?: (?:and|must|please|rights|with|from|in|requirements?|alert|warning|notice|policy|awareness|disclaimers?|statement|disclosure|information)(?: .{1,50})?)?|eeo statement|statement on .{0,30}|use of ai(?: (?:in|during|for|when|policy).{0,40})?|.{0,20}privacy (?:notice|policy|statement)|.{0,30}equal opportunity",
        r"datenschutz(?:hinweise?|erklärung|information(?:en)?)?(?:(?: und |,| für | bei | zum | im ).{0,40})?|rechtliche.{0,30}|chancengleichheit.{0,30}|gleichstellung.{0,30}|vielfalt.{0,40}|diversität.{0,30}|schwerbehind.{0,30}|hinweis(?:e)?(?: .{0,30})?|impressum|inklusion.{0,20}",
    ),
    "company": _any(
        r"(?:a (?:bit|little) )?(?:more )?about (?!you\b|your (?:profile|background|skills|experience|role|work|job)\b|the role|the job|the position|this role|this job|this position|the opportunity|the work).{2,40}|who (?:we are|is .{2,25}|are we)|who we are and .{0,30}|our (?:company|story|mission|vision|values|core values.{0,30}|team|culture|product|products|customers|clients|history|approach|investors|platform|purpose|principles|organization|department|people|leadership)(?: (?:and|&) (?:\w+ ?){1,3})?|the (?:company|team|product|department|company and .{0,20}|organization|business)|(?:department|division|group|business unit|agency|office) (?:description|overview)|group/division|(?:leadership|our) principles|(?!key |core )\w+ values|company(?: (?:description|overview|profile|background|summary|name|info(?:rmation)?|culture|values|mission))?|what we do|what(?:'s| is) .{2,25}\?|mission|vision|values|background on .{0,20}|how we(?: work|'re different)|what we(?: have)? built|meet the team|team|organization|department|(?:our |company |the )?culture|process overview|our mission and .{0,20}|the mission|what we believe|how we work|a world-changing company|join (?:us|our team|the team).{0,25}|come work with us",
        r"über (?:uns|das unternehmen|unseren? (?:kunden|mandanten|auftraggeber|partner)|den arbeitgeber|die .{2,30}|das team|\w+)|wer wir sind|wer ist .{2,25}|wir stellen uns vor|das (?:unternehmen|sind wir|team|zeichnet uns aus|ist .{2,25})|unser (?:kunde|unternehmen|mandant|auftraggeber|team|klient|partner|produkt)|unternehmens(?:profil|beschreibung|kultur)|firmenprofil|einleitung|intro|wir sind .{2,40}|unsere (?:mission|vision|geschichte|werte|kultur|kunden)|das team|dein team|dein neues team|arbeitgeber",
    ),
}
_ORDER: tuple[Section, ...] = (
    "preferred",
    "stack",
    "duties",
    "requirements",
    "company",
    "benefits",
    "application",
    "legal",
)


DENIAL = expression(
    r"(?!.*\b(?:but|aber|all|every\w*|each|alles?|jede\w*|only|just|nur)\b)(?:"
    r"(?:(?:what|things|skills) )?(?:you|we)(?:'ll)? (?:do not|don't|won't|will not|needn't|are not|aren't|never) (?:\w+ )?(?:need|have|ask|require|want|expect|look\w*|care)\b.{0,40}|"
    r"(?:this|it)(?: (?:role|job|position))? (?:is not|isn't|may not be|might not be) for you.{0,20}|(?:who|what) (?:this|it)(?: (?:role|job|position))? (?:is not|isn't)(?: for)?|"
    r"you (?:might not|may not|won't|will not) (?:be an? (?:good|great) fit|like|enjoy|love|fit|thrive).{0,25}|(?:please )?(?:do not|don't) apply if.{0,20}|"
    r"(?:was|das) (?:du|sie|wir|ihr) (?:\w+ ){0,3}?(?:nicht|kein\w*).{0,40}|(?:was|das) (?:brauchst|musst|brauchen|müssen|erwarten|suchen|verlangen) (?:du|sie|wir) (?:nicht|kein\w*).{0,30}|"
    r"(?:du|sie) (?:brauchst|musst|brauchen|müssen) (?:nicht|kein\w*).{0,30}|(?:was )?nicht (?:erforderlich|nötig|notwendig)(?: ist| sind)?)"
)
"""A heading over what nobody asks for: "What you won't need"."""

HEADING = expression("|".join(rf"(?P<{section}>{_FULL[section]})" for section in _ORDER))
"""One whole heading, without markup and closing colon; the group that matched names the section."""

KEYWORDS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    (
        "requirements",
        expression(
            r"\b(?:required|requirements?|minimum|basic|must[- ]haves?|anforderungen)\b.{0,20}(?:\band\b|\bund\b|&|/|,) ?(?:preferred|desired|nice[- ]to[- ]haves?|wünsche)\b"
        ),
    ),
    (
        "preferred",
        expression(
            r"\b(?:preferred(?! (?:\w+ )?(?:locations?|hours|start))|but not (?:required|mandatory|necessary|essential)|aber kein muss|nice[- ]to[- ]have|desired|bonus points|wünschenswert|von vorteil|good to have)\b"
        ),
    ),
    ("legal", expression(r"\b(?:equal (?:employment )?opportunity|privacy|datenschutz|eeo|accommodation)\b")),
    (
        "benefits",
        expression(
            r"\b(?:benefits?|perks|compensation|salary|vorteile|we offer|pay range|(?:dir|ihnen) bieten|bieten wir|vergütung)\b"
        ),
    ),
    ("stack", expression(r"\b(?:tech(?:nology)?[- ]?stack|technologies we use)\b")),
    (
        "duties",
        expression(
            r"\b(?:responsibilities|duties|accountabilities|\w*aufgaben(?:gebiet|bereich|feld)?|tätigkeiten|you(?:'ll| will) (?:do|be doing|work on))\b"
        ),
    ),
    (
        "requirements",
        expression(
            r"\b(?:(?<!travel )requirements|qualifications?|required|must[- ]haves?|\w*profil|qualifikation(?:en)?|voraussetzungen|anforderungen|what you bring|you(?:'ll| will) (?:need|bring))\b"
        ),
    ),
    ("application", expression(r"\b(?:apply|application process|bewerbung|bewerben)\b")),
)
"""Words that give away a line which is a heading by its form (marked up, or closed by a colon)."""

RUN_IN: tuple[str, ...] = listed("""
    what you'll do | what you will do | what you'll be doing | what you will be doing |
    what you'll actually be doing | what you'll work on | what you will work on | what you'll bring |
    what you will bring | what you bring | what you'll need | what you will need | what you need |
    what we're looking for | what we are looking for | what we look for | what we offer | what we offer you |
    what you'll get | what you get | what you have | what you'll have | what you'll own | what you'll build |
    who you are | who we are | who we're looking for | about you | about us | about the role | about the job |
    about the team | about the company | about the position | about this role | the role | your role |
    your responsibilities | your tasks | your profile | your mission | your impact | your background |
    your skills | key responsibilities | main responsibilities | core responsibilities |
    primary responsibilities | job responsibilities | responsibilities | responsibilities include |
    essential duties and responsibilities | essential job duties | essential job functions |
    essential job responsibilities | duties and responsibilities | essential functions | essential duties |
    job description | job summary | position summary | role overview | position overview | job duties |
    requirements | minimum requirements | basic requirements | key requirements | job requirements |
    technical requirements | required skills | required skills and experience | required experience |
    required qualifications | minimum qualifications | basic qualifications | qualifications |
    skills and experience | skills & experience | skills and qualifications | skills & qualifications |
    experience and skills | must have | must haves | must-have | must-haves | must have skills |
    technical skills | key skills | education and experience | preferred | preferred qualifications |
    preferred skills | preferred experience | preferred requirements | desired skills | desired qualifications |
    desired experience | bonus points | bonus points if you have | bonus points for | bonus |
    bonus qualifications | bonus skills | nice to have | nice to haves | nice-to-have | nice-to-haves |
    nice to have skills | good to have | great to have | pluses | plus | ideally |
    strong candidates may also have | you may be a good fit if you | you might be a good fit if you |
    you might thrive in this role if you | you'll thrive if you | in this role, you will | in this role you will |
    in this role, you'll | in this role you'll | as part of this role, you will | tech stack | our tech stack |
    our stack | stack | the stack | technologies | technology stack | tools | tech | our technology stack |
    environment | current stack | main technologies | benefits | perks | perks and benefits | benefits and perks |
    perks & benefits | our benefits | compensation | compensation and benefits | salary | salary range |
    pay range | we offer | why join us | why you'll love it here | base salary | how to apply | to apply | apply |
    application process | interview process | our interview process | hiring process | contact | next steps |
    equal opportunity | equal opportunity employer | equal employment opportunity | our commitment to diversity |
    privacy notice | our mission | our values | our culture | the team | the opportunity | the company |
    company overview | company description | job details | the experience | profile | culture |
    we are looking for | we're looking for | looking for | you have | you are | you will | you'll | you bring |
    dein profil | ihr profil | dein profil must have | das bringst du mit | das bringen sie mit |
    was du mitbringst | was sie mitbringen | anforderungen | anforderungsprofil | qualifikation |
    qualifikationen | ihre qualifikation | ihre qualifikationen | deine qualifikation | deine qualifikationen |
    deine skills | ihre kenntnisse | voraussetzungen | profil | das solltest du mitbringen |
    womit du uns überzeugst | damit überzeugst du uns | deine aufgaben | ihre aufgaben | aufgaben |
    aufgabengebiet | aufgabenbereich | das erwartet dich | was dich erwartet | was sie erwartet |
    das erwartet sie | deine rolle | ihre rolle | deine mission | deine verantwortung | das machst du bei uns |
    deine tätigkeiten | ihre tätigkeiten | dein aufgabengebiet | ihr aufgabengebiet | ihr aufgabenbereich |
    dein aufgabenbereich | wünschenswert | von vorteil | idealerweise | bonuspunkte | pluspunkte |
    what gives you an edge | what will give you an edge | what would give you an edge | what will set you apart |
    what will make you stand out | how to stand out | even better if | even better if you have |
    it would be great if you | we'd love to see | nice-to-have skills | nice to have qualifications |
    nice to have requirements | optional skills | optional qualifications |
    desirable skills | desirable experience | desirable requirements | preferred education |
    preferred background | preferred skills and experience | preferred qualifications and experience |
    preferred knowledge | preferred technical skills | plus points | bonus points if you | bonus if you have |
    what makes you stand out | additional qualifications | additional requirements | what you'll need to succeed |
    what you need to succeed | what we expect | what we expect from you | what we need from you |
    what you should have | what you should bring | your qualifications | who we look for | the ideal candidate |
    ideal candidate | ideal candidate profile | candidate profile | candidate requirements | mandatory skills |
    mandatory requirements | essential skills | essential experience | essential requirements |
    essential qualifications | must have qualifications | must have requirements | core requirements |
    core competencies | experience required | experience and qualifications | experience & qualifications |
    knowledge and skills | education and qualifications | to be successful in this role |
    what makes you a great fit | you might be a great fit if | what you'll do day to day | a day in the life |
    main duties | main tasks | key duties | key tasks | role responsibilities | key accountabilities |
    scope of work | what the job involves | what the role involves | job purpose | role purpose |
    how you'll make an impact | how you will make an impact | how you'll contribute | what you'll accomplish |
    what you'll achieve | your day-to-day | what you'll be responsible for | what's in it for you |
    why you'll love working here | why you should join us | why work with us | why work here |
    what we can offer | what we can offer you | employee benefits | benefits include | total rewards |
    salary and benefits | pay transparency | about our team | about our company | meet the team |
    diversity and inclusion | eeo statement |
    unser tech stack | unser tech-stack | unser stack | technologien | tech-stack | unsere technologien |
    wir bieten | wir bieten dir | wir bieten ihnen | was wir bieten | das bieten wir | das bieten wir dir |
    das bieten wir ihnen | unser angebot | deine benefits | ihre benefits | deine vorteile | ihre vorteile |
    unsere benefits | was wir dir bieten | warum wir | vorteile | über uns | wer wir sind | bewerbung | kontakt |
    interessiert | haben wir dein interesse geweckt | haben wir ihr interesse geweckt | ansprechpartner |
    datenschutz | so geht es weiter |
    it would be great if you had | it would be great if you have | it would be nice if you had | desirable | essential |
    advantageous | pay and benefits | pay & benefits | salary & benefits | perks and pay |
    roles and responsibilities | role and responsibilities | roles & responsibilities | your experience |
    your challenge | your toolbox | your tech stack | you'll need | you will need | the person | person specification |
    essential criteria | desirable criteria | what are we looking for | what do we expect | what do you bring |
    what will you do | what we would like you to have | day to day you will | day to day you'll |
    what would set you apart | what sets you apart | what makes you stand out | helpful experience | nice to know |
    ihre erfahrung | deine erfahrung | dein background | deine kompetenzen | ihre kompetenzen | deine kenntnisse |
    fachliche anforderungen | persönliche anforderungen | anforderungen an dich | unsere anforderungen |
    unsere erwartungen | unsere erwartungen an dich | was wir erwarten | was wir suchen | wen wir suchen |
    was uns wichtig ist | das wünschen wir uns | das zeichnet dich aus | das zeichnet sie aus | deine kernaufgaben |
    ihre kernaufgaben | deine hauptaufgaben | ihre hauptaufgaben | deine aufgaben bei uns | deine herausforderung |
    was du bei uns machst | was du bewegst | was du tun wirst
    """)
"""Headings found in the middle of a line, where an ad has lost its line breaks."""
