"""A page in fewer bytes: what a browser shows and where links lead stays the same.

The audit is thousands of links and entries; most of its bytes are the same way back to the site's folder, quotation
marks and end tags, none of which a browser needs (HTML, "Optional tags", "Unquoted attribute-value syntax").
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from functools import cache

SITE = "results/audit"  # any names: pages link to one another and to files beside the site
HEAD = '<meta charset="utf-8">\n'
LEADS = re.compile(r'(<(?:a|link|script|body) (?:[^>]*? )?(?:href|src|data-root)=)"?([^">\s]*)"?')
ELSEWHERE = re.compile("[a-z]+:")  # what begins an address that is not relative
PLAIN = re.compile(r'="([\w./#:,%+-]+)"(?=[\s>])', re.ASCII)
# Not </dd>: parsers of older HTML, such as libxml2, put one dd into the other.
ENDS = re.compile(r"</(?:li|td|th|tr|dt)>|</p>(?=\n<(?:p|h\d|ol|ul|dl|div|section|/section|/main)\b)")


def shortened(text: str, place: str) -> str:
    """A page of the site in fewer bytes. place: where it lies below the site's folder.

    A page with a drawing keeps its addresses and quotation marks: a drawing names its own parts by addresses, and its
    words may hold quotation marks.
    """
    if "<svg" not in text:
        text = PLAIN.sub(r"=\1", _from_near(text, place))
    return ENDS.sub("", text).replace("&#39;", "'")


def _from_near(text: str, place: str) -> str:
    """The page with its addresses told from the folder to which most of them lead (`base`), where that is shorter."""
    here = posixpath.join(SITE, posixpath.dirname(place))
    found = Counter(match[2] for match in LEADS.finditer(text) if not ELSEWHERE.match(match[2]))
    leads = {href: _parts(href, here, posixpath.join(SITE, place)) for href in found}
    folders = Counter[str]()
    for href, (folder, _) in leads.items():
        folders[folder] += found[href]

    def size(base: str) -> int:
        return sum(n * (len(_way(leads[href][0], base)) + len(leads[href][1])) for href, n in found.items())

    near = min([SITE, *sorted(folders, key=lambda folder: (-folders[folder], folder))[:3]], key=size)
    base = f'<base href="{_way(near, here)}">\n'
    if size(near) + len(base) >= sum(n * len(href) for href, n in found.items()):
        return text
    told = {href: _way(folder, near) + rest for href, (folder, rest) in leads.items()}
    text = LEADS.sub(lambda match: f'{match[1]}"{told.get(match[2], match[2])}"', text)
    return text.replace(HEAD, HEAD + base, 1)


def _parts(href: str, here: str, page: str) -> tuple[str, str]:
    """The folder that an address leads to, and the rest of it."""
    path, mark, anchor = href.partition("#")
    whole = page if mark and not path else posixpath.normpath(posixpath.join(here, path))
    if not href or path.endswith("/"):
        return whole, mark + anchor
    return posixpath.dirname(whole), posixpath.basename(whole) + mark + anchor


@cache
def _way(folder: str, base: str) -> str:
    """The way from one folder to another, with a slash at its end; empty for the same one."""
    way = posixpath.relpath(folder, base)
    return "" if way == "." else f"{way}/"
