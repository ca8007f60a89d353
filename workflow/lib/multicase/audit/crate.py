"""The study as a Workflow Run RO-Crate: its files, what each was made from and how, its settings and its claims.

One JSON-LD file that other programs read, by these profiles: RO-Crate 1.1, Workflow RO-Crate 1.0, and Process, Workflow
and Provenance Run Crate 0.5 (https://w3id.org/ro/wfrun/provenance/0.5). It says what the jobs' records, the manifest
(T27), the settings and the claims (T23) say, and no time, since a build has none.

What is published is a part of the crate, by its path. What a build makes besides, and what people supply, is named with
its hash and lies outside the crate, so that its `@id` begins with `#`. Of the closed zone there are only names.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from multicase.audit import reproduction
from multicase.audit.built import Build, File, Job, of_file
from multicase.audit.places import FORMATS, Entity, Places, refs
from multicase.digest import text_sha256
from multicase.tables.build import SYNTHETIC
from multicase.wording import counted

(NAME, WORKFLOW, README), ROOT = reproduction.CRATE, "./"
CRATE, WORKFLOW_CRATE = "https://w3id.org/ro/crate/1.1", "https://w3id.org/workflowhub/workflow-ro-crate/1.0"
CONTEXT = [f"{CRATE}/context", "https://w3id.org/ro/terms/workflow-run/context"]
PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": ("Process Run Crate", "0.5"),
    "https://w3id.org/ro/wfrun/workflow/0.5": ("Workflow Run Crate", "0.5"),
    "https://w3id.org/ro/wfrun/provenance/0.5": ("Provenance Run Crate", "0.5"),
    WORKFLOW_CRATE: ("Workflow RO-Crate", "1.0"),
}
LANGUAGE, SNAKEMAKE = f"{WORKFLOW_CRATE[:-4]}#snakemake", "https://snakemake.github.io"
BIOSCHEMAS = "https://bioschemas.org/profiles/{}/1.0-RELEASE"
DONE = "http://schema.org/CompletedActionStatus"  # a job that fails leaves no record
RUN, ENGINE = "#run", "#snakemake"
UNDATED = "1970-01-01"  # the format wants a date, and today's would change the file from build to build
NO_LICENCE = "The study states no licence. Ask those who answer for it before you use its material."
NO_PUBLISHER = "The study's files don't say who answers for it."
EVIDENCE = ("tables/T23.csv", "tables/T23.evidence.parquet", "tables/T21.csv", "tables/T21.evidence.parquet")
FINDINGS = "findings/findings.html"


@dataclass(frozen=True)
class About:
    """What a build's own files don't tell.

    study: title, question, synthetic, disclaimer, licence and publisher (name, url), published (a date) and last_source
    (the date of the newest source), each if it is known. rules: rule -> does (its docstring) and code (a digest), in
    the workflow's order. engine: the version of Snakemake.
    """

    study: Mapping[str, Any]
    rules: Mapping[str, Mapping[str, str]]
    engine: str


def write(build: Build, about: About, snakefile: str | Path, path: str | Path) -> None:
    """Write the crate; and beside it what a Workflow RO-Crate holds: the workflow's main file, and a README."""
    target = Path(path)
    shutil.copyfile(snakefile, target.with_name(WORKFLOW))
    target.with_name(README).write_text(_readme(about.study), encoding="utf-8")
    content = {"@context": CONTEXT, "@graph": graph(build, about, of_file(snakefile))}
    target.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def graph(build: Build, about: About, workflow: File) -> list[Entity]:
    """The crate's entities: itself, the workflow and its runs, settings, claims, files, and who answers for it."""
    places = Places(build)
    runs = [entity for job in build.jobs for entity in _run(job, places, _publisher(about.study)["@id"])]
    claims = [entity for row in build.claims for entity in _claim(row, build.files)]
    settings = [entity for row in build.settings for entity in _setting(row)]
    files = [places.entity(name) for name in places.named]
    parts = [WORKFLOW, README, *(file["@id"] for file in files if not file["@id"].startswith("#"))]
    supplied = [*map(places.id, places.supplied), *_ids(settings, "PropertyValue")]
    return [
        _descriptor(),
        {"@id": README, "@type": "File", "encodingFormat": FORMATS[".md"], "about": {"@id": ROOT}},
        _root(about.study, parts, [RUN, *_ids(runs, "CreateAction"), *_ids(claims, "Claim")]),
        *_workflow(about, build.jobs, workflow, _ids(settings, "FormalParameter")),
        *_whole_run(about, _ids(runs, "ControlAction"), supplied, map(places.id, places.made)),
        *runs,
        *settings,
        *claims,
        *files,
        *_context(about.study),
    ]


def _ids(entities: Iterable[Entity], kind: str) -> list[str]:
    return [entity["@id"] for entity in entities if entity["@type"] == kind]


# The crate, and who answers for it


def _descriptor() -> Entity:
    return {
        "@id": NAME,
        "@type": "CreativeWork",
        "about": {"@id": ROOT},
        "conformsTo": refs([CRATE, WORKFLOW_CRATE]),
    }


def _root(study: Mapping[str, Any], parts: Iterable[str], mentions: Iterable[str]) -> Entity:
    return {
        "@id": ROOT,
        "@type": "Dataset",
        "name": study["title"],
        "description": " ".join(_said(study)),
        "datePublished": study.get("published") or study.get("last_source") or UNDATED,
        "license": {"@id": _licence(study)["@id"]},
        "author": {"@id": _publisher(study)["@id"]},
        "publisher": {"@id": _publisher(study)["@id"]},
        "conformsTo": refs(PROFILES),
        "mainEntity": {"@id": WORKFLOW},
        "hasPart": refs(parts),
        "mentions": refs(mentions),
    }


def _said(study: Mapping[str, Any]) -> list[str]:
    """What the study says of itself, in sentences."""
    said = ["A multi-case study, rebuilt from its sources."]
    said += [f"Question: {study['question']}"] if study.get("question") else []
    said += [SYNTHETIC, study.get("disclaimer", "")] if study.get("synthetic") else []
    return [sentence for sentence in said if sentence]


def _readme(study: Mapping[str, Any]) -> str:
    who = (("Licence", _licence(study)), ("Published by", _publisher(study)))
    named = [f"{kind}: {of['name']} {of.get('url', '')}".strip() for kind, of in who]
    begin = f"Begin with `index.html` or `{FINDINGS}`. `{NAME}` says, for other programs, what was made from what."
    return "\n\n".join([f"# {study['title']}", *_said(study), begin, *named]) + "\n"


def _licence(study: Mapping[str, Any]) -> Entity:
    stated = study.get("licence") or {"name": "No licence stated", "description": NO_LICENCE}
    return {"@id": stated.get("url", "#licence"), "@type": "CreativeWork"} | stated


def _publisher(study: Mapping[str, Any]) -> Entity:
    stated = study.get("publisher") or {"name": "Not stated", "description": NO_PUBLISHER}
    return {"@id": stated.get("url", "#publisher"), "@type": "Organization"} | stated


def _context(study: Mapping[str, Any]) -> Iterator[Entity]:
    yield _licence(study)
    yield _publisher(study)
    for profile, (name, version) in PROFILES.items():
        yield {"@id": profile, "@type": "CreativeWork", "name": name, "version": version}


# The workflow and its runs


def _workflow(about: About, jobs: Iterable[Job], main: File, parameters: Iterable[str]) -> Iterator[Entity]:
    """The workflow, its language and engine, and for each rule that ran a step and a tool."""
    ran = {job.rule for job in jobs}
    rules = {name: rule for name, rule in about.rules.items() if name in ran}
    yield {
        "@id": WORKFLOW,
        "@type": ["File", "SoftwareSourceCode", "ComputationalWorkflow", "HowTo"],
        "name": "The workflow of multicase",
        "description": "Which rules there are, and what they make, is read from here. Rules that read raw material "
        "leave their records in the closed zone, and stand in no step.",
        "conformsTo": {"@id": BIOSCHEMAS.format("ComputationalWorkflow")},
        "programmingLanguage": {"@id": LANGUAGE},
        "url": WORKFLOW,
        "version": text_sha256("".join(rule["code"] for rule in rules.values()))[:16],
        "input": refs(parameters),
        "hasPart": refs(map(_tool_id, rules)),
        "step": refs(map(_step_id, rules)),
        "encodingFormat": "text/plain",
        "contentSize": str(main.size),
        "sha256": main.sha256,
    }
    yield {"@id": LANGUAGE, "@type": "ComputerLanguage", "name": "Snakemake", "url": SNAKEMAKE}
    engine = {"@id": ENGINE, "@type": "SoftwareApplication", "name": "Snakemake", "url": SNAKEMAKE}
    yield engine | {"softwareVersion": about.engine}
    for position, (name, rule) in enumerate(rules.items(), 1):
        step = {"@id": _step_id(name), "@type": "HowToStep", "name": name, "position": str(position)}
        yield step | {"workExample": {"@id": _tool_id(name)}}
        tool = {"@id": _tool_id(name), "@type": "SoftwareApplication", "name": name, "description": rule["does"]}
        yield tool | {"softwareVersion": rule["code"], "url": WORKFLOW}


def _tool_id(rule: str) -> str:
    return f"#rule/{rule}"


def _step_id(rule: str) -> str:
    return f"#step/{rule}"


def _whole_run(about: About, jobs: Iterable[str], supplied: Iterable[str], made: Iterable[str]) -> Iterator[Entity]:
    """The run of the workflow, and how the engine organised it: the runs of its jobs."""
    yield {
        "@id": RUN,
        "@type": "CreateAction",
        "name": "The build",
        "description": "All that people supply and the settings, and all that was made of them.",
        "instrument": {"@id": WORKFLOW},
        "agent": {"@id": _publisher(about.study)["@id"]},
        "object": refs(supplied),
        "result": refs(made),
        "actionStatus": DONE,
    }
    yield {
        "@id": "#organised",
        "@type": "OrganizeAction",
        "name": "Snakemake runs the jobs",
        "instrument": {"@id": ENGINE},
        "object": refs(jobs),
        "result": {"@id": RUN},
        "actionStatus": DONE,
    }


def _run(job: Job, places: Places, agent: str) -> Iterator[Entity]:
    """A job: what it made from what, by which step, under which parameters."""
    name = quote(job.name)
    given = sorted(job.parameters.items())
    parameters = [_value(f"#parameter/{name}/{quote(key)}", key, value) for key, value in given]
    inputs, outputs = counted(len(job.inputs), "input"), counted(len(job.outputs), "output")
    yield {
        "@id": f"#job/{name}",
        "@type": "CreateAction",
        "name": job.name,
        "description": f"{job.rule} makes {outputs} from {inputs}.",
        "instrument": {"@id": _tool_id(job.rule)},
        "agent": {"@id": agent},
        "object": refs([*map(places.id, job.inputs), *(parameter["@id"] for parameter in parameters)]),
        "result": refs(map(places.id, job.outputs)),
        "actionStatus": DONE,
    }
    control = {"@id": f"#control/{name}", "@type": "ControlAction", "name": f"Step {job.rule}: {job.name}"}
    yield control | {"instrument": {"@id": _step_id(job.rule)}, "object": {"@id": f"#job/{name}"}}
    yield from parameters


# Settings and claims


def _value(place: str, name: str, value: Any) -> Entity:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    return {"@id": place, "@type": "PropertyValue", "name": name, "value": text}


def _setting(row: Mapping[str, str]) -> Iterator[Entity]:
    """A setting as a parameter of the workflow, and the value that holds."""
    name = row["setting"]
    parameter, value = f"#setting/{quote(name)}", f"#setting/{quote(name)}/value"
    yield {
        "@id": parameter,
        "@type": "FormalParameter",
        "name": name,
        "additionalType": "Text",
        "conformsTo": {"@id": BIOSCHEMAS.format("FormalParameter")},
        "workExample": {"@id": value},
    }
    yield _value(value, name, row["value"]) | {
        "description": f"Set by {row['set_by']}.",
        "exampleOfWork": {"@id": parameter},
    }


def _claim(row: Mapping[str, str], files: Mapping[str, File]) -> Iterator[Entity]:
    """A claim with its verdict over all cases, what it rests on, and where it is reported."""
    claim = f"#claim/{quote(row['claim'])}"
    yield {
        "@id": claim,
        "@type": "Claim",
        "name": row["claim"],
        "text": row["statement"],
        "description": row["criterion"],
        "additionalProperty": {"@id": f"{claim}/verdict"},
        "isBasedOn": refs(name for name in EVIDENCE if name in files),
        "appearance": refs(name for name in [FINDINGS] if name in files),
    }
    yield _value(f"{claim}/verdict", "verdict", row["verdict"]) | {"description": row["why"]}
