"""All that is suspect in a table: in its order, and whatever the order of its rows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.tables.profiling import column_profile
from roundtable_cli.tables.quality import quality_warnings
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Table
from tests.tables.test_source import opened

CELLS = st.lists(st.sampled_from(["1", "2", "14", "15,5", "n/a", "31.02.2018", "01.03.2018", "a", ""]), max_size=30)


def test_all_that_is_found_in_a_table_comes_in_its_order(tmp_path: Path) -> None:
    """Column by column, then across columns; a second name of a column says nothing twice."""
    people = [f"{number};f;{14 + number % 15};Ош" for number in range(45)]
    text = "№;sex;age;city\n#id;#sex;#age;#city\n" + "\n".join([*people, "1;m;240;ОШ", "2;F;n/a;Ош"])
    found = list(quality_warnings.find_quality_warnings(column_profile.profile_columns(opened(tmp_path, text))))

    assert [(one.code, one.column, one.row) for one in found] == [
        ("near-duplicate", "#sex", 49),
        ("assumed-missing", "#age", None),
        ("outlier", "#age", 48),
        ("near-duplicate", "#city", 48),
        ("contradiction", "#sex", 48),
    ]


def told(folder: Path, rows: Iterable[tuple[str, str]]) -> set[tuple[str, str, str]]:
    """Of a table of two columns, the codes, columns and faults that are found, without rows."""
    path = folder / "order.csv"
    path.write_text("id;c\n" + "".join(f"{one};{other}\n" for one, other in rows), encoding="utf-8")
    return {
        (one.code, one.column, one.fault)
        for one in quality_warnings.find_quality_warnings(
            column_profile.profile_columns(Source(Table("order", (path,)), folder))
        )
    }


@given(CELLS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, cells: list[str], order: Random
) -> None:
    """The same rows in another order are the same slips."""
    folder = tmp_path_factory.getbasetemp()
    rows = [(str(place), cell) for place, cell in enumerate(["1", *cells])]
    shuffled = list(rows)
    order.shuffle(shuffled)

    assert told(folder, shuffled) == told(folder, rows)
