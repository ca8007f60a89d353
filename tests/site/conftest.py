"""The audit site that is tested: that of the published results, or of the folder that MULTICASE_SITE names."""

from __future__ import annotations

import pytest
from audit_site import Site, folder


@pytest.fixture(scope="session")
def site() -> Site:
    where = folder()
    if not (where / "audit/index.html").is_file():
        pytest.skip(f"no audit/ in {where.name}: publish a build, or let MULTICASE_SITE name one")
    return Site(where)
