"""Which section each piece of a posting lies in: headings first, then the words of the sentence itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import itemgetter

from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.folding import FoldedText
from jdextract.engines.lexicon.headings import Section
from jdextract.engines.lexicon.leanings import lean, lean_of_heading
from jdextract.engines.lexicon.phrases import PhraseFinder
from jdextract.engines.lexicon.pieces import Piece
from jdextract.engines.lexicon.placements import ASIDE, DEMANDING, Placement
from jdextract.engines.lexicon.section_cues import PRIORITY, SECTION_CUES, WEAK_CUES
from jdextract.engines.lexicon.stretches import HARD, Stretches

_Cue = tuple[Section, int, bool]
# These end with the segment when their content stands on the same line: what follows is something else.
_SHORT_LIVED: frozenset[Section] = frozenset({"stack", "application"})
_LISTING: frozenset[Section] = frozenset({"duties", "requirements", "preferred", "stack", "benefits"})
_WORK_AND_PERSON: frozenset[Section] = frozenset({"duties", "requirements"})
_OPEN: frozenset[Section] = frozenset({"company", "other", "title"})
_ASIDE_REACH = {False: 4, True: 12}
"""Lines that the heading of an aside governs, beside its list, by whether other headings part the rest."""
# The label is the section and whether the cue is a weak one.
_CUES: PhraseFinder[tuple[Section, bool]] = PhraseFinder(
    {
        (section, weak): [phrase for phrase in phrases if (phrase in WEAK_CUES) is weak]
        for section, phrases in SECTION_CUES.items()
        for weak in (False, True)
    }
)

_DEMAND = expression(
    r"[\W_]*(?:(?:min(?:imum|\.)? |at least |mindestens )?\d+\+?(?: ?[-–] ?\d+)?\+? (?:or more )?(?:years?|yrs|jahre)\b|bachelor|master'?s|abgeschlossene[sn]? |"
    r"mehrjährige |erste erfahrung|berufserfahrung|(?:sehr |gute |fundierte |tiefgehende |solide |umfassende |praktische |ausgeprägte |einschlägige |mehrjährige |erste |relevante )*(?:\w+-?kenntnisse|kenntnisse|erfahrung(?:en)?|berufserfahrung|verständnis) (?:in|mit|von|im|der|für|als|aus)\b|"
    r"(?:strong |solid |proven |deep |prior |hands-on |professional |demonstrated |extensive |previous |good |working |excellent |practical |some |relevant )*(?:experience|knowledge|understanding|proficiency|familiarity|background|expertise) (?:in|with|of|using|building|working|designing|developing)\b|proficient (?:in|with)\b|fluen(?:t|cy) in\b)"
)
# A demand that the list of duties may go on behind.
_LONE_DEMAND = expression(
    r"[\W_]*(?:(?:must|should) (?:have|know)\b|(?:very )?(?:strong|good|solid|well[- ]versed|expert|skilled|experienced) (?:in|with|knowledge on)\b|hands[- ]on (?:with|in|on)\b|familiar with\b|"
    r"(?!gain|build|get|shar|us(?:e|ing)\b|leverag|appl|bring|provid|improv|creat|deliver|ensur|design|driv|your|our\b|the\b)(?=\w)(?:[\w/&-]+ ){1,3}experience (?:in|with|of)\b|"
    r"(?:excellent|good|strong) (?:\w+ )?(?:and \w+ )?communication\b)"
)

# "... experience in each of the following:": what stands behind it is demanded, however it is worded.
_DEMANDING_COLON = expression(
    r"\b(?:experience|knowledge|proficien\w+|skills?|expertise|familiar\w*|must have|requires?|background|kenntnisse|erfahrung(?:en)?)\b[^.;!?]{0,80}:[*_ ]*$"
)
# Behind both the work and the person, what awaits them is what they get.
_AWAITS = expression(
    r"[\W_]*(?:what awaits you|(?:das|was|dies|hier) (?:erwartet|(?:dich|sie|euch) .{0,35}erwartet)|(?:dar|wor)auf (?:kannst|darfst) du dich freuen)"
)

# A sentence on the work among those on the person.
WORK = expression(
    r"(?:[\w '-]{0,40}, )?(?:(?:you(?:'ll| will)|du wirst|sie werden) (?!(?:\w+ly |also |definitely )?(?:need|have|bring|know|possess|thrive|love|enjoy|get|receive|fit|succeed|excel|find|like|show|demonstrate|understand|"
    r"be (?:an?|able|comfortable|familiar|proficient|experienced|expected to have|asked|considered|joining|successful|required)|brauchen|mitbringen|haben)\b)"
    r"|(?:your|deine|ihre) (?:main |primary |key |core |daily )?(?:responsibilit|tasks\b|duties\b|job is\b|role is\b|work will\b|focus (?:will|is)\b|aufgabe|hauptaufgabe))"
)
WORK_WORDS = ("you will", "you'll", "your ", "wirst", "werden", "deine", "ihre")
"""One of them stands in all that `WORK` finds."""

# A sentence on the person among those on the work.
_PERSON = expression(
    r"(?:today,? |now,? |currently,? )?(?:we(?:'re| are)? (?:seeking|looking for|searching for|in search of)|wir suchen)\b|(?:the |our |an? )?(?:ideal|successful|right|perfect|best|strong) (?:candidates?|applicants?|person|engineer|developer|fit|hire)\b(?! will (?!be |have |possess|bring|demonstrate|show))|(?:candidates|applicants) (?:must|should|need|will have|are expected to (?:have|bring|know))\b"
    r"|you (?:also |already |ideally )?(?:have|bring|know|possess|must|should have|need|are (?:an? )?(?:experienced|comfortable|familiar|proficient|expert|passionate|skilled|fluent))\b|you've (?:got|worked|built)\b"
    r"|(?:du|sie) (?:hast|bringst|verfügst|kennst|beherrschst|besitzt|haben|bringen|verfügen|kennen|beherrschen|besitzen)\b"
)


@dataclass(slots=True)
class _Sectioning:
    """The state of reading from piece to piece: the section that a heading or a list opened, and for how long."""

    current: Section
    parted: bool
    """Whether headings tell the duties or demands from the rest of the posting."""
    headed: bool = False
    opened: int = 0
    """The line of the heading that opened ``current``."""
    listed: Section | None = field(default=None)
    """The section of the list that a line ending in a colon opened."""
    back: Section | None = field(default=None)
    """What ``current`` returns to when the line of a label is over."""
    back_line: int = -1
    around: Section | None = field(default=None)
    """The section of the demands among which a line that ends in "Bonus points for:" opened a list of wishes."""
    demanded: int = -1
    """The line in which a colon opened a list of demands."""
    told: frozenset[Section] = frozenset()
    """The sections about the work and the person that headings have opened so far."""
    late: bool = False
    """Whether an offer behind both the work and the person has opened."""
    untold: bool = False
    """Whether a heading that nobody knows stands between the last known one and the piece."""

    @property
    def settles(self) -> bool:
        """Whether the section is an aside behind both the work and the person: these are over."""
        return self.headed and self.current in ASIDE and not self.untold and self.told >= _WORK_AND_PERSON

    def place(self, piece: Piece, cue: set[Section], firm: bool, line: str) -> tuple[Section, bool]:
        """The section of the next piece, which reads ``line`` when folded, and whether a heading says so.

        ``firm`` says that some of the words that made ``cue`` speak of the work or the person beyond doubt.
        """
        if self.back is not None and piece.line != self.back_line and not piece.bullet:
            self.current, self.back = self.back, None
        if piece.heading:
            self.around = self.current if piece.run_on and piece.own == "preferred" else None
            return self._open(piece, line)
        if self.around in DEMANDING and HARD.search(line):
            self.current, self.around = self.around, None
        if piece.own and _label_counts(piece, self.current, headed=self.headed):
            return self._open_by_label(piece, piece.own, line)
        if self.demanded == piece.line and piece.run_on and not cue & ASIDE:
            return ("preferred" if self.current == "preferred" else "requirements"), True
        ends_in_colon = line.rstrip("*_ ").endswith(":")
        opens_demands = ends_in_colon and not piece.bullet and _DEMANDING_COLON.search(line) is not None
        self._move_on(piece, cue, firm=firm, line=line, opens_demands=opens_demands)
        if over := self._interrupted(piece, cue, line):
            return over, False
        if self.current not in _OPEN and self.headed:
            lone = self.current == "duties" and piece.bullet and _LONE_DEMAND.match(line)
            return ("requirements" if lone else self.current), True
        section = "requirements" if opens_demands else _by_cues(cue, piece, self.listed, self.current)
        if ends_in_colon and section in _LISTING:
            self.listed = section
        elif not piece.bullet and not ends_in_colon:
            self.listed = None
        return section, False

    def _move_on(self, piece: Piece, cue: set[Section], *, firm: bool, line: str, opens_demands: bool) -> None:
        """Leave a section that is over."""
        self.demanded = piece.line if opens_demands and piece.run_on else -1
        if self.headed and self.current in ASIDE and self._is_aside_over(piece, cue, firm=firm):
            self.current, self.headed = "other", False
        if (
            self.headed
            and self.current in ("duties", "stack")
            and (opens_demands or (not piece.run_on and _DEMAND.match(line)))
        ):
            # The list of duties, or of the stack, goes over into that of the demands without a heading.
            self.current = "requirements"

    def _is_aside_over(self, piece: Piece, cue: set[Section], *, firm: bool) -> bool:
        if self.settles:
            return False
        if firm and not cue & ASIDE and not piece.bullet:
            return True
        return not piece.bullet and piece.line - self.opened > _ASIDE_REACH[self.parted]

    def _interrupted(self, piece: Piece, cue: set[Section], line: str) -> Section | None:
        """The section of a sentence that does not belong to the one that a heading opened."""
        demanding = self.current in DEMANDING
        item = piece.bullet or not (piece.run_on or line.endswith(".") or len(line) > _LONGEST_UNMARKED)
        legal = "legal" in cue and not (item and demanding)
        over: Section | None = "legal" if legal else _ended_by(cue)
        if self.headed and piece.run_on and demanding and over:
            # An ad without line breaks says nowhere that its list of demands is over.
            self.current, self.headed = over, False
            return over
        if legal:
            return "legal"
        if not self.headed or piece.bullet:
            return None
        if self.current in ("requirements", "preferred"):
            return "duties" if WORK.match(line) else None
        return "requirements" if self.current == "duties" and _PERSON.match(line) else None

    def _open(self, piece: Piece, line: str) -> tuple[Section, bool]:
        self.listed = None
        if piece.own == "stack" and self._is_topic(piece, line):
            pass
        elif piece.own:
            own = "benefits" if self.told >= _WORK_AND_PERSON and _AWAITS.match(line) else piece.own
            self.current, self.headed, self.back, self.opened = own, True, None, piece.line
            self.told |= {piece.own} & _WORK_AND_PERSON
            self.late = own not in DEMANDING and (self.late or (own == "benefits" and self.told >= _WORK_AND_PERSON))
        elif self.current in ("stack", "benefits", "application"):
            self.current, self.headed, self.back = "other", False, None
        return self.current, self.headed

    def _is_topic(self, piece: Piece, line: str) -> bool:
        """Whether a heading over technologies parts a list of demands: "Required skills" over "Tools" and "Databases"."""
        if not self.headed or self.current not in ("requirements", "preferred") or not _TOPIC.match(line):
            return False
        if not piece.heading:
            return "stack" not in line[: line.find(":")]
        return self.untold or piece.line == self.opened + 1

    def _open_by_label(self, piece: Piece, section: Section, line: str) -> tuple[Section, bool]:
        self.listed = None
        if section == "stack" and self._is_topic(piece, line):
            return self.current, True
        if not piece.bullet and section not in _SHORT_LIVED:
            if section == "preferred" and self.current in DEMANDING and self.back is None:
                self.back, self.back_line = self.current, piece.line
            self.current, self.headed, self.opened = section, True, piece.line
            self.told |= {section} & _WORK_AND_PERSON
        return section, True


def place_pieces(folded: FoldedText, pieces: list[Piece], title: str | None) -> list[Placement]:
    """The placement of each of ``pieces``, in order; ``title`` is the posting's."""
    parted = any(piece.heading and piece.own in DEMANDING for piece in pieces)
    sectioning = _Sectioning("company" if parted else "other", parted)
    wanted_title = " ".join(title.lower().split()) if title else ""
    candidates = _unmarked_headings(folded, pieces)
    all_cues = _cue_sections(folded.lower, pieces)
    placements: list[Placement] = []
    for index, (piece, cues) in enumerate(zip(pieces, all_cues, strict=True)):
        in_company = sectioning.headed and sectioning.current == "company"
        found = tuple([(section, start) for section, start, weak in cues if not (weak and in_company)]) if cues else ()
        line = folded.lower[piece.low : piece.high]
        firm = bool(cues) and any(not weak and cue in DEMANDING for cue, _, weak in cues)
        sectioning.untold = not piece.own and (sectioning.untold or index in candidates)
        section, headed = sectioning.place(piece, {section for section, _ in found}, firm, line)
        if index == 0 and not piece.heading and not piece.own and _is_title(folded, piece, wanted_title):
            section, headed = "title", False
        if headed:
            settled = sectioning.settles or (piece.run_on and sectioning.demanded == piece.line)
            placements.append(Placement(section, headed=True, settled=settled, late=sectioning.late))
        else:
            placements.append(Placement(section, headed=False, cues=found, firm=firm, late=sectioning.late))
    Stretches(folded.lower, pieces, all_cues, candidates, placements).settle()
    return placements


def _cue_sections(lower: str, pieces: list[Piece]) -> list[list[_Cue]]:
    """For each piece the sections whose cues it holds, with the cues' positions and whether they are weak."""
    found: list[list[_Cue]] = [[] for _ in pieces]
    index, last = 0, len(pieces)
    cues = [
        (section, start, weak)
        for (section, weak), start, end in _CUES.find(lower)
        # "... in the tables that you have." says nothing of what the person has.
        if not (lower[end : end + 1] in _STOPS and lower.startswith("you ", start))
    ]
    if years := [match.start() for match in _YEARS.finditer(lower)]:
        cues = sorted([*cues, *(("requirements", start, False) for start in years)], key=itemgetter(1))
    for section, start, weak in cues:
        while index < last and pieces[index].high <= start:
            index += 1
        if index == last:
            break
        if pieces[index].low <= start:
            found[index].append((section, start, weak))
    return found


_STOPS = frozenset(".!?")
# "5+ years Go experience"
_YEARS = expression(r"\d\+? ?(?:years|yrs)\b[^.;:\n]{1,40}\bexperience\b")
# What belongs to the team ("our stack", "what we use") is no topic among the demands.
_TOPIC = expression(
    r"[\W_]*(?:(?:technical|technological|tech|programming|development|software|it|key|core|main|technische|eingesetzte) )?(?:tech|technolog\w+|technik|tools?|tooling|werkzeuge|toolset|languages|sprachen|frameworks|platforms|stack|tech ?stack)\b"
    r"(?:(?:,| and| &| und|/) ?(?:tools?|technolog\w+|frameworks|platforms|languages|libraries|services))*[\W_]*(?::|$)"
)
# "French or Italian preferred" is one demand of a list.
_CLOSED_DEMAND = expression(r"(?:\S+ ){3,}(?:is |are )?(?:preferred|required|desired|desirable|a plus)$")
_LIKE_HEADING = expression(r"[^\n|@]{0,70}[^\W\d_][^\n|@]{0,10}")
_ABILITIES = ("experience ", "knowledge of", "proficiency ", "familiarity ", "expertise in", "erfahrung", "kenntnisse")
_ITEM = 2.0
"""Evidence that makes a line an item of a list, and no heading."""
_LONGEST_UNMARKED = 60
"""Characters of a heading that nothing marks as one."""


def _unmarked_headings(folded: FoldedText, pieces: list[Piece]) -> frozenset[int]:
    """The places of the headings whose section is unknown, marked ones and lines that only look like one."""
    found: set[int] = set()
    for index, piece in enumerate(pieces):
        if piece.own:
            continue
        if piece.heading or (0 < index < len(pieces) - 1 and _looks_like_heading(folded, pieces, index)):
            found.add(index)
    return frozenset(found)


def _looks_like_heading(folded: FoldedText, pieces: list[Piece], index: int) -> bool:
    """Whether a short line without a full stop stands over a list or over longer lines."""
    piece, following = pieces[index], pieces[index + 1]
    if piece.bullet or piece.run_on or not 3 < piece.high - piece.low <= _LONGEST_UNMARKED:
        return False
    text = folded.plain[piece.low : piece.high]
    if following.line == piece.line or text[-1] in ".,;!)" or text[0].islower() or not _LIKE_HEADING.fullmatch(text):
        return False
    # "Experience with:" goes on with the list that it stands in.
    leads_in = text[-1] == ":" and folded.lower.startswith(_ABILITIES, piece.low)
    if leads_in or _CLOSED_DEMAND.fullmatch(text) or len(text.split()) > 9 or following.heading or following.own:
        return False
    if following.bullet:
        return text.count(",") < 2
    if ", " in text or not (piece.gap or pieces[index - 1].bullet):
        return False
    return _heads_lines(folded.lower[piece.low : piece.high], following.high - following.low)


def _heads_lines(line: str, following: int) -> bool:
    """Whether a line stands over one of ``following`` characters: lines that blank lines part are as often items."""
    if 2 * len(line) >= max(following, _LONGEST_UNMARKED):
        return False
    leaning = lean(line, (), bullet=True)
    if max(leaning.get("requirements", 0.0), leaning.get("duties", 0.0)) >= _ITEM:
        return False
    return 2 * len(line) < following - _LONGEST_UNMARKED or bool(lean_of_heading(line))


def _label_counts(piece: Piece, current: Section, *, headed: bool) -> bool:
    """Whether a label in front of a list item opens a section: "Tools: Git" among requirements does not."""
    if headed and current == "benefits" and piece.bullet:
        return piece.own not in ("duties", "requirements")  # "- Exciting projects: ..." is what is offered
    if not headed or current not in DEMANDING:
        return True
    if piece.bullet:
        return piece.own == "preferred"
    return piece.own not in ("company", "requirements") or current != "preferred"


def _ended_by(cue: set[Section]) -> Section | None:
    if "requirements" in cue or "duties" in cue:
        return None
    if "benefits" in cue:
        return "benefits"
    return "application" if "application" in cue else None


def _by_cues(cue: set[Section], piece: Piece, listed: Section | None, current: Section) -> Section:
    if listed and piece.bullet and "legal" not in cue:
        return listed
    for section in PRIORITY:
        if section in cue:
            return section
    return current


def _is_title(folded: FoldedText, piece: Piece, title: str) -> bool:
    line = folded.lower[piece.low : piece.high]
    return line.count("|") > 1 or (bool(title) and len(line) < 160 and " ".join(line.split()) in title + " " + title)
