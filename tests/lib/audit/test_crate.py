"""The crate: what the validator of the community asks, nothing of the closed zone, and the same bytes each time."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from multicase.audit import built, crate, places
from multicase.audit.reproduction import PUBLISHED
from multicase.digest import file_sha256
from small_study import REPOSITORY

SHIPPED = REPOSITORY / "results/published/gp-leadership"
# All that the crate uses of RO-Crate 1.1's terms, so that it can be read without a network. schema.org's are as they are.
TERMS = [
    "about",
    "actionStatus",
    "additionalProperty",
    "additionalType",
    "agent",
    "appearance",
    "author",
    "Claim",
    "ComputerLanguage",
    "contentSize",
    "ControlAction",
    "CreateAction",
    "CreativeWork",
    "Dataset",
    "datePublished",
    "description",
    "encodingFormat",
    "exampleOfWork",
    "hasPart",
    "HowTo",
    "HowToStep",
    "instrument",
    "isBasedOn",
    "license",
    "mainEntity",
    "mentions",
    "name",
    "object",
    "Organization",
    "OrganizeAction",
    "position",
    "programmingLanguage",
    "PropertyValue",
    "publisher",
    "result",
    "SoftwareApplication",
    "SoftwareSourceCode",
    "softwareVersion",
    "step",
    "text",
    "url",
    "value",
    "version",
    "workExample",
]
OTHER_TERMS = {
    "File": "http://schema.org/MediaObject",
    "ComputationalWorkflow": "https://bioschemas.org/ComputationalWorkflow",
    "FormalParameter": "https://bioschemas.org/FormalParameter",
    "input": "https://bioschemas.org/ComputationalWorkflow#input",
    "conformsTo": "http://purl.org/dc/terms/conformsTo",
}
CONTEXTS = {
    crate.CONTEXT[0]: {term: f"http://schema.org/{term}" for term in TERMS} | OTHER_TERMS,
    crate.CONTEXT[1]: {"sha256": "https://w3id.org/ro/terms/workflow-run#sha256"},
}
# What the profiles recommend and the crate leaves out. No job has a time; and rules have no addresses of their own, for
# which the Process Run Crate allows names of this kind, though its check does not.
NO_TIME, NO_ADDRESS = "The Action SHOULD have an endTime", "The SoftwareApplication id SHOULD be an absolute URI"
NO_PAGE = "The organization SHOULD have a URL"  # where the study names none for its publisher

ABOUT = crate.About(
    study={
        "title": "A small study",
        "question": "Who leads?",
        "synthetic": True,
        "disclaimer": "It confirms nothing.",
        "licence": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        "publisher": {"name": "An institute", "url": "https://example.org/"},
        "last_source": "2016-07-05",
    },
    rules={
        "replace_identifiers": {"does": "Replace them.", "code": "aa"},
        "build_table": {"does": "Count.", "code": "bb"},
        "never_run": {"does": "Nothing.", "code": "cc"},
    },
    engine="9.14.0",
)
RECORDS = {
    "replace_identifiers/east-0": ("private/texts/east-0.parquet study:private/register.csv", "anonymised/east-0 anonymised/east-0.parquet"),
    "build_table/T06": ("study:codebook.yaml anonymised/east-0.parquet", "tables/T06.csv tables/T06.html"),
    "build_table/T23": ("tables/T06.csv", "tables/T23.csv tables/T23.evidence.parquet"),
    "build_table/T27": ("tables/T06.csv tables/T23.csv logs/build_table/T06.json", "tables/T27.csv"),
}  # fmt: skip
CLAIM = {"claim": "C1", "case": "all cases", "verdict": "divided", "why": "one each", "statement": "GPs lead.", "criterion": "3 sources"}  # fmt: skip
MADE = ("anonymised/east-0/east-i01.txt", "anonymised/east-0.parquet", "tables/T06.csv", "tables/T06.html", "tables/T23.csv", "tables/T23.evidence.parquet")  # fmt: skip


def put(path, text="x"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def table(path, rows):
    put(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def results(tmp_path):
    """A small finished build, without its crate."""
    root = tmp_path / "results"
    for name in MADE:
        put(root / name, name)
    table(root / "tables/T23.csv", [CLAIM, CLAIM | {"case": "Case 1", "statement": ""}])
    table(root / "tables/T27.csv", [{"artefact": name, "sha256": file_sha256(root / name)} for name in MADE])
    table(root / "audit/settings.csv", [{"setting": "segment.unit", "value": "turn", "set_by": "config.yaml"}])
    for name, (inputs, outputs) in RECORDS.items():
        record = {"rule": name.split("/")[0], "inputs": inputs.split(), "outputs": outputs.split()}
        more = {"params": {"entry": {"id": "T06"}}, "code": "d1"} if name.endswith("T06") else {}
        put(root / f"logs/{name}.json", json.dumps(record | more))
    put(tmp_path / "study/codebook.yaml", "themes: []")
    return root


def write(results, about=ABOUT):
    study = results.parent / "study"
    build = built.read(
        results,
        records=[str(results / f"logs/{name}.json") for name in RECORDS],
        manifest=[str(results / "tables/T27.csv")],
        settings=str(results / "audit/settings.csv"),
        claims=str(results / "tables/T23.csv"),
        study=study,
        supplied=[str(study / "codebook.yaml")],
    )
    crate.write(build, about, snakefile=put(results.parent / "Snakefile", "rule all:\n"), path=results / crate.NAME)
    return {
        entity["@id"]: entity for entity in json.loads((results / crate.NAME).read_text(encoding="utf-8"))["@graph"]
    }


def refs(value):
    return [ref["@id"] for ref in (value if isinstance(value, list) else [value])]


def references(value):
    """All ids that an entity refers to, wherever in it."""
    if isinstance(value, list):
        return {name for item in value for name in references(item)}
    return {value["@id"]} if isinstance(value, dict) and value.keys() == {"@id"} else set()


def complaints(root, severity, tmp_path):
    """What the validator finds against the Provenance Run Crate profile; it gets its contexts from a cache of ours."""
    cached, requests = pytest.importorskip("requests_cache"), pytest.importorskip("requests")
    services = pytest.importorskip("rocrate_validator.services", reason="roc-validator is not installed")
    session = cached.CachedSession(str(tmp_path / "contexts"), backend="sqlite", expire_after=-1)
    for url, terms in CONTEXTS.items():
        session.cache.save_response(response(requests, url, json.dumps({"@context": terms}).encode()))
    session.close()
    settings = {
        "rocrate_uri": str(root),
        "profile_identifier": "provenance-run-crate",
        "requirement_severity": severity,
    }
    done = services.validate(services.ValidationSettings(**settings, offline=True, cache_path=tmp_path / "contexts"))
    assert len(done.executed_checks) > 50
    return sorted({issue.message for issue in done.get_issues()})


def response(requests, url, body):
    from urllib3 import HTTPResponse

    found = requests.Response()
    found.status_code, found.url, found._content = 200, url, body
    found.headers["Content-Type"] = "application/ld+json"
    found.request = requests.Request("GET", url).prepare()
    headers = dict(found.headers)
    found.raw = HTTPResponse(io.BytesIO(body), headers, 200, preload_content=False, request_url=url)
    return found


def beyond(found, *expected):
    """The complaints that are none of those, and those that were not made."""
    return [text for text in found if not text.startswith(expected)], [e for e in expected if not any(text.startswith(e) for text in found)]  # fmt: skip


# What the validator says


def test_of_what_the_profiles_require_and_recommend_it_lacks_times_and_addresses_alone(results, tmp_path):
    """What is required is among what is recommended, and neither times nor addresses are."""
    write(results)
    assert beyond(complaints(results, "RECOMMENDED", tmp_path), NO_TIME, NO_ADDRESS) == ([], [])


def test_a_study_that_says_nothing_of_itself_has_a_crate_that_is_accepted(results, tmp_path):
    entities = write(results, crate.About({"title": "small"}, ABOUT.rules, "9"))
    assert complaints(results, "REQUIRED", tmp_path) == []
    assert "states no licence" in entities["#licence"]["description"]
    assert entities["./"]["datePublished"] == crate.UNDATED


@pytest.mark.skipif(not (SHIPPED / crate.NAME).is_file(), reason="the published results hold no crate yet")
def test_the_published_results_are_a_crate(tmp_path):
    # what is asked for is among what is recommended
    assert beyond(complaints(SHIPPED, "RECOMMENDED", tmp_path), NO_TIME, NO_ADDRESS, NO_PAGE) == ([], [])
    assert (SHIPPED / crate.NAME).stat().st_size < 2_000_000


def test_a_file_that_is_gone_is_complained_of(results, tmp_path):
    write(results)
    (results / "tables/T06.html").unlink()
    assert any("tables/T06.html" in text for text in complaints(results, "RECOMMENDED", tmp_path))


# What stands in it


def test_every_reference_leads_to_one_entity_or_a_standard_of_others(results):
    entities = write(results)
    named = {name for entity in entities.values() for value in entity.values() for name in references(value)}
    outside = named - set(entities)
    assert all(name.startswith(("https://bioschemas.org/", crate.CRATE)) for name in outside), outside
    graph = json.loads((results / crate.NAME).read_text(encoding="utf-8"))["@graph"]
    assert len(graph) == len(entities)


def test_a_job_says_what_it_made_from_what_under_which_parameters(results):
    entities = write(results)
    job = entities["#job/build_table/T06"]
    assert refs(job["result"]) == ["tables/T06.csv", "tables/T06.html"]
    assert refs(job["object"])[:2] == ["#study:codebook.yaml", "#anonymised/east-0.parquet"]
    values = {entities[ref]["name"]: entities[ref]["value"] for ref in refs(job["object"])[2:]}
    assert values == {"code": "d1", "entry": '{"id": "T06"}'}
    assert entities["#control/build_table/T06"]["object"] == {"@id": "#job/build_table/T06"}


def test_each_rule_that_ran_is_a_step_and_a_tool_with_its_words_and_code(results):
    entities = write(results)
    tool = entities["#rule/build_table"]
    assert (tool["description"], tool["softwareVersion"]) == ("Count.", "bb")
    assert entities["#step/build_table"]["position"] == "2" and "#rule/never_run" not in entities


def test_the_closed_zone_is_names_without_hashes_or_sizes(results):
    entities = write(results)
    for name in ("#private/texts/east-0.parquet", "#study:private/register.csv"):
        assert entities[name]["description"] == places.CLOSED
        assert not {"sha256", "contentSize", "encodingFormat"} & entities[name].keys()


def test_only_what_is_published_is_a_part_and_the_rest_has_its_hash(results):
    entities = write(results)
    parts = refs(entities["./"]["hasPart"])
    assert {part.split("/")[0] for part in parts} <= set(PUBLISHED) and all((results / part).exists() for part in parts)
    made = entities["#anonymised/east-0.parquet"]
    assert made["sha256"] == file_sha256(results / "anonymised/east-0.parquet") and made["contentSize"] == "25"
    assert refs(entities["#anonymised/east-0/"]["hasPart"]) == ["#anonymised/east-0/east-i01.txt"]
    assert entities["tables/T27.csv"]["sha256"] == file_sha256(results / "tables/T27.csv")
    codebook = results.parent / "study/codebook.yaml"
    assert entities["#study:codebook.yaml"]["sha256"] == file_sha256(codebook)


def test_what_a_job_names_and_the_results_lack_is_no_part(results):
    record = {"rule": "build_table", "inputs": ["study:codebook.yaml"], "outputs": ["exports/none"]}
    put(results / "logs/build_table/T06.json", json.dumps(record))
    entities = write(results)
    assert "#exports/none" in entities and "exports/none" not in refs(entities["./"]["hasPart"])


def test_the_whole_run_begins_with_what_people_supply_and_the_settings(results):
    run = write(results)["#run"]
    supplied = {"#study:codebook.yaml", "#study:private/register.csv", "#setting/segment.unit/value"}
    assert supplied <= set(refs(run["object"])) and "tables/T06.csv" not in refs(run["object"])
    assert "tables/T06.csv" in refs(run["result"])


def test_a_claim_has_its_words_its_verdict_and_its_evidence(results):
    entities = write(results)
    claim = entities["#claim/C1"]
    assert "#claim/C1" in refs(entities["./"]["mentions"])
    assert claim["text"] == "GPs lead." and entities["#claim/C1/verdict"]["value"] == "divided"
    assert refs(claim["isBasedOn"]) == ["tables/T23.csv", "tables/T23.evidence.parquet"]


def test_the_study_says_its_question_and_that_it_was_invented(results):
    root = write(results)["./"]
    assert "Who leads?" in root["description"] and "synthetic" in root["description"]
    assert root["datePublished"] == "2016-07-05"
    assert write(results, crate.About({**ABOUT.study, "published": "2020-01-01"}, ABOUT.rules, "9"))["./"]["datePublished"] == "2020-01-01"  # fmt: skip
    readme = (results / crate.README).read_text(encoding="utf-8")
    assert "CC BY 4.0" in readme and "It confirms nothing." in readme


def test_names_with_spaces_and_signs_become_addresses(results):
    record = {"rule": "build_table", "inputs": ["study:codings/Kim & I #2.csv"], "outputs": ["tables/T06.csv"]}
    put(results / "logs/build_table/T06.json", json.dumps(record))
    entity = write(results)["#study:codings/Kim%20%26%20I%20%232.csv"]
    assert entity["name"] == "study:codings/Kim & I #2.csv"


def test_the_same_build_gives_the_same_bytes_and_no_time(results):
    write(results)
    first = (results / crate.NAME).read_bytes()
    write(results)
    assert (results / crate.NAME).read_bytes() == first
    assert b"Time" not in first and str(Path.cwd()).encode() not in first


def test_the_terms_of_this_test_are_those_that_the_crate_uses(results):
    entities = write(results)
    types = {kind for entity in entities.values() for kind in ([entity["@type"]] if isinstance(entity["@type"], str) else entity["@type"])}  # fmt: skip
    used = types | {key for entity in entities.values() for key in entity if key[0] != "@"}
    assert used == set().union(*CONTEXTS.values())
