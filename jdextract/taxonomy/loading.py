"""Taxonomy files into entries, from YAML or from the JSON compiled of it when the wheel is built.

A skill file::

    category: databases
    technology:            # or concept:, soft:
      PostgreSQL:
        aliases: [Postgres, psql, PostgreSQL-Cluster(n)]   # (n): with and without these letters
        implies: [SQL]     # true always
        groups: [SQL databases]
      Redis: {}
      Access:
        aliases: [MS Access]
        guard: {level: context, forms: [Access], never: [access to], near: [Excel, VBA]}

Where another phrase shows that a skill is asked for and yet is no name of it, it stands under ``cues``::

    concept:
      code review: {core: true, aliases: [code reviews], cues: [pull requests]}

``core: true`` marks what postings ask for all the time, so that a duty or a paraphrase is enough to find it.
A user's file may name ``category`` in each entry instead. A guard's form that names a concept or a soft skill
stands for itself with a capital first letter as well.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from jdextract.errors import TaxonomyError
from jdextract.models import Activity, Category, Kind, Theme
from jdextract.taxonomy.entries import ActivityEntry, Guard, GuardLevel, SkillEntry

DATA = Path(__file__).parent / "data"
COMPILED = DATA / "compiled.json"
_STRUCTURE = ("categories.yaml", "activities.yaml", "groups.yaml")
_ENTRY_FIELDS = {"aliases", "cues", "implies", "groups", "guard", "category", "core"}
_OPTIONAL_ENDING = re.compile(r"(?<=\w)\(([a-zäöüß]{1,3})\)$")
_COLUMNS = 9
"""Columns of an entry's row behind its kind and category."""
_GUARD_FIELDS = {"level", "forms", "never", "near"}


@dataclass(frozen=True, slots=True)
class Content:
    """What a taxonomy's files hold together."""

    skills: Mapping[str, SkillEntry]
    groups: dict[str, str]
    categories: dict[str, str]
    themes: dict[str, str]
    activities: dict[str, ActivityEntry]
    fingerprint: str


class CompiledSkills(Mapping[str, SkillEntry]):
    """The entries of a compiled taxonomy, each made when it is asked for: start-up counts."""

    def __init__(self, rows: dict[str, str]) -> None:
        self._rows = rows
        self._entries: dict[str, SkillEntry] = {}

    def __getitem__(self, name: str) -> SkillEntry:
        """The entry of ``name``; `KeyError` where there is none."""
        return self._entries.get(name) or self._entries.setdefault(name, _entry_of(name, self._rows[name]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, name: object) -> bool:
        return name in self._rows


def load_content(files: Iterable[Path] = (), *, replace: bool = False) -> Content:
    """Read the shipped taxonomy and ``files`` on top of it (or instead of its skills)."""
    content = _structure() if replace else _shipped()
    digest = content.fingerprint
    documents = []
    for file in files:
        try:
            raw = file.read_bytes()
        except OSError as error:
            raise TaxonomyError(
                f"cannot read taxonomy file {str(file)!r}: {error.strerror}; name another with --taxonomy"
            ) from error
        documents.append({"origin": str(file), "content": _parse_yaml(raw, str(file)), "extends": True})
        digest = hashlib.sha256(digest.encode() + raw).hexdigest()
    return _build(documents, digest, content) if documents else content


def compile_shipped() -> str:
    """The shipped taxonomy, checked, as JSON with the digests of what it was made of (for the build hook)."""
    paths = _shipped_files()
    content = _built_of(paths, _digest(paths))
    compiled = {
        "digest": content.fingerprint,
        "rules": _rules(),
        "groups": content.groups,
        "categories": content.categories,
        "themes": content.themes,
        "activities": [
            [entry.id, entry.theme, entry.title, entry.description] for entry in content.activities.values()
        ],
        "skills": {name: _row_of(entry) for name, entry in content.skills.items()},
    }
    return json.dumps(compiled, ensure_ascii=False, separators=(",", ":"))


def _row_of(entry: SkillEntry) -> str:
    """``entry`` as one line of columns: it is read as a whole five times as fast as lists are, and seldom asked for."""
    guard = (entry.guard.level, entry.guard.forms, entry.guard.never, entry.guard.near) if entry.guard else ()
    columns = (
        *(entry.kind, entry.category, entry.aliases, entry.cues, entry.implies, entry.groups),
        *("core" if entry.core else "", *guard),
    )
    row = "\t".join(column if isinstance(column, str) else "\n".join(column) for column in columns)
    return row.rstrip("\t")  # most entries have but a few of the fields


def _entry_of(name: str, row: str) -> SkillEntry:
    kind, category, *columns = row.split("\t")
    columns += [""] * (_COLUMNS - len(columns))
    aliases, cues, implies, groups, forms, never, near = [
        tuple(column.split("\n")) if column else () for column in (*columns[:4], *columns[6:])
    ]
    core, level = columns[4:6]
    guard = Guard(level, forms, never, near) if level else None  # type: ignore[arg-type] # as it was written down
    return SkillEntry(name, kind, category, aliases, cues, implies, groups, guard, bool(core))  # type: ignore[arg-type]


def _shipped_files() -> list[Path]:
    # ordinary_words.txt is left out: it serves the checks alone, so the fingerprint need not change with it.
    return [DATA / name for name in _STRUCTURE] + sorted((DATA / "skills").glob("*.yaml"))


def _origin(path: Path) -> str:
    return path.relative_to(DATA).as_posix()


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(_origin(path).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _rules() -> str:
    """The digest of the code that makes entries out of YAML."""
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()


def _shipped() -> Content:
    digest = _digest(_shipped_files())
    if COMPILED.exists():
        compiled = json.loads(COMPILED.read_text(encoding="utf-8"))
        if (compiled["digest"], compiled.get("rules")) == (digest, _rules()):  # edited files win over a stale one
            return Content(
                CompiledSkills(compiled["skills"]),
                compiled["groups"],
                compiled["categories"],
                compiled["themes"],
                {row[0]: ActivityEntry(*row) for row in compiled["activities"]},
                digest,
            )
    return _built_of(_shipped_files(), digest)


def _structure() -> Content:
    """The shipped taxonomy without its skills, under the fingerprint of the whole."""
    return _built_of([DATA / name for name in _STRUCTURE], _digest(_shipped_files()))


def _built_of(paths: list[Path], digest: str) -> Content:
    documents = [{"origin": _origin(path), "content": _parse_yaml(path.read_bytes(), _origin(path))} for path in paths]
    return _build(documents, digest, Content({}, {}, {}, {}, {}, ""))


def _parse_yaml(raw: bytes, origin: str) -> Any:
    import yaml  # noqa: PLC0415 - a compiled taxonomy needs no YAML parser, and start-up counts

    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(raw)
        node = loader.get_single_node()
        _refuse_repeated_keys(node, origin)
        return loader.construct_document(node) if node else None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise TaxonomyError(f"taxonomy file {origin!r} is not valid YAML: {error}; mend it there") from error


def _refuse_repeated_keys(node: Any, origin: str) -> None:
    """YAML lets the last of two equal keys win, which would lose the first skill in silence."""
    if not node or node.id == "scalar":
        return
    seen: set[str] = set()
    for child in node.value:
        if node.id == "mapping":
            key, value = child
            if key.id == "scalar" and key.value in seen:
                line = key.start_mark.line + 1
                raise TaxonomyError(
                    f"taxonomy file {origin!r}, line {line}: {key.value!r} stands there twice; merge them"
                )
            seen.add(str(key.value))
            _refuse_repeated_keys(value, origin)
        else:
            _refuse_repeated_keys(child, origin)


def _build(documents: list[dict[str, Any]], fingerprint: str, base: Content) -> Content:
    """The content of ``documents`` on top of ``base``."""
    skills = dict(base.skills)
    content = Content(skills, {**base.groups}, {**base.categories}, {**base.themes}, {**base.activities}, fingerprint)
    for document in documents:
        origin, body = document["origin"], document["content"]
        if not isinstance(body, dict):
            raise TaxonomyError(f"taxonomy file {origin!r}: expected a mapping, found {type(body).__name__}")
        match None if document.get("extends") else origin:
            case "categories.yaml":
                content.categories.update(_check_keys(body, get_args(Category), origin, "category"))
            case "groups.yaml":
                content.groups.update({name: text or "" for name, text in body.items()})
            case "activities.yaml":
                _add_activities(content, body, origin)
            case None:
                skills.update(_skills(content, body, origin))
            case _:
                new = _skills(content, body, origin)
                if twice := new.keys() & skills.keys():
                    raise TaxonomyError(
                        f"taxonomy file {origin!r}: {min(twice)!r} stands in another shipped file too; keep one"
                    )
                skills.update(new)
    return content


def _check_keys(body: dict[str, Any], allowed: tuple[str, ...], origin: str, what: str) -> dict[str, Any]:
    for key in body:
        if key not in allowed:
            raise TaxonomyError(f"taxonomy file {origin!r}: unknown {what} {key!r}; use one of {', '.join(allowed)}")
    return body


def _add_activities(content: Content, body: dict[str, Any], origin: str) -> None:
    for theme, entry in _check_keys(body, get_args(Theme), origin, "theme").items():
        content.themes[theme] = entry["title"]
        activities = _check_keys(entry["activities"], get_args(Activity), origin, "activity")
        for activity, fields in activities.items():
            content.activities[activity] = ActivityEntry(activity, theme, fields["title"], fields["description"])  # type: ignore[arg-type]


def _skills(content: Content, body: dict[str, Any], origin: str) -> dict[str, SkillEntry]:
    """The skills of one file; its groups go straight into ``content``."""
    where = f"taxonomy file {origin!r}"
    default_category = body.get("category")
    skills: dict[str, SkillEntry] = {}
    for section, entries in body.items():
        if section == "category":
            continue
        if section != "groups" and section not in get_args(Kind):
            allowed = ", ".join(get_args(Kind))
            raise TaxonomyError(f"{where}: unknown section {section!r}; use category, groups, {allowed}")
        if not isinstance(entries or {}, dict):
            raise TaxonomyError(f"{where}, section {section!r}: expected a mapping of names, found {entries!r}")
        if section == "groups":
            content.groups.update({name: text or "" for name, text in (entries or {}).items()})
            continue
        for key, fields in (entries or {}).items():
            name = _text(key, f"{where}, section {section!r}")
            skills[name] = _skill(name, section, fields or {}, default_category, origin)
    return skills


def _skill(name: str, kind: Any, fields: dict[str, Any], default_category: str | None, origin: str) -> SkillEntry:
    where = f"taxonomy file {origin!r}, skill {name!r}"
    if not isinstance(fields, dict) or (unknown := fields.keys() - _ENTRY_FIELDS):
        raise TaxonomyError(
            f"{where}: expected a mapping of {', '.join(sorted(_ENTRY_FIELDS))}"
            + (f"; unknown: {', '.join(map(repr, unknown))}" if isinstance(fields, dict) else "")
        )
    category: Any = fields.get("category", default_category)
    if category not in get_args(Category):
        raise TaxonomyError(f"{where}: category {category!r} is none of {', '.join(get_args(Category))}")
    return SkillEntry(
        name=name,
        kind=kind,
        category=category,
        aliases=_spelled_out(_texts(fields, "aliases", where)),
        cues=_spelled_out(_texts(fields, "cues", where)),
        implies=_texts(fields, "implies", where),
        groups=_texts(fields, "groups", where),
        guard=_guard(fields.get("guard"), name, kind, where),
        core=_flag(fields, "core", where),
    )


def _spelled_out(names: Iterable[str]) -> tuple[str, ...]:
    """``Cluster(n)`` as ``Cluster`` and ``Clustern``."""
    spellings: list[str] = []
    for name in names:
        ending = _OPTIONAL_ENDING.search(name) if name.endswith(")") else None
        spellings += [name[: ending.start()], name[: ending.start()] + ending[1]] if ending else [name]
    return tuple(spellings)


def _guard(fields: Any, name: str, kind: Kind, where: str) -> Guard | None:
    if fields is None:
        return None
    if not isinstance(fields, dict) or fields.keys() - _GUARD_FIELDS or fields.get("level") not in get_args(GuardLevel):
        raise TaxonomyError(f"{where}: a guard is a mapping of level (case or context), forms, never, near")
    forms = _texts(fields, "forms", where) or (name,)
    if kind != "technology":  # a sentence or a bullet may begin with it
        forms = tuple(dict.fromkeys(case for form in forms for case in (form, form[:1].upper() + form[1:])))
    return Guard(
        level=fields["level"],
        forms=forms,
        never=_texts(fields, "never", where),
        near=_texts(fields, "near", where),
    )


def _texts(fields: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
    items = fields.get(key)
    if not items:
        return ()
    if not isinstance(items, list):
        raise TaxonomyError(f"{where}: {key} is a list, found {items!r}; write {key}: [{items}]")
    if all(type(item) is str for item in items):  # nearly always, and start-up counts
        return tuple(items)
    return tuple(_text(item, f"{where}, {key}") for item in items)


def _flag(fields: dict[str, Any], key: str, where: str) -> bool:
    if not isinstance(value := fields.get(key, False), bool):
        raise TaxonomyError(f"{where}: {key} is true or false, found {value!r}; write {key}: true, or leave it out")
    return value


def _text(value: Any, where: str) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise TaxonomyError(f"{where}: expected a name, found {value!r}; put quotes around words such as yes, no, on")
    return str(value)
