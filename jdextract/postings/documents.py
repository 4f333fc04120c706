"""PDF and Word documents, one posting each."""

from __future__ import annotations

import io
from collections.abc import Iterator

from jdextract.errors import ConfigurationError, InputError
from jdextract.postings.html import html_to_text
from jdextract.postings.records import Record
from jdextract.postings.sources import InputFile
from jdextract.postings.tables import check_archive
from jdextract.postings.text import read_header


def read_docx(file: InputFile) -> Iterator[Record]:
    """The text of a Word document, headings on their own lines and list items with bullets.

    Raises:
        ConfigurationError: mammoth is not installed.
        InputError: the document is damaged or too large.
    """
    check_archive(file)
    try:
        import mammoth  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ConfigurationError(_missing(file, "mammoth")) from error
    content = file.read()
    try:
        # Pictures would come as data: URLs, larger than all words together.
        markup = mammoth.convert_to_html(
            io.BytesIO(content), convert_image=mammoth.images.img_element(lambda _image: {"src": ""})
        ).value
    except Exception as error:
        raise InputError(
            f"{file.label!r} cannot be read as a Word document ({error}): save it again, or as text"
        ) from error
    yield _record(file, html_to_text(markup))


def read_pdf(file: InputFile) -> Iterator[Record]:
    """The text of a PDF, page by page.

    Raises:
        ConfigurationError: pypdf is not installed.
        InputError: the file is damaged, locked, or holds pictures only.
    """
    try:
        import pypdf  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ConfigurationError(_missing(file, "pypdf")) from error
    content = file.read()
    try:
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    except Exception as error:
        raise InputError(
            f"{file.label!r} cannot be read as PDF ({error}): save it again without a password, or as text"
        ) from error
    text = "\n".join(page.strip() for page in pages if page.strip())
    if not text:
        raise InputError(f"{file.label!r} holds no text, only pictures: run text recognition (OCR) over it first")
    yield _record(file, text)


def _missing(file: InputFile, package: str) -> str:
    return f"reading {file.label!r} needs {package}: pip install 'jdextract[documents]', or save the file as text"


def _record(file: InputFile, text: str) -> Record:
    fields, body = read_header(text)
    return Record(repr(file.label), {**fields, "text": body}, plain=True)
