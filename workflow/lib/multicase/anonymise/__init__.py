"""Anonymise: identifiers are found (detect), decided about (decide) and replaced (replace), in modules of their own."""
