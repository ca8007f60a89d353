"""Refusing a raw file: with its name and the reason, never with a word of what is in it."""

from __future__ import annotations

from multicase.study.problems import Problem, StudyError


def refuse(name: str, found: str, expected: str, todo: str, place: str = "") -> StudyError:
    """The error to raise for a raw file that can't be used."""
    return StudyError([Problem(name, place, found, expected, todo)])
