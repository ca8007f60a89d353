"""Themes: which codings are analysed, the long table that every count is taken from, and what stands in no count."""
