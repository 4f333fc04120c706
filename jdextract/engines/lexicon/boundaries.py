"""Where a name found in a text may begin and end: plurals, versions, German compounds, glued words."""

from __future__ import annotations

import re

from jdextract.engines.lexicon.folding import FoldedText

_PLURAL = re.compile(r"(?:'?s)(?![^\W_])")
_VERSION = re.compile(r"\d{1,4}(?:\.(?:\d+|x))*(?![^\W_])")
# What German glues to a technology's name ("Datenbankkenntnisse"), and what it glues with a hyphen needs no rule.
_COMPOUND = re.compile(
    r"(?:s|es|en|n|er)?(?:kenntnis|erfahrung|entwickl|programmier|umgebung|system|architektur|plattform|anwendung|"
    r"technologi|projekt|tool|basiert|administrat|spezialist|experte|expertise|framework|lösung|umfeld|landschaft|"
    r"know-how|cluster|pipeline|infrastruktur|management|modell|verfahren|methodi|methode|prozess|design|"
    r"verwaltung|analyse|optimierung|sicherheit|kompetenz|fähigkeit|stärke|freude)"
)
_INFLECTION = re.compile(r"(?:s|es|en|n|e|er|em|r)(?![^\W_])")
# Words that ads glue to a name where markup was lost ("withC#andAngular", "Developerto").
_GLUE = (
    r"and|with|using|developers?|engineers?|development|experience|skills?|programming|knowledge|framework|"
    r"und|oder|mit|sowie|entwickler(?:in)?|kenntnisse|erfahrung"
)
_GLUED_BEHIND = re.compile(rf"(?:{_GLUE})(?![a-zäöüß])")
_GLUED_BEFORE = re.compile(rf"(?:^|[^a-zäöüß])(?:{_GLUE}|know|nutzen|von|in|of|for|or|to)$|[a-zäöüß]{{2,}}(?:and|with|using|und|mit)$")


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
    plain, lower = folded.plain, folded.lower
    if end >= len(plain):
        return True
    after, last = plain[end], plain[end - 1]
    if not last.isalnum():
        return after != last or after not in "+#"
    if not after.isalnum():
        if after in "+#" and plain[end + 1 : end + 2] != "+" and end - start > 1:
            return after == "+"
        if after in "+#&_":
            return end - start > 2 and after in "+&"
        return not (after == "." and _is_domain(lower, start, end))
    if end - start > 3 or not plain[end - 1].isalnum():
        if _is_glued_behind(plain, end):
            return True
    if not bend:
        return False
    if after.isdigit():
        return last.isalpha() and end - start > 2 and _VERSION.match(plain, end) is not None
    if end - start < 3 or not plain[end - 3 : end].isalpha():
        return False
    if _PLURAL.match(lower, end):
        return True
    return end - start > 3 and (_COMPOUND.match(lower, end) is not None)


def ends_inflected(lower: str, end: int) -> bool:
    """Whether a German ending and no more follows ``end`` ("Datenbank" + "en")."""
    return _INFLECTION.match(lower, end) is not None


_DOMAIN = re.compile(r"\.(?:com|org|io|net|de|ai|dev|co|app|gov|edu|eu|uk|ly|me|us|ch|at|tech)\b(?!\.js)")


def _is_domain(lower: str, start: int, end: int) -> bool:
    """Whether the match is a part of an address: "redis.io/careers", "jobs@elastic.co"."""
    return _DOMAIN.match(lower, end) is not None and not lower.startswith(".net ", end)


def _is_glued_before(plain: str, start: int, end: int) -> bool:
    if not (plain[start].isupper() and plain[start - 1].islower()):
        return False
    if end - start < 4 and plain[start:end].isalpha():
        return False
    return _GLUED_BEFORE.search(plain[max(0, start - 14) : start]) is not None


def _is_glued_behind(plain: str, end: int) -> bool:
    match = _GLUED_BEHIND.match(plain, end)
    if match:
        return plain[end - 1].islower() or not plain[end - 1].isalpha() or plain[end - 1].isupper()
    return False
