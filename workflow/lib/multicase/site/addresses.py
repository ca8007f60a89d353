"""Where the site's pages lie, and the anchors on them: each address stands here, once.

Addresses are relative to the site's folder, `results/<study>/audit`.
"""

from __future__ import annotations

from urllib.parse import quote


def table(name: str) -> str:
    """The page of a table."""
    return f"tables/{name}.html"


def figure(name: str) -> str:
    """The page of a figure."""
    return f"figures/{name}.html"


def source(batch: str, source_id: str) -> str:
    """The page of a source."""
    return f"sources/{batch}/{quote(source_id)}.html"


def code(name: str) -> str:
    """The page of a code."""
    return f"codes/{quote(name)}.html"


def case(case_id: str) -> str:
    """The page of a case."""
    return f"cases/{quote(case_id)}.html"


def participant(participant_id: str) -> str:
    """The page of a participant."""
    return f"participants/{quote(participant_id)}.html"


def claim(name: str) -> str:
    """The page of a claim."""
    return f"claims/{quote(name)}.html"


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
