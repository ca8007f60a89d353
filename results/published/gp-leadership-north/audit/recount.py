#!/usr/bin/env python3
"""Recount a study's results from the codings that lie beside them, without the programs that made them.

    python3 recount.py [RESULTS]        RESULTS: the folder that holds audit/ and tables/; else the one above this file

It counts T05, T06, T07 and T23 again, cell by cell, judges the claims again, looks up every quotation, and hashes the
files; it names whatever differs. By which rules: docs/recounting.md. It needs Python 3.9 and nothing else, reads, and
writes nothing. It ends with 0 if all is equal, and with 1 if something differs or couldn't be recounted.
"""

import csv
import hashlib
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

FILES = ("cases", "sources", "participants", "attributes", "codes", "segments", "evidence", "removed")
COUNTED = ("segment", "source", "participant", "case")
CODING = ("source_id", "passage_start", "passage_end", "code", "coder", "origin", "rule_id")
WITHHELD = "(may be counted, not quoted)"
NEGLIGIBLE = 1e-9  # 3 of 5 are .6, whatever a computer makes of .6
FOR, MIXED, AGAINST = "for", "mixed", "against"
INSUFFICIENT, DIVIDED = "insufficient", "divided"
CLEAR = {FOR: "supported", AGAINST: "contradicted"}
LEANING = {FOR: "leaning for", AGAINST: "leaning against"}


class Unknown(Exception):
    """Something in the files that this program isn't written for."""


class Row(dict):
    """A row by its columns, or what a claim says by its keys; `file` is where it stands."""

    def __init__(self, file, cells):
        super().__init__(cells)
        self.file = file

    def __missing__(self, name):
        raise Unknown(f"{self.file} has no {name}. It may be of another version than this program.")


class Report:
    """What is said, and how much of it is wrong."""

    wrong = 0

    def differs(self, place, row, column, found, expected):
        self.wrong += 1
        told = [repr(text if len(text) < 100 else text[:97] + "...") for text in map(str, (found, expected))]
        print(f"  {place}, {row}, {column}: found {told[0]}, expected {told[1]}")

    def cannot(self, text):
        self.wrong += 1
        print(text)

    def since(self, before):
        return f"{number(self.wrong - before, 'difference')}, named above" if self.wrong > before else "all equal"


def number(n, noun):
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def read_csv(root, name):
    """The columns of a file, and its rows."""
    with (root / name).open(encoding="utf-8", newline="") as file:
        columns, *rows = list(csv.reader(file)) or [[]]
    return columns, [Row(name, zip(columns, cells)) for cells in rows]


def read_listed(root):
    """The files of audit/: their rows, by name; and the claims."""
    listed = {name: read_csv(root, f"audit/{name}.csv")[1] for name in FILES}
    text = (root / "audit/claims.json").read_text(encoding="utf-8")
    return {**listed, "claims": json.loads(text, object_hook=lambda told: Row("audit/claims.json", told))}


# Counting


def counts(rows):
    """How many distinct segments, sources, participants and cases."""
    return {f"n_{name}s": len({row[f"{name}_id"] for row in rows} - {""}) for name in COUNTED}


def grouped(rows, *columns):
    """Rows by their values in some columns; none for values that no row has."""
    found = defaultdict(list)
    for row in rows:
        found[tuple(row[column] for column in columns)].append(row)
    return found


def distinct(values):
    return list(dict.fromkeys(values))


def words_of(rows):
    return sum(int(row["words"]) for row in rows)


def rate(segments, words):
    """Segments per 1,000 words; None where there are no words."""
    return 1000 * segments / words if words else None


def decimals(value, form="%.3f"):
    text = "undefined" if value is None else form % value
    return "+0.000" if text == "-0.000" else text


def read_by_somebody(listed):
    return [row for row in listed["sources"] if row["read"] == "True"]


def codes_to_themes(listed):
    """T05."""
    coded = grouped(listed["evidence"], "code")
    for code in listed["codes"]:
        mine = coded[(code["code"],)]
        told = {name: code[name] for name in ("theme", "subtheme", "code", "rationale")}
        yield {**told, "n_codings": len(grouped(mine, *CODING)), **counts(mine)}


def theme_by_case(listed):
    """T06."""
    coded = grouped(listed["evidence"], "theme", "case_id", "polarity")
    read, there = grouped(read_by_somebody(listed), "case_id"), grouped(listed["codes"], "theme", "polarity")
    for theme in distinct(code["theme"] for code in listed["codes"]):
        for case in listed["cases"]:
            words = words_of(read[(case["case_id"],)])
            for polarity in ("supports", "neutral", "contradicts"):
                if (theme, polarity) in there:
                    found = counts(coded[theme, case["case_id"], polarity])
                    per_1000 = decimals(rate(found["n_segments"], words))
                    key = {"theme": theme, "case": case["case"], "polarity": polarity}
                    yield {**key, **found, "words": words, "per_1000_words": per_1000}


def theme_by_attribute(listed):
    """T07, without its intervals."""
    read = {row["source_id"] for row in read_by_somebody(listed)}
    said = [row for row in listed["segments"] if row["participant_id"] and row["is_interviewer"] != "True"]
    spoken = [row for row in said if not row["left_out"] and row["source_id"] in read]
    words_by = {who: words_of(rows) for (who,), rows in grouped(spoken, "participant_id").items()}
    coded = grouped((row for row in listed["evidence"] if row["participant_id"]), "theme")
    for by, values, value_of in compared(listed):
        total = sum(n for who, n in words_by.items() if who in value_of)  # who has no value is on neither side
        for theme in distinct(code["theme"] for code in listed["codes"]):
            for value in values:
                mine, others = [], []
                for row in coded[(theme,)]:
                    if row["participant_id"] in value_of:
                        (mine if value_of[row["participant_id"]] == value else others).append(row)
                words = sum(n for who, n in words_by.items() if value_of.get(who) == value)
                segments = [counts(side)["n_segments"] for side in (mine, others)]
                one, rest = rate(segments[0], words), rate(segments[1], total - words)
                difference = None if one is None or rest is None else one - rest
                yield {
                    **{"theme": theme, "by": by, "value": value, **counts(mine)},
                    **{"value_n": list(value_of.values()).count(value), "words": words},
                    **{"per_1000_words": decimals(one), "others_per_1000": decimals(rest)},
                    "difference": decimals(difference, "%+.3f"),
                }


def compared(listed):
    """By what T07 compares participants: what it is called, its values in order, and participant -> value."""
    people = listed["participants"]
    declared = grouped((row for row in listed["attributes"] if row["of"] == "participants"), "attribute")
    columns = {"Role": ("role", declared.pop(("role_group",), []))}
    for (name,), rows in declared.items():
        if name != "role" and rows[0]["value"] and people and f"speaker.{name}" in people[0]:
            label = rows[0]["label"]
            columns[f"{label} ({name})" if label in columns else label] = (f"speaker.{name}", rows)
    for label, (column, rows) in columns.items():
        called = {row["value"]: row["called"] for row in rows if row["value"]}
        had = {row["participant_id"]: row[column] for row in people if row[column]}
        value_of = {person: called.get(value, in_words(value)) for person, value in had.items()}
        order = distinct([*called.values(), *sorted(value_of.values())])
        yield label, [value for value in order if value in value_of.values()], value_of


def in_words(text):
    text = text.replace("_", " ")
    return text[:1].upper() + text[1:]


# Judging


def claims_by_case(listed):
    """T23, without its sentences."""
    for claim in listed["claims"]:
        rows = bearing(claim, listed["evidence"])
        in_case = grouped(rows, "case_id")
        of_cases = [(case["case"], in_case[(case["case_id"],)]) for case in listed["cases"]]
        verdicts = [judge_case(claim, mine) for _, mine in of_cases]
        over_all = judge_all(claim, verdicts, rows)
        sides = (FOR, AGAINST) if over_all in (CLEAR[AGAINST], LEANING[AGAINST]) else (AGAINST,)
        told = said_once(claim, rows)
        for place, (case, mine) in enumerate([("all cases", rows), *of_cases]):
            units, verdict = voices(mine), [over_all, *verdicts][place]
            waiting = [row for row in mine if row["side"] in sides and not row["discussed"]]
            yield {
                **{"claim": claim["id"], "case": case, "verdict": verdict, "unit": claim["unit"]},
                **{f"n_{voice}": len(units[voice]) for voice in (FOR, MIXED, AGAINST)},
                "n_units": sum(map(len, units.values())),
                "undiscussed": len(grouped(waiting, "side", "segment_id")),
                **(told if place == 0 else dict.fromkeys(told, "")),
            }


def bearing(claim, evidence):
    """The rows that bear on a claim, with their side and unit, and whether somebody has said what becomes of them."""
    if claim["unit"] not in COUNTED[:3]:
        raise Unknown(f"audit/claims.json, {claim['id']}: this program knows no unit {claim['unit']}.")
    own = ("role", "role_group")
    allowed = [(name if name in own else f"speaker.{name}", values) for name, values in claim["speakers"].items()]
    about = {(told["case"], told.get("segment", "")) for told in claim["negative_cases"]}
    found = []
    for row in evidence:
        if row["code"] in claim["supports"] + claim["contradicts"] and all(row[name] in of for name, of in allowed):
            side = FOR if row["code"] in claim["supports"] else AGAINST
            unit = row[f"{claim['unit']}_id"] or row["source_id"]
            discussed = (row["case_id"], "") in about or (row["case_id"], row["segment_id"]) in about
            found.append(Row(row.file, {**row, "side": side, "unit": unit, "discussed": discussed}))
    return found


def voices(rows):
    """The units that speak for, on both sides, and against: of each how many segments it has for and against."""
    found = {FOR: [], MIXED: [], AGAINST: []}
    for mine in grouped(rows, "case_id", "unit").values():
        n_for, n_against = (len({row["segment_id"] for row in mine if row["side"] == side}) for side in (FOR, AGAINST))
        found[MIXED if n_for and n_against else FOR if n_for else AGAINST].append((n_for, n_against))
    return found


def judge_case(claim, rows):
    rule, units = claim["criterion"], voices(rows)
    few, way = rule["tolerance"], rule["mixed"]
    n_for, n_mixed, n_against = (len(units[voice]) for voice in (FOR, MIXED, AGAINST))
    if n_for + n_mixed + n_against < rule["minimum"]:
        return INSUFFICIENT
    if way in ("half", "own side"):
        for more, less in units[MIXED]:
            part = 0.5 if way == "half" or more == less else 1 if more > less else 0
            n_for, n_mixed, n_against = n_for + part, n_mixed - 1, n_against + 1 - part
    elif way not in ("neither", "against"):
        raise Unknown(f"audit/claims.json, {claim['id']}: this program can't count mixed units as {way}.")
    total, behind = n_for + n_mixed + n_against, min(n_for, n_against)
    if at_most(abs(n_for - n_against) - (n_mixed if way == "against" else 0), few * total):
        return DIVIDED
    if way == "against":
        is_clear = at_most(behind + n_mixed, few * total)
    else:
        is_clear = at_most(behind, few * (n_for + n_against)) and at_most(n_mixed, few * total)
    spoken_of = {row["code"] for row in rows if row["side"] == FOR}
    lacking = any(not spoken_of & set(group) for group in claim["each_of"])
    return word(n_for > n_against, is_clear and max(n_for, n_against) >= 2, lacking)


def judge_all(claim, verdicts, rows):
    """The verdict on all cases, from theirs and from all rows that bear on the claim."""
    rule, judged = claim["criterion"], [verdict for verdict in verdicts if verdict != INSUFFICIENT]
    few, least = rule["tolerance"] * len(judged), rule["most"] * len(judged)
    if len(judged) < rule["cases"]:
        return INSUFFICIENT
    n_for, n_against = (judged.count(CLEAR[side]) + judged.count(LEANING[side]) for side in (FOR, AGAINST))
    if at_most(abs(n_for - n_against), few):
        return DIVIDED
    n_clear = judged.count(CLEAR[FOR if n_for > n_against else AGAINST])
    lacking = set(claim["kinds"]) - {row["kind"] for row in rows if row["side"] == FOR}
    return word(n_for > n_against, at_most(least, n_clear) and at_most(min(n_for, n_against), few), lacking)


def at_most(part, bound):
    return part <= bound + NEGLIGIBLE


def word(is_for, is_clear, lacking):
    if is_for:
        return CLEAR[FOR] if is_clear and not lacking else LEANING[FOR]
    return CLEAR[AGAINST] if is_clear else LEANING[AGAINST]


def said_once(claim, rows):
    """What T23 says of a claim in its first row alone."""
    kinds = sorted({row["kind"].replace("_", " ") for row in rows if row["side"] == FOR})
    themes = distinct(row["theme"] for row in sorted(rows, key=lambda row: row["code"]))
    rivals = [f"{told['rival']} Considered: {told['considered']}" for told in claim["rivals"]]
    lists = {"kinds": kinds, "codes_for": claim["supports"], "codes_against": claim["contradicts"], "themes": themes}
    joined = {name: "; ".join(values) for name, values in lists.items()}
    return {"statement": claim["statement"], **joined, "rivals": " | ".join(rivals)}


# Comparing


TABLES = {  # what counts them, the columns that name a row, and those that are not recounted
    "T05": (codes_to_themes, ("theme", "subtheme", "code"), []),
    "T06": (theme_by_case, ("theme", "case", "polarity"), []),
    "T07": (theme_by_attribute, ("theme", "by", "value"), ["interval"]),
    "T23": (claims_by_case, ("claim", "case"), ["why", "criterion", "conditions"]),
}


def read_table(report, root, name):
    if (root / f"tables/{name}.csv").is_file():
        return read_csv(root, f"tables/{name}.csv")
    report.cannot(f"{name}: tables/{name}.csv isn't there, and nothing of it can be checked.")
    return None, None


def why_empty(root, name):
    """Why a table has no rows, as it says itself."""
    path = root / f"tables/{name}.json"
    return json.loads(path.read_text(encoding="utf-8")).get("missing", "") if path.is_file() else ""


def check_table(report, root, name, listed):
    """Recount a table, and name each cell that differs."""
    count, keys, left_out = TABLES[name]
    columns, rows = read_table(report, root, name)
    if rows is None:
        return
    expected = {tuple(row[key] for key in keys): row for row in count(listed)}
    reason = why_empty(root, name)
    if not rows and (not expected or (name == "T23" and reason)):
        print(f"{name}: no rows, and so nothing to recount. {reason or 'The table says not why.'}")
        return
    before, n_cells, there = report.wrong, 0, [tuple(row[key] for key in keys) for row in rows]
    for key, row in zip(there, rows):
        cells = {column: value for column, value in expected.get(key, {}).items() if column not in keys}
        n_cells += len(cells)
        for column, value in cells.items():
            if row[column] != str(value):
                report.differs(name, "; ".join(key), column, row[column], value)
    n_there = Counter(there)
    for key in distinct([*expected, *there]):
        if n_there[key] != (key in expected):
            report.differs(name, "; ".join(key), "rows", n_there[key], int(key in expected))
    if report.wrong == before and there != list(expected):
        report.differs(name, "all", "order of the rows", "another", "that of codebook, cases and values")
    known = {*left_out, *next(iter(expected.values()), columns)}
    for column in columns:
        if column not in known:
            report.cannot(f"{name}: this program doesn't know the column {column}, and recounts nothing of it.")
    beside = f" Not recounted: {', '.join(left_out)}." if left_out else ""
    print(f"{name}: {number(len(rows), 'row')}, {number(n_cells, 'cell')}, {report.since(before)}.{beside}")


def check_listed(report, listed):
    """What the files of audit/ say of one another; and what was coded is what stands at its place."""
    speaker = [name for name in (listed["evidence"] or [{}])[0] if name.startswith("speaker.")]
    links = {
        "segments": ("segment_id", ["source_id", "case_id", "kind", "turn", "layer", "locator"]),
        "sources": ("source_id", ["case_id", "kind", "date", "consent", "text_sha256", "raw_sha256"]),
        "codes": ("code", ["theme", "subtheme", "polarity"]),
        "participants": ("participant_id", ["case_id", *speaker]),
    }
    known = {name: {row[key]: row for row in listed[name]} for name, (key, _) in links.items()}
    for name in ("evidence", "removed"):
        file, before, withheld = f"audit/{name}.csv", report.wrong, 0
        for row in listed[name]:
            place = f"{row['segment_id']}, {row['code']}"
            for other, (key, columns) in links.items():
                if row[key] not in known[other]:
                    if other != "participants":  # who speaks may be nobody, or be known by an id alone
                        report.differs(file, place, key, row[key], f"one of audit/{other}.csv")
                    continue
                for column in columns:
                    if (there := known[other][row[key]].get(column, "")) != row[column]:
                        report.differs(file, place, column, row[column], there)
            if row["segment_id"] in known["segments"]:
                segment = known["segments"][row["segment_id"]]
                start, end = (int(row[side]) - int(segment["start"]) for side in ("start", "end"))
                withheld += row["consent"] != "quote"
                there = segment["text"][max(start, 0) : end] if row["consent"] == "quote" else WITHHELD
                who = "" if segment["is_interviewer"] == "True" else segment["participant_id"]
                for column, value in (("exact", there), ("participant_id", who)):
                    if row[column] != value:
                        report.differs(file, place, column, row[column], value)
        beside = f", {number(withheld, 'passage')} withheld" if withheld else ""
        n = len(listed[name])
        print(f"{file}: {number(n, 'row')} looked up in the other files{beside}, {report.since(before)}.")
    before, analysed = report.wrong, grouped((row for row in listed["segments"] if not row["left_out"]), "source_id")
    for source in listed["sources"]:
        mine = analysed[(source["source_id"],)]
        for column, value in (("segments", len(mine)), ("words", words_of(mine))):
            if source[column] != str(value):
                report.differs("audit/sources.csv", source["source_id"], column, source[column], value)
    n = len(listed["sources"])
    print(f"audit/sources.csv: segments and words of {number(n, 'source')}, {report.since(before)}.")


def check_quotations(report, root, listed):
    """Every quotation of T21 and T09 stands in its segment."""
    texts = {row["segment_id"]: row["text"] for row in listed["segments"]}
    for name, pairs in (("T21", ["text segment"]), ("T09", ["quotation quoted", "against quoted_against"])):
        _, rows = read_table(report, root, name)
        before = report.wrong
        quotations = [(pair.split(), row) for pair in pairs for row in rows or [] if row[pair.split()[0]]]
        for (column, segment), row in quotations:
            text = texts.get(row[segment], "")
            if text == WITHHELD or row[column] not in text:
                expected = "no words, for they may not be quoted" if text == WITHHELD else "words of this segment"
                report.differs(name, row[segment], column, row[column], expected)
        if rows is not None:
            n, reason = len(quotations), "" if rows else f" {why_empty(root, name)}"
            print(f"{name}: {number(n, 'quotation')} looked up in the segments, {report.since(before)}.{reason}")


def check_hashes(report, root):
    """Every file that the manifest lists, and that is there, is what it was."""
    _, rows = read_table(report, root, "T27")
    before, there = report.wrong, [row for row in rows or [] if (root / row["artefact"]).is_file()]
    for row in there:
        found = hashlib.sha256((root / row["artefact"]).read_bytes()).hexdigest()
        if found != row["sha256"]:
            report.differs("T27", row["artefact"], "sha256", found, row["sha256"])
    if rows is not None:
        n = len(rows) - len(there)
        beside = f" Of the build, {number(n, 'file')} not there, and so not compared." if n else ""
        print(f"T27: {number(len(there), 'file')} hashed, {report.since(before)}.{beside}")


def main(arguments):
    sys.stdout.reconfigure(errors="backslashreplace")
    csv.field_size_limit(2**31 - 1)
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[1]
    if len(arguments) > 1 or not (root / "audit").is_dir():
        print(f"{root} holds no folder audit/.\n\n{__doc__}")
        return 1
    report = Report()
    try:
        listed = read_listed(root)
        check_listed(report, listed)
        for name in TABLES:
            check_table(report, root, name, listed)
        check_quotations(report, root, listed)
        check_hashes(report, root)
    except (Unknown, OSError, ValueError) as error:
        report.cannot(f"It can't be recounted any further: {error}")
    n = report.wrong
    print("Everything that was recounted is as it was found." if not n else f"{number(n, 'thing')} not as expected.")
    return 1 if n else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
