"""The study's result tables, built and written in one way.

A table's module has COLUMNS, and `build(data)` which returns its rows and, where it counts segments, its evidence;
`catalogue` knows which tables there are, `build` makes one, `crosstable` and `typology` those that a study declares.
"""
