"""Prompts as files: found, listed, rendered, fingerprinted.

A prompt is ``prompts/NAME.vN.md``: front matter between ``---`` lines if it likes (``key: value``), the
system message, and after a line ``<!-- user -->`` the user message, whose ``{{name}}`` places are filled
in. What is common to all postings stands first, so that providers' prompt caching applies. A released file
never changes: cache keys and published figures hang on its words; a better one gets the next number.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from jdextract.errors import ConfigurationError

_FILE = re.compile(r"(?P<name>[a-z][a-z0-9_]*)\.v(?P<version>[1-9][0-9]*)\.md")
_FRONT_MATTER = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
_USER = re.compile(r"^<!-- user -->\n", re.MULTILINE)
_PLACE = re.compile(r"\{\{([a-z_]+)\}\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """One version of a prompt; ``fingerprint`` is the SHA-256 of its file."""

    name: str
    version: int
    system: str
    user: str
    fingerprint: str
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Name and version, as results carry them: ``extract_posting.v1``."""
        return f"{self.name}.v{self.version}"

    @property
    def description(self) -> str:
        """One line for lists; empty where the file has none."""
        return self.attributes.get("description", "")

    def render(self, **values: str) -> str:
        """The user message with every ``{{name}}`` filled in; values are taken as they are, never filled in again.

        Raises:
            ConfigurationError: a place has no value, or a value has no place.
        """
        if (places := set(_PLACE.findall(self.user))) != values.keys():
            given = ", ".join(sorted(values)) or "nothing"
            raise ConfigurationError(
                f"prompt {self.id!r} has the places {', '.join(sorted(places)) or 'none'}, but was given {given}"
            )
        return _PLACE.sub(lambda place: values[place[1]], self.user)


def list_prompts(directory: Path | None = None) -> list[Prompt]:
    """All prompts, by name and version; the shipped ones unless a ``directory`` is given.

    Raises:
        ConfigurationError: the directory or one of its prompts cannot be read.
    """
    return list(_load_all(directory).values())


def load_prompt(name: str, directory: Path | None = None) -> Prompt:
    """The prompt ``name``, as ``extract_posting.v1``, or its newest version, as ``extract_posting``.

    Raises:
        ConfigurationError: there is none; the message lists those that there are.
    """
    prompts = _load_all(directory)
    versions = [prompt for prompt in prompts.values() if name in {prompt.id, prompt.name}]
    if not versions:
        raise ConfigurationError(f"there is no prompt {name!r}; there are {', '.join(prompts) or 'none'}")
    return versions[-1]


@lru_cache(maxsize=8)
def _load_all(directory: Path | None) -> Mapping[str, Prompt]:
    home = directory or _home()
    try:
        found = [(match, file) for file in home.iterdir() if (match := _FILE.fullmatch(file.name))]
        prompts = [_parse(match["name"], int(match["version"]), file.read_bytes()) for match, file in found]
    except OSError as error:
        raise ConfigurationError(
            f"cannot read prompts in {str(home)!r}: {error.strerror}; install jdextract again, or name another folder"
        ) from error
    return {prompt.id: prompt for prompt in sorted(prompts, key=lambda prompt: (prompt.name, prompt.version))}


def _home() -> Traversable:
    """Where prompts are: inside the package in a wheel, beside it in a source tree."""
    packaged = files("jdextract") / "prompts"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "prompts"


def _parse(name: str, version: int, raw: bytes) -> Prompt:
    text = raw.decode().replace("\r\n", "\n")  # a checkout may convert line ends; keys must not notice
    attributes: dict[str, str] = {}
    if front := _FRONT_MATTER.match(text):
        attributes = {
            key.strip(): value.strip() for key, _, value in (line.partition(":") for line in front[1].splitlines())
        }
        text = text[front.end() :]
    system, *users = _USER.split(text)
    if len(users) != 1:
        raise ConfigurationError(
            f"prompt '{name}.v{version}' needs exactly one line '<!-- user -->' before its user message"
        )
    fingerprint = hashlib.sha256(raw.replace(b"\r\n", b"\n")).hexdigest()
    return Prompt(name, version, system.strip(), users[0].strip(), fingerprint, attributes)
