"""Codebooks of other tools: grown from any tree, read from any table, written and read back as they were."""

from __future__ import annotations

import copy
import io
import random
import re
import sqlite3
import unicodedata
import zipfile

import pytest
import small_study
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from multicase.exchange import code_ids, codebook_changes, codebook_files, codebook_yaml, codebooks, descriptions
from multicase.exchange.imported import Code
from multicase.study import checking, codebook, files
from multicase.study.problems import StudyError
from openpyxl import Workbook, load_workbook

BOOK = files.parse_yaml(small_study.FILES["codebook.yaml"])


def tree(*lines):
    """Codes from indented names: `Work`, ` Rotas`, `  Night`; a name that ends in * is not codable."""
    codes, above = [], {}
    for number, line in enumerate(lines):
        depth = len(line) - len(line.lstrip())
        name, codable = line.strip().removesuffix("*"), not line.endswith("*")
        above[depth] = f"g{number}"
        upper = above[depth - 1] if depth else ""
        codes.append(Code(f"g{number}", name, name, codable, above=upper))
    return codes


def shape(book):
    """Theme -> subtheme -> codes, by labels."""
    return {
        theme["label"]: {sub["label"]: [code["label"] for code in sub["codes"]] for sub in theme["subthemes"]}
        for theme in book["themes"]
    }


def codes_in(book):
    return {code["code"]: code for *_, code in descriptions.codes_of(book)}


def sound(book):
    return not [*checking.yaml_problems(book, "codebook", "c"), *codebook.problems(book, None, "c")]


# Grown


def test_a_deep_tree_becomes_theme_subtheme_and_code_and_keeps_its_paths():
    grown = codebooks.grown(tree("Work*", " Rotas*", "  Nights*", "   Sleep", "  Days", " Pay"), "f")
    assert shape(grown.codebook) == {
        "Work": {"Rotas / Nights": ["Sleep"], "Rotas": ["Days"], "Work (general)": ["Pay"]}
    }
    paths = {name: code.get("path") for name, code in codes_in(grown.codebook).items()}
    assert paths == {"sleep": ["Work", "Rotas", "Nights", "Sleep"], "days": None, "pay": ["Work", "Pay"]}
    assert grown.ids == {"g3": "sleep", "g4": "days", "g5": "pay"} and sound(grown.codebook)


def test_a_name_with_a_slash_is_one_name_of_the_path():
    grown = codebooks.grown(tree("Work/life*", " Balance"), "f")
    assert codes_in(grown.codebook)["balance"]["path"] == ["Work/life", "Balance"]


def test_an_upper_code_is_a_code_beside_those_under_it_if_it_was_given_or_may_be():
    codes = tree("Work", " Rotas", "  Nights")
    for of in (None, {"g0", "g1", "g2"}):
        grown = codebooks.grown(codes, "f", of)
        assert shape(grown.codebook) == {"Work": {"Work (general)": ["Work"], "Rotas": ["Rotas", "Nights"]}}
        assert any("2 codes with others below ('Work', 'Rotas')" in note for note in grown.notes)
    assert shape(codebooks.grown(codes, "f", {"g2"}).codebook) == {"Work": {"Rotas": ["Nights"]}}


def test_flat_codes_stand_in_one_theme_that_is_marked_as_a_guess():
    grown = codebooks.grown(tree("Trust", "Pace"), "f")
    assert shape(grown.codebook) == {codebooks.WITHOUT: {codebooks.WITHOUT: ["Trust", "Pace"]}}
    assert "guess" in grown.codebook["themes"][0]["rationale"] and any("a guess" in note for note in grown.notes)
    assert sound(grown.codebook)


def test_groups_without_codes_are_left_out_and_told():
    grown = codebooks.grown(tree("Empty*", "Work*", " Pay"), "f")
    assert shape(grown.codebook) == {"Work": {"Work (general)": ["Pay"]}} and "1 group without" in grown.notes[0]
    with pytest.raises(StudyError, match="no code"):
        codebooks.grown(tree("Empty*"), "f")


def test_the_same_label_at_two_places_makes_both_ids_longer():
    grown = codebooks.grown(tree("Staff*", " Trust", "Patients*", " Trust", " Hope"), "f")
    assert grown.ids == {"g1": "staff_trust", "g3": "patients_trust", "g4": "hope"} and sound(grown.codebook)


def test_names_of_a_flat_list_are_paths_only_where_that_is_plain():
    assert shape(codebooks.grown(tree("Work > Pay", "Work > Rotas > Nights", "Trust"), "f").codebook) == {
        "Work": {"Work (general)": ["Pay"], "Rotas": ["Nights"]}, codebooks.WITHOUT: {codebooks.WITHOUT: ["Trust"]}
    }  # fmt: skip
    assert shape(codebooks.grown(tree("and/or", "Trust"), "f").codebook)[codebooks.WITHOUT]
    assert "Work" in shape(codebooks.grown(tree("Work/Pay", "Work/Rotas"), "f").codebook)
    assert shape(codebooks.grown(tree("e.g. this", "Dr. Who"), "f").codebook)[codebooks.WITHOUT]
    assert "Work" in shape(codebooks.grown(tree("Work", "Work.Pay"), "f").codebook)
    assert "Work" in shape(codebooks.grown(tree("Nodes\\Work\\Pay"), "f").codebook)


def test_codes_in_a_circle_and_under_nothing_are_all_kept():
    codes = [Code("a", "A", "A", above="b"), Code("b", "B", "B", above="a"), Code("c", "C", "C", above="gone")]
    assert set(codebooks.grown(codes, "f").ids) == {"a", "b", "c"}


LABELS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)
TREES = st.lists(
    st.tuples(st.integers(0, 5), LABELS | st.sampled_from(["Trust", "trust", "Tr-ust"])), min_size=1, max_size=12
)


def drawn(nodes):
    """Codes of which each stands under an earlier one, or under nothing."""
    codes = []
    for n, (up, name) in enumerate(nodes):
        codes.append(Code(f"g{n}", name, name, above=f"g{n - up}" if 0 < up <= n else ""))
    return codes


@given(TREES, st.randoms(use_true_random=False))
def test_any_tree_makes_a_sound_codebook_with_the_same_ids_in_any_order(nodes, rng):
    codes = drawn(nodes)
    grown = codebooks.grown(codes, "f")
    assert sound(grown.codebook), grown.codebook
    assert set(grown.ids) == {code.guid for code in codes}
    assert sorted(grown.ids.values()) == sorted(codes_in(grown.codebook))
    paths = [tuple(told.get("path", [told["label"]])) for told in codes_in(grown.codebook).values()]
    if len(set(paths)) == len(paths):  # what is alike in everything can only be numbered
        assert codebooks.grown(rng.sample(codes, len(codes)), "f").ids == grown.ids


@pytest.mark.parametrize(
    ("label", "name"),
    [("Über-Leben (2)", "uber_leben_2"), ("Straße", "strasse"), ("don’t know", "dont_know"), ("360° view", "c_360_view"),
     ("Smørrebrød", "smorrebrod")],
)  # fmt: skip
def test_labels_are_spelled_as_ids(label, name):
    assert code_ids.slug(label) == name


def test_labels_that_cannot_be_spelled_have_ids_of_their_own_that_stay():
    labels = ["信頼", "希望", "Доверие", "!!", "ICU 信頼", "ICU 希望", "x" * 200, "x" * 201]
    ids = [code_ids.slug(label) for label in labels]
    assert len(set(ids)) == len(ids) and all(re.fullmatch("[a-z][a-z0-9_]*", name) for name in ids)
    assert ids == [code_ids.slug(label) for label in labels]


def test_other_codes_change_no_id_that_they_do_not_share():
    few = codebooks.grown(tree("Staff*", " Trust", " Hope"), "f").codebook
    more = codebooks.grown(tree("Other*", " Pay", "Staff*", " Trust", " Fear", " Hope"), "f").codebook
    assert set(codes_in(few)) <= set(codes_in(more))


# Descriptions

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=12).map(str.strip)
LINES = st.lists(
    TEXT
    | st.sampled_from(
        ["Include: x", "\\Exclude: y", " Theory: t", "Id: z", "Attribute a: b", "Label: c", "Polarity: up"]
    )
)
FIELDS = st.dictionaries(
    st.sampled_from(["definition", "include", "exclude", "example", "theory", "rationale", "label", "code.mood"]),
    LINES.map("\n".join).map(str.strip).filter(bool),
)


@given(FIELDS, st.sampled_from(["supports", "contradicts", "neutral"]))
def test_what_is_told_as_one_text_is_taken_apart_as_it_was(fields, polarity):
    fields = fields | {"id": "some_id", "polarity": polarity}
    text = descriptions.told(fields)
    assert descriptions.taken_apart(text) == {"definition": ""} | fields


def test_lines_of_other_people_that_look_alike_stay_in_the_definition():
    text = "What it is.\nPolarity: rather low\nLabel: from the tin\nInclude: pay"
    assert descriptions.taken_apart(text) == {
        "definition": "What it is.\nPolarity: rather low\nLabel: from the tin", "include": "pay"
    }  # fmt: skip


# There and back

# Books are large to draw, and slow to shrink.
FEW = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.explicit, Phase.generate])
SLUGS = st.from_regex("[a-z][a-z0-9_]{0,6}", fullmatch=True)
NAMED = LABELS | st.sampled_from(
    ["=1+1", "- minus", "Theme > x", "Same", "same", "Same (code a)", "'@", "Codes", "I/we"]
)
SAID = LINES.map("\n".join).map(str.strip) | st.sampled_from(["=cmd()", "'=x", "+1", "a;b\tc|d", '"quoted", with'])


@st.composite
def books(draw):
    """Codebooks of every kind: labels that coincide, texts that look like formulas, fields of all sorts or none."""
    ids = draw(st.lists(SLUGS, unique=True, min_size=3, max_size=9))
    themes, count = [], 0
    while count < len(ids):
        chosen = ids[count : count + draw(st.integers(1, 3))]
        sub = {"subtheme": chosen[0], "label": draw(NAMED)} | optional(draw, "definition", "rationale")
        sub["codes"] = [code(draw, name) for name in chosen]
        if themes and draw(st.booleans()):
            themes[-1]["subthemes"].append(sub)
        else:
            theme = {"theme": chosen[0], "label": draw(NAMED)} | optional(draw, "definition", "rationale")
            themes.append(theme | {"subthemes": [sub]})
        count += len(chosen)
    return {"version": draw(st.sampled_from(["1.0", "2", "0.1"])), "themes": themes}


def optional(draw, *names):
    return {name: text for name in names if draw(st.booleans()) and (text := draw(SAID))}


def code(draw, name):
    told = {"code": name, "label": draw(NAMED)} | optional(
        draw, "definition", "include", "exclude", "example", "theory"
    )
    given = {
        "relation": st.sampled_from(["fit", "extend", "contradict"]),
        "polarity": st.sampled_from(["supports", "contradicts", "neutral"]),
        "colour": st.from_regex("#[0-9a-f]{6}", fullmatch=True),
        "path": st.lists(LABELS, min_size=1, max_size=4),
        "attributes": st.dictionaries(st.sampled_from(["mood", "tense"]), SAID.filter(bool), min_size=1),
    }
    return told | {name: draw(values) for name, values in given.items() if draw(st.booleans())}


def back(book, form):
    name = "book." + ("csv" if form == "taguette" else form)
    held = codebooks.held(codebook_files.written(book, form, "study"), name)
    return codebooks.grown(held.codes, name, held.given).codebook


@pytest.mark.parametrize("form", ["qdc", "qdpx", "csv", "xlsx"])
@FEW
@given(books())
def test_any_codebook_comes_back_but_for_what_is_told(form, book):
    lost = {loss.what for loss in codebook_files.losses(book, form)}
    found = back(book, form)
    if "version of the codebook" in lost:
        found = found | {"version": book["version"]}
    assert found == book


@FEW
@given(books())
def test_taguette_gets_every_code_with_all_that_is_said_of_it(book):
    found = codes_in(back(book, "taguette"))
    assert sorted(found) == sorted(codes_in(book))
    for name, told in codes_in(book).items():
        kept = {key: value for key, value in told.items() if key not in ("colour", "path", "label")}
        assert {key: value for key, value in found[name].items() if key not in ("path", "label")} == kept
        assert found[name]["label"] == told["label"]


def test_what_a_form_leaves_behind_is_told():
    book = copy.deepcopy(BOOK) | {"exclusive": [{"set": "s", "codes": ["slow", "directive"]}]}
    codes_in(book)["slow"]["colour"] = "#aa0000"
    lost = {form: {loss.what: loss.n for loss in codebook_files.losses(book, form)} for form in codebook_files.FORMS}
    assert lost["csv"] == lost["xlsx"] == {"indicators of codes": 3, "sets of codes that exclude each other": 1}
    assert lost["qdc"] == lost["qdpx"] == lost["csv"] | {"version of the codebook": 1}
    assert lost["taguette"]["colours of codes"] == 1
    assert lost["taguette"]["definitions and rationales of themes and subthemes"] == 2


@pytest.mark.parametrize("form", list(codebook_files.FORMS))
def test_the_same_codebook_is_the_same_bytes(form):
    assert codebook_files.written(BOOK, form, "s") == codebook_files.written(copy.deepcopy(BOOK), form, "s")


def test_no_cell_is_a_formula():
    book = copy.deepcopy(BOOK)
    codes_in(book)["slow"]["definition"] = '=HYPERLINK("http://x")'
    sheet = load_workbook(io.BytesIO(codebook_files.written(book, "xlsx"))).active
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value and "HYPERLINK" in str(cell.value)]
    assert cell.data_type == "s" and cell.quotePrefix
    assert b"'=HYPERLINK" in codebook_files.written(book, "csv")
    assert back(book, "csv")["themes"] == back(book, "xlsx")["themes"]


def test_the_project_holds_the_codebook_alone_and_colours():
    book = copy.deepcopy(BOOK)
    codes_in(book)["slow"]["colour"] = "#AA00FF"
    with zipfile.ZipFile(io.BytesIO(codebook_files.written(book, "qdpx", "s"))) as archive:
        assert archive.namelist() == ["project.qde"]
        text = archive.read("project.qde").decode()
    assert 'color="#aa00ff"' in text and "<Sources" not in text


@FEW
@given(books())
def test_yaml_reads_back_as_the_same(book):
    assert files.parse_yaml(codebook_yaml.text(book)) == composed(book)


def composed(part):
    """The same with letters and their marks as one, which is how a study is read."""
    if isinstance(part, dict):
        return {key: composed(value) for key, value in part.items()}
    if isinstance(part, list):
        return [composed(value) for value in part]
    return unicodedata.normalize("NFC", part) if isinstance(part, str) else part


def test_yaml_is_made_for_people():
    book = copy.deepcopy(BOOK)
    codes_in(book)["slow"]["definition"] = "It takes long. " * 20 + "Very."
    text = codebook_yaml.text(book, "# Ours.\n")
    assert text.startswith("# Ours.\nversion: '1.0'\nthemes:\n  - theme: style\n    label: Style\n")
    assert "              - {id: i1, phrase: very slow}\n" in text and "definition: >-\n" in text
    assert all(len(line) <= 125 for line in text.split("\n"))
    assert codebook_yaml.comment_of(text) == "# Ours.\n" and not codebook_yaml.has_comments(text)
    assert codebook_yaml.has_comments(text + "# below\n")


# Tables of other tools


def table(text, file="t.csv"):
    held = codebooks.held(text.encode(), file)
    return codebooks.grown(held.codes, file, held.given).codebook, " ".join(held.notes)


WORK = {"Work": {"Rotas": ["Nights", "Days"], "Work (general)": ["Pay"]}}


@pytest.mark.parametrize(
    "text",
    [
        "Theme,Sub-theme,Code name,Description\nWork,Rotas,Nights,d\nWork,Rotas,Days,\nWork,,Pay,\n",
        "Main category;Subcategory;Name\nWork;Rotas;Nights\n;;Days\nWork;;Pay\n",
        "Code path\nWork > Rotas > Nights\nWork > Rotas > Days\nWork > Pay\n",
        "Path,Code\nWork\\Rotas,Nights\nWork\\Rotas,Days\nWork,Pay\n",
        "Hierarchical Name\nNodes\\\\Work\\\\Rotas\\\\Nights\nNodes\\\\Work\\\\Rotas\\\\Days\nNodes\\\\Work\\\\Pay\n",
        "Level 1,Level 2,Level 3\nWork,Rotas,Nights\n,,Days\nWork,Pay,\n",
        "Level 1,Level 2,Level 3\nWork,Rotas,Nights\nWork,Rotas,Days\nWork,Pay,\n",
    ],
)
def test_a_code_is_placed_by_whatever_columns_tell_it(text):
    assert shape(table(text)[0]) == WORK


WITH_UPPER = {"Work": {"Work (general)": ["Work", "Pay"], "Rotas": ["Rotas", "Nights"]}}


@pytest.mark.parametrize(
    "text",
    [
        "Id,Parent Id,Depth,Title,Description\n1,,0,Work,\n2,1,1,Pay,\n3,1,1,Rotas,\n4,3,2,Nights,at night\n",
        "Parent code,Code,Cod. seg.\n,Work,3\nWork,Pay,1\nWork,Rotas,0\nWork > Rotas,Nights,2\n",
        "Name,Parent\nWork,\nPay,Work\nRotas,Work\nNights,Rotas\n",
        "Level,Code\n1,Work\n2,Pay\n2,Rotas\n3,Nights\n",
        "Level,Code\n1,Work\n1.1,Pay\n1.2,Rotas\n1.2.1,Nights\n",
        "Level;Code\nTheme;Work\nSub-theme;Pay\nSub-theme;Rotas\nCode;Nights\n",
        "Ebene,Code\nEbene 1,Work\nEbene 2,Pay\nEbene 2,Rotas\nEbene 3,Nights\n",
        "Code,Memo\nWork,\n  Pay,\n  Rotas,\n    Nights,\n",
        "Level 1,Level 2,Level 3\nWork,,\n,Pay,\n,Rotas,\n,,Nights\n",
    ],
)
def test_an_upper_row_is_a_code_too(text):
    assert shape(table(text)[0]) == WITH_UPPER


def test_a_column_of_levels_that_tells_no_depth_is_not_taken_and_one_that_tells_some_is_asked_about():
    book, notes = table("Level,Code\nHigh,Work\nLow,Pay\n")
    assert "'Level' isn't taken as depth, for 'High' (line 2) tells none" in notes and len(codes_in(book)) == 2
    with pytest.raises(StudyError, match=r"line 3: found 'n/a' in the column 'Level'.*\('1'\)"):
        table("Level,Code\n1,Work\nn/a,Pay\n")
    with pytest.raises(StudyError, match="line 3: found 'Theme'"):  # which of the two stands under the other?
        table("Level,Code\nCategory,Work\nTheme,Pay\nCode,Nights\n")
    assert "1 row without a depth" in table("Level,Code\n1,Work\n2,Pay\n,Rotas\n")[1]
    assert "depth" not in table("Level,Theme,Code\nHigh,Work,Pay\n2,Work,Rotas\n")[1].replace("as depth", "")


def test_a_gap_in_the_numbers_of_an_outline_is_told_and_no_fault():
    rows = "Level,Code\n1,Work\n1.1,Pay\n1.3,Rotas\n1.3.1,Nights\n2,Home\n3,Sleep\n4,Food\n5,Rest\n"
    (book, notes), (whole, others) = table(rows), table(rows.replace("1.3", "1.2"))
    assert shape(book) == shape(whole) and "numbers without" not in others
    assert "numbers without the one before them in 'Level': 1.3;" in notes


def test_a_parent_that_may_be_several_codes_is_told():
    rows = "Code,Parent\nWork,\nOther,Work\nHome,\nother,Home\nGifts,{}\nSweets,{}\n"
    book, notes = table(rows.format("OTHER", "OTHER"))
    assert "several codes are called 'Other': 'Gifts' and 'Sweets' put under that of 'Work'" in notes
    book, notes = table(rows.format("other", "Other"))  # as one of them is written
    assert "several" not in notes
    assert "Gifts" in shape(book)["Home"]["other"] and "Sweets" in shape(book)["Work"]["Other"]
    named = "ID,Code,Parent ID,Parent\n1,Work,,\n2,Other,1,Work\n3,Home,,\n4,Other,3,Home\n5,Gifts,4,Other\n"
    book, notes = table(named)
    assert "several" not in notes and "Gifts" in shape(book)["Home"]["Other"]


def test_names_that_differ_in_their_case_alone_are_kept_apart_and_told():
    book, notes = table("Theme,Code\nWork,Pay\nwork,Rotas\nHome,Trust\nHome,Trust -\n")
    assert len(book["themes"]) == 3 and "'Work' and 'work' are kept apart" in notes and "Trust" not in notes


def test_columns_of_criteria_are_taken_and_the_rest_told():
    text = (
        "Kategorie;Code;Definition;Ankerbeispiel;Inclusion criteria;When not to use;Color;Valence;Files\n"
        "Work;Pay;Money;We earn;wages;gifts;rgb(170, 0, 255);positive;3\n"
    )
    book, notes = table(text)
    assert codes_in(book)["pay"] == {
        "code": "pay", "label": "Pay", "definition": "Money", "include": "wages", "exclude": "gifts",
        "example": "We earn", "polarity": "supports", "colour": "#aa00ff", "path": ["Work", "Pay"],
    }  # fmt: skip
    assert "'Kategorie' as theme" in notes and "columns not taken: 'Files'" in notes


def test_exports_of_other_tools_are_read():
    nvivo, notes = table("Name,Description,Files,References\nTrust,That they trust,3,9\n", "c.csv")
    assert codes_in(nvivo)["trust"]["definition"] == "That they trust" and "'Files', 'References'" in notes
    atlas, _ = table("Code,Comment,Code Group 1,Code Group 2\nTrust,c,Bonds,\nPay,,Work,\n")
    assert shape(atlas) == {"Bonds": {"Bonds (general)": ["Trust"]}, "Work": {"Work (general)": ["Pay"]}}
    tags, _ = table("tag,description\nTrust,That they trust\n")
    assert codes_in(tags)["trust"]["definition"] == "That they trust"


def test_a_code_may_have_several_rows():
    book, notes = table("Theme,Code,Example\nWork,Pay,one\nWork,Pay,two\n")
    assert codes_in(book)["pay"]["example"] == "one\ntwo" and "1 row of a code that stood before" in notes


def test_a_row_without_a_code_tells_of_its_theme():
    book, _ = table("Theme,Code,Definition\nWork,,What one does\nWork,Pay,Money\n")
    assert book["themes"][0]["definition"] == "What one does" and list(codes_in(book)) == ["pay"]


def test_what_a_cell_says_wrongly_is_told_and_left_out():
    book, notes = table("Theme,Code,Polarity,Colour\nWork,Pay,sideways,mauve\n")
    assert not {"polarity", "colour"} & set(codes_in(book)["pay"])
    assert "a polarity that is none of" in notes and "a colour that isn't" in notes


def test_a_table_without_names_of_codes_is_refused_with_its_header():
    with pytest.raises(StudyError, match=r"'foo', 'bar'.*a column with the names of codes"):
        table("foo,bar\n1,2\n")
    with pytest.raises(StudyError, match="no code"):
        table("Code,Definition\n,d\n")


def test_a_workbook_is_read_with_its_merged_cells():
    book = Workbook()
    for row in [("Theme", "Code", "Definition"), ("Work", "Pay", "Money"), (None, "Rotas", None)]:
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    buffer = io.BytesIO()
    book.save(buffer)
    assert shape(table_of(buffer.getvalue(), "c.xlsx")) == {"Work": {"Work (general)": ["Pay", "Rotas"]}}


def table_of(data, file):
    return codebooks.grown(codebooks.read(data, file), file).codebook


def test_the_listing_of_an_audit_is_a_codebook_too():
    book, _ = table("theme,theme_label,subtheme,subtheme_label,code,label,definition\nt,T,s,S,c_1,A code,d\n")
    (theme,) = book["themes"]
    assert (theme["theme"], theme["subthemes"][0]["subtheme"], list(codes_in(book))) == ("t", "s", ["c_1"])


def test_a_taguette_project_and_its_highlights_tell_their_tags():
    db = sqlite3.connect(":memory:")
    db.executescript(
        "CREATE TABLE projects (id, name); CREATE TABLE documents (id, project_id, name, contents);"
        "CREATE TABLE highlights (id, document_id, start_offset, end_offset, snippet);"
        "CREATE TABLE tags (id, project_id, path, description); CREATE TABLE highlight_tags (highlight_id, tag_id);"
        "INSERT INTO projects VALUES (1, 'p'); INSERT INTO tags VALUES (1, 1, 'Trust', 'That they trust');"
    )
    assert shape(table_of(db.serialize(), "p.sqlite3")) == {codebooks.WITHOUT: {codebooks.WITHOUT: ["Trust"]}}
    book, _ = table("id,document,tag,content\n1,d,Trust,words\n")
    assert list(codes_in(book)) == ["trust"]


def test_a_refi_codebook_tells_what_stands_under_what_and_colours():
    text = (
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="A" name="Work/life" isCodable="false">'
        '<Code guid="B" name="Pay" color="#00FF00"><Description>Money\nInclude: wages</Description></Code></Code>'
        "</Codes></CodeBook>"
    )
    top, pay = codebooks.read(text.encode(), "c.qdc")
    assert (top.above, pay.above, pay.colour, pay.path) == ("", "a", "#00ff00", "Work/life/Pay")
    book = codes_in(table_of(text.encode(), "c.qdc"))
    assert (book["pay"]["definition"], book["pay"]["include"], book["pay"]["colour"]) == ("Money", "wages", "#00ff00")


# Into a codebook that is there


def renewed(text, old=BOOK):
    held = codebooks.held(text.encode(), "t.csv")
    return codebook_changes.renewed(codebooks.grown(held.codes, "t.csv"), old)


def test_a_codebook_is_renewed_and_keeps_what_the_tool_cannot_hold():
    made = renewed(
        "Theme,Subtheme,Code,Definition\nStyle,Manner,collaborative,By asking\nPace,Speed,Slow,\nPace,Speed,Fast,\n"
    )
    found = codes_in(made.codebook)
    assert (made.added, made.gone) == (("fast",), ("directive",)) and made.codebook["version"] == "1.0"
    assert made.changed == {"collaborative": ("definition", "label: 'Collaborative' is now 'collaborative'")}
    assert found["collaborative"]["indicators"] and found["slow"]["definition"] == "It takes long."
    assert [theme["theme"] for theme in made.codebook["themes"]] == ["style", "pace"] and sound(made.codebook)


def test_a_code_is_found_again_by_its_id_then_by_its_path_then_by_its_label():
    old = copy.deepcopy(BOOK)
    codes_in(old)["slow"] |= {"label": "Tempo"}
    codes_in(old)["directive"] |= {"label": "Alone", "path": ["Old", "Way"]}
    made = renewed("Theme,Code,id\nStyle,Renamed,collaborative\nOld,Way,\nNew,Tempo,\n", old)
    assert made.added == made.gone == () and set(made.changed) >= {"collaborative", "directive", "slow"}
    assert "moved to the theme 'New'" in made.changed["slow"]


def test_a_new_code_gets_no_id_that_another_has():
    old = copy.deepcopy(BOOK)
    codes_in(old)["slow"]["label"] = "Tempo"
    made = renewed("Theme,Code\nPace,Tempo\nPace,Slow\n", old)
    assert made.added == ("pace_general_slow",) and codes_in(made.codebook)["slow"]["label"] == "Tempo"


def test_a_flat_list_moves_no_code_that_had_a_place():
    made = renewed("tag,description\nSlow,\nDirective,\nCollaborative,\nTrust,\n")
    assert (made.added, made.gone, dict(made.changed)) == (("trust",), (), {}) and sound(made.codebook)
    assert shape(made.codebook)["Pace"] == {"Speed": ["Slow"]}


def test_sets_of_codes_lose_those_that_are_gone():
    old = copy.deepcopy(BOOK) | {"exclusive": [{"set": "s", "codes": ["slow", "directive"]}]}
    made = renewed("Theme,Code\nPace,Slow\n", old)
    assert made.codebook["exclusive"] == [] and any("set s" in note for note in made.notes)


@FEW
@given(books())
def test_its_own_codebook_changes_nothing(book):
    for form in ("qdc", "csv"):
        name = f"b.{form}"
        grown = codebooks.grown(codebooks.read(codebook_files.written(book, form), name), name)
        made = codebook_changes.renewed(grown, book)
        assert (made.added, made.gone, dict(made.changed)) == ((), (), {})
        assert made.codebook == book


def test_what_uses_a_code_is_told_but_not_what_migrations_end(small_study):
    (small_study / "codings").mkdir()
    (small_study / "codings/ann.csv").write_text("source_id,exact,code\neast-i01,very slow,slow\n")
    (small_study / "adjudication.csv").write_text("segment_id,code\ns,directive\n")
    (small_study / "claims.yaml").write_text("claims: [{claim: C1, supports: [collaborative]}]\n")
    (small_study / "codings/bob.qdpx").write_bytes(codebook_files.written(BOOK, "qdpx"))
    assert codebook_changes.in_use(small_study, BOOK) == {
        "collaborative": ("claims.yaml (C1)",), "directive": ("adjudication.csv",), "slow": ("codings/ann.csv",)
    }  # fmt: skip
    (small_study / "migrations.yaml").write_text(yaml.safe_dump({"migrations": [{"from": ["slow"]}]}))
    assert "slow" not in codebook_changes.in_use(small_study, BOOK)


def test_random_bytes_are_refused_with_a_problem():
    for file in ("c.qdc", "c.csv", "c.xlsx", "c.qdpx", "c.docx"):
        with pytest.raises(StudyError):
            codebooks.read(random.Random(1).randbytes(400), file)
