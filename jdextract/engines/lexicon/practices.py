"""Practices that a duty proves without naming them: who reviews the code of peers does code review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jdextract.models import Activity, Responsibility, Skill
from jdextract.taxonomy import Taxonomy

# Only the duties of which more than half carry the label in labelled postings where no word names the practice.
_PROVED: dict[Activity, str] = {
    "code_review": "code review",
    "write_documentation": "technical documentation",
    "open_source": "open source",
}


def practices_of_duties(
    responsibilities: Sequence[Responsibility], skills: Sequence[Skill], taxonomy: Taxonomy
) -> Iterator[Skill]:
    """The practices of ``responsibilities`` that are not among ``skills``, as ``mentioned``, without a surface."""
    named = {skill.name for skill in skills}
    for responsibility in responsibilities:
        entry = taxonomy.skills.get(_PROVED.get(responsibility.activity, ""))
        if entry and entry.name not in named:
            named.add(entry.name)
            yield Skill(
                name=entry.name,
                kind=entry.kind,
                category=entry.category,
                requirement="mentioned",
                evidence=responsibility.evidence,
            )
