"""The fixed words of the output in a language, from the catalogue `words.toml`, in the right plural."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError

Entry = dict[str, str | dict[str, str]]  # the words in each language, or a form for each plural

CATALOGUE_PATH = Path(__file__).with_name("words.toml")
FALLBACK_LANGUAGE = "en"


@cache
def load_catalogue() -> dict[str, Entry]:
    """Every entry, by key and language."""
    return {key: find_entry(key) for key in _split_catalogue()}


@cache
def find_entry(key: str) -> Entry:
    """One entry, by language."""
    entry: Entry = tomllib.loads(_split_catalogue()[key])[key]
    return entry


@cache
def _split_catalogue() -> dict[str, str]:
    """The text of each entry. A page needs a few dozen of hundreds, and to parse all takes longer than to count."""
    _, *sections = CATALOGUE_PATH.read_text(encoding="utf-8").split("\n[")
    return {section.partition("]")[0]: f"[{section}" for section in sections}


def program_languages() -> list[str]:
    """The languages that the program itself speaks."""
    return list(find_entry("total"))


@cache
def find_locale(language: str) -> Locale:
    """How a language writes numbers, dates and plurals; English where that isn't known."""
    try:
        return Locale.parse(language, sep="-" if "-" in language else "_")
    except (UnknownLocaleError, ValueError):
        return Locale(FALLBACK_LANGUAGE)


class LanguageWords:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self.language, self.locale = language, find_locale(language)

    def __call__(self, key: str, n: int | None = None, /, **about: object) -> str:
        """The entry `key` of the catalogue, in its plural for `n`, with `about` filled into its braces.

        A language that the catalogue does not have gets the English words.
        """
        entry = find_entry(key)
        form = entry.get(self.language) or entry[FALLBACK_LANGUAGE]
        if isinstance(form, dict):
            form = form.get(self.locale.plural_form(n or 0)) or form["other"]
        return form.format(n=n if n is None else self._group_thousands(n), **about)

    def _group_thousands(self, number: int) -> str:
        """A whole number with the language's mark between thousands."""
        return f"{number:,}".replace(",", self.locale.number_symbols.get("latn", {}).get("group", ","))
