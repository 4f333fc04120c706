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
from collections.abc import Iterable
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
_GUARD_FIELDS = {"level", "forms", "never", "near"}


@dataclass(frozen=True, slots=True)
class Content:
    """What a taxonomy's files hold together."""

    skills: dict[str, SkillEntry]
    groups: dict[str, str]
    categories: dict[str, str]
    themes: dict[str, str]
    activities: dict[str, ActivityEntry]
    fingerprint: str


def load_content(files: Iterable[Path] = (), *, replace: bool = False) -> Content:
    """Read the shipped taxonomy and ``files`` on top of it (or instead of its skills)."""
    shipped, digest = _shipped_documents()
    documents = [document for document in shipped if not (replace and "skills" in document["origin"])]
    for file in files:
        try:
            raw = file.read_bytes()
        except OSError as error:
            raise TaxonomyError(
                f"cannot read taxonomy file {str(file)!r}: {error.strerror}; name another with --taxonomy"
            ) from error
        documents.append({"origin": str(file), "content": _parse_yaml(raw, str(file)), "extends": True})
        digest = hashlib.sha256(digest.encode() + raw).hexdigest()
    return _build(documents, digest)


def compile_shipped() -> str:
    """The shipped YAML as JSON with the digest of what it was made of (for the build hook)."""
    paths = _shipped_files()
    documents = [{"origin": _origin(path), "content": _parse_yaml(path.read_bytes(), _origin(path))} for path in paths]
    return json.dumps({"digest": _digest(paths), "documents": documents}, ensure_ascii=False, separators=(",", ":"))


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


def _shipped_documents() -> tuple[list[dict[str, Any]], str]:
    digest = _digest(_shipped_files())
    if COMPILED.exists():
        compiled = json.loads(COMPILED.read_text(encoding="utf-8"))
        if compiled["digest"] == digest:  # edited YAML wins over a stale compilation
            return compiled["documents"], digest
    return json.loads(compile_shipped())["documents"], digest


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


def _build(documents: list[dict[str, Any]], fingerprint: str) -> Content:
    content = Content({}, {}, {}, {}, {}, fingerprint)
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
                content.skills.update(_skills(content, body, origin))
            case _:
                skills = _skills(content, body, origin)
                if twice := skills.keys() & content.skills.keys():
                    raise TaxonomyError(
                        f"taxonomy file {origin!r}: {min(twice)!r} stands in another shipped file too; keep one"
                    )
                content.skills.update(skills)
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
