"""Where a name found in a text may begin and end: plurals, versions, German compounds, glued words."""

from __future__ import annotations

from jdextract.engines.lexicon.expressions import expression
from jdextract.engines.lexicon.folding import FoldedText

PARTING = frozenset(["", *" \n\r\f()[]{}<>,;:!?/|\"'*=•·●▪■–—“”„…"])
"""Marks behind which any name may begin, and in front of which any name may end, and neither end of the text."""
_SHORT = 2
_PLURAL = expression(r"(?:'?s)(?![^\W_])")
_VERSION = expression(r"\d{1,4}(?:\.(?:\d+|x))*(?![^\W_])")
# What German glues to a technology's name ("Datenbankkenntnisse"), and what it glues with a hyphen needs no rule.
_COMPOUND = expression(
    r"(?:s|es|en|n|er)?(?:kenntnis|erfahrung|entwickl|programmier|umgebung|system|architektur|plattform|anwendung|"
    r"technologi|projekt|tool|basiert|administrat|spezialist|experte|expertise|framework|lösung|umfeld|landschaft|"
    r"know-how|cluster|pipeline|infrastruktur|management|modell|verfahren|methodi|methode|prozess|design|"
    r"verwaltung|analyse|optimierung|sicherheit|kompetenz|fähigkeit|stärke|freude)"
)
_INFLECTION = expression(r"(?:s|es|en|n|e|er|em|r)(?![^\W_])")
# Words that ads glue to a name where markup was lost ("withC#andAngular", "Developerto").
_GLUE = (
    r"and|with|using|developers?|engineers?|development|experience|skills?|programming|knowledge|framework|"
    r"und|oder|mit|sowie|entwickler(?:in)?|kenntnisse|erfahrung"
)
_GLUED_BEHIND = expression(
    rf"(?:{_GLUE}|for|für|auf|bei|im|von|zum|zur)(?![a-zäöüß])"
    # The next line's first word.
    r"|(?:Ability|Basic|Comfort|Excellent|Experience|Exposure|Familiar|Good|Hands|Knowledge|Proficien|Proven|Solid|Strong|"
    r"Understanding|Working|You)"
)
_LEADING = r"know|like|nutzen|auf|aus|bei|das|dem|den|der|des|die|durch|für|im|via|von|wie|zum|zur|for|from|in|of|on|or|our|the|to"
_GLUED_BEFORE = expression(
    rf"(?:^|[^a-zA-Zäöüß]|[A-Z]{{2}})(?:{_GLUE}|{_LEADING})$|[a-zäöüß]{{2,}}(?:and|with|using|und|mit)$"
)


def begins_name(folded: FoldedText, start: int, end: int) -> bool:
    """Whether nothing in front of ``start`` makes the match a part of another word."""
    plain = folded.plain
    if not start:
        return True
    before = plain[start - 1]
    if not plain[start].isalnum():
        # ".NET" may follow a word, but "f.net" and "www.net" are addresses.
        return plain[start] != "." or not before.isalnum() or plain[start + 1 : start + 2].isupper()
    if before.isalnum():
        return _is_glued_before(plain, start, end)
    if before in "_@$\\" and start > 1:
        return before == "_" and not plain[start - 2].isalnum()
    # An address or a file: "https://go.example.com", "/etc/docker".
    return not (before == "." and start > 1 and plain[start - 2].isalnum() and plain[start].islower())


def ends_name(folded: FoldedText, start: int, end: int, *, bend: bool) -> bool:
    """Whether nothing behind ``end`` makes the match a part of another word; ``bend`` allows inflected forms."""
    plain = folded.plain
    if end >= len(plain):
        return True
    after, last = plain[end], plain[end - 1]
    if not last.isalnum():
        return after != last or after not in "+#"
    if not after.isalnum():
        return _ends_before_mark(folded, start, end)
    if (end - start > 3 or not last.isalnum() or _is_abbreviation(plain, start, end)) and _is_glued_behind(plain, end):
        return True
    return bend and _bends(folded, start, end)


def _ends_before_mark(folded: FoldedText, start: int, end: int) -> bool:
    """Whether the mark behind a name is none of its own: "C" is not in "C++", "Python" is in "Python+Django"."""
    after = folded.plain[end]
    if after == "+":
        return end - start > 1 and folded.plain[end + 1 : end + 2] != "+"
    if after == "&":
        return end - start > _SHORT
    if after in "#_":
        return False
    return not (after == "." and _is_domain(folded.lower, end))


def _bends(folded: FoldedText, start: int, end: int) -> bool:
    """Whether a version, a plural or a German compound goes on behind the name."""
    plain, lower = folded.plain, folded.lower
    if end - start <= _SHORT:
        return False
    if plain[end].isdigit():
        return plain[end - 1].isalpha() and _VERSION.match(plain, end) is not None
    if not plain[end - 3 : end].replace(" ", "").isalpha():  # "Raspberry Pis", but no "C#s"
        return False
    return _PLURAL.match(lower, end) is not None or (end - start > 3 and _COMPOUND.match(lower, end) is not None)


def ends_inflected(lower: str, end: int) -> bool:
    """Whether a German ending and no more follows ``end`` ("Datenbank" + "en")."""
    return _INFLECTION.match(lower, end) is not None


_DOMAIN = expression(r"\.(?:com|org|io|net|de|ai|dev|co|app|gov|edu|eu|uk|ly|me|us|ch|at|tech)\b(?!\.js)")


def _is_domain(lower: str, end: int) -> bool:
    """Whether the match is a part of an address: "redis.io/careers", "jobs@elastic.co"."""
    return _DOMAIN.match(lower, end) is not None and not lower.startswith(".net ", end)


def _is_glued_before(plain: str, start: int, end: int) -> bool:
    if not (plain[start].isupper() and plain[start - 1].islower()):
        return False
    if end - start < 4 and plain[start:end].isalpha() and not _is_abbreviation(plain, start, end):
        return False
    return _GLUED_BEFORE.search(plain[max(0, start - 14) : start]) is not None


def _is_abbreviation(plain: str, start: int, end: int) -> bool:
    """Whether the match is in capitals and long enough to be told from the parts of other words: "undCSS"."""
    return end - start > _SHORT and plain[start:end].isupper()


def _is_glued_behind(plain: str, end: int) -> bool:
    match = _GLUED_BEHIND.match(plain, end)
    if match:
        return plain[end - 1].islower() or not plain[end - 1].isalpha() or plain[end - 1].isupper()
    return False
