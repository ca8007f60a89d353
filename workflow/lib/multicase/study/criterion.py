"""The criterion by which a claim is judged where claims.yaml doesn't say: the defaults of its schema."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from multicase.study import files

SCHEMA = "schemas/claims.yaml"  # named, so that what hangs on the defaults is made again when they change


@cache
def usual_criterion() -> dict[str, Any]:
    """What the criterion of a claim is where claims.yaml says nothing of it."""
    properties = files.schema(Path(SCHEMA).stem)["$defs"]["criterion"]["properties"]
    return {name: told["default"] for name, told in properties.items()}
