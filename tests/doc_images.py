"""The pictures of docs/images, of the published results: `make images` takes them anew."""

from __future__ import annotations

import shutil
from pathlib import Path

from audit_site import PUBLISHED
from playwright.sync_api import Page, sync_playwright
from small_study import REPOSITORY

IMAGES = REPOSITORY / "docs/images"
SIZE = {"width": 1280, "height": 900}
SHOWN = {
    "front": "index.html",
    "matrix": "audit/tables/T06.html",
    "source": "audit/sources/harbour-0/harbour-i05.html#s10.1",
    "graph": "audit/provenance/index.html",
}
NUMBER = "table.matrix tbody tr:nth-child(2) td a"  # of a table with two dimensions, behind which one looks


def take(page: Page, name: str, folder: Path) -> None:
    """One picture, into a folder."""
    page.goto(f"{PUBLISHED.as_uri()}/{SHOWN[name]}")
    if name == "matrix":
        page.locator(NUMBER).first.click()
        page.frame_locator("#panel iframe").locator("mark").first.wait_for()
    page.screenshot(path=folder / f"{name}.png")


def main() -> None:
    """All pictures, of one size."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name in SHOWN:  # each to a reader who has seen no other page
            take(browser.new_context(viewport=SIZE).new_page(), name, IMAGES)
        browser.close()


if __name__ == "__main__":
    main()
