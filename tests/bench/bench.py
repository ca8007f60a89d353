"""Benchmarks, as ratios taken in one run. `make bench`; the real hearings are found through MULTICASE_REAL_DATA.

machine           what it was measured on
identifiers       how many of the gold standard's are found, beside "all capitals and numbers"
cold build        the shipped study with 2 cores, against the same jobs in one process without Snakemake; against the
                  commit BEFORE, whose build makes a good half of the files, in turns, where git has it
changes           of a caption, of a coding, one more source: each against a cold build, by the clock and of the processor
nothing to do     a run with nothing to do, against one of an empty Snakefile
suggesting codes  for the shipped study, against cutting and weighing the same texts once
words a second    of ingestion, detection, segmentation, dictionary coding and leak scan, on one core; the best of three
                  runs, the one that other work on the machine disturbed least
real hearings     a cold build with 2 cores, and the memory of its largest job; without a register or decisions, the
                  words flagged, of those that "all capitals and numbers" flags, and the decisions left to people
growth            the time of a cold build of the hearings at 1, 2 and 4 times their size
many sources      plan, cold build and largest job of invented studies of 312 to 5,000 short sources (`many.py`), and of
                  20,000 where MULTICASE_BENCH_ALL is set, which takes a quarter of an hour more
"""

from __future__ import annotations

import os
import platform
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import gold
import many
import pandas as pd
from multicase import frames, ingest, segment
from multicase.anonymise import apply, find, lexicon, locale
from multicase.anonymise.detect import Settings
from multicase.cli import new_study
from multicase.code import dictionary, model
from multicase.leaks import scan, search
from multicase.study import codebook, files
from sklearn.feature_extraction.text import TfidfVectorizer

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
REAL = Path(os.environ.get("MULTICASE_REAL_DATA", ROOT.parent / "shared/real")) / "covid-inquiry/raw"
BEFORE = "f3639d5"  # before all jobs shared one start of Python
COPIED = (
    "Snakefile",
    "config.yaml",
    "environment.yml",
    "notebooks",
    "profiles",
    "scripts",
    "workflow",
    "data",
    "tests",
)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        print(machine())
        print("identifiers found (token recall / entity recall / precision)\n" + gold.table(gold.figures()))
        cold = shipped(work / "shipped")
        before(work / "before", work / "today")
        changes(work / "shipped", cold)
        nothing_to_do(work / "shipped", work / "empty")
        suggesting(work / "shipped")
        many_sources(work)
        sources = REAL if REAL.is_dir() else None
        if sources is None:
            print(f"The rest needs real hearings in {REAL} (MULTICASE_REAL_DATA), and is left out.")
            return
        stages(sources)
        growth(work, sources)


def machine() -> str:
    """What all that follows was measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    told = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").is_file() else ""
    name = re.search(r"model name\s*: (.+)", told)
    processor = name[1] if name else platform.processor() or platform.machine()
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"machine: {processor}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, {python}"


def tree(target: Path) -> Path:
    target.mkdir(parents=True)
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, target / name)
    return target


def spent() -> float:
    """Seconds of the processor of all processes that were waited for, on which other work has little effect."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def timed(*command: str, cwd: Path) -> float:
    env = os.environ | {"PYTHONPATH": str(cwd / "workflow/lib")}
    began = time.perf_counter()
    done = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=cwd, env=env, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)} in {cwd} ended with {done.returncode}:\n{done.stderr[-4000:]}")
    return time.perf_counter() - began


def shipped(target: Path) -> tuple[float, float]:
    """Seconds of a cold build of the shipped study, by the clock and of the processor."""
    alone = tree(target.with_name("alone"))
    shutil.copy2(ROOT / "tests/bench/one_process.smk", alone)
    script = ["snakemake", "-s", "one_process.smk", "--cores", "1", "all"]
    env = os.environ | {"PYTHONPATH": str(alone / "workflow/lib")}
    told = subprocess.run(
        [str(BIN / script[0]), *script[1:]], cwd=alone, env=env, check=True, capture_output=True, text=True
    )
    one = float(told.stdout.rpartition("ONE PROCESS ")[2].split()[0])
    before = spent()
    cold = timed("snakemake", "--cores", "2", cwd=tree(target))
    used = spent() - before
    print(
        f"cold build: {cold:.1f} s with 2 cores, {one:.1f} s in one process: ratio {cold / one:.2f} (goal: at most 0.75)"
    )
    return cold, used


def before(theirs: Path, ours: Path) -> None:
    """Cold builds of an earlier commit's tree, in its own environment, and of today's, in turns."""
    told = subprocess.run(["git", "archive", BEFORE], cwd=ROOT, capture_output=True, check=False)
    if told.returncode:
        print(f"cold build against {BEFORE}: left out, since git hasn't got it here")
        return
    theirs.mkdir()
    subprocess.run(["tar", "-x"], cwd=theirs, input=told.stdout, check=True)
    subprocess.run(["make"], cwd=theirs, capture_output=True, check=False)  # installs what it needs, and builds
    commands = (str(BIN / "snakemake"), str(theirs / ".venv/bin/snakemake"))
    if not Path(commands[1]).is_file():
        print(f"cold build against {BEFORE}: left out, since its environment can't be installed here")
        return
    tree(ours)
    pairs = []
    for _ in range(3):
        for place in (theirs, ours):
            shutil.rmtree(place / ".snakemake", ignore_errors=True)
            shutil.rmtree(place / "results", ignore_errors=True)
        both = zip(commands, (ours, theirs), strict=True)
        pairs.append(tuple(timed(command, "--cores", "2", cwd=place) for command, place in both))
    files = [sum(path.is_file() for path in (place / "results").rglob("*")) for place in (ours, theirs)]
    ratio = median(a / b for a, b in pairs)
    print(
        f"cold build: {median(a for a, _ in pairs):.1f} s for {files[0]:,} files, at {BEFORE} "
        f"{median(b for _, b in pairs):.1f} s for {files[1]:,}: ratio {ratio:.2f}, by file "
        f"{ratio * files[1] / files[0]:.2f} (goal: 0.5)"
    )


def changes(built: Path, cold: tuple[float, float]) -> None:
    """What one change costs, against a cold build: by the clock, and of the processor."""
    study = built / "data/gp-leadership"

    def cost(name: str) -> None:
        before = spent()
        took = timed("snakemake", "--cores", "2", cwd=built)
        used = spent() - before
        print(
            f"{name}: {took:.1f} s, a cold build {cold[0]:.1f} s: ratio {took / cold[0]:.2f} (goal: 0.25); "
            f"{used:.0f} of {cold[1]:.0f} s of the processor: {used / cold[1]:.2f}"
        )

    catalogue = built / "workflow/lib/multicase/tables/catalogue.yaml"
    text = catalogue.read_text(encoding="utf-8")
    catalogue.write_text(re.sub(r"(caption: )(\w)", r"\1Changed. \2", text, count=1), encoding="utf-8")
    cost("changed caption")
    coded = study / "codings/coder_1.csv"
    codings = pd.read_csv(coded, dtype=str, keep_default_na=False)
    # a decision needs the codings that it is about
    decided = set(pd.read_csv(study / "adjudication.csv")["segment_id"].str.partition(":")[0])
    codings.drop(codings.index[~codings["source_id"].isin(decided)][-1]).to_csv(coded, index=False)
    cost("changed coding")
    (study / "raw/moor/one_more.txt").write_text("It rained all day, and nobody came.\n", encoding="utf-8")
    with (study / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("moor-d99,moor,document,raw/moor/one_more.txt,txt,2016-01-27,,3,quote\n")
    cost("one more source")


def nothing_to_do(built: Path, empty: Path) -> None:
    empty.mkdir()
    (empty / "Snakefile").write_text("rule all:\n    input: []\n")
    pairs = [
        (timed("snakemake", "--cores", "2", cwd=built), timed("snakemake", "--cores", "2", cwd=empty)) for _ in range(5)
    ]
    ratio = median(ours / theirs for ours, theirs in pairs)
    print(f"nothing to do: {median(a for a, _ in pairs):.2f} s, an empty Snakefile {median(b for _, b in pairs):.2f} s: ratio {ratio:.2f} (goal: at most 1.5)")  # fmt: skip


def suggesting(built: Path) -> None:
    study, results = built / "data/gp-leadership", built / "results/gp-leadership"
    given = {
        "segments": frames.read(sorted(map(str, (results / "segments").glob("*.parquet"))), "segments"),
        "manual": frames.read(str(results / "codings/manual.parquet"), "codings"),
        "dictionary": frames.read(sorted(map(str, (results / "codings/dictionary").glob("*.parquet"))), "codings"),
        "adjudication": files.rows([str(study / "adjudication.csv")], "adjudication"),
        "codes": codebook.code_ids(codebook.read(str(study / "codebook.yaml"))),
        "least": 0.15,
    }
    texts = given["segments"].loc[given["segments"]["left_out"] == "", "text"]
    once = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4))
    (took, _), (unit, _) = best(lambda: model.evaluate(**given)), best(lambda: once.fit_transform(texts))
    print(f"suggesting codes: {took:.1f} s, weighing the texts once {unit:.2f} s: ratio {took / unit:.0f}")


def best(work: Callable) -> tuple[float, Any]:
    """The processor's seconds of the best of three runs, and the result."""
    took = []
    for _ in range(3):
        began = time.process_time()
        result = work()
        took.append(time.process_time() - began)
    return min(took), result


def stages(folder: Path) -> None:
    sources = [
        {
            "source_id": f"s{n:02d}",
            "case_id": "c",
            "kind": "interview",
            "path": str(path.relative_to(folder)),
            "format": "rst",
        }
        for n, path in enumerate(sorted(folder.rglob("*.rst")))
    ]
    words = sum(len((folder / source["path"]).read_text(encoding="utf-8").split()) for source in sources)
    book = codebook.read(str(ROOT / "data/gp-leadership/codebook.yaml"))

    def told(name: str, work: Callable, goal: str = "") -> object:
        took, result = best(work)
        print(f"{name}: {words / took:,.0f} words a second{goal}")
        return result

    read = told("ingestion", lambda: ingest.ingest(sources, None, folder), " (goal: 400,000)")
    texts, turns = read.texts, read.turns
    lower = told("lexicon", lambda: lexicon.of_texts(texts["text"], locale.load(Settings().locale)))
    found = told("detection", lambda: find.find(texts, turns, lower, None, None, Settings()), " (goal: 150,000)")
    known = {"register": None, "decisions": None, "pseudonyms": None}
    done = apply.anonymise(texts, turns, found, lexicon=lower, settings=Settings(), **known)
    segments = told("segmentation", lambda: segment.cut(done[0], "turn"))
    told("dictionary coding", lambda: dictionary.code(segments, done[0], book))
    people = found[found["kind"] == "person"]["text"].str.lower().unique()
    names = dict.fromkeys((word for name in people for word in name.split() if len(word) > 4), "person")
    wanted = dict.fromkeys((name for name in people if len(name) > 3), "person")
    scanner = scan.Scanner(wanted, names, frozenset(lower.lower))
    with tempfile.TemporaryDirectory() as place:
        for source_id, text in done[3].items():
            (Path(place) / f"{source_id}.txt").write_text(text, encoding="utf-8")
        paths = sorted(Path(place).iterdir())
        told("leak scan", lambda: search.search(paths, Path(place), scanner), " (goal: 1,000,000)")


def growth(work: Path, folder: Path) -> None:
    times = []
    for size in (1, 2, 4):
        raw = work / f"raw{size}"
        for path in sorted(folder.rglob("*.rst")):
            for copy in range(size):
                target = raw / path.parent.name / f"{path.stem}-{copy}.rst"
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
        place = tree(work / f"grown{size}")
        new_study.make(raw, place / "data/hearings")
        shutil.copyfile(ROOT / "tests/real/codebook.yaml", place / "data/hearings/codebook.yaml")
        times.append(timed("snakemake", "--cores", "2", "--config", "study=data/hearings", cwd=place))
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2
        goal = " (goals: 60 s, 1 GiB)" if size == 1 else ""
        print(f"real hearings at {size}x: {times[-1]:.1f} s, largest job {memory:.2f} GiB{goal}")
        if size == 1:
            flags(place / "results/hearings/private")
    steps = ", ".join(
        f"{size}x costs {took / times[0]:.2f} times as much" for size, took in zip((2, 4), times[1:], strict=True)
    )
    print(f"growth: {steps} (goal: no faster than the size)")


def many_sources(work: Path) -> None:
    """Plan, build and memory for studies of many sources, and how they grow."""
    told = []
    for sources in (312, 1_250, 5_000, *((20_000,) if os.environ.get("MULTICASE_BENCH_ALL") else ())):
        place = tree(work / f"many{sources}")
        many.make(place / "data/many", sources, 250)
        words = sum(len(path.read_text(encoding="utf-8").split()) for path in (place / "data/many/raw").rglob("*.txt"))
        study = ("--config", "study=data/many")
        plan = timed("snakemake", "--dry-run", "--quiet", "all", *study, cwd=place)
        took = timed("snakemake", "--cores", "2", *study, cwd=place)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2
        told.append((words, took))
        rate = f"{took / told[0][1]:.1f} times as long for {words / told[0][0]:.1f} times the words"
        print(
            f"{sources:,} sources, {words:,} words: plan {plan:.1f} s (goal for 20,000: 10), build {took:.0f} s, "
            f"largest job {memory:.2f} GiB (goal: 1.5); {rate}"
        )
        shutil.rmtree(place)


def flags(private: Path) -> None:
    texts, turns, found = (
        pd.concat(pd.read_parquet(path) for path in sorted((private / name).glob("*.parquet")))
        for name in ("texts", "turns", "identifiers")
    )
    found = found[found["layer"] != "structure"]
    words = sum(len(text.split()) for text in texts["text"])
    every = len(gold.baseline(texts, turns))
    waiting = found[(found["action"] != "keep") | (found["by"] == "nobody")]
    share, wide = (sum(len(gold.TOKEN.findall(text)) for text in some["text"]) / every for some in (waiting, found))
    queue = pd.read_csv(private / "queue.csv", dtype=str)
    print(
        f"flagged: {share:.0%} of the words that all capitals and numbers flag (goal: a third), {wide:.0%} with what is "
        f"kept by rule; {len(queue) / words * 10_000:.0f} decisions per 10,000 words (goal: 60)"
    )


if __name__ == "__main__":
    main()
