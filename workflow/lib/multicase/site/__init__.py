"""The audit site: pages from which a reviewer gets from any number to the words behind it, in a browser alone.

Static pages that work from a folder on disk, without a network, and are whole without a script; `site.js` only adds
comfort. They link to one another by relative addresses, so that the published folder can be audited like the built one.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from multicase import pages

HERE = Path(__file__).parent
STYLE, SCRIPT = "site.css", "site.js"


def page(template: str, place: str, **values: object) -> str:
    """A page of the site from a template of this room, which extends `site.html.j2`.

    place: where the page lies below the site's folder, such as `tables/T06.html`. Templates get `root`, the way from
    there to the site's folder (`../`, or empty), and `place`.
    """
    return pages.environment(HERE).get_template(template).render(root=root(place), place=place, **values)


def root(place: str) -> str:
    """The way from a page of the site to the site's folder: one `../` for each folder that it lies in."""
    return "../" * place.count("/")


def write(text: str, folder: Path, name: str) -> None:
    """Write a page into a folder that is made."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_all(made: Mapping[str, str], folder: str | Path) -> None:
    """Write pages by their places below the site's folder."""
    for place, text in made.items():
        write(text, Path(folder), place)


def style() -> str:
    """The site's style sheet: that of all pages, and what the site adds."""
    return "".join(path.read_text(encoding="utf-8") for path in (pages.HERE / "style.css", HERE / STYLE))
