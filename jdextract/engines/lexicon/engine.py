"""`LexiconEngine`: a posting read by rules over a taxonomy."""

from __future__ import annotations

from jdextract.engines.lexicon.activities import find_responsibilities
from jdextract.engines.lexicon.languages import find_languages
from jdextract.engines.lexicon.matcher import matcher_for
from jdextract.engines.lexicon.practices import practices_of_duties
from jdextract.engines.lexicon.skills import find_skills
from jdextract.engines.lexicon.structure import read_structure
from jdextract.engines.protocol import Reading
from jdextract.models import Extraction, Posting
from jdextract.taxonomy import Taxonomy


class LexiconEngine:
    """Reads postings offline; `Taxonomy.default` unless another is given.

    The taxonomy's names are compiled once a taxonomy and shared by all engines over it.
    """

    name = "lexicon"
    prompt: str | None = None

    def __init__(self, taxonomy: Taxonomy | None = None) -> None:
        self._taxonomy = taxonomy or Taxonomy.default()
        self._matcher = matcher_for(self._taxonomy)

    def read(self, posting: Posting) -> Extraction:
        """What ``posting`` asks for; an empty text asks for nothing."""
        structure = read_structure(posting.text, posting.title)
        responsibilities = find_responsibilities(structure, self._taxonomy)
        skills = find_skills(structure, self._matcher, posting.company)
        return Extraction(
            skills=(*skills, *practices_of_duties(responsibilities, skills, self._taxonomy)),
            responsibilities=responsibilities,
            languages=find_languages(structure),
        )

    async def extract(self, posting: Posting) -> Reading:
        """`read`, as the engines' protocol wants it; no call is made."""
        return Reading(self.read(posting), attempts=0)

    async def aclose(self) -> None:
        """Nothing to release."""
