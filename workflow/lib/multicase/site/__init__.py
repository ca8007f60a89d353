"""The audit site: pages from which a reviewer gets from any number to the words behind it, in a browser alone.

Static pages that work from a folder on disk, without a network, and are whole without a script; `site.js` only adds
comfort. They link to one another by relative addresses, so that the published folder can be audited like the built one.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from multicase import pages
from multicase.site.short import shortened
from multicase.study.kinds import KINDS

HERE = Path(__file__).parent
STYLE, SCRIPT = "site.css", "site.js"


def page(template: str, place: str, **values: object) -> str:
    """A page of the site from a template of this room, which extends `site.html.j2`.

    place: where the page lies below the site's folder, such as `tables/T06.html`. Templates get `root`, the way from
    there to the site's folder (`../`, or empty), and `place`.
    """
    return pages.environment(HERE).get_template(template).render(root=root(place), place=place, **values)


def ready() -> None:
    """Compile the templates, for all processes that are forked from this one."""
    environment = pages.environment(HERE)
    for name in environment.list_templates(filter_func=lambda name: name.endswith(".j2")):
        environment.get_template(name)


def root(place: str) -> str:
    """The way from a page of the site to the site's folder: one `../` for each folder that it lies in."""
    return "../" * place.count("/")


def write(made: Mapping[str, str], folder: str | Path) -> None:
    """Write files by their places below the site's folder, pages shortened; their folders are made."""
    for place, text in made.items():
        path = Path(folder) / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shortened(text, place) if path.suffix == ".html" else text, encoding="utf-8")


def style() -> str:
    """The site's style sheet: that of all pages, and what the site adds."""
    return "".join(path.read_text(encoding="utf-8") for path in (pages.HERE / "style.css", HERE / STYLE))


def script() -> str:
    """The site's script, told what kinds of source there are."""
    nouns = sorted((noun for noun, _ in KINDS.values()), key=len, reverse=True)
    return (HERE / SCRIPT).read_text(encoding="utf-8").replace("KINDS_OF_SOURCE", "|".join(nouns))
