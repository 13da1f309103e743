"""Rows of totals among the records, also of more records than can be held."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from roundtable_cli import Refused
from roundtable_cli.tables.reading.text_file import TextFile
from roundtable_cli.tables.reading.totals import total_labels, total_rows
from roundtable_cli.tables.table import Table


def file(tmp_path: Path, content: bytes, encoding: str = "") -> TextFile:
    """A file of a table."""
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    return TextFile(path, Table("t", (path,), encoding=encoding))


@pytest.mark.parametrize(
    ("last", "left_out"),
    [
        ("Итого;3;7,5", True),
        ("Total:;3;7,5", True),
        ("ЖАЛПЫ;3;7,5", True),
        ("Итого по проекту;3;7,5", True),
        ("Осталось;3;7,5", False),
        ("Total;4;7,6", False),  # no sums: a record that somebody called so
    ],
)
def test_a_row_of_totals(tmp_path: Path, last: str, left_out: bool) -> None:
    """It is named a total, and its numbers are the sums of those above."""
    content = f"кто;n;usd\nА;1;2,5\nБ;2;5,0\n{last}\n".encode()
    assert len(file(tmp_path, content).records.rows) == (2 if left_out else 3)


@pytest.mark.parametrize("last", ["Итого;3;7,6", "Итого;9;9", "Total;9;7,5", "Жалпы;;7,6"])
def test_a_row_of_totals_with_another_number_is_told(tmp_path: Path, last: str) -> None:
    """It is neither a record nor surely the sums: the file is refused, and the row is named."""
    with pytest.raises(Refused) as refused:
        _ = file(tmp_path, f"кто;n;usd\nА;1;2,5\nБ;2;5,0\n{last}\n".encode()).records
    assert [(finding.code, finding.row) for finding in refused.value.findings] == [("total-row", 4)]
    assert "delete this row" in refused.value.findings[0].remedy


RECORDS = [["a", "1.5", "x"], ["b", "2.5", ""], ["c", "5", "y"]]


@pytest.mark.parametrize(
    ("before", "total", "after", "is_sum"),
    [
        (RECORDS, ["Total", "9", ""], [], True),
        (RECORDS, ["Total", "9.00", "z"], [], True),
        (RECORDS, ["Total", "", "3"], [], True),
        (RECORDS, ["Total", "3", ""], [], True),
        (RECORDS, ["Total", "3.00", "z"], [], True),
        ([], ["Total", "9", ""], RECORDS, True),
        (RECORDS, ["Total", "9", ""], RECORDS[:2], True),
        ([*RECORDS, ["Subtotal", "9", ""], *RECORDS], ["Total", "18", ""], [], True),
        (RECORDS, ["Total", "8", ""], [], False),
        (RECORDS, ["Total", "", ""], [], False),
        (RECORDS, ["Total", "n/a", ""], RECORDS, False),
        (RECORDS[:1], ["Total", "1.5", ""], [], False),
        ([], ["Total", "9", ""], [], False),
        ([["a", "1,5", ""], ["b", "2,5", ""]], ["Итого:", "4,0", ""], [], True),
        ([["a", "1", ""]] * 5, ["Total", "1", ""], [], False),
    ],
)
def test_a_sum_of_records(before: list[list[str]], total: list[str], after: list[list[str]], is_sum: bool) -> None:
    """Those above it or below it, in either way of writing decimals; their number, or a mean of different ones."""
    rows = [*enumerate([*before, total, *after], start=2)]
    named = {number: row for number, row in rows if total_labels.is_total_label(total_labels.row_label(row))}
    number = len(before) + 2

    assert (number in total_rows.find_streamed_totals(rows, named)) == is_sum


def test_of_many_rows_of_such_a_name_some_are_looked_at() -> None:
    """The others are neither told nor added to the sums."""
    rows = [*enumerate([*RECORDS, ["Total", "1000", ""], *RECORDS, ["Total", "18", ""]])]
    assert total_rows.find_streamed_totals(rows, {7: rows[7][1]}) == {7}


def test_what_stands_below_totals_is_left_out_with_them() -> None:
    """Percentages, the largest number, a signature; not a record, and nothing below a row that is no total."""
    rows = [["A", "17", "24"], ["B", "30", "9"], ["C", "5", "61"], ["Total", "52", "94"]]
    below = [["%", "36", "64"], ["", "36%", "64%"], ["Max", "30", "61"], ["Signed: Asanova", "", ""]]
    found = total_rows.find_total_rows([*rows, *below])
    assert (found.summed, found.notes, found.possible) == ((3,), (4, 5, 6, 7), {})
    assert total_rows.find_total_rows([*rows, ["D", "36", "64"]]).notes == ()
    assert total_rows.find_total_rows([*rows[:3], *below[3:]]).notes == ()


def test_a_total_that_does_not_add_up_is_possible() -> None:
    """It is counted, and told with no rows that it sums; so is a sure label beside rates."""
    assert total_rows.find_total_rows([["A", "10"], ["B", "20"], ["Total", "33"]]).possible == {2: ()}
    rates = [["Osh", "f", "0.5"], ["Osh", "m", "0.7"], ["Osh", "Всего", "0.58"]]
    assert total_rows.find_total_rows(rates).possible == {2: ()}


def test_a_row_without_a_label_beside_totals_is_told(tmp_path: Path) -> None:
    """It is counted, and the line says why it may be a total."""
    content = b"place,kg,usd\nK,12,3\nL,40,9\nM,35,6\n,87,18\n,29,6\n,40,9\n"
    (told,) = file(tmp_path, content).possible_total_findings
    assert (told.row, "it has no label, as the totals beside it" in told.fault) == (7, True)


@pytest.mark.parametrize(
    ("last", "possible"),
    [
        ("Total this quarter,18 Total last quarter,30", (3, 4)),
        ("Total,18 Cumulative,40", (4,)),
        ("Total Ltd,9 Sigma,7", ()),
        ("of which women,9", (3,)),
        ("Всего,18 в т.ч. женщины,19", (4,)),
        ("official,9", ()),
    ],
)
def test_a_label_that_counts_others_again_is_told(last: str, possible: tuple[int, ...]) -> None:
    """In the last rows one that begins with a word for totals, anywhere one that says of which rows it is a part."""
    rows = [line.rsplit(",", 1) for line in ("A,5", "B,6", "C,7", *re.findall(r"\S.*?,\d+", last))]
    assert tuple(sorted(total_rows.find_total_rows(rows).possible)) == possible
