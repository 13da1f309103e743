"""A title that says in thousands is told, if no heading says it; what it counts is none of units."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tables.reading.layout.sheets import text_file


def scales(folder: Path, title: str, heading: str = "amount", **declared: object) -> list[str]:
    """What is told of a title above a small table."""
    file = text_file(folder, f'"{title}"\n\norg,{heading}\nA,12\nB,10\n', **declared)
    return [finding.fault for finding in file.decision_warnings() if finding.code == "title-scale"]


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Отчёт о финансировании (тыс. сом)", "тыс."),
        ("Бюджет 2024, млн сом", "млн"),
        ("Budget in thousands of soms", "thousands"),
        ("Расходы в тыс.", "тыс."),
        ("Budget (USD '000)", "thousand"),
    ],
)
def test_a_scale_above_the_headings_is_told(tmp_path: Path, title: str, word: str) -> None:
    """The numbers are read as they are written, also where the row of headings is declared."""
    told = [f'this row above the column headings says "{word}"; the numbers are read as they are written']
    assert scales(tmp_path, title) == told
    assert scales(tmp_path, title, header_rows=(3,)) == told


@pytest.mark.parametrize(
    "title", ["5 thousand trees in 10 villages", "Million trees", "Report 2024", "1 000 days (USD)"]
)
def test_other_titles_are_not(tmp_path: Path, title: str) -> None:
    """A number before the word is counted things; so is nothing said where a heading has the word."""
    assert scales(tmp_path, title) == []
    assert scales(tmp_path, "Бюджет (тыс. сом)", "Сумма тыс. сом") == []
