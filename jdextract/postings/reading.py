"""`read_postings`: whatever people have, as postings with stable ids."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePath

from jdextract.errors import ConfigurationError, InputError
from jdextract.models import Posting
from jdextract.postings import answers, ats
from jdextract.postings.delimited import read_delimited
from jdextract.postings.fields import Columns, to_posting
from jdextract.postings.records import Record, read_json, read_jsonl, read_text, read_xml
from jdextract.postings.sources import FORMATS, MEGABYTE, InputFile, Report, find_files
from jdextract.postings.stdin import read_stdin

Problem = Callable[[InputError], None]


def read_postings(
    *sources: object,
    text_column: str | None = None,
    columns: Mapping[str, str] | None = None,
    on_problem: Problem | None = None,
    max_file_bytes: int = 200 * MEGABYTE,
) -> Iterator[Posting]:
    """Read postings one by one, with constant memory for JSON lines, CSV and Parquet.

    A source is a path (a file, a folder, a glob, ``-`` for stdin), a mapping, a `Posting`, an iterable of
    these, or a pandas, polars or pyarrow frame. A posting without any text comes with an empty one.

    The id is the record's own or, for want of one, a hash of the source's name and the text; the second
    posting with an id gets ``#2`` behind it, the third ``#3``. Text is verbatim, except that HTML becomes
    lines with ``- `` bullets and, but for a field that is called ``text``, Markdown's backslashes go and
    mojibake is mended.

    Args:
        *sources: what to read, in this order; a file that is named twice is read once.
        text_column: the column or key that holds the description; guessed unless given.
        columns: the same for other fields, such as ``{"title": "Role", "posted_at": "Opened"}``.
        on_problem: is handed each file, line or row that cannot be read, and the others go on. Without it
            the first problem is raised.
        max_file_bytes: the largest file that is read as a whole (text, HTML, JSON, XML, Word, PDF, Excel),
            and the longest line of the others.

    Raises:
        InputError: at once, before anything is read: a path that does not exist, a glob without a match, a
            folder without a readable file, an unknown format, a URL, or a field that no posting has. While
            reading, without ``on_problem``: the first problem.

    >>> [posting] = read_postings({"title": "Senior Backend Engineer", "location": "Berlin", "text": "Python."})
    >>> posting.role, posting.seniority, posting.country
    ('backend', 'senior', 'DE')
    """
    chosen = Columns({**(columns or {}), **({"text": text_column} if text_column else {})})
    report: Report = on_problem or _raise
    parts: list[Iterator[Posting]] = []
    paths: list[str | os.PathLike[str]] = []

    def flush() -> None:
        if paths:
            found = list(find_files(paths, max_bytes=max_file_bytes))
            parts.append(_of_files(found, chosen, report, notes=on_problem))
            paths.clear()

    for source in sources:
        if isinstance(source, (str, os.PathLike)):
            paths.append(source)
        else:
            flush()
            parts.append(_of_objects(source, chosen, report))
    flush()
    return _with_unique_ids(posting for part in parts for posting in part)


def _raise(problem: InputError) -> None:
    raise problem


def _of_files(
    found: Iterable[InputFile | InputError], columns: Columns, report: Report, *, notes: Problem | None
) -> Iterator[Posting]:
    for file in found:
        if isinstance(file, InputError):
            # Files of other formats in a folder are worth a note, never an exception.
            if notes:
                notes(file)
            continue
        count = described = 0
        try:
            for posting in _of_records(_read(file, columns, report), columns, report, file=file):
                count += 1
                described += bool(posting.text.strip())
                yield posting
        except (InputError, ConfigurationError) as problem:
            report(problem if isinstance(problem, InputError) else InputError(str(problem)))
        except OSError as error:
            report(
                InputError(
                    f"cannot read {file.label!r}: {error.strerror or error}; check that it is a file that you may read"
                )
            )
        except RecursionError:
            report(InputError(f"{file.label!r} is nested too deeply: no job board's answer is; mend or leave it out"))
        if count and not described and notes and file.path and FORMATS[file.path.suffix.lower()] in ("json", "xml"):
            # Each comes as a posting with an empty text; that all of a board's do has one cause and one remedy.
            notes(
                InputError(
                    f"{file.label!r}: no posting of {count} has a description; many job boards answer a list without them: "
                    "save each posting's own answer, or ask for the list with its details"
                )
            )


def _read(file: InputFile, columns: Columns, report: Report) -> Iterator[Record]:  # noqa: PLR0911 - one a format
    if file.path is None:
        return read_stdin(file, columns, report)
    match FORMATS[file.path.suffix.lower()]:
        case "jsonl":
            return read_jsonl(file, report)
        case "json":
            return read_json(file, report)
        case "xml":
            return read_xml(file, report)
        case "html":
            from jdextract.postings.html import read_html  # noqa: PLC0415 - start-up

            return read_html(file, report)
        case "delimited":
            return read_delimited(file, columns, report)
        case "parquet" | "xlsx" as kind:
            from jdextract.postings import tables  # noqa: PLC0415 - start-up

            return tables.read_parquet(file, columns) if kind == "parquet" else tables.read_xlsx(file, columns)
        case "pdf" | "docx" as kind:
            from jdextract.postings import documents  # noqa: PLC0415 - start-up

            return documents.read_pdf(file) if kind == "pdf" else documents.read_docx(file)
        case _:
            return read_text(file)


def _of_records(
    records: Iterable[Record], columns: Columns, report: Report, *, file: InputFile | None = None
) -> Iterator[Posting]:
    textless: list[InputError] = []
    for record in records:
        try:
            posting = to_posting(
                record.fields,
                columns,
                place=record.place,
                file_name=file.name if file else None,
                plain_text=record.plain,
            )
        except RecursionError:
            report(InputError(f"{record.place}: nested too deeply; mend or delete it"))
            continue
        except InputError as problem:
            if not textless:
                report(problem)
            textless.append(problem)
            continue
        yield _identified(posting, file)
    if len(textless) > 1:
        report(
            InputError(f"{file.label if file else 'records'!r}: {len(textless) - 1} more records like the one above")
        )


def _of_objects(source: object, columns: Columns, report: Report) -> Iterator[Posting]:
    if isinstance(source, Posting):
        yield source
    elif isinstance(source, Mapping):
        # One posting, or a job board's whole answer.
        yield from _of_objects(answers.find_postings(source), columns, report)
    elif any(hasattr(source, mark) for mark in ("collect_schema", "__arrow_c_stream__", "columns")):
        from jdextract.postings.tables import read_frame  # noqa: PLC0415 - start-up

        yield from _of_records(read_frame(source, columns), columns, report)
    elif isinstance(source, Iterable):
        for number, item in enumerate(source, 1):
            if isinstance(item, Posting):
                yield item
            elif isinstance(item, Mapping):
                yield from _of_records([Record(f"record {number}", ats.flatten(item))], columns, report)
            else:
                report(InputError(f"record {number}: expected a mapping or a Posting, found {type(item).__name__}"))
    else:
        report(InputError(f"cannot read postings from {type(source).__name__}: give a path, mappings, or a data frame"))


def _identified(posting: Posting, file: InputFile | None) -> Posting:
    if posting.id:
        return posting
    name = file.name if file else ""
    # Where nothing but the other fields tells postings apart, they do.
    known = posting.text or "\n".join(map(str, (posting.title, posting.company, posting.location, posting.posted_at)))
    own = hashlib.sha256(f"{name}\n{known}".encode()).hexdigest()[:16]
    return posting.model_copy(update={"id": f"{PurePath(name).stem}-{own}" if file and name else own})


def _with_unique_ids(postings: Iterator[Posting]) -> Iterator[Posting]:
    # Hashes instead of the ids keep a million postings' worth of them in 60 MB.
    seen: set[int] = set()
    repeats: dict[str, int] = {}
    for posting in postings:
        own = posting.id
        while hash(own) in seen:
            repeats[posting.id] = repeats.get(posting.id, 1) + 1
            own = f"{posting.id}#{repeats[posting.id]}"
        seen.add(hash(own))
        yield posting if own == posting.id else posting.model_copy(update={"id": own})
