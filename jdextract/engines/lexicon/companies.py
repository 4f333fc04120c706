"""Technologies that are named as companies: the employer, its customers and investors, what its product is like."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.matches import Match
from jdextract.engines.lexicon.phrases import Openings
from jdextract.engines.lexicon.structure import Passage

REACH = 90
"""Characters between a word for companies and the last of those that it introduces."""

_EMPLOYER_ENDS = ("at ", "join ", "bei ", "formerly ", "ex-", "alumni of ", " from ", " by ", "founders of ")
_EMPLOYER = expression(
    r"(?:(?<!good )(?<!great )(?<!expert )(?<!skilled )(?<!adept )(?<!better )(?<!strong )(?<!proficient )(?<!experienced )\bat |\bjoin |\bbei |\bformerly |\bex-|\balumni of |"
    r"\bfounders of |"
    r"\b(?:engineers?|people|developers|folks|leaders|alumni|founders|executives|teams?|veterans) from |\b(?:owned|acquired|backed|founded|funded|led) by )$"
)
# A provider that runs what is worked on: "Kubernetes at Foo".
_HOSTED = expression(
    r"\b(?:host(?:ed|ing)?|gehostet|betrieb(?:en)?|deployed|servern?|clustern?|vms?|kubernetes|infrastructure|infrastruktur|"
    r"läuft|laufen|runs?|running|instanzen)\b[^.\n]{0,24} (?:at|bei) $"
)
_SHORTEST_INITIALS = 3
"""Letters; shorter ones are other words more often."""
_OPENING = 300
"""Characters in which an ad says who it is from: "Foo builds the leading software"."""
_PRESENTED = expression(
    r"(?:,? (?:inc\.?|labs|technologies))? (?:builds|helps|offers|provides|enables|empowers|gives businesses|is on a mission|"
    r"(?:is (?:an?|the)|ist (?:ein|der|die|das)\w*) (?:[\w'-]+ ){0,4}(?:compan(?:y|ies)|startup|start-up|leaders?|provider|firm|"
    r"bank|agency|studio|unternehmen|anbieter|agentur)\b)"
)
# What only a company is or does, behind its name at the start of a sentence.
_ACTS = expression(
    r"(?:,? (?:inc|llc|ltd|gmbh)\b"
    r"| (?:is|are) (?:now |currently |also |actively |always )*(?:hiring|looking|seeking|searching|recruiting|expanding|on a mission|an equal|committed to|backed by)\b"
    r"| (?:sucht|stellt ein|was founded|has raised|has grown|employs|does not discriminate)\b)"
)
_SENTENCE_BEFORE = expression(r"(?:^|[\n.!?:§>*] *)$")
# What follows the name of a company that a technology has its name from.
_COMPANY_BEHIND = expression(
    r"(?:,? (?:inc|ltd|llc|corp|gmbh|ag|se)|[ -](?:labs|corporation|ventures|venture partners|capital))(?![\w-])"
)
_SUBJECT = expression(
    r"'s\b|(?: (?:uses?|is|are|has|was|will|believes?|offers?|provides?|helps?|builds?|runs?|powers?|makes?|ist|hat|bietet|nutzt|setzt))\b"
)
_STAFF = expression(r" (?:employees?|alumni|alums?|veterans|co-?founders?|executives)\b")
_LEGAL_FORM = expression(
    r"(?:,? (?:inc|ltd|llc|corp|corporation|gmbh|ag|se|plc|b\.v|s\.a|& co\.? kg|labs|technologies|technology|software|group|holding)\b\.?)+$"
)
_BEHIND_COMPANY = expression(r"\s[|(–—-]|[|(™®]")

# Companies behind these use the product or pay for it; nobody works with them.
_OTHERS = expression(
    r"\b(?:(?:compan(?:y|ies)|customers?|brands|start-?ups?|investors?|angels?|founders?|executives?|execs|unternehmen|kunden|investoren)"
    r" (?:like|such as|including|include|from|at|in|of|wie|von|aus)|(?:engineers|people|folks|teams?) from|backed by|our customers|competitors)\b([^.;:!?\n]*)$"
)
_OTHERS_OPENINGS = Openings(
    ("compan", "customer", "brands", "start", "investor", "angel", "founder", "exec", "unternehmen", "kunden",
     "engineers from", "people from", "folks from", "team", "backed by", "our customers", "competitors")
)  # fmt: skip
_WORK = expression(r"\b(?:us(?:e|es|ing)|with|built|build|writ\w+|cod\w+|develop\w*)\b")
# What the product is compared with, or stands beside.
_LIKENED = expression(
    r"\b(?:replac(?:e|es|ing)|alternatives? to|compet(?:e|es|ing) with|just like you use|just as|think|"
    r"integrat(?:es?|ed|ing|ions?) (?:\w+ )?with)\b[^.;:!?\n]{0,60}$"
    r"|\b(?:is|it's) like [^.;:!?\n]{0,40}$"
)
_LIKENED_OPENINGS = Openings(
    ("replac", "alternative", "compet", "just like you use", "just as", "think", "integrat", "is like", "it's like")
)
# "Kubernetes for kiosks" tells in a title what the product is like; somebody else works "on the iOS team".
_LIKENESS_BEFORE = expression(r"(?:^|\|\s*)$")
_OTHERS_TEAM = expression(r"\bi(?:'m| am) (?:an? |the )?(?:[\w-]+ ){1,4}(?:on|in|of) the $")
# Whom the product serves, and with what.
_SERVES = expression(
    r"\b(?:helps?|helping|enables?|enabling|allows?|allowing|lets?|letting|empowers?|empowering) "
    r"(?:\w+ ){0,2}(?:companies|businesses|enterprises|customers|clients|people|users|developers|organi[sz]ations|brands|merchants|"
    r"retailers|teams)\b(?:[^.!?\n]|e\.g\.)*$"
)
_SERVES_OPENINGS = Openings(("help", "enabl", "allow", "let", "empower"))


@dataclass(frozen=True, slots=True)
class Employers:
    """The companies of a posting that somebody works at.

    ``names`` are the folded spellings of the one that hires that stand in the text, ``technologies`` the entries that
    are spoken of as it or as another employer.
    """

    names: frozenset[str]
    technologies: frozenset[str]

    @classmethod
    def of(cls, lower: str, matches: Iterable[Match], company: str | None) -> Self:
        """The employers in a folded text; ``company`` is the one that hires, where it is known."""
        own = _spellings_of(company) if company else frozenset()
        technologies = (
            match.entry.name
            for match in matches
            if match.entry.kind == "technology"
            and (
                _is_employer(lower, match)
                or (own and (match.entry.name.lower() in own or lower[match.low : match.high] in own))
            )
        )
        return cls(frozenset(name for name in own if name in lower), frozenset(technologies))

    def spell(self, lower: str, match: Match) -> bool:
        """Whether the match is a part of the name of the one that hires, and not all of it."""
        size = match.high - match.low
        return any(
            len(name) > size and lower.find(name, max(0, match.high - len(name)), match.low + len(name)) >= 0
            for name in self.names
        )


def _spellings_of(company: str) -> frozenset[str]:
    """How a text may write the company: without its address, its batch and its legal form, or by its initials."""
    whole = company.strip().lower()
    behind = _BEHIND_COMPANY.search(whole)
    plain = whole[: behind.start()].strip() if behind else whole
    bare = _LEGAL_FORM.sub("", plain)
    initials = "".join(word[0] for word in bare.split())
    return frozenset((whole, plain, bare)) | ({initials} if len(initials) >= _SHORTEST_INITIALS else set())


def _is_employer(lower: str, match: Match) -> bool:
    """Whether the match is a company that somebody works at ("engineers at Stripe"), or that hires."""
    if match.low < _OPENING and _PRESENTED.match(lower, match.high):
        return not lower[: match.low].rpartition("\n")[2].strip(" *#")
    if lower.endswith(_EMPLOYER_ENDS, 0, match.low) and _EMPLOYER.search(lower[max(0, match.low - 40) : match.low]):
        return _HOSTED.search(lower[max(0, match.low - 40) : match.low]) is None
    if _STAFF.match(lower, match.high):
        return True
    return _ACTS.match(lower, match.high) is not None and (
        _SENTENCE_BEFORE.search(lower[max(0, match.low - 4) : match.low]) is not None
    )


def is_company(lower: str, match: Match) -> bool:
    """Whether the technology's name is a part of a company's: "Spark Capital"."""
    return _COMPANY_BEHIND.match(lower, match.high) is not None


def is_subject(lower: str, match: Match) -> bool:
    """Whether the sentence says what the company of this name does or has: "Foo uses Go"."""
    return _SUBJECT.match(lower, match.high) is not None


def is_of_others(lower: str, passage: Passage, match: Match) -> bool:
    """Whether the match is a company that uses, pays for or resembles what the employer sells."""
    if passage.headed or passage.section in ("preferred", "application"):
        return False
    if _is_of_writer(lower, passage, match):
        return True
    low = max(passage.low, match.low - REACH)
    if _OTHERS_OPENINGS.first(lower, low, match.low) is not None:
        found = _OTHERS.search(lower, low, match.low)
        if found and not _WORK.search(found[1] or ""):
            return True
    if passage.section not in ("company", "other", "title"):
        return False
    if _LIKENED_OPENINGS.first(lower, low, match.low) is not None and _LIKENED.search(lower, low, match.low):
        return True
    return _SERVES_OPENINGS.first(lower, low, match.low) is not None and (
        _SERVES.search(lower, low, match.low) is not None
    )


def _is_of_writer(lower: str, passage: Passage, match: Match) -> bool:
    """Whether a title likens the product to the match, or the match is the team of who wrote the ad."""
    if passage.section == "title":
        return lower.startswith(" for ", match.high) and bool(_LIKENESS_BEFORE.search(lower, passage.low, match.low))
    return (
        lower.startswith(" team", match.high)
        and _OTHERS_TEAM.search(lower, max(passage.low, match.low - REACH), match.low) is not None
    )
