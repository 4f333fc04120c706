"""Canonical skills, activities and themes: data in ``data/*.yaml``, read by `Taxonomy`."""

from jdextract.taxonomy.entries import ActivityEntry, Guard, SkillEntry
from jdextract.taxonomy.taxonomy import Taxonomy, name_key

__all__ = ["ActivityEntry", "Guard", "SkillEntry", "Taxonomy", "name_key"]
