"""A grid is laid over a clean file only; what it tells of its rows is what rows tell."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.reading.bulk.cell_grid import CellGrid, build_cell_grid

CLEAN = b"id,name,n\nA1,x,1\nA2,,2\nA1,x,1\n"


def grid_of(content: bytes, delimiter: str = ",") -> CellGrid | None:
    """The grid over a file, whose first line is its header."""
    return build_cell_grid(content, delimiter, content.splitlines()[0].decode().split(delimiter))


@pytest.mark.parametrize("content", [CLEAN, CLEAN[:-1], CLEAN.replace(b"\n", b"\r\n")])
def test_cells_stand_where_they_are(content: bytes) -> None:
    """With and without a last line end, and with those of Windows."""
    grid = grid_of(content)
    assert grid is not None
    assert (grid.record_count, list(grid.row_numbers)) == (3, [2, 3, 4])
    assert [list(grid.column_spans(column).decode_texts()) for column in range(3)] == [
        ["A1", "A2", "A1"],
        ["x", "", "x"],
        ["1", "2", "1"],
    ]
    assert [list(grid.sample_column(column, 2).decode_texts()) for column in range(3)] == [
        ["A1", "A1"],
        ["x", "x"],
        ["1", "1"],
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"id,name\nA1\n",  # too few cells
        b"id,name\nA1,x,1\n",  # too many
        b"id,name\nA1,x\n, \n",  # a row of white space
        b"id,name\n,\n",  # a blank row
        b"id,name\nA1,x\nid,name\n",  # the header once more
        b"id,name\nTotal,5\n",  # a label of totals
        b"id,name\n1,2\nA1,x\n",  # the numbers of the columns
        b"id,\nA1,x\n",  # a column without a name
        b"id,name\nA1,x\r\nA2,y\n",  # line ends of two kinds
        b"id,name\n",  # no record
    ],
)
def test_a_file_that_asks_for_a_decision_has_no_grid(content: bytes) -> None:
    """It is read row by row, where the decision is made and told."""
    assert grid_of(content) is None


def test_repeated_rows_and_errors_have_their_rows() -> None:
    """Each with the first row that is the same; errors row by row."""
    grid = grid_of(CLEAN + b"#REF!,x,Err:502\n")
    assert grid is not None
    assert list(grid.find_repeated_rows()) == [(4, 2)]
    assert list(grid.find_error_cells()) == [(5, 0, "#REF!"), (5, 2, "Err:502")]


def _amounts(last: str = "", group: bool = False) -> bytes:
    """A file of amounts, whose groups have rows of totals or none, and with a last row."""
    rows = ["place,kind,amount"]
    for number in range(1000):
        one, two = number * 7 % 311 + 10, number * 13 % 97 + 3
        rows += [f"P{number},w,{one}", f"P{number},m,{two}", *([f"P{number},zz,{one + two}"] if group else [])]
    return "\n".join([*rows, *filter(None, [last]), ""]).encode()


def test_a_file_with_totals_has_no_grid() -> None:
    """Those of groups, whatever they are called; a last row as large as all others; one that is called an average."""
    sum_of_all = sum(number * 7 % 311 + 10 + number * 13 % 97 + 3 for number in range(1000))
    assert grid_of(_amounts()) is not None
    assert grid_of(_amounts("P1000,w,311")) is not None
    assert grid_of(_amounts(group=True)) is None
    assert grid_of(_amounts(f"Xyz,,{sum_of_all}")) is None
    assert grid_of(_amounts("P1000,Mean,51.5")) is None
    assert grid_of(_amounts(f"Total,all,{sum_of_all}")) is None


def test_a_row_of_totals_at_the_end_is_left_out() -> None:
    """It is none of the records; not where it may be one, by its numbers or what is declared."""
    sum_of_all = sum(number * 7 % 311 + 10 + number * 13 % 97 + 3 for number in range(1000))
    grid = grid_of(_amounts(f"Total,,{sum_of_all}"))
    assert grid is not None
    assert (grid.ends_with_total, grid.record_count) == (True, 2000)
    assert "Total" not in grid.column_spans(0).all_texts()
    assert grid_of(_amounts(f"Total,,{sum_of_all + 1}")) is None
    names = ["place", "kind", "amount"]
    assert build_cell_grid(_amounts(f"Total,,{sum_of_all}"), ",", names, declared_labels={"Total"}) is None


def test_a_file_with_a_row_of_statistics_has_no_grid() -> None:
    """A short row called average is judged by the careful way; a name, or a whole record called so, needs none."""
    records = [f"V{n},2025-01-01,A,{n * 37 % 11 + 1}" for n in range(700)]
    for row, has_grid in (
        ("Average,,,7", False),
        ("Max,,,7", False),
        ("Average,2025-01-01,A,7", True),
        ("Max,,A,7", True),
    ):
        lines = ["visit,date,site,people", *records[:600], row, *records[600:]]
        assert (grid_of("\n".join([*lines, ""]).encode()) is not None) is has_grid


def test_notes_and_numbers_of_columns_are_left_to_the_careful_way() -> None:
    """An incomplete last record is none of these."""
    rows = "".join(f"A-{number:03},{number},x\n" for number in range(50))
    names = ["id", "n", "t"]
    assert build_cell_grid(f"id,n,t\n{rows}A-051,,\n".encode(), ",", names)
    assert not build_cell_grid(f"id,n,t\n{rows}Source: a register,,\n".encode(), ",", names)
    assert not build_cell_grid(f"id,n,t\n1,2,3\n{rows}".encode(), ",", names)


def test_a_sheet_that_was_still_loading_is_found() -> None:
    """Whatever the column's type, and only where the cell is nothing else."""
    content = "id,name\n1,Loading...\n2,Загрузка…\n3,and so on...\n4,Завод Ц\n5,Err:502\n".encode()
    grid = build_cell_grid(content, ",", ["id", "name"])
    assert grid
    assert list(grid.find_error_cells()) == [(2, 1, "Loading..."), (3, 1, "Загрузка…"), (6, 1, "Err:502")]
