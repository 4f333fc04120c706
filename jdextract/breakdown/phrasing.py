"""Numbers and names as a sentence has them."""

from __future__ import annotations

from collections.abc import Sequence

_PREFIXES = {
    "AWS": ("AWS", "Amazon"),
    "AWS services": ("AWS", "Amazon"),
    "GCP": ("Google",),
    "Google Cloud": ("Google",),
    "Google Cloud services": ("Google",),
    "Azure": ("Microsoft Azure", "Azure"),
    "Microsoft Azure": ("Microsoft Azure", "Azure"),
    "Azure services": ("Microsoft Azure", "Azure"),
}


def percent(share: float) -> str:
    """A share for readers: whole per cents, one decimal below two, "none" for nothing and only for that."""
    if share == 0:
        return "none"
    if 0 < share < 0.001:
        return "under 0.1 %"
    if share < 0.02:
        return f"{share * 100:.1f} %"
    if 0.995 <= share < 1:
        return f"{share * 100:.1f} %" if share < 0.9995 else "over 99.9 %"
    return f"{share * 100:.0f} %"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number and what it counts: "1 posting", "2,000 postings", or ``many`` where the plural is no mere s."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def join(items: Sequence[str], last: str = "and") -> str:
    """The items as a sentence lists them: a, b and c."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}"


def short_name(name: str, parent: str) -> str:
    """``name`` as it reads beside ``parent``: "Lambda" for AWS Lambda, "EC2" for Amazon EC2."""
    for prefix in _PREFIXES.get(parent, ()):
        if name.startswith(f"{prefix} ") and len(name) > len(prefix) + 1:
            return name[len(prefix) + 1 :]
    return name


def capital(text: str) -> str:
    """``text`` as it begins a sentence; names such as iOS keep their letters."""
    return text if any(char.isupper() for char in text.partition(" ")[0]) else text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """``text`` as it stands in the middle of a sentence; acronyms keep their capitals."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def times(lift: float) -> str:
    """How many times as often."""
    return f"{lift:.0f} times" if lift >= 3 else f"{lift:.1f} times"
