"""The words of a new indicators.toml: labels in the languages of a project, spellings of sexes, comments in English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "ru", "ky")
_PHRASES_FILE = Path(__file__).with_name("phrases.toml")


@cache
def load_phrases() -> Mapping[str, Any]:
    """The catalogue `phrases.toml`: by kind (label, unit, dimension, sex, comment), then by key."""
    return tomllib.loads(_PHRASES_FILE.read_text(encoding="utf-8"))


def translate_phrase(kind: str, key: str, **values: str) -> dict[str, str]:
    """A phrase by language, with values in its places; they may be any text."""
    phrase = load_phrases()[kind][key]
    return {language: phrase[language].format(**values) for language in LANGUAGES}
