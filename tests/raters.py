"""Worked examples of agreement: one string a rater, one character a unit, and what the coefficients are published as."""

from __future__ import annotations

MISSING = "*"

_FLEISS = [
    (0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7),
]  # fmt: skip
_GWET = {"00": 13, "11": 20, "12": 7, "21": 4, "22": 56}

# C's kappa and AC1 are published with its last unit, which one rater alone rated: here it is no unit.
EXAMPLES = {
    "a": (["0100000010", "1110010000"], {"alpha": 0.095}),
    "b": (["aabbdcccedda", "babbbccceddd"], {"alpha": 0.692, "kappa_by": "Cohen"}),
    "c": (
        ["123321412***", "1233224125*3", "*3332342251*", "12332441251*"],
        {"alpha": 0.743, "agreement": 0.81818, "kappa_by": "Fleiss"},
    ),
    "wikipedia": (["*****34121133*3", "1*213343*******", "**21344*21133*4"], {"alpha": 0.691}),
    "gwet": (
        ["".join(pair[coder] * n for pair, n in _GWET.items()) for coder in (0, 1)],
        {"kappa": 0.79641, "ac1": 0.84933, "kappa_by": "Cohen"},
    ),
    "fleiss": (
        [
            "".join(value)
            for value in zip(
                *("".join(str(n) * times for n, times in enumerate(unit)) for unit in _FLEISS), strict=True
            )
        ],
        {"kappa": 0.2099, "kappa_by": "Fleiss"},
    ),
}
