"""Rows that do not fit the header, and rows that are no records, are named with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Refused
from roundtable_cli.errors import Finding
from roundtable_cli.tables.reading import row_faults
from roundtable_cli.tables.reading.text_file import TextFile
from roundtable_cli.tables.table import Table


def file(tmp_path: Path, content: bytes, encoding: str = "") -> TextFile:
    """A file of a table."""
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    return TextFile(path, Table("t", (path,), encoding=encoding))


def refusal(found: TextFile) -> tuple[Finding, ...]:
    """Why a file is refused."""
    with pytest.raises(Refused) as refused:
        _ = found.records
    return refused.value.findings


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Участник,,Тренинг,\nКод,Пол,Тема,Дата\nА,ж,право,05.02.2018\n", "[1, 2], or [1] if row 2 is a record"),
        ("\nУчастник,,Город\n,,\nКод,Пол,Ош\nА,ж,5\n", "[2, 4], or [2] if row 4 is a record"),
        ("Отчёт,,\nИмя,Пол,Город\nАня,жен,Ош\n", "[2]"),
    ],
)
def test_the_remedy_for_names_below_the_header_says_where_they_stand(tmp_path: Path, text: str, rows: str) -> None:
    """As headerRows is to be written; the row of the header is the place."""
    (finding,) = refusal(file(tmp_path, text.encode()))
    assert (finding.code, finding.row) == ("title-row", 2 if text.startswith("\n") else 1)
    assert f'{{"headerRows": {rows.partition(",")[0]}' in finding.remedy
    assert finding.remedy.endswith(rows.replace("], or", "]}, or") if "or" in rows else f"{rows}}}")


def test_rows_of_totals_and_the_notes_below_are_told_with_their_rows(tmp_path: Path) -> None:
    """Also where rows are blank between them."""
    text = "Код,Имя,Сумма\nA,Аня,5\n\nB,Оля,6\nИтого по Ош,,11\nC,Ира,2\nВсего,,99\n,,\nДиректор: Иванов,,\n"
    found = file(tmp_path, text.encode()).left_out_findings
    assert [(finding.code, finding.row) for finding in found] == [("total-row", 5), ("total-row", 7), ("note-row", 9)]
    assert [finding.fault.split(";")[0] for finding in found] == [
        "a row of totals",
        "a row of totals, as its label says",
        "a note or a signature below the table",
    ]


@pytest.mark.parametrize(("one", "total", "refused"), [("0.00", "0.00", []), ("0.01", "0.005", [4])])
def test_totals_of_next_to_nothing_are_told_too(tmp_path: Path, one: str, total: str, refused: list[int]) -> None:
    """Summed zeros are left out, half of one number is refused; the note leaves blank what half of them fill."""
    text = f"id,name,usd\nA-1,,\nA-2,Аня,{one}\nИтого,,{total}\nДиректор: Иванов,,\n"
    table = file(tmp_path, text.encode())
    assert [finding.row for finding in table.row_findings] == refused
    assert [finding.row for finding in table.left_out_findings] == [row for row in (4, 5) if row not in refused]


def test_a_space_before_a_quote_is_named() -> None:
    """The quote is then a letter, and the comma after it ends the cell."""
    rows = [(2, ["1", ' "Usenov', ' Asan"', "Osh"]), (3, ["2", ' "Tashev', ' Bek"', "Osh"])]
    findings = row_faults.find_row_faults("a.csv", ["id", "name", "place"], rows, ",")

    assert {finding.remedy for finding in findings} == {
        'delete the spaces between "," and a quote, so that the quote begins the cell'
    }


def test_rows_that_end_with_delimiters_are_told_so() -> None:
    """The headings stand where they are; only a row with more than blank cells behind is another fault."""
    rows = [(2, ["1", "10", "", " "]), (3, ["2", "20", ""])]
    behind, other = (
        {finding.remedy for finding in row_faults.find_row_faults("a.csv", ["id", "n"], found, ",")}
        for found in (rows, [*rows, (4, ["3", "30", "x"])])
    )
    assert behind == {'these rows end with ",", and the column headings do not: write it behind them too'}
    assert other == {'put quotes around a cell that contains ","'}
