"""Spans and quotes on texts."""
