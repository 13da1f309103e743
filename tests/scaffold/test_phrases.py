"""The words of a new project."""

from __future__ import annotations

import pytest

from roundtable_cli.indicators.definitions.dimensions import normalize_spelling
from roundtable_cli.output.language.words import program_languages
from roundtable_cli.scaffold import phrases

TRANSLATED = [(kind, key) for kind in ("label", "unit", "dimension") for key in phrases.load_phrases()[kind]]


@pytest.mark.parametrize(("kind", "key"), TRANSLATED)
def test_each_phrase_is_there_in_each_language(kind: str, key: str) -> None:
    """With the same places to fill in, and what is filled in is not read as a place."""
    values = {name: f"{{{name}}}" for name in ("table", "column", "value")}
    said = phrases.translate_phrase(kind, key, **values)
    assert [*said] == [*phrases.LANGUAGES]
    assert all(said.values())
    assert len({tuple(sorted(name for name in values if f"{{{name}}}" in text)) for text in said.values()}) == 1


def test_a_new_project_speaks_the_languages_of_the_program() -> None:
    """Neither has one that the other lacks."""
    assert sorted(phrases.LANGUAGES) == sorted(program_languages())


def test_no_spelling_is_of_two_sexes() -> None:
    """An alias is among the spellings that are looked for."""
    spelled = {
        code: {normalize_spelling(word) for word in (*sex["spellings"], *sex["aliases"])}
        for code, sex in phrases.load_phrases()["sex"].items()
    }
    assert not spelled["female"] & spelled["male"]
