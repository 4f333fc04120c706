"""``jdextract doctor``: what a run needs, checked one by one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from jdextract.cli import console, options
from jdextract.errors import JdextractError

if TYPE_CHECKING:
    from jdextract.settings import Settings

_PACKAGES = ("pydantic", "openai", "instructor", "duckdb", "pyarrow")
_EXTRAS = ("documents", "redis", "ray")
_LOW_SPACE = 500e6  # bytes

Check = tuple[bool, str, str]
"""Whether it is well, what was looked at, and what was found."""


def doctor(
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    cache_dir: options.CacheDir = None,
) -> None:
    """Check versions, extras, cache, key and endpoint; makes no call that costs anything. Ends with 1 if something is wrong.

    Example: jdextract doctor --model openai/gpt-5-mini
    """
    settings = options.make_settings(model=model, base_url=base_url, cache_dir=cache_dir)
    well = True
    for fine, what, found in (*_versions(), _cache(settings), *_model(settings)):
        well &= fine
        console.result(f"{'ok   ' if fine else 'wrong'}  {what:<10}  {found}")
    raise typer.Exit(0 if well else 1)


def _versions() -> Iterator[Check]:
    import platform
    from importlib.metadata import version

    import jdextract

    yield True, "jdextract", f"{jdextract.__version__}, Python {platform.python_version()}, {platform.system()}"
    for name in _PACKAGES:
        known = _is_installed(name)
        yield known, name, version(name) if known else "not installed; install jdextract again"
    for extra in _EXTRAS:
        missing = [name for name in _packages_of(extra) if not _is_installed(name)]
        lacking = f"not installed ({', '.join(missing)}); where needed: pip install 'jdextract[{extra}]'"
        yield True, extra, lacking if missing else "installed"


def _packages_of(extra: str) -> Iterator[str]:
    import re
    from importlib.metadata import requires

    for requirement in requires("jdextract") or ():
        if re.search(rf"extra == ['\"]{extra}['\"]", requirement):
            yield re.split(r"[^\w.-]", requirement, maxsplit=1)[0]


def _is_installed(name: str) -> bool:
    from importlib.metadata import PackageNotFoundError, version

    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _cache(settings: Settings) -> Check:
    import tempfile
    from pathlib import Path

    from jdextract.cache import open_cache

    try:
        cache = open_cache(settings.cache_dir)
        count = len(cache)
        cache.close()
    except JdextractError as error:
        return False, "cache", str(error)
    if not isinstance(settings.cache_dir, Path):
        found = f"{cache.where}: {count:,} answers"
        durable = getattr(cache, "durable", True)
        return durable, "cache", found if durable else f"{found}, none of them safe from a crash: set appendonly to yes"
    try:
        # Permissions say too little: a file system may be read-only, and Windows has lists of its own.
        tempfile.TemporaryFile(dir=settings.cache_dir).close()
    except OSError as error:
        return (
            False,
            "cache",
            f"{settings.cache_dir} cannot be written ({error.strerror}); name another with --cache-dir",
        )
    free = shutil.disk_usage(settings.cache_dir).free
    found = f"{settings.cache_dir}: {count:,} answers, {free / 1e9:,.1f} GB free"
    return free > _LOW_SPACE, "cache", found if free > _LOW_SPACE else f"{found}: too little for a long run"


def _model(settings: Settings) -> Iterator[Check]:
    from jdextract.settings import LEXICON

    if settings.model == LEXICON:
        yield True, "model", "lexicon: offline, needs no key and no endpoint"
        return
    from jdextract.engines.registered import registered_engine

    if found := registered_engine(settings):
        yield True, "model", f"{settings.model}: an engine of {found.value.partition(':')[0]}"
        return
    from jdextract.engines.llm.connection import COMPATIBLE, key_variable, split_model
    from jdextract.engines.llm.pricing import is_local

    try:
        provider, name = split_model(settings.model, base_url=settings.base_url)
    except JdextractError as error:
        yield False, "model", str(error)
        return
    yield True, "model", f"{name} of {provider}"
    variable = key_variable(settings.model, base_url=settings.base_url)
    url = settings.base_url or (COMPATIBLE[provider].base_url if provider in COMPATIBLE else None)
    if variable is None or (url and is_local(url)):
        yield True, "key", "none needed"
    elif os.environ.get(variable):
        yield True, "key", f"{variable} is set"
    else:
        yield False, "key", f"{variable} is not set"
        return
    if url is None:
        yield True, "endpoint", f"not asked: {provider}'s own SDK finds it in the first call"
        return
    yield _endpoint(settings, name)


def _endpoint(settings: Settings, name: str) -> Check:
    from jdextract.engines.llm.probing import list_models

    try:
        offered = list_models(settings.model, base_url=settings.base_url)
    except JdextractError as error:
        return False, "endpoint", str(error)
    if offered and name not in offered:
        shown = ", ".join(offered[:5])
        return False, "endpoint", f"it answers, but offers no model {name!r}; it has {len(offered)}: {shown} …"
    return True, "endpoint", f"it answers, and offers {name!r}" if offered else "it answers, without a list of models"
