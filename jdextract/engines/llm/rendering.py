"""A posting as the model sees it: numbered segments inside a block that its text cannot close.

::

    <posting>
    Title: Backend Engineer
    1: About the role
    2: You have solid experience with Postgres.
    </posting>

Text that shows nothing to a reader (control, format and private-use characters) is left out, so that
nothing can be said to the model alone; offsets are not touched, since facts are grounded in the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from jdextract.segments import Segment

OPEN, CLOSE = "<posting>", "</posting>"

_BREAK = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_ODD_SPACE = re.compile(r"[^\S\n ]")
_SPACE = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")
# Control, format (zero-width, bidirectional, tags), surrogate, variation selector and private-use characters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff]+"
)
_OPENING = re.compile(r"[<＜‹﹤〈⟨«]")
_MARKER = re.compile(rf"{_OPENING.pattern}(?=[\s/\\]*posting)", re.IGNORECASE)


def render_posting(segments: Iterable[Segment], *, title: str | None = None) -> str:
    """The block for ``segments``, headed by ``title`` where one is given."""
    lines = [f"{segment.number}: {segment.text}" for segment in segments]  # a segment is one line
    if title and (shown := visible_text(title)):
        lines.insert(0, f"Title: {shown}")
    return f"{OPEN}\n{_clean(chr(10).join(lines))}\n{CLOSE}"


def visible_text(text: str) -> str:
    """``text`` on one line, without what shows nothing, and without anything that looks like the block's marker."""
    return _clean(_BREAK.sub(" ", text)).strip()


def _clean(lines: str) -> str:
    letters = "".join(set(lines))  # tells at once what most postings have no need of
    if _UNSEEN.search(letters):
        lines = _UNSEEN.sub("", lines)
    if "  " in lines or _ODD_SPACE.search(letters):
        lines = _SPACE.sub(" ", lines)
    return _MARKER.sub("(", lines) if _OPENING.search(letters) else lines


def cut_windows(segments: Sequence[Segment], *, max_chars: int, overlap: int) -> list[Sequence[Segment]]:
    """``segments`` in runs of at most ``max_chars`` characters that share about ``overlap`` with the one before.

    Numbers stay those of the whole posting. A segment that is longer than ``max_chars`` makes a run alone.
    """
    windows: list[Sequence[Segment]] = []
    first = 0
    while first < len(segments):
        last, size = first, len(segments[first].text)
        while last + 1 < len(segments) and size + len(segments[last + 1].text) <= max_chars:
            last += 1
            size += len(segments[last].text)
        windows.append(segments[first : last + 1])
        if last + 1 == len(segments):
            break
        back, shared = last + 1, 0
        while back - 1 > first and shared + len(segments[back - 1].text) <= overlap:
            back -= 1
            shared += len(segments[back].text)
        while back <= last and shared + len(segments[last + 1].text) > max_chars:  # room for something new
            shared -= len(segments[back].text)
            back += 1
        first = back
    return windows
