"""The page to ask on, in a browser: questions, parameters that name things, answers in three views."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import LIMIT, launched, skip_without_browser
from test_serve import Served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
skip_without_browser()


@pytest.fixture(scope="module")
def served(seeds_graph: Path) -> Iterator[Served]:
    running = Served("-g", str(seeds_graph))
    yield running
    running.end()


@pytest.fixture
def page(served: Served) -> Iterator[Page]:
    """The page with its first answer; whatever it says on the console, or asks elsewhere, fails the test."""
    said: list[str] = []
    own = f"http://localhost:{served.port}/"
    with launched() as browser:
        opened = browser.new_page()
        opened.set_default_timeout(LIMIT)
        opened.on("console", lambda message: said.append(message.text))
        opened.on("pageerror", lambda error: said.append(str(error)))
        opened.on(
            "request", lambda request: said.append(request.url) if not request.url.startswith((own, "data:")) else None
        )
        opened.goto(own)
        opened.wait_for_selector("#answer table")
        yield opened
    assert said == []


def choose(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_it_opens_with_an_answer(page: Page) -> None:
    assert "rows" in page.inner_text("#status")
    assert page.locator("#answer tbody tr").count() > 40
    first, *_, last = page.locator("#saved small").all_inner_texts()
    assert not first.startswith("as-")
    assert last.startswith("as-")  # what builds graphs is for machines


def test_a_name_is_found_as_it_is_typed(page: Page) -> None:
    choose(page, "competitors-of")
    page.fill("#parameters input", "amkor TECHNOLOGY")
    page.click("#run")
    page.wait_for_selector("#answer table")
    assert page.locator("#answer tbody tr").count() > 3
    for view, drawn in (("chart", "rect.bar"), ("network", "circle.node")):
        page.click(f"[data-view={view}]")
        assert page.locator(f"#answer {drawn}").count() > 3


@pytest.mark.parametrize(
    ("typed", "said"),
    [("semiconductor", "Which company is meant by “semiconductor”?"), ("nobody at all", "No company of this graph")],
)
def test_a_name_that_is_none_or_several_is_asked_back(page: Page, typed: str, said: str) -> None:
    choose(page, "competitors-of")
    page.fill("#parameters input", typed)
    page.click("#run")
    page.wait_for_selector("#error:not([hidden])")
    assert page.inner_text("#error").startswith(said)
    assert page.is_hidden("#csv")


def test_nothing_found_is_said(page: Page) -> None:
    page.fill("#query", "SELECT ?s { ?s a mrg:Company ; rdfs:label 'Nobody' }")
    page.click("#run")
    page.locator("#answer", has_text="Nothing found.").wait_for()
    assert page.inner_text("#status").startswith("0 rows")
