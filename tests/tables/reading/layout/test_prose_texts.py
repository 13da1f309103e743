"""A letter is no table; a list of words with commas is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Refused
from tests.tables.reading.layout.sheets import text_file

LETTERS = (
    "Уважаемая Айгуль!\n\nНаправляем вам отчёт, см. приложение.\nС уважением, Петров\n",
    "Dear Aigul,\n\nplease find the report attached. The tables are in it, and the annex too.\n\nBest regards, Ann.\n",
    "Урматтуу Айгуль!\nОтчётту жөнөтөбүз. Тиркемени караңыз.\n",
)


@pytest.mark.parametrize("text", LETTERS)
def test_a_letter_is_refused(tmp_path: Path, text: str) -> None:
    """No record is counted in it: it is a text of sentences."""
    with pytest.raises(Refused, match="a text of sentences, and no table"):
        _ = text_file(tmp_path, text).header


@pytest.mark.parametrize(
    "text",
    [
        "name, city, note\nАня, Ош, good.\nОля, Талас, very good.\n",
        "Кол-во чел.,Ед. изм.\nмного,чел.\nмало,шт.\n",
        "comment\nVery good.\nThanks a lot. All was fine.\nMore of this, please.\n",
        "Report on training.\nname, people\nOsh, 5\nTalas, 6\n",
        "",
    ],
)
def test_a_table_of_words_is_one(tmp_path: Path, text: str) -> None:
    """Whatever its cells end with."""
    assert text_file(tmp_path, text).damage_findings == []
