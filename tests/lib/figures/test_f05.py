"""F05: of each role, how many speak of a theme."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.collections import QuadMesh
from multicase.figures import f05, style
from multicase.figures.labels import Labels
from multicase.tables.t07 import ROLE

LABELS = Labels([{"labels": {"theme": {"pace": "Pace of change"}}}])
COLUMNS = ["theme", "by", "value", "n_participants", "value_n", "n_segments"]
GP = "General practitioner"
ROLES = pd.DataFrame(
    [("pace", ROLE, GP, 3, 4, 9), ("pace", ROLE, "nurse", 0, 2, 0), ("trust", ROLE, GP, 1, 4, 1), ("trust", ROLE, "nurse", 2, 2, 30)],
    columns=COLUMNS,
)  # fmt: skip
LEVELS = ROLES.assign(by="Level", value=["nurse", "high"] * 2, n_participants=1, value_n=9)
# As T07 has them, an attribute's rows behind those of the roles; other columns are not drawn.
T07 = pd.concat([ROLES, LEVELS], ignore_index=True).assign(n_sources=55, n_cases=66, interval="undefined")


def test_rows_are_the_table_s_rows_of_roles_by_the_names_that_they_have_there():
    assert f05.rows({"T07": T07}).equals(ROLES)
    turned = f05.rows({"T07": T07.iloc[::-1]})
    assert list(turned.index) == [0, 1, 2, 3] and turned["by"].unique().tolist() == [ROLE]


def test_alt_says_who_speaks_of_what():
    assert f05.alt(f05.rows({"T07": T07}), LABELS) == (
        "Participants who speak of each theme. Pace of change: 3 of 4 General practitioner; "
        "Trust: 1 of 4 General practitioner and 2 of 2 nurse."
    )
    nobody = T07.assign(n_participants=0)
    assert "Trust: nobody." in f05.alt(f05.rows({"T07": nobody}), LABELS)


def test_each_cell_has_its_share_and_says_it(look):
    seen = look(f05.figure(f05.rows({"T07": T07}), LABELS))
    assert seen.at() == {(0.5, 0.5): "3 of 4", (1.5, 0.5): "0 of 2", (0.5, 1.5): "1 of 4", (1.5, 1.5): "2 of 2"}
    (mesh,) = [drawn for drawn in seen.axes[0].collections if isinstance(drawn, QuadMesh)]
    assert mesh.get_array().reshape(2, 2).tolist() == [[0.75, 0], [0.25, 1]]
    assert mesh.get_clim() == (0, 1)
    assert mesh.get_coordinates()[0, :, 0].tolist() == [0, 1, 2]
    assert mesh.get_coordinates()[:, 0, 1].tolist() == [0, 1, 2]
    ink = {text.get_text(): text.get_color() for text in seen.axes[0].texts}
    assert ink == {"3 of 4": "white", "0 of 2": style.INK, "1 of 4": style.INK, "2 of 2": "white"}


def test_rows_and_columns_are_named_with_the_size_of_each_role(look):
    seen = look(f05.figure(f05.rows({"T07": T07}), LABELS))
    assert seen.across() == {0.5: "General practitioner (n = 4)", 1.5: "nurse (n = 2)"}
    assert seen.down() == {0.5: "Pace of change", 1.5: "Trust"}
    panel = seen.axes[0]
    assert panel.transData.transform((0, 0.5))[1] > panel.transData.transform((0, 1.5))[1]
    assert [text for text in seen.texts if text in {"none", "half", "all"}] == ["none", "half", "all"]


def test_a_role_without_people_is_drawn_as_none(look):
    rows = f05.rows({"T07": ROLES.assign(value_n=[4, 0, 4, 0], n_participants=[3, 0, 1, 0])})
    (mesh,) = [drawn for drawn in look(f05.figure(rows, LABELS)).axes[0].collections if isinstance(drawn, QuadMesh)]
    assert mesh.get_array().reshape(2, 2).tolist() == [[0.75, 0], [0.25, 0]]


@pytest.mark.parametrize(
    ("n", "role"),
    [
        (1, "Nurse {}"),
        (6, "Patient representative {}"),
        (7, "Community pharmacist {}"),
        (17, "Nurse {}"),
        (17, "Patient representative {}"),
    ],
)
def test_nothing_is_cut_off_and_nothing_overlaps(look, n, role):
    roles = [role.format(number) for number in range(n)]
    rows = pd.DataFrame(
        [(theme, ROLE, name, 10, 12, 3) for theme in ("pace", "trust") for name in roles], columns=COLUMNS
    )
    seen = look(f05.figure(rows, LABELS))
    assert [text.removesuffix(" (n = 12)") for text in seen.across().values()] == roles
    assert (seen.cut_off(), seen.overlapping()) == ([], [])


@pytest.mark.parametrize("n", [5, 8, 12, 17])
def test_roles_of_one_long_word_run_into_no_other(look, n):
    long = ["Krankenhausgeschäftsführung", "Gesundheitsfachpersonen", "Qualitätsmanagementbeauftragte", "Sozialarbeit"]
    roles = [f"{long[number % 4]} {number}" for number in range(n)]
    rows = [(theme, ROLE, name, 10, 12, 3) for theme in ("pace", "trust") for name in roles]
    seen = look(f05.figure(pd.DataFrame(rows, columns=COLUMNS), LABELS))
    assert [text.removesuffix(" (n = 12)") for text in seen.across().values()] == roles
    assert (seen.cut_off(), seen.overlapping()) == ([], [])


def test_long_names_of_themes(look):
    themes = [f"Trust between those who lead and those who are led {n}" for n in range(12)]
    rows = pd.DataFrame([(theme, ROLE, GP, 1, 2, 3) for theme in themes], columns=COLUMNS)
    seen = look(f05.figure(rows, LABELS))
    assert list(seen.down().values()) == themes
    assert (seen.cut_off(), seen.overlapping()) == ([], [])
