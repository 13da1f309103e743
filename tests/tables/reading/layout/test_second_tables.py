"""A second table below the first."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tables.reading.layout.sheets import text_file


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("id,n\n1,3\n2,4\n\nvillage,households\nA,100\n", 5),
        ("id,n\n1,3\n2,4\n\nGrants,\norg,usd\nX,500\n", 6),
        ("id,n\n1,3\n2,4\n\n\norg,usd\nX,500\n", 6),
        ("id,n\n1,3\n2,4\norg,usd\nX,500\n", None),  # no blank row above
        ("id,n\n1,3\n2,4\n\n3,6\n4,7\n", None),
        ("name,note\nA,x\nB,y\n\nC,z\nD,5\n", None),  # words above too
        ("name,n\nA,3\nB,5\n\nname,n\nC,4\nD,5\n", None),  # the same headings, which are left out
        ("name,place,n,m\nA,Osh,3,1\nB,Osh,5,2\n\nstaff,role,,\nC,cook,,\nD,Osh,5,1\nE,Osh,4,1\n", 5),  # over texts
        ("name,place,n,m\nA,Osh,3,1\nB,Osh,5,2\n\nC,Osh,4,\nD,Osh,5,1\n", None),  # a record that lacks a number
        ("id,n\n1,3\n2,4\n\nchecked,Asanov\n", None),  # nothing below it
        ("id,n\n1,3\n2,4\n\nchecked,Asanov\nagreed,Petrov\n", None),
    ],
)
def test_headings_below_a_blank_row_are_told(tmp_path: Path, text: str, row: int | None) -> None:
    """They are words where the records above have numbers, and numbers stand below them."""
    told = [finding.row for finding in text_file(tmp_path, text).assumptions() if finding.code == "second-table"]
    assert told == ([row] if row else [])


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (("Quarter 1,,", "Osh,10,12", "Talas,5,6", "Quarter 2,,", "Osh,7,8", "Talas,9,3"), [2, 5]),
        (("Osh,,", "Talas,5,6", "Naryn,,", "Osh,7,8"), []),  # a place without values
        (("Osh,10,12", "Quarter 2,,", "Osh,7,8"), []),
        (("Quarter 1,,", "Osh,10,12"), []),
        (("Quarter 1,,", "Osh,10,12", "Quarter 2,,"), []),
        (("Osh,,", "Talas,,", "Naryn,7,8"), []),
        (("P1,,", "P2,5,6", "P3,,", "P4,7,8"), []),  # ids, and nothing else is known
        (("2025,,", "Osh,10,12", "2026,,", "Osh,7,8"), [2, 4]),
        (("Year 1,,", "1,10,12", "Year 2,,", "1,7,8"), [2, 4]),
    ],
)
def test_headings_of_sections_are_told(tmp_path: Path, rows: tuple[str, ...], told: list[int]) -> None:
    """They stand alone in their rows above records, and say what no record says; they are counted."""
    file = text_file(tmp_path, "\n".join(("place,women,men", *rows)))
    assert [finding.row for finding in file.decision_warnings() if finding.code == "section-row"] == told
    assert file.record_count == len(rows)


def test_totals_and_notes_hide_no_section(tmp_path: Path) -> None:
    """What is left out anyway is none of the rows among which headings stand apart."""
    rows = ("Partner A,,", "1,10,12", "2,5,6", ",15,18", "Partner B,,", "3,7,8", "4,9,3", ",16,11", "Signed: Asanova,,")
    file = text_file(tmp_path, "\n".join(("n,women,men", *rows)))
    assert [finding.row for finding in file.assumptions() if finding.code == "section-row"] == [2, 6]
    assert file.record_count == 6


@pytest.mark.parametrize(
    ("first", "later", "is_told"),
    [("Quarter 1,,", "Quarter 2,,", True), ("Osh,1,2", "Quarter 2,,", False), ("P0-5,,", "P0-7,,", False)],
)
def test_headings_of_sections_are_told_of_large_files(tmp_path: Path, first: str, later: str, is_told: bool) -> None:
    """These are read row by row then; one with nothing but records is told from its bytes, also with ids alone."""
    records = [f"P{number % 7}-{number % 10},{number},{number % 3}" for number in range(12_000)]
    records = [record for record in records if record.split(",")[0] not in {"P0-5", "P0-7"}]
    file = text_file(tmp_path, "\n".join(("place,women,men", first, *records, later, records[0])))
    told = [finding.row for finding in file.assumptions() if finding.code == "section-row"]
    assert told == ([2, len(records) + 3] if is_told else [])
    assert bool(file.grid) != is_told
    assert file.record_count == len(records) + 3
