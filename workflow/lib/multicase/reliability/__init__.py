"""Reliability: whether coders who read the same sources agree, where they differ, and how sure that is."""
