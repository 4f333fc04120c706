"""The HTML report in a real browser: it draws, opens quotes, filters, and runs nothing of anybody else's."""

from __future__ import annotations

import os
import shutil
from datetime import date

import pytest

from jdextract.breakdown import break_down_by
from jdextract.reports.html import render_html
from jdextract.reports.parts import pages_by

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium, or set CHROMIUM")

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
WIDTHS = {"phone": (390, 844), "desktop": (1280, 900)}


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory, request):
    folder = tmp_path_factory.mktemp("reports")
    for name in ("market", "hostile"):
        breakdown, outcomes = (request.getfixturevalue(f"{name}_{part}") for part in ("breakdown", "outcomes"))
        page = render_html(breakdown, outcomes, taxonomy=request.getfixturevalue("small_taxonomy"))
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    outcomes, known = request.getfixturevalue("market_outcomes"), request.getfixturevalue("small_taxonomy")
    parts = break_down_by(outcomes, "country", taxonomy=known, today=date(2026, 11, 24))
    (folder / "parts").mkdir()
    for number, (name, page) in enumerate(
        pages_by(
            parts,
            "country",
            lambda value: [outcome for outcome in outcomes if outcome.posting.country == value],
            folder="parts",
            taxonomy=known,
        )
    ):
        (folder / name).write_text(page, encoding="utf-8")
        if number == 1:
            (folder / "part.html").write_text(page, encoding="utf-8")
    return folder


@pytest.fixture
def open_page(browser, files):
    """Open a report; whatever the browser complains of or asks for elsewhere fails the test."""
    opened, complaints = [], []

    def open_(name, width="desktop", scheme="light", **options):
        size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
        context = browser.new_context(viewport=size, color_scheme=scheme, **options)
        opened.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else complaints.append(r.url))
        page.goto((files / f"{name}.html").as_uri())
        return page

    yield open_
    for context in opened:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("width", WIDTHS)
def test_charts_are_drawn_and_nothing_overflows(open_page, width):
    page = open_page("market", width)
    assert page.locator("#chart-top svg").count() == 1
    assert page.locator("#chart-countries svg").count() == 1
    assert page.locator(".multiples svg").count() >= 2
    page.locator(".bar").first.scroll_into_view_if_needed()
    page.wait_for_selector(".bar svg")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_number_opens_its_quotes_by_keyboard_and_closes(open_page):
    page = open_page("market")
    number = page.locator('.count [data-quotes="skill/Python"]')
    number.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#quotes-dialog[open]")
    assert page.locator("#quotes-list li").count() == 20
    total = page.locator("#quotes-total").text_content()
    assert total == f"20 of {number.text_content().strip()} postings."
    assert page.locator("#quotes-list mark").first.text_content() in {"Python", "Django", "Flask", "FastAPI"}
    page.keyboard.press("Escape")
    assert not page.locator("#quotes-dialog").is_visible()
    assert number.evaluate("element => element === document.activeElement")


def test_search_and_filters(open_page):
    page = open_page("market")
    page.fill("#filter-text", "graphql")
    assert page.locator("#skills tbody tr:visible").count() == 1
    assert "1 of" in page.locator("#filter-count").text_content()
    page.fill("#filter-text", "")
    page.select_option("#filter-kind", "falling")
    assert page.locator("#skills tbody tr:visible .name").all_text_contents() == ["Perl"]
    page.click(".filters button[type=reset]")
    page.locator("#skills tbody tr[hidden]").first.wait_for(state="detached")


def test_the_theme_can_be_changed(open_page):
    page = open_page("market", scheme="light")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    assert page.get_attribute("#theme", "aria-pressed") == "true"


@pytest.mark.parametrize("name", ["market", "parts", "part"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_accessibility(open_page, width, scheme, name):
    page = open_page(name, width, scheme, bypass_csp=True)
    results = axe.Axe().run(page)
    assert [(v["impact"], v["id"], v["nodes"][0]["html"][:120]) for v in results.response["violations"]] == []


def test_the_open_dialog_is_accessible(open_page):
    page = open_page("market", bypass_csp=True)
    page.locator('.count [data-quotes="skill/Python"]').click()
    page.wait_for_selector("#quotes-dialog[open]")
    results = axe.Axe().run(page, context="#quotes-dialog")
    assert [violation["id"] for violation in results.response["violations"]] == []


def test_scripts_in_postings_do_not_run(open_page):
    page = open_page("hostile")
    for button in page.locator("[data-quotes]").all()[:12]:
        button.click()
        page.wait_for_selector("#quotes-dialog[open]")
        page.keyboard.press("Escape")
    assert page.title() == "What 50 postings ask for"
    assert page.locator("main script, dialog script").count() == 0


def test_it_reads_without_scripts(open_page):
    page = open_page("market", java_script_enabled=False)
    assert page.locator("#skills tbody tr").count() > 10
    assert "Python" in page.locator("#skills").text_content()


def test_print_shows_charts_and_no_controls(open_page):
    page = open_page("market")
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert not page.locator(".filters").is_visible()
    assert page.locator("#chart-top svg").is_visible()
