"""Rows that enter and leave, and what is different among them."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from roundtable_cli.indicators.computing.many_periods.timed_rows import ENTRY, LEAVING, POSITION, TimedRows
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.tables.engines import registry
from roundtable_cli.tables.engines.engine_lease import EngineLease


def timed(rows: list[tuple[str, str | None, int, int | None]], may_leave: bool) -> TimedRows:
    """Rows with a group, a person, and the positions in which they enter and leave."""
    columns = list(zip(*rows, strict=True))
    series = {
        "group": pd.Series(columns[0]),
        "person": pd.Series(columns[1]),
        ENTRY: pd.Series(columns[2]),
        LEAVING: pd.Series(columns[3], dtype="Int64"),
    }
    frame = nw.from_native(pd.DataFrame(series), eager_only=True).with_columns(nw.col(ENTRY).alias(POSITION))
    with EngineLease(registry.DEFAULT_ENGINE, None).computing() as engine:
        return TimedRows(TableView(engine, (), frame, {}), ("group",), may_leave)


def test_each_person_counts_where_they_first_appear() -> None:
    """Later rows of the same person bring nobody; rows without a person are one more."""
    rows = timed([("x", "a", 2, None), ("x", "a", 0, None), ("x", "b", 1, None), ("y", "a", 1, None)], may_leave=False)
    assert rows.count_steps(nw.col("person")) == {("x", 0): 1, ("x", 1): 1, ("y", 1): 1}
    assert rows.count_steps(None) == {("x", 0): 1, ("x", 1): 1, ("x", 2): 1, ("y", 1): 1}


def test_a_person_leaves_with_the_last_of_their_rows() -> None:
    """And may come again; what leaves and enters at once changes nothing."""
    rows = timed([("x", "a", 0, 2), ("x", "a", 1, 3), ("x", "a", 5, None), ("x", "b", 0, 1), ("x", "b", 1, 4)], True)
    steps = {key: step for key, step in rows.count_steps(nw.col("person")).items() if step}
    assert steps == {("x", 0): 2, ("x", 3): -1, ("x", 4): -1, ("x", 5): 1}
    left = rows.rows_that_leave()
    assert sorted(row[0] for row in left.engine.fetch_rows(left.frame.select(LEAVING))) == [1, 2, 3, 4]
