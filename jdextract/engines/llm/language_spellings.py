"""How postings spell the names of human languages, to check that a cited segment names one."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.resources import files

# English and German names are the lexicon's; these are the commonest languages in other languages' postings.
_ELSEWHERE = {
    "en": ("anglais", "inglés", "ingles", "inglese", "inglês", "engels", "angielsk", "engelsk"),
    "de": ("allemand", "alemán", "aleman", "tedesc", "alemão", "duits", "niemieck", "tysk"),
    "fr": ("français", "francais", "francés", "frances", "francês", "frans", "francusk", "fransk"),
    "es": ("espagnol", "español", "espanol", "spagnol", "espanhol", "spaans", "hiszpańsk"),
    "it": ("italiano", "italiaans", "włosk"),
    "nl": ("néerlandais", "neerlandés", "olandes", "holandés", "nederlands"),
    "pl": ("polonais", "polaco", "polacco", "polsk"),
    "pt": ("portugais", "portugués", "portoghese", "português", "portugees"),
    "sv": ("svensk",),
    "da": ("dansk",),
    "no": ("norsk",),
    "sw": ("kiswahili",),
    "xh": ("isixhosa",),
    "zu": ("isizulu",),
}


@lru_cache(maxsize=128)
def language_pattern(code: str) -> re.Pattern[str] | None:
    """A pattern that finds the language's name at the start of a word, or its code in capitals; ``None`` if unknown."""
    spellings = [*_lexicon_names().get(code, ()), *_ELSEWHERE.get(code, ())]
    if not spellings:
        return None
    names = "|".join(map(re.escape, sorted(spellings, key=len, reverse=True)))
    # Parts of German compounds ("Wirtschaftsenglisch"); countries ("Germany", "Deutschland") are no languages.
    prefix = r"(?<![^\W\d_])(?:(?:business|wirtschafts|schul|fach|hoch)-?)?"
    return re.compile(rf"(?i:{prefix}(?:{names})(?!y\b|land))|(?<!\w){code.upper()}(?!\w)")


@lru_cache(maxsize=1)
def _lexicon_names() -> dict[str, list[str]]:
    source = files("jdextract.engines.lexicon") / "data" / "language_names.json"
    names: dict[str, list[str]] = json.loads(source.read_text(encoding="utf-8"))
    return names
