"""The audit site that is tested: that of the published results, or of the folder that MULTICASE_SITE names."""

from __future__ import annotations

import shutil

import pytest
from audit_site import Site, folder


@pytest.fixture(scope="session")
def site() -> Site:
    where = folder()
    if not (where / "audit/index.html").is_file():
        pytest.skip(f"no audit/ in {where.name}: publish a build, or let MULTICASE_SITE name one")
    return Site(where)


@pytest.fixture(scope="module")
def chromium():
    """A browser without a window."""
    sync_api = pytest.importorskip("playwright.sync_api")
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("no Chromium here: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()
