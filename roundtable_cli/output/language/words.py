"""The fixed words of the output in a language, from the catalogue `words.toml`, in the right plural."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError

CATALOGUE_PATH = Path(__file__).with_name("words.toml")
FALLBACK_LANGUAGE = "en"


@cache
def load_catalogue() -> dict[str, dict[str, str | dict[str, str]]]:
    """Every entry, by key and language."""
    return tomllib.loads(CATALOGUE_PATH.read_text(encoding="utf-8"))


def program_languages() -> list[str]:
    """The languages that the program itself speaks."""
    return list(load_catalogue()["total"])


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
        entry = load_catalogue()[key]
        form = entry.get(self.language) or entry[FALLBACK_LANGUAGE]
        if isinstance(form, dict):
            form = form.get(self.locale.plural_form(n or 0)) or form["other"]
        return form.format(n=n if n is None else self._group_thousands(n), **about)

    def _group_thousands(self, number: int) -> str:
        """A whole number with the language's mark between thousands."""
        return f"{number:,}".replace(",", self.locale.number_symbols.get("latn", {}).get("group", ","))
