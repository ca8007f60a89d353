"""Where the site's pages lie, and the anchors on them: each address stands here, once.

Addresses are relative to the site's folder, `results/<study>/audit`.
"""

from __future__ import annotations

from urllib.parse import quote

from multicase.audit.behind import COUNTED, Place

ROWS_PER_PAGE = 400  # of a table
# What can't be a page's name: those that Windows keeps for devices, whatever ending they have, and a folder's own page.
DEVICES = ("con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10)))
RESERVED = frozenset({"index", *DEVICES})


def table(name: str, number: int = 1) -> str:
    """The page of a table; number: of a page that a very long one goes on on."""
    return f"tables/{name}.html" if number == 1 else f"evidence/{name}/rows-{number}.html"


def table_row(name: str, number: int) -> str:
    """A row (from 1) on the page of its table, or on one that this goes on on."""
    return f"{table(name, (number - 1) // ROWS_PER_PAGE + 1)}#row{number}"


def figure(name: str) -> str:
    """The page of a figure."""
    return f"figures/{name}.html"


def source(batch: str, source_id: str, part: int = 1) -> str:
    """The page of a source; part: of a page that a very long one goes on on."""
    return f"sources/{batch}/{_named(source_id)}{f'.{part}' if part > 1 else ''}.html"


def code(name: str) -> str:
    """The page of a code."""
    return f"codes/{_named(name)}.html"


def case(case_id: str) -> str:
    """The page of a case."""
    return f"cases/{_named(case_id)}.html"


def participant(participant_id: str) -> str:
    """The page of a participant."""
    return f"participants/{_named(participant_id)}.html"


def participants() -> str:
    """The page of who the participants are, row by row of T03."""
    return "participants/index.html"


def claim(name: str) -> str:
    """The page of a claim."""
    return f"claims/{_named(name)}.html"


def verdict(name: str, case_id: str = "") -> str:
    """Where the verdict on a claim is told, over all cases or in one."""
    return f"{claim(name)}#case-{quote(case_id)}" if case_id else claim(name)


def undiscussed(name: str) -> str:
    """Where the segments against a claim are listed of which nobody has said what becomes of them."""
    return f"{claim(name)}#undiscussed"


def rule(name: str) -> str:
    """The page of a rule in the provenance graph."""
    return f"provenance/{quote(name)}.html"


def provenance_file(name: str, path: str) -> str:
    """A file in the provenance graph, on the page of the rule that made it; path: from the results."""
    return f"{rule(name)}#{quote(path, safe='/:')}"


def provenance_input(path: str) -> str:
    """A file in the provenance graph that no rule made, as the records name it, such as `study:cases.csv`."""
    return f"provenance/index.html#{quote(path, safe='/:')}"


def job(rule_name: str, name: str) -> str:
    """A job of a rule in the provenance graph; name: its batch, case, table, figure or notebook, or empty."""
    return f"{rule(rule_name)}#job{'-' + quote(name) if name else ''}"


def segment_anchor(segment_id: str) -> str:
    """The anchor of a segment on its source's page: its turn and part, `12.1`."""
    return f"s{segment_id.rpartition(':')[2]}"


def counts_anchor(segment_id: str) -> str:
    """The anchor of what rests on a segment, on its source's page."""
    return f"c{segment_id.rpartition(':')[2]}"


def evidence(name: str, place: Place, column: str = "", listed: str = "") -> str:
    """Where the evidence of a table's row is shown; of one part of it (`behind.Part`), or a list of what is counted.

    listed: `sources`, `participants` or `cases`.
    """
    return f"evidence/{name}/{place.page}.html#{anchor(place.row, column, listed)}"


def anchor(row: int, column: str = "", listed: str = "") -> str:
    """The anchor of a row (from 1), of a part of it, or of a list of what a part counts."""
    of = "" if column in ("", COUNTED) else column
    return "-".join(filter(None, [f"r{row}", of, listed]))


def _named(name: str) -> str:
    """What a page is called for an id, none of which begins with `_`."""
    return f"_{name}" if name in RESERVED else quote(name)
