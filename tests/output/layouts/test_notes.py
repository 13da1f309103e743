"""Notes in words: what is the same for several indicators is said once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from roundtable_cli import Note, Project
from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.finding_codes import TITLE_ROW
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts.cell_texts import CellTexts
from roundtable_cli.output.layouts.notes import assumption_lines, page_notes
from roundtable_cli.output.layouts.summary_page import summary_page
from roundtable_cli.output.layouts.tracking_page import tracking_page

Open = Callable[..., Project]


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
def test_the_same_note_is_said_once(language: str) -> None:
    """With the codes of all the indicators that it is about; another row count is another note."""
    results = Project.open("sample").compute(["activists", "grants_usd", "settlements"])
    one, two, three = (result.indicator for result in results)
    notes = (Note("outside", one, {"rows": 1}), Note("outside", two, {"rows": 2}), Note("outside", three, {"rows": 1}))
    first, second = page_notes(CellTexts(replace(results, notes=notes), LanguageWords(language)), ())
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
    (note,) = page_notes(CellTexts(replace(results, notes=notes), LanguageWords("en")), ())
    assert records in note


MISSING = (
    '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "v"\n'
    '[indicators.m]\ntable = "t"\nmeasure = "count"\n[indicators.q]\nmeasure = "ratio"\nof = ["n", "m"]\n'
)


@pytest.mark.parametrize("by", [(), ("sex",), ("sex", "place")])
@pytest.mark.parametrize("width", [None, 40])
def test_what_is_missing_is_told_under_every_table(project: Open, by: tuple[str, ...], width: int | None) -> None:
    """In the column that says where values come from, or where there is none, in a note; not in both."""
    opened = project(MISSING, {"t": "sex,place,v\nf,A,1\nf,B,\nm,A,2\n"})
    page = summary_page(CellTexts(opened.compute(["n", "q"], by=by), LanguageWords("en")), width)
    in_tables = any("without" in cell for table in page.tables for row in table.rows for cell in row)
    assert in_tables != any("1\xa0without\xa0a\xa0value" in note for note in page.notes)


def test_what_is_missing_is_told_under_a_tracking_table(project: Open) -> None:
    """Which has no column for it; where nothing is missing there is no note."""
    opened = project(MISSING, {"t": "sex,place,v\nf,A,1\nf,B,\nm,A,2\n"})
    notes = tracking_page(opened.track(["n", "q"]), LanguageWords("en")).notes
    assert [note.replace("\xa0", " ") for note in notes] == [
        "n: 3 rows, 1 without a value.",
        "q: n ÷ m, 1 without a value.",
    ]
    assert tracking_page(opened.track(["m"]), LanguageWords("en")).notes == ()


def test_files_of_which_the_same_is_told_share_a_line() -> None:
    """The sheets of a workbook stand after its name once; of many files the first three, and how many others."""
    sheets = [Finding(TITLE_ROW, "a title", file=f"q.xlsx [{name}]", row=1, severity=WARNING) for name in ("I", "II")]
    other = Finding(TITLE_ROW, "a title", file="list [x].csv", row=1, severity=WARNING)
    apart = Finding(TITLE_ROW, "a title", file="late.csv", row=2, severity=WARNING)
    assert [*assumption_lines([*sheets, other, apart])] == [
        "q.xlsx [I], [II], list [x].csv: row 1: a title",
        "late.csv: row 2: a title",
    ]
    many = [other._replace(file=f"{number}.csv") for number in range(12)]
    assert [*assumption_lines(many)] == ["0.csv, 1.csv, 2.csv and 9 more: row 1: a title"]
