"""The study's figures, drawn from the tables and written in one way.

A figure's module has `rows(tables)`, the numbers that are drawn, `figure(rows, labels)`, the drawing, and `alt(rows,
labels)`, which says in words what can be seen. `catalogue` knows which figures there are; `bars`, `diverging`,
`timeline` and `matrix` draw those that a study declares.
"""
