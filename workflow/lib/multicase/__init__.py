"""Reproducible qualitative multi-case studies."""
