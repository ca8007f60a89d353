"""Which tables the pages of a kind are made from: known before any page is made, and without what makes pages."""

TABLES = {
    "cases": ("T01", "T02", "T03", "T06", "T09", "T10", "T23"),
    "claims": ("T05", "T21", "T22", "T23", "T24"),
    "codes": ("T05", "T16", "T19", "T23", "T29", "T32"),
    "decisions": ("T20", "T21", "T22", "T25", "T32"),
    "left_out": ("T20", "T31"),
    "participants": ("T03",),
}
