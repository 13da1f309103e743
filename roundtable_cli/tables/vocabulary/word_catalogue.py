"""Catalogues of words beside this module, which translators can extend, and how words are compared with them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def load_word_catalogue(name: str) -> dict[str, Any]:
    """The catalogue `name`.toml: lists of words by key, or sections of such lists, in the order of the file."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


def fold_word_letters(text: str) -> str:
    """A text in lower case with е for ё, as the words of catalogues are written."""
    return text.casefold().replace("ё", "е")
