"""The lines of a breakdown, written from the counts of a corpus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from jdextract.breakdown import counting
from jdextract.breakdown.alternatives import AlternativeCount
from jdextract.breakdown.corpus import Corpus
from jdextract.breakdown.counting import ByValue, Counts
from jdextract.breakdown.keys import FACTS, REQUIREMENT_CODES, Key
from jdextract.breakdown.likeness import says_again, says_nothing
from jdextract.breakdown.mentions import Naming
from jdextract.breakdown.model import (
    AlternativeLine,
    Concentration,
    GroupLine,
    LanguageLine,
    MemberCount,
    NamedCount,
    PlaceCount,
    PostingLanguageCount,
    RegionCount,
    ResponsibilityLine,
    SkillCount,
    SkillLine,
    TextCount,
    Trend,
    share_fields,
)
from jdextract.breakdown.regions import region
from jdextract.breakdown.statistics import wilson_interval

_BESIDE_LIFT = 1.2
_BESIDE_SHARE = 0.6
_LED_SKILLS = 30
_MAX_BESIDE_DUTIES = 300  # skills, by support: rarer ones are never among the few that are shown
_MAX_BESIDE = 8
_MAX_CHILDREN = 10
_MAX_MEMBERS = 10
_MAX_TESTED = 1_000  # skills, by support; rarer ones could not pass a test among so many


class Lines:
    """Writes the lines of a breakdown from the counts of a corpus."""

    def __init__(self, corpus: Corpus, counts: Counts, common_at: float, common_duty_at: float, support: int) -> None:
        self.corpus = corpus
        self.counts = counts
        self.common_at = common_at
        self.common_duty_at = common_duty_at
        self.support = support
        self.trends: Mapping[int, Trend] = {}
        self.concentrations: Mapping[int, tuple[Concentration, ...]] = {}
        self.by_field: Mapping[int, ByValue] = {}
        self._keys: dict[str, list[Key]] = {fact: [] for fact in FACTS}
        """The keys of each kind of fact that any posting names, commonest first."""
        named = [key for key in corpus.keys.values() if counts.total.get(key.number)]
        for key in sorted(named, key=lambda key: (-counts.total[key.number], key.name)):
            self._keys[key.fact].append(key)
        self.leaders = self._find_leaders()
        """The technology of each category that most postings name themselves."""
        self.led = self._find_led()
        """Programming languages that may be named beside the leading one."""
        self.naming: Naming = {}
        """The postings of leaders and led."""

    def tested(self) -> list[int]:
        """The keys that are compared over time and between values: all but the rarest skills."""
        least = max(5, self.support)
        skills = [key.number for key in self._keys["skill"] if self.counts.total[key.number] >= least]
        others = [key.number for fact in ("responsibility", "language") for key in self._keys[fact]]
        return skills[:_MAX_TESTED] + others

    def _share(self, postings: int) -> Mapping[str, float]:
        return share_fields(postings, self.corpus.postings, wilson_interval(postings, self.corpus.postings))

    def skills(self) -> tuple[list[SkillLine], int]:
        """All skills with enough support, commonest first, and how many have not."""
        keys = self._keys["skill"]
        listed = [key for key in keys if self.counts.total[key.number] >= self.support]
        children = self._children(listed)
        beside = self._beside()
        ranks: defaultdict[str, int] = defaultdict(int)
        lines: list[SkillLine] = []
        for key in listed:
            share = self._share(self.counts.total[key.number])
            required, preferred, mentioned = self._by_requirement(key.number)
            ranks[key.category] += 1
            lines.append(
                SkillLine.model_validate(
                    {
                        **share,
                        **self._common(share, self.common_at),
                        "name": key.name,
                        "kind": key.kind,
                        "category": key.category,
                        "groups": key.entry.groups if key.entry else (),
                        "known": key.known,
                        "postings_direct": self.counts.direct.get(key.number, 0),
                        "required": required,
                        "preferred": preferred,
                        "mentioned": mentioned,
                        "rank_in_category": ranks[key.category],
                        "children": children.get(key.name, ()),
                        "trend": self.trends.get(key.number),
                        "concentrated_in": self.concentrations.get(key.number, ()),
                        "beside": beside.get(key.number),
                    }
                )
            )
        return lines, len(keys) - len(listed)

    def _common(self, share: Mapping[str, float], threshold: float) -> Mapping[str, bool]:
        return {"common": share["share"] >= threshold, "borderline": share["low"] < threshold <= share["high"]}

    def _by_requirement(self, key: int) -> tuple[int, int, int]:
        counts = self.counts.by_requirement[key]
        required, preferred = (counts.get(REQUIREMENT_CODES[name], 0) for name in ("required", "preferred"))
        return required, preferred, self.counts.total[key] - required - preferred

    def _children(self, listed: Sequence[Key]) -> dict[str, tuple[MemberCount, ...]]:
        found: defaultdict[str, list[MemberCount]] = defaultdict(list)
        for key in listed:
            for parent in key.entry.implies if key.entry else ():
                found[parent].append(self._member(key))
        return {parent: tuple(children[:_MAX_CHILDREN]) for parent, children in found.items()}

    def _member(self, key: Key) -> MemberCount:
        return MemberCount.model_validate(
            {"name": key.name, "postings": self.counts.total[key.number], "category": key.category}
        )

    def _find_leaders(self) -> dict[str, Key]:
        leaders: dict[str, Key] = {}
        direct = self.counts.direct
        for key in sorted(self._keys["skill"], key=lambda key: -direct.get(key.number, 0)):
            if key.kind == "technology":
                leaders.setdefault(key.category, key)
        return leaders

    def _find_led(self) -> list[Key]:
        leader = self.leaders.get("languages_frameworks")
        if leader is None:
            return []
        return [
            key
            for key in self._keys["skill"]
            if key.category == "languages_frameworks"
            and key.kind == "technology"
            and key != leader
            and not key.implied
            and max(3, self.support) <= self.counts.total[key.number] <= self.counts.total[leader.number] / 2
        ][:_LED_SKILLS]

    def _beside(self) -> dict[int, NamedCount]:
        """Those of ``led`` that are mostly named beside the leading language."""
        if not self.led:
            return {}
        leader = self.leaders["languages_frameworks"]
        led = [key.number for key in self.led]
        together = counting.count_beside(self.naming, self.corpus.postings, leader.number, led)
        leading = self.counts.total[leader.number] / self.corpus.postings
        return {
            key: NamedCount(name=leader.name, postings=together[key])
            for key in led
            if together[key] >= max(_BESIDE_SHARE, _BESIDE_LIFT * leading) * self.counts.total[key]
        }

    def unions(self) -> tuple[list[GroupLine], list[GroupLine]]:
        """The lines of categories and of groups, each commonest first."""
        lines: dict[str, list[GroupLine]] = {"category": [], "group": []}
        for label, (postings, required) in self.corpus.union_counts.items():
            what, _, name = label.partition(":")
            named = [self.corpus.keys[k] for k in self.corpus.unions[label] if self.counts.total.get(k)]
            shown = [key for key in named if not (what == "group" and key.name.casefold() == name.casefold())]
            if not named:
                continue
            top = sorted(shown, key=lambda key: (-self.counts.total[key.number], key.name))[:_MAX_MEMBERS]
            lines[what].append(
                GroupLine.model_validate(
                    {
                        **self._share(postings),
                        "name": name,
                        "required_share": required / self.corpus.postings if self.corpus.postings else 0.0,
                        "members": [self._member(key) for key in top],
                    }
                )
            )
        for found in lines.values():
            found.sort(key=lambda line: (-line.postings, line.name))
        return lines["category"], [line for line in lines["group"] if line.postings >= self.support and line.members]

    def alternatives(self, counted: Iterable[AlternativeCount]) -> list[AlternativeLine]:
        """Sets of alternatives with enough support, each with its category's leader where that is asked too."""
        lines = []
        for found in counted:
            members = sorted(
                (self.corpus.keys[key] for key in found.members),
                key=lambda key: (-self.counts.total[key.number], key.name),
            )
            leader = self.leaders.get(members[0].category)
            together = found.beside.get(leader.number, 0) if leader else 0
            beside = None
            if leader and leader not in members and 2 * together >= found.postings:
                beside = NamedCount(name=leader.name, postings=together)
            lines.append(
                AlternativeLine(members=tuple(key.name for key in members), postings=found.postings, beside=beside)
            )
        return lines

    def responsibilities(self) -> list[ResponsibilityLine]:
        """All activities that any posting states, commonest first."""
        shown = [key.number for key in self._keys["skill"] if key.kind != "soft"][:_MAX_BESIDE_DUTIES]
        duties = self.corpus.duties.result()
        beside = duties.skills_beside(set(shown))
        lines = []
        for key in self._keys["responsibility"]:
            share = self._share(self.counts.total[key.number])
            lines.append(
                ResponsibilityLine.model_validate(
                    {
                        **share,
                        **self._common(share, self.common_duty_at),
                        "activity": key.name,
                        "theme": key.category,
                        "with": [
                            SkillCount(skill=self.corpus.keys[skill].name, postings=postings)
                            for skill, postings in beside.get(key.number, ())
                            if postings >= self.support
                            and not says_again(self._title(key), self.corpus.keys[skill].name)
                        ][:_MAX_BESIDE],
                        "objects": [
                            TextCount(text=text, postings=postings)
                            for text, postings in duties.objects.get(key.number, ())
                            if not says_nothing(self._title(key), text)
                        ][:_MAX_BESIDE],
                        "trend": self.trends.get(key.number),
                        "concentrated_in": self.concentrations.get(key.number, ()),
                    }
                )
            )
        return lines

    def _title(self, duty: Key) -> str:
        return self.corpus.taxonomy.activities[duty.name].title

    def languages(self) -> list[LanguageLine]:
        """All human languages that any posting asks for, commonest first."""
        lines = []
        for key in self._keys["language"]:
            required, preferred, mentioned = self._by_requirement(key.number)
            levels = self.counts.levels.get(key.number, {})
            lines.append(
                LanguageLine.model_validate(
                    {
                        **self._share(self.counts.total[key.number]),
                        "language": key.name,
                        "required": required,
                        "preferred": preferred,
                        "mentioned": mentioned,
                        "levels": dict(sorted(levels.items(), key=lambda item: (-item[1], item[0]))),
                        "by_country": self._places(key.number),
                        "by_region": self._regions(key.number),
                        "by_posting_language": self._posting_languages(key.number),
                        "concentrated_in": self.concentrations.get(key.number, ()),
                    }
                )
            )
        return lines

    def _by_value(self, key: int, name: str) -> list[tuple[str, int, int]]:
        """Value, postings with the key, and all postings with the value, commonest first."""
        found = self.by_field.get(key, {}).get(name, {})
        counted = [
            (value, found.get(number, 0), self.corpus.value_counts[name][value])
            for number, value in enumerate(self.corpus.values[name], 1)
        ]
        return sorted(counted, key=lambda item: (-item[1], item[0]))

    def _places(self, key: int) -> list[PlaceCount]:
        return [
            PlaceCount(country=value, postings=postings, of=of, share=postings / of)
            for value, postings, of in self._by_value(key, "country")
            if postings
        ]

    def _regions(self, key: int) -> list[RegionCount]:
        totals: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        for value, postings, of in self._by_value(key, "country"):
            if name := region(value):
                totals[name][0] += postings
                totals[name][1] += of
        ranked = sorted(totals.items(), key=lambda item: (-item[1][0], item[0]))
        return [
            RegionCount(region=name, postings=postings, of=of, share=postings / of)
            for name, (postings, of) in ranked
            if postings
        ]

    def _posting_languages(self, key: int) -> list[PostingLanguageCount]:
        return [
            PostingLanguageCount(posting_language=value, postings=postings, of=of, share=postings / of)
            for value, postings, of in self._by_value(key, "language")
            if postings
        ]
