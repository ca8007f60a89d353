"""Locales without what is learnt from marked texts, for tests that say what the rules find by themselves."""

from dataclasses import replace

from multicase.anonymise import locale

GB = replace(locale.load("en_GB"), learned="")
