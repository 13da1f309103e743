"""Notes in words: what is the same for several indicators is said once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roundtable_cli import Note, Project
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts.cell_texts import CellTexts
from roundtable_cli.output.layouts.notes import page_notes


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
def test_the_same_note_is_said_once(language: str) -> None:
    """With the codes of all the indicators that it is about; another row count is another note."""
    results = Project.open("sample").compute(["activists", "grants_usd", "settlements"])
    one, two, three = (result.indicator for result in results)
    notes = (Note("outside", one, {"rows": 1}), Note("outside", two, {"rows": 2}), Note("outside", three, {"rows": 1}))
    first, second = page_notes(CellTexts(replace(results, notes=notes), LanguageWords(language)))
    assert first.startswith("activists, settlements: ")
    assert first.codes == {"activists", "settlements"}
    assert second.startswith("grants_usd: ")
    assert "2" in second


@pytest.mark.parametrize(
    ("end", "records"), [(None, "use all records"), ("2018-06-30", "use records up to 2018-06-30")]
)
def test_calculated_columns(end: str | None, records: str) -> None:
    """A note says which records calculated columns were worked out from."""
    results = Project.open("sample").compute(["activists"])
    notes = (Note("as-known", results[0].indicator, {"end": end}),)
    (note,) = page_notes(CellTexts(replace(results, notes=notes), LanguageWords("en")))
    assert records in note
