"""Make the README's picture of the report from the sample postings: ``python evals/readme/screenshot.py``.

Needs Chromium, and playwright of the ``dev`` extra.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import sync_playwright

from jdextract import break_down, extract, read_postings
from jdextract.reports.html import render_html

FOLDER = Path(__file__).parent
SIZE = {"width": 1180, "height": 1060}


def main() -> None:
    outcomes = extract(read_postings(FOLDER.parent / "postings"))
    page = render_html(break_down(outcomes, today=date(2026, 11, 1)), outcomes)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        report = Path(folder) / "report.html"
        report.write_text(page, encoding="utf-8")
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        shown = browser.new_page(viewport=SIZE, device_scale_factor=0.75, color_scheme="light")
        shown.goto(report.as_uri())
        shown.screenshot(path=FOLDER / "report.png")
        browser.close()


if __name__ == "__main__":
    main()
