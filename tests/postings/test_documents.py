from __future__ import annotations

import sys
import zipfile

import pytest

from jdextract.errors import InputError
from jdextract.postings import read_postings

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def write_docx(path, paragraphs):
    """A Word document of paragraphs, each with its style."""
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{bullet if style == "ListBullet" else ""}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for style, text in paragraphs
        for bullet in ['<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>']
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/></w:style>'
        for identifier, name in (("Heading1", "heading 1"), ("ListBullet", "List Bullet"), ("Normal", "Normal"))
    )
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relation}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{relation}/styles" '
            'Target="styles.xml"/></Relationships>',
        )
        archive.writestr("word/styles.xml", f'<w:styles xmlns:w="{_WORD}">{styles}</w:styles>')
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>')


def write_pdf(path, lines):
    """A PDF of one page in a built-in font."""
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 50 700 Td {shown} ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    content, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    start = len(content)
    content += f"xref\n0 6\n0000000000 65535 f \n{table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    path.write_bytes(content.encode("latin-1"))


def test_word_document(tmp_path):
    path = tmp_path / "ad.docx"
    write_docx(path, [("Heading1", "Backend Engineer"), ("Normal", "We build."), ("ListBullet", "Python")])
    [posting] = read_postings(path)
    assert (posting.title, posting.role) == ("Backend Engineer", "backend")
    assert posting.text.splitlines()[0] == "Backend Engineer"
    assert posting.text.splitlines()[-2:] in (["", "- Python"], ["", "Python"])


def test_pdf(tmp_path):
    path = tmp_path / "ad.pdf"
    write_pdf(path, ["Data Engineer", "You know Spark."])
    [posting] = read_postings(path)
    assert (posting.title, posting.text) == ("Data Engineer", "Data Engineer\nYou know Spark.")


def test_pdf_of_pictures_only(tmp_path):
    path = tmp_path / "scan.pdf"
    write_pdf(path, [])
    with pytest.raises(InputError, match=r"scan\.pdf.*holds no text, only pictures.*OCR"):
        list(read_postings(path))


@pytest.mark.parametrize(
    ("name", "package", "write"),
    [("ad.docx", "mammoth", lambda path: write_docx(path, [])), ("ad.pdf", "pypdf", lambda path: write_pdf(path, []))],
)
def test_a_missing_extra_is_named(tmp_path, monkeypatch, name, package, write):
    path = tmp_path / name
    write(path)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(InputError, match=rf"{name}.*needs {package}: pip install 'jdextract\[documents\]'"):
        list(read_postings(path))
