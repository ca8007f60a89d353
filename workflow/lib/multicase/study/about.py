"""What study.yaml says of a study, cut to what a result hangs on: a change of anything else in it reruns nothing."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from multicase.study import replication, unmet
from multicase.study.study import Study

OF_PAGES = ("title", "question", "synthetic", "disclaimer")
OF_INSTRUMENT = ("title", "question", "school", "attributes", "synthetic")
OF_TABLES = ("synthetic", "school")
OF_CRATE = ("licence", "publisher", "published")


def _said(study: Study, names: Collection[str]) -> dict[str, Any]:
    said = study.study or {}
    return {name: said[name] for name in names if name in said}


def attributes(study: Study) -> dict[str, Any]:
    """The attributes of cases, sources and participants that it declares."""
    return (study.study or {}).get("attributes") or {}


def of_pages(study: Study) -> dict[str, Any]:
    """What pages say of it."""
    return _said(study, OF_PAGES)


def of_instrument(study: Study) -> dict[str, Any]:
    """What belongs to its instrument."""
    return {name: told for name, told in _said(study, OF_INSTRUMENT).items() if told}


def of_crate(study: Study) -> dict[str, Any]:
    """What it says of itself, its licence and who answers for it; and the date of its newest source."""
    dates = [row["date"] for row in study.open_sources if row["date"]]
    return {"title": study.name} | _said(study, (*OF_PAGES, *OF_CRATE)) | {"last_source": max(dates, default="")}


def added(study: Study) -> dict[str, Any]:
    """What a replication adds to the instrument of its original, so that it is marked wherever it stands."""
    found = replication.additions(study)
    return {"added": found} if found else {}


def of_table(study: Study, table: str, needs: Collection[str]) -> dict[str, Any]:
    """What a table hangs on that needs these files of the study."""
    told = _said(study, OF_TABLES)
    told |= {"attributes": attributes(study)} if "attributes" in needs else {}
    told |= added(study) if "codebook" in needs else {}
    if table == "T04" and (replicated := replication.replicated(study)):
        told["replicated"] = replicated
    if table == "T32" and (inherited := replication.inherited(study)):
        told["inherited"] = inherited
    if "claims" in needs and (judged := unmet.judged(study)):
        told["judged"] = judged
    return told
