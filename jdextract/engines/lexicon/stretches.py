"""Stretches of a posting that no known heading governs, placed by what their lines say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jdextract.engines.lexicon.decoding import decode
from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.headings import Section
from jdextract.engines.lexicon.leanings import Leaning, lean, lean_of_heading, lend
from jdextract.engines.lexicon.pieces import Piece
from jdextract.engines.lexicon.placements import ASIDE, DEMANDING, Placement

_LEAD_IN = expression(r":[*_ ]*$")
_LATE = 1.2
"""Evidence for an offer that what stands in front is one, behind both the work and the person."""
_SURE = 2.0
"""Evidence that makes a list, or what stands under an unknown heading, a section as good as a headed one."""
_FLOWING_SURE = 4.0
"""The same for running text, whose lines are told apart less surely."""
HARD = expression(
    r"\b(?:must|required|\d+\+? (?:years|jahre)|degree|bachelor|studium|abgeschlossene\w?|zwingend|soft skills|communicat\w+|team player|teamfähig\w*|"
    r"teamorientiert\w*|teamgeist|kommunikati\w+|deutschkenntnisse|deutsch- und englischkenntnisse|(?:selbst(?:st)?ändig|eigenständig|eigenverantwortlich|strukturiert|zuverlässig)\w*)\b"
)
"""What lists of wishes hardly hold."""
# Headings that part a list of demands by its fields.
_FIELD = expression(
    r"[\W_]*(?:(?:programming|technical|cloud|data|personal|soft|hard|web) )?(?:languages?|databases?|cloud\w*|devops|back-?end|front-?end|frameworks?|testing|tools?|infrastructure|security|platforms?|"
    r"methods|methodolog\w+|operating systems|skills|libraries|datenbanken|programmiersprachen|methoden|werkzeuge|betriebssysteme)(?:(?: and | & | und |, |/| / )[\w-]+){0,2}[\W_]*"
)
# These head the whole ad more often than its duties.
_LOOSE = expression(
    r"[\W_]*(?:(?:full|complete|the|about the|short|general) )*(?:(?:job|position|role|vacancy) )?(?:description|overview|summary|details|posting|information)[\W_]*|[\W_]*(?:about the (?:job|position)|stellenbeschreibung)[\W_]*"
)
_FIRST_DEMANDS = 3
"""Lines of demands in front of a list of wishes, at least."""


class Stretches:
    """The placements of one posting's pieces, and those among them that may still change."""

    def __init__(
        self,
        lower: str,
        pieces: Sequence[Piece],
        cues: Sequence[Sequence[tuple[Section, int, bool]]],
        opens: frozenset[int],
        placements: list[Placement],
    ) -> None:
        self._lower = lower
        self._pieces = pieces
        self._cues = cues
        self._opens = opens
        self._placements = placements
        self._known = list(self._under_known_headings())
        self._demands = next((index for index, piece in enumerate(pieces) if piece.own == "requirements"), 0)

    def settle(self) -> None:
        """Place all pieces that no known heading places."""
        for first, last, start in list(self._open_stretches()):
            self._settle_stretch(first, last, start)

    def _under_known_headings(self) -> Iterator[bool]:
        """For each piece whether the last heading in front of it is a known one."""
        known = False
        for index, piece in enumerate(self._pieces):
            known = piece.own is not None or (known and index not in self._opens)
            yield known

    def _open_stretches(self) -> Iterator[tuple[int, int, Section]]:
        """First and last piece of each stretch, and the section in front of it."""
        first: int | None = None
        start: Section = "company" if self._placements and self._placements[0].section == "company" else "other"
        for index, fixed in enumerate(self._fixed()):
            if fixed:
                if first is not None:
                    yield first, index - 1, start
                    first = None
                section = self._placements[index].section
                start = "other" if section == "title" else section
            elif first is None:
                first = index
        if first is not None:
            yield first, len(self._pieces) - 1, start

    def _fixed(self) -> Iterator[bool]:
        """For each piece whether a known heading places it, so that its own words do not matter."""
        governed = False
        bullets = 0
        for index, (piece, placement) in enumerate(zip(self._pieces, self._placements, strict=True)):
            if piece.own:
                governed, bullets = placement.headed and placement.section in DEMANDING, 0
                if piece.heading and _LOOSE.fullmatch(self._line(index)):
                    governed = False
            elif governed:
                # A heading, or running text behind the list: what the known heading governs may be over.
                list_is_over = bullets > 1 and not piece.bullet and not piece.run_on
                governed = index not in self._opens and not list_is_over
            bullets += piece.bullet
            yield (
                piece.own is not None
                or placement.settled
                or placement.section == "title"
                or (governed and placement.headed and not piece.run_on)
            )

    def _settle_stretch(self, first: int, last: int, start: Section) -> None:
        leanings = [self._lean(index) for index in range(first, last + 1)]
        costs = [self._cost(index) for index in range(first, last + 1)]
        path = decode(leanings, costs, start)
        low = 0
        while low < len(path):
            high = low
            while high + 1 < len(path) and path[high + 1] == path[low] and first + high + 1 not in self._opens:
                high += 1
            section = path[low]
            if (
                section == "requirements"
                and first + low in self._opens
                and self._is_wish_list(first + low, first + high)
            ):
                section = "preferred"
            self._place_run(first + low, first + high, section, leanings[low : high + 1])
            low = high + 1

    def _is_wish_list(self, low: int, high: int) -> bool:
        """Whether demands under an unknown heading are wishes: they stand behind other demands, and none is hard.

        Nine in ten such lists are, where a known heading tells.
        """
        heading = lean_of_heading(self._line(low))
        if heading.get("preferred"):
            return True
        if high == low or heading.get("requirements"):
            return False
        if _FIELD.fullmatch(self._line(low)):
            return False
        before = low - 1
        while before >= 0 and self._placements[before].section == "requirements" and not self._pieces[before].heading:
            before -= 1
        demands = low - 1 - before
        return demands >= _FIRST_DEMANDS and not any(HARD.search(self._line(index)) for index in range(low, high + 1))

    def _line(self, index: int) -> str:
        return self._lower[self._pieces[index].low : self._pieces[index].high]

    def _lean(self, index: int) -> Leaning:
        piece, placement = self._pieces[index], self._placements[index]
        line = self._line(index)
        opens = index in self._opens
        leaning = lean_of_heading(line) if opens else lean(line, self._cues[index], bullet=piece.bullet)
        if placement.late and (opens or piece.bullet):
            lend(leaning, "benefits", _LATE)
        if opens:
            return leaning
        if placement.headed and self._known[index]:
            weight = (2.5 if piece.bullet else 1.0) if placement.section in ASIDE else 0.5
            lend(leaning, placement.section, weight)
            if placement.section == "preferred":  # the demands of a list of wishes are wishes
                leaning["preferred"] += leaning.pop("requirements", 0.0)
        elif not leaning:
            if piece.bullet and index < self._demands:  # the demands have a heading of their own, further down
                leaning["stack"] = 0.4
            elif piece.bullet:  # a bare noun is a skill more often than anything else
                leaning["requirements"] = leaning["preferred"] = 0.4
            else:
                leaning["company" if placement.section == "company" else "other"] = 0.4
        return leaning

    def _cost(self, index: int) -> float:
        if index in self._opens:
            return 0.3
        if not index:
            return 1.5
        piece, before = self._pieces[index], self._pieces[index - 1]
        if index - 1 in self._opens or (
            piece.bullet and not before.bullet and _LEAD_IN.search(self._lower, before.low, before.high)
        ):
            return 4.0
        if piece.bullet and before.bullet:
            return 1.5 if piece.gap else 3.0
        return 1.0 if piece.gap or piece.bullet != before.bullet else 1.5

    def _place_run(self, low: int, high: int, section: Section, leanings: list[Leaning]) -> None:
        bullets = sum(self._pieces[index].bullet for index in range(low, high + 1))
        support = sum(leaning.get(section, 0.0) for leaning in leanings)
        opened = low in self._opens and high > low
        flowing = sum(self._pieces[index].run_on for index in range(low, high + 1))
        listed = (opened or bullets > 1) and support >= _SURE
        flows = flowing > 1 and support >= _FLOWING_SURE and section in DEMANDING
        for index, leaning in zip(range(low, high + 1), leanings, strict=True):
            piece, placement = self._pieces[index], self._placements[index]
            if section == "other":
                sure = False
            elif piece.run_on and not opened:
                # A sentence of running text that speaks for itself is no part of what goes on around it.
                sure = flows and leaning.get(section, 0.0) >= max(leaning.values(), default=0.0)
            else:
                sure = listed and (opened or piece.bullet)
            if sure:
                placement.section, placement.headed = section, True
                placement.cues, placement.firm = (), False
            elif piece.run_on and section in ASIDE:
                if placement.headed and section != placement.section:
                    placement.section, placement.headed = section, False
            elif not placement.cues or piece.bullet:
                placement.section, placement.headed = section, placement.headed and section == placement.section
