"""Rows of the largest numbers, the least, the median and others below the records: no records, and told."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.reading.totals.total_rows import TotalRows, find_total_rows


def found(text: str) -> TotalRows:
    """What rows are that are written with commas and semicolons."""
    return find_total_rows([line.split(",") for line in text.split(";")])


@pytest.mark.parametrize(
    "labels",
    [
        ("Max", "Min", "Median"),
        ("Максимум", "Минимум", "Медиана"),
        ("Эң көп", "Эң аз", "Медиана"),
        ("MAX:", "MIN:", "MEDIAN:"),
        ("Max score", "Min score", "Median score"),
    ],
)
def test_rows_of_statistics_are_no_records(labels: tuple[str, str, str]) -> None:
    """Each is proven by its label and its number, in any order and in several languages."""
    largest, least, median = labels
    assert found(f"A,10;B,20;C,60;{largest},60;{least},10;{median},20").statistics == (3, 4, 5)
    assert found(f"A,10,4;B,20,4;C,60,5;{median},20,4;{least},10,4;{largest},60,5").statistics == (3, 4, 5)


def test_a_deviation_and_a_count_stand_beside_a_mean() -> None:
    """Both deviations are known; the mean stays one; pandas writes quartiles as percentages."""
    rows = found("A,30,10;B,40,20;C,50,60;MEAN,40,30;SD,10,26.46;Ст. отклонение,8.16,21.6;N,3,3")
    assert (rows.averaged, rows.statistics) == ((3,), (4, 5, 6))
    described = "A,10;B,20;C,60;D,30;count,4;mean,30.0;std,21.602;min,10;25%,17.5;50%,25;75%,37.5;max,60"
    rows = found(described)
    assert (rows.averaged, rows.statistics) == ((5,), (4, 6, 7, 8, 9, 10, 11))


def test_statistics_stand_beside_totals() -> None:
    """The total sums the records alone."""
    rows = found("A,10;B,20;C,60;Всего,90;Среднее,30;Максимум,60;Минимум,10")
    assert (rows.summed, rows.averaged, rows.statistics) == ((3,), (4,), (5, 6))
    assert found("A,10;B,20;C,60;Maximum,60;Total,90").summed == (4,)


def test_a_label_that_does_not_fit_is_told() -> None:
    """It may be of other rows, or an old one: it is counted, and told."""
    rows = found("A,10;B,20;C,60;Максимум,70")
    assert (rows.statistics, {*rows.possible}) == ((), {3})
    rows = found("A,10;B,20;C,60;Average,31;Max,70;Min,10")
    assert (rows.statistics, {*rows.possible}) == ((), {3, 4, 5})
    rows = found("A,10;B,20;C,60;Max,70;Медиана,20")
    assert (rows.statistics, {*rows.possible}) == ((4,), {3})


def test_a_name_or_a_category_is_a_record() -> None:
    """Max is a name; a minimum may be a category of records, each time with its own cells."""
    assert found("Ann,10;Max,60;Eva,20").non_records == ()
    assert not found("Ann,10;Max,60;Eva,20").possible
    assert {*found("Ann,10;Eva,20;Max,20").possible} == {2}
    assert found("Osh,Maximum,10;Osh,Minimum,4;Talas,Maximum,8;Talas,Minimum,3") == TotalRows()
    assert found("P1,Osh,10;P2,Talas,20;Maximum,Chui,20").statistics == ()


_RECORDS = ";".join(f"V{n},2025-0{n % 9 + 1}-01,{'AB'[n % 2]},{n % 7 + 1},{n}.5" for n in range(20))


@pytest.mark.parametrize(
    "row",
    [
        "Average,,,9.9,8.8",
        "Total paid,,,99,88",
        "Cumulative so far,,,9,8",
        "Орточо,,,9.9,8.8",
        ",Median,,9,8",
        "Max,,,70,30.5",
        "min:,,,1,2",
    ],
)
def test_a_short_row_among_the_records_is_told(row: str) -> None:
    """A row with nothing but the name of a statistic and numbers may be one, wherever it stands; it is counted."""
    assert [*found(f"{_RECORDS};{row};{_RECORDS.replace('V', 'W')}").possible] == [20]


@pytest.mark.parametrize("row", ["Average,2025-01-02,B,9,8.5", "Max,2025-01-02,,9,8", "Average,,,,", "Max Lee,,,9,8"])
def test_a_record_that_is_called_so_is_none(row: str) -> None:
    """A whole record, a name that lacks one cell, and a row without numbers are not told."""
    assert found(f"{_RECORDS};{row};{_RECORDS.replace('V', 'W')}").possible == {}


def test_a_category_that_whole_records_have_is_no_statistic() -> None:
    """Schools may be rated average: where a whole record says so, one that lacks cells is a record too."""
    rated = _RECORDS.replace(",A,", ",Average,")
    assert found(f"{rated};,,Average,5,6.5;{rated.replace('V', 'W')}").possible == {}
