"""Report as HTML -> a PDF file, printed by a Chromium that is on the machine."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from mrgraph.errors import MissingExtra

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge", "chrome")
_SECONDS: Final = 120
_FLAGS: Final = (
    *("--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"),
    *("--disable-dev-shm-usage", "--no-pdf-header-footer"),
)


def print_file(html: bytes) -> bytes:
    """The page on paper, as a PDF.

    Raises MissingExtra where there is no such browser, or where it prints nothing.
    """
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise MissingExtra("a PDF is printed by Chromium or Chrome, and none is here; write HTML and print that")
    with TemporaryDirectory(prefix="mrgraph-", ignore_cleanup_errors=True) as folder:
        page, paper = Path(folder, "report.html"), Path(folder, "report.pdf")
        page.write_bytes(html)
        profile = f"--user-data-dir={Path(folder, 'profile')}"
        for sandbox in ((), ("--no-sandbox",)):  # a container has no sandbox; the page holds no script
            command = [browser, *_FLAGS, *sandbox, profile, f"--print-to-pdf={paper}", page.as_uri()]
            if _printed(command, paper):
                return paper.read_bytes()
    raise MissingExtra(f"{browser} printed nothing; write HTML and print that")


def _printed(command: list[str], paper: Path) -> bool:
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
    except (subprocess.SubprocessError, OSError):
        return False
    return paper.is_file()
