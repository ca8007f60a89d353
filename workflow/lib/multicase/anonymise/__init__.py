"""Anonymise: identifiers are found (detect), decided about (decide) and replaced (replace), each apart from the others."""
