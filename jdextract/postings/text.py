"""Plain text: bytes to characters, and the header that a text file may begin with."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 64 * 1024
# UTF-8 that was read as Windows-1252 or Latin-1: "fÃ¼r", "â€™", "Â ".
_MOJIBAKE = re.compile(r"[ÃÂ][\u0080-\u00bf\u0152-\u2122]|â€|ðŸ")
_HEADER_LINE = re.compile(r"(?P<key>[A-Za-z][A-Za-z_ ]{1,20}):[ \t]*(?P<value>.*)")
HEADER_KEYS = {
    "id": "id",
    "title": "title",
    "job title": "title",
    "position": "title",
    "company": "company",
    "employer": "company",
    "firma": "company",
    "unternehmen": "company",
    "location": "location",
    "standort": "location",
    "ort": "location",
    "country": "country",
    "land": "country",
    "date": "posted_at",
    "posted": "posted_at",
    "posted at": "posted_at",
    "posted_at": "posted_at",
    "datum": "posted_at",
    "language": "language",
    "role": "role",
    "seniority": "seniority",
    "source": "source",
}
"""What a header line may say, and the field that it fills."""

_MAX_HEADER_LINES = 20
_MAX_TITLE = 120


def decode(content: bytes) -> str:
    """Characters of ``content``: by its byte order mark, else UTF-8, else the likeliest encoding.

    Mojibake (UTF-8 that was once read as Windows-1252) is repaired; nothing else is changed.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return repair(content.decode(encoding, errors="replace"))
    try:
        return repair(content.decode("utf-8"))
    except UnicodeDecodeError:
        return repair(content.decode(_detect(content), errors="replace"))


def _detect(content: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only for the rare file that is not UTF-8

    # Western single-byte encodings look alike, and Windows-1252 is what Excel and old sites write: it wins
    # unless the detector finds one in which the text reads better.
    best = from_bytes(
        content[:_SAMPLE], cp_isolation=["cp1252", "cp1250", "cp1251", "shift_jis", "gb18030", "euc_kr"]
    ).best()
    return best.encoding if best else "cp1252"


def repair(text: str) -> str:
    """``text`` with mojibake mended; text without any comes back as it is."""
    started = "Ã" in text or "Â" in text or "â€" in text or "ðŸ" in text  # which takes no time
    if not started or not _MOJIBAKE.search(text):
        return text
    import ftfy  # noqa: PLC0415 - 60 ms for the few texts that need it

    return ftfy.fix_encoding(text)


def _wide_lines(head: bytes, file: BinaryIO, encoding: str) -> Iterator[tuple[int, str]]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    number = 0
    text = decoder.decode(head)
    while True:
        *whole, text = text.split("\n")
        for line in whole:
            number += 1
            yield number, line + "\n"
        block = file.read(_SAMPLE)
        if not block:
            break
        text += decoder.decode(block)
    if text:
        yield number + 1, text


def decoded_lines(file: BinaryIO, max_bytes: int) -> Iterator[tuple[int, str | None]]:
    """Number and text of each line, ends kept; ``None`` for a line longer than ``max_bytes``."""
    head = file.readline(max_bytes)
    wide = next((encoding for mark, encoding in _BOMS[1:] if head.startswith(mark)), None)
    if wide:
        # A line of UTF-16 does not end where its bytes show a line feed.
        yield from _wide_lines(head, file, wide)
        return
    number = 0
    line = head.removeprefix(codecs.BOM_UTF8)
    fallback: str | None = None
    while line:
        number += 1
        if len(line) >= max_bytes and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = file.readline(max_bytes)
            yield number, None
        else:
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError:
                fallback = fallback or _detect(line)
                text = line.decode(fallback, errors="replace")
            yield number, repair(text)
        line = file.readline(max_bytes)


def read_header(text: str) -> tuple[dict[str, str], str]:
    """What the top of a text file says about the posting, and the posting's text.

    Front matter between ``---`` lines is read and left out of the text. Without it, the first lines give
    the title (a short one that does not end like a sentence) and ``Key: value`` pairs up to the first blank
    line, and the text is the whole file::

        Backend Engineer
        Company: Example GmbH
        Location: Berlin, Germany
        Date: 2026-03-01
    """
    lines = text.split("\n")
    if lines[0].strip() == "---":
        for end, line in enumerate(lines[1 : _MAX_HEADER_LINES + 1], start=1):
            if line.strip() == "---":
                pairs = [pair for pair in map(_pair, lines[1:end]) if pair]
                return dict(pairs), "\n".join(lines[end + 1 :]).lstrip("\r\n")
    fields: dict[str, str] = {}
    for line in lines[:_MAX_HEADER_LINES]:
        stripped = line.strip()
        if not stripped:
            if fields:
                break
            continue
        pair = _pair(stripped)
        if pair:
            fields.setdefault(*pair)
        elif not fields and (title := _as_title(stripped)):
            fields["title"] = title
        else:
            break
    return fields, text


def _pair(line: str) -> tuple[str, str] | None:
    match = _HEADER_LINE.fullmatch(line.strip())
    key = HEADER_KEYS.get(match["key"].strip().casefold()) if match else None
    return (key, match["value"].strip().strip("\"'")) if match and key else None


def _as_title(line: str) -> str | None:
    title = line.lstrip("#").strip().strip("*_").strip()
    if not title or len(title) > _MAX_TITLE or title[-1] in ".!?:;," or title[0] in "-•*":
        return None
    return title
