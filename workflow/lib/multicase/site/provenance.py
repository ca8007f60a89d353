"""The provenance graph as pages: the drawn rules and what people supplied, and a page for each rule with its files."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from multicase import site
from multicase.audit import declared as rule_files
from multicase.audit import provenance
from multicase.audit.provenance import Graph, Job
from multicase.site import addresses, layers
from multicase.site import graph as drawing

FOLDER = "provenance"
MOST = 40  # files or jobs that are named one by one; of more, how many each rule has
CODE = "code"
Declared = Mapping[str, Mapping[str, Any]]
Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Link:
    """What a page names, and where it is told of, from the folder of these pages."""

    label: str
    address: str


def pages(graph: Graph, declared: Declared, raw: Rows, environment: Rows, is_locked: bool = False) -> dict[str, str]:
    """Name in the folder `provenance` -> page: `index.html`, and one for each rule that ran.

    declared: what the rule files say (`audit.declared.rules`). raw: source_id, raw_sha256. environment: package,
    version. is_locked: whether the closed zone was, so that an earlier build made what is made of it, perhaps with
    other versions.
    """
    made = {"index.html": _index(graph, declared, environment, is_locked)}
    for name in rules_of(graph):
        made[f"{name}.html"] = _rule(name, graph, declared.get(name, {}), raw)
    return made


def rules_of(graph: Graph) -> list[str]:
    """The rules that ran, by name."""
    return sorted({job.rule for job in graph.jobs})


def write(made: Mapping[str, str], folder: Path) -> None:
    """Write the pages into the folder of theirs."""
    site.write({f"{FOLDER}/{name}": made[name] for name in sorted(made)}, folder.parent)


def _index(graph: Graph, declared: Declared, environment: Rows, is_locked: bool) -> str:
    place = f"{FOLDER}/index.html"
    drawn = drawing.of_build(graph, declared)
    return site.page(
        "provenance.html.j2",
        place,
        drawing=drawing.svg(drawn, site.root(place)),
        stages=_stages(graph, declared),
        inputs=[_input(path, graph) for path in graph.inputs()],
        environment=environment,
        is_locked=is_locked,
    )


def _stages(graph: Graph, declared: Declared) -> list[dict[str, Any]]:
    """Each stage, in the order in which they end: name, what it does, its rules, jobs and files."""
    edges = drawing.unrolled({(a.rule, b.rule) for b in graph.jobs for a in graph.before(b)})
    ran = rules_of(graph)
    rank = layers.ranks(sorted({*ran, *(key for edge in edges for key in edge)}), edges)
    found: dict[tuple[str, str], list[str]] = {}
    for name in sorted(ran, key=lambda name: (rank[name], name)):
        about = declared.get(name, {})
        found.setdefault((about.get("stage", ""), about.get("stage_about", "")), []).append(name)
    ended = sorted(found, key=lambda stage: (rank[found[stage][-1]], stage))
    return [_stage(*stage, found[stage], graph) for stage in ended]


def _stage(name: str, about: str, names: Sequence[str], graph: Graph) -> dict[str, Any]:
    jobs = [job for job in graph.jobs if job.rule in names]
    return {
        "name": name,
        "about": about,
        "rules": [_link(rule, addresses.rule(rule)) for rule in names],
        "jobs": len(jobs),
        "files": sum(len(_written(job, graph)) for job in jobs),
    }


def _written(job: Job, graph: Graph) -> list[str]:
    """The files that a job wrote; a folder by what is in it, as far as that is known."""
    return [path for output in job.outputs for path in graph.inside(output) or [output]]


def _input(path: str, graph: Graph) -> dict[str, Any]:
    return {
        "path": path,
        "sha256": graph.sha256.get(path, ""),
        "closed": provenance.is_closed(path),
        "raw": path == provenance.RAW,
        "into": _jobs(graph.makes(path)),
    }


def _rule(name: str, graph: Graph, about: Mapping[str, Any], raw: Rows) -> str:
    jobs = [job for job in graph.jobs if job.rule == name]
    given = [{CODE: job.code, **job.params} for job in jobs]
    shared = {
        key: value for key, value in given[0].items() if all(key in each and each[key] == value for each in given)
    }
    reads_raw = any(provenance.RAW in job.inputs for job in jobs)
    return site.page(
        "rule.html.j2",
        addresses.rule(name),
        name=name,
        about=rule_files.filled(str(about.get("about", "")), shared),
        stage=about.get("stage", ""),
        closed=bool(about.get("closed", False)),
        before=_rules(other for job in jobs for other in graph.before(job)),
        after=_rules(other for job in jobs for other in graph.after(job)),
        shared=_parameters(shared),
        jobs=[
            _job(job, {key: value for key, value in own.items() if key not in shared}, graph)
            for job, own in zip(jobs, given, strict=True)
        ],
        raw=raw if reads_raw else [],
    )


def _job(job: Job, own: Mapping[str, Any], graph: Graph) -> dict[str, Any]:
    return {
        "name": job.name,
        "anchor": f"job-{job.name}" if job.name else "job",
        "params": _parameters(own),
        "made_from": _files(job, graph),
        "files": [_file(path, graph) for output in job.outputs for path in (output, *graph.inside(output))],
    }


def _file(path: str, graph: Graph) -> dict[str, Any]:
    """A file that a job wrote. What lies in a folder goes where the folder goes, which is told of the folder alone."""
    inside = graph.inside(path)
    into = [] if graph.made_from(path) and not _is_output(path, graph) else graph.makes(path)
    return {
        "path": path,
        "sha256": graph.sha256.get(path, ""),
        "closed": provenance.is_closed(path),
        "n_inside": len(inside),
        "into": _jobs(into),
    }


def _is_output(path: str, graph: Graph) -> bool:
    job = graph.made_from(path)
    return job is not None and path in job.outputs


def _files(job: Job, graph: Graph) -> list[Link]:
    """What a job read, each file linked to where it is told of; of very many, the jobs that made them."""
    if len(job.inputs) <= MOST:
        return [_read_file(path, graph) for path in job.inputs]
    given = [_read_file(path, graph) for path in job.inputs if graph.made_from(path) is None]
    return [*given, *_jobs(graph.before(job))]


def _read_file(path: str, graph: Graph) -> Link:
    maker = graph.made_from(path)
    return _link(path, addresses.provenance_file(maker.rule, path) if maker else addresses.provenance_input(path))


def _jobs(jobs: Sequence[Job]) -> list[Link]:
    """Jobs by rule, which is named once, and name; a rule of which there are many by itself, with their number."""
    links = []
    for name in sorted({job.rule for job in jobs}):
        own = [job for job in jobs if job.rule == name]
        if len(own) > MOST:
            links.append(_link(f"{name} ({len(own)} jobs)", addresses.rule(name)))
        else:
            first, *others = own
            links.append(_link(f"{name} {first.name}".strip(), addresses.job(name, first.name)))
            links += [_link(job.name, addresses.job(name, job.name)) for job in others]
    return links


def _rules(jobs: Collection[Job] | Any) -> list[Link]:
    return [_link(name, addresses.rule(name)) for name in sorted({job.rule for job in jobs})]


def _link(label: str, address: str) -> Link:
    return Link(label, address.removeprefix(f"{FOLDER}/"))


def _parameters(given: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"name": name, "value": _value(given[name])} for name in given]


def _value(value: Any) -> str:
    """A parameter as it is shown: a text as it is, a long one (see `journal.record`) by its hash, all else as JSON."""
    if isinstance(value, Mapping) and set(value) == {"sha256", "length"}:
        return f"{value['length']:,} characters of JSON with the sha256 {value['sha256']}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
