"""Headless Chromium for the tests: one browser for all, a fresh page for each, and a record of all that goes wrong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LIMIT = 15_000  # milliseconds after which a page that hangs fails its test
# Without a graphics card, without WebGL, and without anything that a browser does on its own account.
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-3d-apis --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage"
).split()
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}


_WHY = (
    "no Chromium on this machine, so NOTHING of the page was tested in a browser; install it: apt-get install chromium"
)


def chromium() -> str | None:
    """The path of the browser, or None."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def skip_without_browser() -> None:
    """One skip for a whole file of tests where there is no browser; in CI they run, and fail."""
    if chromium() is None and not os.environ.get("CI"):
        pytest.skip(_WHY, allow_module_level=True)


@contextmanager
def launched() -> Iterator[Browser]:
    """The browser, until the block ends."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    assert path is not None, _WHY
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Record:
    """What a page did that it should not: messages in the console, errors, and requests beyond its own file."""

    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


class Visitor:
    """Opens pages in fresh contexts that refuse the network, and closes them all at the end."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[Any] = []

    def open(self, file: Path, *, at: str = "", size: str = "desktop", scheme: str = "light", **more: Any) -> Page:
        """The page of a file, when it is ready; its record is `page.record`."""
        width, height = SIZES[size]
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce",
            offline=True,
            **more,
        )
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(LIMIT)
        record = Record()
        page.record = record  # type: ignore[attr-defined]
        page.on("console", lambda message: record.messages.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: record.messages.append(f"error: {error}"))
        page.on("request", lambda request: _note(record, request.url))
        page.goto(file.resolve().as_uri() + at)
        if more.get("java_script_enabled", True):
            page.wait_for_selector("html[data-ready]")
        return page

    def close(self) -> None:
        """Close all pages that were opened."""
        for context in self._contexts:
            context.close()


def _note(record: Record, address: str) -> None:
    if not address.startswith(("file:", "data:", "blob:")):
        record.requests.append(address)


def go(page: Page, address: str) -> None:
    """Brings the page into the state of an address."""
    page.evaluate(
        "address => { history.replaceState(null, '', address); dispatchEvent(new PopStateEvent('popstate')); }", address
    )
    settled(page)


def settled(page: Page) -> None:
    """Waits until the panel shows what the state asks for and two frames are drawn."""
    page.wait_for_function(
        "() => { const key = new URLSearchParams(location.hash.slice(1)).get('node') ?? '';"
        " const about = document.getElementById('panel').dataset.about ?? ''; return about === key; }"
    )
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def look(page: Page) -> dict[str, Any]:
    """What is drawn: labels with their rectangles, ids of nodes, number of discs, the view."""
    return page.evaluate("mrgraph.look()")
