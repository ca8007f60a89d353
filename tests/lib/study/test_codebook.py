"""A codebook becomes a table in its own order, and what can't be matched is told before anything is matched."""

from __future__ import annotations

import re

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from multicase.study import attributes, checking, codebook, files
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab


def code(name, *indicators, **more):
    return {"code": name, "label": name.title(), "definition": "d", "indicators": list(indicators)} | more


def book(*codes, theme="t1"):
    subtheme = {"subtheme": f"{theme}_s", "label": "S", "codes": list(codes), "rationale": "because"}
    return {"version": "2", "themes": [{"theme": theme, "label": "T", "definition": "d", "subthemes": [subtheme]}]}


def joined(*books):
    return {"version": "2", "themes": [theme for each in books for theme in each["themes"]]}


NOTHING = attributes.declared({})
IN_THE_FILE = "themes[0].subthemes[0].codes[0].indicators[0]"


def told(*indicators):
    """Place and what was found of all that schema and checks say of indicators of one code, without its beginning."""
    content = book(code("c", *indicators))
    problems = [*checking.yaml_problems(content, "codebook", "codebook.yaml")]
    problems += [] if problems else codebook.problems(content, NOTHING, "codebook.yaml")
    return [(problem.place.removeprefix(IN_THE_FILE), problem.found) for problem in problems]


def test_codes_stand_in_the_codebooks_order_with_what_belongs_to_them():
    frame = codebook.codes(joined(book(code("zeal"), code("art", polarity="supports")), book(code("mood"), theme="a")))
    assert frame["code"].tolist() == ["zeal", "art", "mood"]
    assert frame["polarity"].tolist() == ["neutral", "supports", "neutral"]
    assert frame["theme"].tolist() == ["t1", "t1", "a"]
    assert set(frame["version"]) == {"2"} and set(frame["rationale"]) == {"because"} and set(frame["theory"]) == {""}


def tree(*places):
    """A codebook of codes, each by its theme, subtheme and code: an id, or an id and a label."""
    themes = {}
    for place in places:
        (theme, title), (subtheme, name), (own, label) = (
            of if isinstance(of, tuple) else (of, of.title()) for of in place
        )
        of_theme = themes.setdefault(theme, {"theme": theme, "label": title, "subs": {}})
        of_sub = of_theme["subs"].setdefault(subtheme, {"subtheme": subtheme, "label": name, "codes": []})
        of_sub["codes"].append(code(own, label=label))
    named = [{**told, "subthemes": list(told["subs"].values())} for told in themes.values()]
    return codebook.codes({"version": "1", "themes": named})


@pytest.mark.parametrize(
    ("places", "labels"),
    [
        ([("t", "pace", ("a", "Other")), ("t", "trust", ("b", "Other"))], ["Other (Pace)", "Other (Trust)"]),
        ([("t", "pace", ("a", "Other")), ("t", "pace", ("b", "Other"))], ["Other (a)", "Other (b)"]),
        ([("t", "pace", ("a", "Other")), ("t", "pace", "rush"), ("u", "time", ("b", "Other"))], ["Other (Pace)", "Rush", "Other (Time)"]),
        ([("t", ("x", "General"), ("a", "Other")), ("u", ("y", "General"), ("b", "Other"))], ["Other (General (T))", "Other (General (U))"]),
        ([("t", "pace", ("a", "Other")), ("t", "trust", ("b", "Other")), ("t", "time", ("c", "Other (Pace)"))], ["Other (a)", "Other (Trust)", "Other (Pace)"]),
        ([("t", "pace", ("a", "Other")), ("t", "trust", ("b", "other"))], ["Other", "other"]),
        ([("t", "pace", ("a", "X")), ("t", "pace", ("b", "X")), ("t", "pace", ("c", "X (a)"))], ["X (a 2)", "X (b)", "X (a)"]),
        ([("t", ("x", "b"), ("a", "X")), ("t", "y", ("b", "X")), ("t", "z", ("c", "X (Y)"))], ["X (b)", "X (b 2)", "X (Y)"]),
        ([("t", ("x", "Time"), ("a", "Wait")), ("u", ("y", "Time"), "c"), ("u", "z", ("b", "Wait"))], ["Wait (Time)", "C", "Wait (Z)"]),
    ],
)  # fmt: skip
def test_codes_of_the_same_label_are_told_apart_by_what_they_stand_below_or_else_by_their_ids(places, labels):
    assert list(codebook.told_apart(tree(*places))["label"]) == labels


WORDS = st.sampled_from(["X", "a", "b", "X (a)", "X (b)", "X (X)", "X (a 2)"])


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=6))
def test_no_two_codes_are_called_the_same_whatever_their_labels_are(given_):
    places = [((f"t{n}", theme), (f"s{n}", sub), ("abcdef"[n], own)) for n, (theme, sub, own) in enumerate(given_)]
    shown = codebook.told_apart(tree(*places))
    assert all(shown[column].is_unique for column in ("label", "subtheme_label", "theme_label"))


def test_subthemes_and_themes_of_the_same_label_are_told_apart_and_nothing_else_changes():
    given_ = tree((("t", "Work"), ("x", "General"), "a"), (("u", "Work"), ("y", "General"), "b"), ("v", "own", "c"))
    shown = codebook.told_apart(given_)
    assert list(shown["theme_label"]) == ["Work (t)", "Work (u)", "V"]
    assert list(shown["subtheme_label"]) == ["General (Work (t))", "General (Work (u))", "Own"]
    changed = ["theme_label", "subtheme_label"]
    assert shown.drop(columns=changed).equals(given_.drop(columns=changed))


def test_reading_keeps_the_order_of_the_file(tmp_path):
    path = tmp_path / "codebook.yaml"
    path.write_text("\ufeffversion: '1'\nthemes: []\n", encoding="utf-8")
    assert codebook.read(path) == {"version": "1", "themes": []}


def test_indicators_come_with_their_code():
    found = codebook.indicators(book(code("a", {"id": "i1", "phrase": "x"}), code("b"), code("c", {"id": "i1"})))
    assert [(name, indicator["id"]) for name, indicator in found] == [("a", "i1"), ("c", "i1")]


@pytest.mark.parametrize(
    "indicator",
    [
        {"id": "i1", "phrase": "take people with you", "except": ["don't"], "negation": "cancel"},
        {"id": "i1", "pattern": [{"LOWER": {"IN": ["ask", "asked"]}}, {"OP": "?"}, {"LOWER": {"REGEX": "^pract"}}]},
        {"id": "i1", "pattern": [{"IS_DIGIT": True, "OP": "{1,2}"}, {}]},
        {
            "id": "i1",
            "pattern": [{"TEXT": {"NOT_IN": ["NHS"]}, "LENGTH": {">=": 2, "<": 9}}, {"LENGTH": 3, "OP": "{,3}"}],
        },
    ],
)
def test_a_sound_indicator_is_passed(indicator):
    assert told(indicator) == []


@pytest.mark.parametrize(
    ("indicator", "found"),
    [
        ({"phrase": "…"}, [("indicator c.i1", "a phrase without a word")]),
        ({"phrase": "so", "except": [" "]}, [("indicator c.i1", "a phrase without a word")]),
        (
            {"pattern": [{"LEMMA": "be"}, {"POS": "VERB"}]},
            [(".pattern[0]", "the unknown key 'LEMMA'"), (".pattern[1]", "the unknown key 'POS'")],
        ),
        ({"pattern": [{"ENT_TYPE": "ORG"}]}, [(".pattern[0]", "the unknown key 'ENT_TYPE'")]),
        ({"pattern": [{"LOWR": "be"}]}, [(".pattern[0]", "the unknown key 'LOWR'")]),
        ({"pattern": [{"LOWER": {"REGEX": "(("}}]}, [(".pattern[0].LOWER", "a block")]),
        ({"pattern": [{"LOWER": "be", "OP": "**"}]}, [(".pattern[0].OP", "'**'")]),
        ({"pattern": []}, [(".pattern", "an empty block")]),
        ({"phrase": "so", "pattern": [{"LOWER": "so"}]}, [("", "a block")]),
        ({}, [("", "a block")]),
        ({"pattern": [{"LOWER": 7}]}, [(".pattern[0].LOWER", "'7'")]),
        ({"pattern": [{"IS_ALPHA": "yes"}]}, [(".pattern[0].IS_ALPHA", "'yes'")]),
        ({"pattern": [{"LENGTH": {"IN": [1]}}]}, [(".pattern[0].LENGTH", "a block")]),
        ({"pattern": [{"LOWER": {"FUZZY": "be"}}]}, [(".pattern[0].LOWER", "a block")]),
    ],
)
def test_an_indicator_that_cannot_match_is_told_with_its_place(indicator, found):
    assert told({"id": "i1"} | indicator) == found


def compiles(pattern):
    """Whether spaCy's Matcher takes a pattern as the dictionary coder gives it."""
    vocab = Vocab()
    try:
        matcher = Matcher(vocab, validate=True)
        matcher.add("pattern", [pattern])
        matcher(Doc(vocab, words=["a", "long", "way", "7"]))
    except (ValueError, TypeError, KeyError, NotImplementedError, OverflowError, re.error):
        return False
    return True


WORD = st.text("aé-’. 1[(*", max_size=3)
NUMBER = st.one_of(st.integers(-2, 1000), st.sampled_from([True, None, "3"]))
TIMES = st.sampled_from([*"!?+*1", "**", "", "{0}", "{2,}", "{,3}", "{,}", "{100}"])
SIGNS = ["==", "!=", ">=", "<=", ">", "<"]


def tokens(words, number, flag, times, **more):
    """Tokens of such values; {n,m} of which m is smaller, and numbers too large, are held below."""
    span = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda ends: f"{{{min(ends)},{max(ends)}}}")
    keys = dict.fromkeys(["ORTH", "TEXT", "LOWER", "SHAPE"], words) | dict.fromkeys(["IS_ALPHA", "LIKE_NUM"], flag)
    return st.fixed_dictionaries({}, optional=keys | {"LENGTH": number, "OP": st.one_of(times, span)} | more)


SOUND = tokens(
    st.one_of(
        WORD, st.fixed_dictionaries({"IN": st.lists(WORD)}, optional={"REGEX": st.sampled_from(["^a", "(?i)b|c"])})
    ),
    st.one_of(st.integers(0, 9), st.dictionaries(st.sampled_from(SIGNS), st.integers(-9, 9), min_size=1)),
    st.booleans(),
    st.sampled_from([*"!?+*", "{0}", "{2,}", "{,3}"]),
)
ANY = tokens(
    st.dictionaries(st.sampled_from(["IN", "NOT_IN", "REGEX", "FUZZY"]), st.one_of(WORD, st.lists(WORD)), max_size=3),
    st.one_of(NUMBER, st.dictionaries(st.sampled_from([*SIGNS, "IN"]), NUMBER, max_size=2)),
    st.one_of(st.booleans(), WORD),
    TIMES,
    LEMMA=WORD,
)


@pytest.mark.filterwarnings("ignore::FutureWarning")  # "[[" may come to mean a nested set
@settings(max_examples=300)
@given(st.lists(SOUND, max_size=3) | st.lists(SOUND | ANY, max_size=2))
def test_every_pattern_that_passes_the_schema_compiles(pattern):
    passes = told({"id": "i1", "pattern": pattern}) == []
    event(f"passes: {passes}")
    assert compiles(pattern) or not passes


@pytest.mark.parametrize(
    "token",
    [
        *({key: {"REGEX": "^a"}} for key in ("ORTH", "TEXT", "LOWER", "SHAPE")),
        *({key: {"IN": ["a"], "NOT_IN": ["b"]}} for key in ("ORTH", "TEXT", "LOWER", "SHAPE")),
        *({key: True} for key in files.schema("codebook")["$defs"]["token"]["properties"] if key.startswith(("IS", "LIKE"))),
        *({"LENGTH": {sign: 2}} for sign in ("==", "!=", ">=", "<=", ">", "<")),
        *({"OP": times} for times in (*"!?+*", "{0}", "{99}", "{1,2}", "{2,}", "{,3}")),
        {},
        {"LOWER": "a", "LENGTH": 1},
    ],
    ids=str,
)  # fmt: skip
def test_whatever_the_schema_names_passes_and_compiles(token):
    assert told({"id": "i1", "pattern": [token, {"LOWER": "way"}]}) == []
    assert compiles([token, {"LOWER": "way"}])


@pytest.mark.parametrize("token", [{"OP": "{3,1}"}, {"LENGTH": 2.0}, {"LENGTH": 10**30}], ids=str)
def test_what_spacy_refuses_is_refused_before(token):
    assert not compiles([token])
    assert told({"id": "i1", "pattern": [token]}) != []


@pytest.mark.parametrize(
    ("given_", "found"),
    [
        ({"level": "top"}, []),
        ({"levle": "top"}, [("code c", "the undeclared attribute 'levle'", "'level'")]),
        ({"level": "topp"}, [("code c", "level: 'topp'", "'top'")]),
        ({"free": "whatever"}, []),
    ],
)
def test_attributes_of_codes_and_their_values_are_those_declared(given_, found):
    declared = attributes.declared({"attributes": {"codes": {"level": {"values": ["top", "front"]}, "free": None}}})
    problems = codebook.problems(book(code("c", attributes=given_)), declared, "codebook.yaml")
    assert [(item.place, item.found) for item in problems] == [row[:2] for row in found]
    assert all(row[2] in item.todo for item, row in zip(problems, found, strict=True))


def test_attributes_of_codes_are_columns_in_the_order_in_which_they_are_first_named():
    frame = codebook.codes(
        book(code("a", attributes={"style": "x"}), code("b", attributes={"level": "y", "style": "z"}))
    )
    assert [name for name in frame if "." in name] == ["code.style", "code.level"]
    assert frame["code.style"].tolist() == ["x", "z"] and frame["code.level"].tolist() == ["", "y"]


def test_ids_that_come_twice_are_told_all_at_once():
    twice = {"id": "i1", "phrase": "so"}
    wrong = joined(book(code("a", twice, twice), code("b")), book(code("b")))
    assert [problem.place for problem in codebook.problems(wrong, NOTHING, "codebook.yaml")] == [
        "theme t1", "subtheme t1_s", "code b", "indicator a.i1",
    ]  # fmt: skip


def of_exclusive(*sets):
    content = book(code("slow"), code("fast"), code("odd")) | {"exclusive": list(sets)}
    problems = [*checking.yaml_problems(content, "codebook", "codebook.yaml")]
    problems += [] if problems else codebook.problems(content, NOTHING, "codebook.yaml")
    return [(problem.place, problem.found) for problem in problems]


def test_codes_that_exclude_each_other_are_declared_in_sets():
    assert codebook.exclusive(book(code("a"))) == []
    pace = {"set": "pace", "codes": ["slow", "fast"]}
    assert codebook.exclusive({"exclusive": [pace]}) == [pace] and of_exclusive(pace) == []


def test_all_that_is_wrong_with_sets_of_codes_is_told_at_once():
    pace, other = {"set": "pace", "codes": ["slow", "fats"]}, {"set": "pace", "codes": ["slow", "odd"]}
    assert of_exclusive(pace, other) == [
        ("set pace", "the set 'pace' 2 times"),
        ("exclusive[0], set pace", "the unknown code 'fats'"),
        ("exclusive[1], set pace", "'slow', which is in the set pace too"),
    ]


@pytest.mark.parametrize(
    "speakers", ["participants", "interviewers", "all", {"role": ["gp"]}, "clients", {}, {"role": []}]
)
def test_a_set_is_kept_to_named_speakers_or_to_values_of_theirs(speakers):
    told = of_exclusive({"set": "pace", "codes": ["slow", "fast"], "speakers": speakers})
    assert bool(told) is (speakers in ("clients", {}, {"role": []}))


@pytest.mark.parametrize("codes", [["slow"], ["slow", "slow"], []])
def test_a_set_has_two_codes_at_least(codes):
    assert len(of_exclusive({"set": "pace", "codes": codes})) == 1


def test_themes_and_codes_without_a_definition_are_told_and_are_no_error():
    told = {"code": "b", "label": "B", "definition": "d"}
    sub = {"subtheme": "s", "label": "S", "codes": [{"code": "a", "label": "A"}, told]}
    open_one = {"version": "1", "themes": [{"theme": "t", "label": "T", "definition": " ", "subthemes": [sub]}]}
    assert [problem.found for problem in codebook.undefined(open_one, "f")] == [
        "1 theme without a definition (t)",
        "1 code without a definition (a)",
    ]
    assert codebook.problems(open_one, None, "f") == []
