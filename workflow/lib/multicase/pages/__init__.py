"""Pages for people: each table, and the page that shows them all. No network, no script, one style."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent


@cache
def environment(*more: Path) -> Environment:
    """The templates beside this module, and in `more` folders; every value is escaped, an unknown name is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader([*more, HERE]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(template: str, **values: object) -> str:
    """A whole page, with the style inside it."""
    style = (HERE / "style.css").read_text(encoding="utf-8")
    return environment().get_template(template).render(style=style, **values)
