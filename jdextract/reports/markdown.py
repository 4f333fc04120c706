"""The breakdown as a page of Markdown, as an analyst would write it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from jdextract.breakdown.findings import LEVEL, MIN_LIFT, MIN_VALUE
from jdextract.breakdown.model import Breakdown, GroupLine, LanguageLine, ResponsibilityLine, Share, SkillLine
from jdextract.reports import wording
from jdextract.reports.wording import join, percent, short_name
from jdextract.taxonomy import Taxonomy

_MARKUP = re.compile(r"([\\`*_\[\]|~])")
_ENTITY = re.compile(r"&(?=#?\w+;)")  # elsewhere an ampersand is one
_LINE_START = re.compile(r"^([#+\-]|\d+[.)])(?=\s)")
_MAX_UNCOMMON = 24
_MAX_OTHER = 12
_MAX_ALTERNATIVES = 12
_MAX_BESIDE = 4
_MAX_OBJECTS = 3


def render_markdown(breakdown: Breakdown, *, title: str | None = None, taxonomy: Taxonomy | None = None) -> str:
    """The breakdown as Markdown: takeaways first, then skills, languages, responsibilities, and how it was counted.

    Names, examples and other words out of postings are escaped: they cannot add markup.

    Args:
        breakdown: what to write.
        title: the heading; "What N postings ask for" unless given.
        taxonomy: for the titles of categories and activities; the shipped one unless given.
    """
    return "\n".join(_Page(breakdown, taxonomy or Taxonomy.default()).lines(title)).rstrip() + "\n"


def escape(text: str) -> str:
    """``text`` so that Markdown and the HTML in it show it as it is."""
    plain = _ENTITY.sub("&amp;", " ".join(text.split())).replace("<", "&lt;").replace(">", "&gt;")
    shown = _MARKUP.sub(r"\\\1", plain)
    return _LINE_START.sub(r"\\\1", shown)


class _Page:
    def __init__(self, breakdown: Breakdown, taxonomy: Taxonomy) -> None:
        self.b = breakdown
        self.taxonomy = taxonomy
        self.n = max(breakdown.postings, 1)

    def lines(self, title: str | None) -> Iterator[str]:
        yield f"# {escape(title) if title else wording.title(self.b.postings)}"
        yield ""
        yield escape(wording.summary(self.b))
        if self.b.countries:
            shown = [f"{wording.country_name(c.country)} {c.postings:,}" for c in self.b.countries[:8]]
            unknown = self.b.postings - sum(c.postings for c in self.b.countries)
            rest = sum(c.postings for c in self.b.countries[8:])
            shown += [f"elsewhere {rest:,}"] if rest else []
            shown += [f"not stated {unknown:,}"] if unknown else []
            yield ""
            yield f"Countries: {', '.join(map(escape, shown))}."
        yield from self._takeaways()
        yield from self._common_skills()
        yield from self._uncommon_skills()
        yield from self._alternatives()
        yield from self._languages()
        yield from self._responsibilities()
        yield from self._method()

    def _takeaways(self) -> Iterator[str]:
        yield from ("", "## Key takeaways", "")
        for kind, heading in wording.TAKEAWAY_TITLES.items():
            stated = [takeaway for takeaway in self.b.takeaways if takeaway.kind == kind]
            why_not = [note.reason for note in self.b.not_stated if note.kind == kind]
            if stated:
                yield f"**{heading}**"
                yield ""
                yield from (f"- {escape(takeaway.text)}" for takeaway in stated)
                yield ""
            for reason in why_not:
                yield f"**{heading}**: not stated, for {escape(reason)}."
                yield ""

    def _common_skills(self) -> Iterator[str]:
        yield f"## Common skills (in {percent(self.b.common_at)} of the postings or more)"
        yield ""
        found = False
        for category, heading in self.taxonomy.categories.items():
            skills = [line for line in self.b.skills if line.category == category and line.common]
            groups = [line for line in self._groups(category) if line.share >= self.b.common_at]
            if not skills and not groups:
                continue
            found = True
            yield f"### {heading}"
            yield ""
            total = next((line for line in self.b.categories if line.name == category), None)
            if total:
                yield (f"Named by {percent(total.share)} of the postings ({total.postings:,}), {_required(total)}.")
                yield ""
            yield from (self._skill(line) for line in skills)
            yield from (self._group(line) for line in groups)
            yield ""
        if not found:
            yield from ("None.", "")

    def _groups(self, category: str) -> list[GroupLine]:
        return [group for group in wording.telling_groups(self.b) if wording.home_category(group) == category]

    def _skill(self, line: SkillLine) -> str:
        more = wording.specifics(line, self.n)
        text = f"- **{escape(line.name)}**" + (f" ({escape(more)})" if more else "")
        text += f": {self._share(line)}; {wording.requirement_note(line, self.n)}"
        notes = [escape(note) for note in wording.skill_notes(line)]
        return text + (f" — {'; '.join(notes)}" if notes else "")

    def _group(self, line: GroupLine) -> str:
        more = wording.specifics(line, self.n)
        return (
            f"- *{escape(line.name)}* ({escape(more)}): {self._share(line)}; required by {percent(line.required_share)}"
        )

    def _share(self, line: Share) -> str:
        return f"{percent(line.share)} [{wording.interval(line)}], {line.postings:,} of {self.b.postings:,}"

    def _uncommon_skills(self) -> Iterator[str]:
        yield "## Uncommon and niche skills"
        yield ""
        least = wording.counted(self.b.min_support, "posting")
        yield f"Named by fewer, but by {least} at least; postings in parentheses." + (
            f" {wording.counted(self.b.left_out, 'rarer one is', 'rarer ones are')} left out."
            if self.b.left_out
            else ""
        )
        yield ""
        found = False
        for category, heading in self.taxonomy.categories.items():
            skills = [line for line in self.b.skills if line.category == category and not line.common]
            groups = [line for line in self._groups(category) if line.share < self.b.common_at]
            if not skills:
                continue
            found = True
            told = {member.name for group in groups for member in group.members}
            yield f"### {heading}"
            yield ""
            for group in groups:
                members = ", ".join(f"{escape(short_name(m.name, group.name))} ({m.postings:,})" for m in group.members)
                yield f"- *{escape(group.name)}* ({group.postings:,}): {members}"
            noted = [line for line in skills if line.trend or line.concentrated_in or line.beside]
            for line in noted[:_MAX_UNCOMMON]:
                notes = "; ".join(escape(note) for note in wording.skill_notes(line))
                yield f"- **{escape(line.name)}**: {percent(line.share)} ({line.postings:,}) — {notes}"
            rest = [line for line in skills if line.name not in told and line not in noted]
            if rest:
                shown = ", ".join(_brief(line) for line in rest[:_MAX_UNCOMMON])
                more = f", and {len(rest) - _MAX_UNCOMMON:,} more" if len(rest) > _MAX_UNCOMMON else ""
                yield f"- {shown}{more}"
            yield ""
        if not found:
            yield from ("None.", "")

    def _alternatives(self) -> Iterator[str]:
        yield from ("## Alternatives", "")
        if not self.b.alternatives:
            yield from ("No alternatives are offered by two postings or more.", "")
            return
        for line in self.b.alternatives[:_MAX_ALTERNATIVES]:
            beside = ""
            if line.beside:
                beside = (
                    f" (secondary to {escape(line.beside.name)}, asked for beside them in {line.beside.postings:,})"
                )
            yield f"- {escape(join(line.members, 'or'))}: {wording.counted(line.postings, 'posting')}{beside}"
        if len(self.b.alternatives) > _MAX_ALTERNATIVES:
            yield f"- {len(self.b.alternatives) - _MAX_ALTERNATIVES} more in breakdown.json"
        yield ""

    def _languages(self) -> Iterator[str]:
        yield from ("## Human languages", "")
        if not self.b.languages:
            yield from ("No posting asks for one.", "")
        for line in self.b.languages:
            yield self._language(line)
        if self.b.languages:
            yield ""

    def _language(self, line: LanguageLine) -> str:
        name = wording.language_name(line.language)
        text = f"- **{escape(name)}**: {self._share(line)}; {wording.requirement_note(line, self.n)}"
        parts = [wording.level_note(line), wording.places_note(line)]
        roles = [c for c in line.concentrated_in if c.field != "country"]
        parts += wording.concentration_note(roles)
        return "; ".join([text, *(escape(part) for part in parts if part)])

    def _responsibilities(self) -> Iterator[str]:
        lines = [line for line in self.b.responsibilities if line.activity != "other"]
        yield f"## Common responsibilities (in {percent(self.b.common_duty_at)} of the postings or more)"
        yield ""
        yield from self._duties([line for line in lines if line.common])
        yield from ("## Uncommon responsibilities", "")
        yield from self._duties([line for line in lines if not line.common])
        if self.b.other_responsibilities:
            yield from (
                "### Other duties",
                "",
                "Outside the list of activities; like ones together, one as it is written.",
                "",
            )
            for other in self.b.other_responsibilities[:_MAX_OTHER]:
                yield f"- {escape(other.example)}: {other.postings:,}"
            if len(self.b.other_responsibilities) > _MAX_OTHER:
                yield f"- {len(self.b.other_responsibilities) - _MAX_OTHER} more in breakdown.json"
            yield ""

    def _duties(self, lines: Sequence[ResponsibilityLine]) -> Iterator[str]:
        if not lines:
            yield from ("None.", "")
        for theme, heading in self.taxonomy.themes.items():
            own = [line for line in lines if line.theme == theme]
            if own:
                yield from (f"### {heading}", "")
                yield from (self._duty(line) for line in own)
                yield ""

    def _duty(self, line: ResponsibilityLine) -> str:
        beside = [short_name(item.skill, "AWS") for item in line.with_[:_MAX_BESIDE]]
        text = f"- **{escape(wording.name_of(line, self.taxonomy))}**" + (
            f" ({escape(', '.join(beside))})" if beside else ""
        )
        notes = []
        if line.objects:
            objects = [f"{escape(o.text)} ({o.postings:,})" for o in line.objects[:_MAX_OBJECTS]]
            notes.append(f"e.g. {', '.join(objects)}")
        notes += [escape(note) for note in wording.duty_notes(line)]
        return f"{text}: {self._share(line)}" + (f" — {'; '.join(notes)}" if notes else "")

    def _method(self) -> Iterator[str]:
        yield from ("## How this was counted", "")
        yield from (f"- {escape(line)}" for line in method(self.b))


def _brief(line: SkillLine) -> str:
    notes = "".join(f", {escape(note)}" for note in wording.skill_notes(line))
    return f"{escape(line.name)} ({line.postings:,}{notes})"


def _required(line: GroupLine) -> str:
    return f"required by {percent(line.required_share)}" if line.required_share else "never required"


def method(breakdown: Breakdown) -> Iterable[str]:
    """The rules behind the numbers, a sentence or two each."""
    yield (
        "A posting counts once for each thing it names, by the strongest demand it makes; near-duplicates count once within "
        "company and country, by their first date; postings that could not be read are left out of all shares, and so "
        "are facts whose words were not found."
    )
    yield (
        "Who asks for Django asks for Python: a skill's number includes what implies it. Brackets hold 95 % Wilson intervals; "
        f"“common” is {percent(breakdown.common_at)} of the postings or more for skills and "
        f"{percent(breakdown.common_duty_at)} for responsibilities; “borderline” says that the interval "
        "holds that threshold."
    )
    basis = breakdown.trend_basis
    if basis:
        left_out = f"; {basis.left_open}, not over, is left out" if basis.left_open else ""
        one_span = (
            f"; {', '.join(basis.sources_of_one_span)} said nothing of change, having postings in one span only"
            if basis.sources_of_one_span
            else ""
        )
        yield (
            f"Trends compare {basis.late} ({basis.postings_late:,} postings) with {basis.early} ({basis.postings_early:,}) "
            f"within {', '.join(basis.sources)}, by the Cochran–Armitage test and an exact test of late against "
            f"early, which must agree{left_out}{one_span}."
        )
    yield (
        f"Roles, countries and seniorities of at least {MIN_VALUE} postings are compared with the rest by Fisher’s exact test; "
        f"stated is what is {MIN_LIFT} times as frequent there at least. All findings hold at a "
        f"false-discovery rate of {LEVEL:.0%} over the whole report."
    )
