"""Pages of job boards, and HTML in fields: what a person reads, in lines with "- " bullets."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from jdextract.errors import InputError
from jdextract.postings import ats
from jdextract.postings.records import Record
from jdextract.postings.sources import InputFile, Report
from jdextract.postings.text import decode

_DROPPED = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "button",
    "select",
    "input",
    "textarea",
    "head",
    "title",
)
_FURNITURE = (
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "dialog",
    '[role="navigation"]',
    '[role="banner"]',
    '[aria-hidden="true"]',
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {
    "p", "div", "section", "article", "main", "ul", "ol", "dl", "dt", "dd", "table", "tr", "blockquote", "pre", "header",
    "footer", "figure", "address", "fieldset", "body", "hr",
}  # fmt: skip
_PARAGRAPHS = _HEADINGS | {"p", "section", "article", "blockquote", "table"}
# Where the large boards keep the description, then what a page calls its main part.
_MAIN = (
    "#jobDescriptionText", ".jobsearch-JobComponent-description", '[itemprop="description"]', ".job-description",
    "#job-description", ".jobDescription", ".posting-page", "main", '[role="main"]', "article",
)  # fmt: skip
_MIN_MAIN = 200
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_ENTITY_MARKUP = re.compile(r"&lt;/?[a-zA-Z]")


def html_to_text(markup: str) -> str:
    """The text of an HTML fragment, as a person reads it.

    Blocks stand on lines of their own, with a blank line around paragraphs and headings; list items begin
    with ``- ``, and the cells of a table are joined by `` | ``. Markup that was escaped once more is unescaped.
    """
    if _ENTITY_MARKUP.search(markup) and not re.search(r"</(?:p|li|ul|div|h\d)>", markup):
        markup = html.unescape(markup)
    parser = LexborHTMLParser(markup)
    root = parser.body or parser.root
    if root is None:
        return ""
    for selector in _DROPPED:
        for node in root.css(selector):
            node.decompose()
    return _text_of(root)


class _Lines:
    """Text under construction; breaks collapse, so that nested blocks leave one."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._line = ""
        self._bullet = ""
        self._lists = 0
        self._preformatted = 0

    def open(self, tag: str) -> None:
        """An element begins."""
        if tag in ("li", "br"):
            self._end()
            self._bullet = "- " if tag == "li" else self._bullet
        elif tag in _BLOCKS:
            self._end(paragraph=tag in _PARAGRAPHS and not self._lists)
            self._lists += tag in ("ul", "ol")
            self._preformatted += tag == "pre"

    def close(self, tag: str) -> None:
        """An element ends."""
        if tag == "li":
            self._end()
            self._bullet = ""
        elif tag in ("td", "th") and self._line.strip():
            self._write(" | ")
        elif tag in _BLOCKS:
            self._lists -= tag in ("ul", "ol")
            self._preformatted -= tag == "pre"
            if tag == "tr":
                self._line = self._line.rstrip().removesuffix(" |")
            self._end(paragraph=tag in (*_PARAGRAPHS, "ul", "ol") and not self._lists)

    def words(self, text: str) -> None:
        """Characters between the tags."""
        if not self._preformatted:
            self._write(_SPACE.sub(" ", text.replace("\u00a0", " ")))
            return
        first, *others = text.split("\n")
        self._write(first)
        for line in others:
            self._end()
            self._write(line)

    def text(self) -> str:
        """All lines."""
        self._end()
        return "\n".join(self._done).strip("\n")

    def _write(self, words: str) -> None:
        if not self._line:
            words = words.lstrip(" ")
            if not words:
                return
            self._line = self._bullet
            self._bullet = ""
        elif self._line.endswith(" "):
            words = words.lstrip(" ")
        self._line += words

    def _end(self, *, paragraph: bool = False) -> None:
        if self._line.strip():
            self._done.append(self._line.rstrip(" "))
        self._line = ""
        if paragraph and self._done and self._done[-1]:
            self._done.append("")


def _text_of(root: LexborNode) -> str:
    lines = _Lines()
    # A stack of our own: adversarial pages nest deeper than Python's recursion goes.
    stack: list[tuple[LexborNode, bool]] = [(root, False)]
    while stack:
        node, done = stack.pop()
        tag = node.tag or ""
        if done:
            lines.close(tag)
        elif tag == "-text":
            lines.words(node.text_content or "")
        elif tag and tag[0] not in "-_!":
            lines.open(tag)
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(list(node.iter(include_text=True))))
    return lines.text()


def read_html(file: InputFile, report: Report) -> Iterator[Record]:
    """The postings of a page: each schema.org JobPosting in it, else its main content as one."""
    page = LexborHTMLParser(decode(file.read()))
    postings = list(_job_postings(page))
    if postings:
        for number, posting in enumerate(postings, 1):
            place = repr(file.label) if len(postings) == 1 else f"{file.label!r}, posting {number}"
            yield Record(place, ats.flatten(posting))
        return
    text = _main_text(page)
    if not text:
        report(InputError(f"{file.label!r} shows no text: save the page again once its script has filled it in"))
        return
    yield Record(repr(file.label), {"title": _title(page), "text": text}, plain=True)


def _job_postings(page: LexborHTMLParser) -> Iterator[Mapping[str, Any]]:
    for node in page.css('script[type="application/ld+json"]'):
        try:
            document = json.loads(node.text() or "", strict=False)
        except (json.JSONDecodeError, RecursionError):
            # A page's other structured data may be broken without harm to its posting.
            continue
        for item in document if isinstance(document, list) else [document]:
            if not isinstance(item, Mapping):
                continue
            graph = item.get("@graph")
            for inner in graph if isinstance(graph, list) else [item]:
                if isinstance(inner, Mapping) and ats.is_job_posting(inner):
                    yield inner


def _title(page: LexborHTMLParser) -> str | None:
    for selector in ("h1", "title"):
        node = page.css_first(selector)
        words = _SPACE.sub(" ", node.text() or "").strip() if node else ""
        if words:
            return words
    return None


def _main_text(page: LexborHTMLParser) -> str:
    body = page.body
    if body is None:
        return ""
    for selector in _DROPPED[:-2]:
        for node in body.css(selector):
            node.decompose()
    for selector in _MAIN:
        found = body.css_first(selector)
        if found is not None and len(text := _text_of(found)) >= _MIN_MAIN:
            return text
    for selector in _FURNITURE:
        for node in body.css(selector):
            node.decompose()
    return _text_of(body)
