"""Views: rows of a table, of which what is asked of all of them is asked once, and each of which has its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import pytest

from roundtable_cli.indicators.binding.bound_columns import BoundColumn, row_number
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.tables.engines import registry
from roundtable_cli.tables.table import ROW_NUMBER_FIELD, Field, Table

PLACE = BoundColumn(Field("place"))


def view_of(folder: Path, engine: str, name: str, *places: str) -> TableView:
    """A view of a table of places, with row numbers."""
    (folder / f"{name}.csv").write_text("place,n\n" + "".join(f"{place},1\n" for place in places), encoding="utf-8")
    opened = registry.create_engine(engine)
    source = opened.open_source(Table(name, (folder / f"{name}.csv",), (PLACE.field, Field("n"))), folder)
    frame = opened.open_frame(source, {"c0": PLACE.field, "c1": ROW_NUMBER_FIELD})
    return TableView(opened, (source,), frame, {PLACE: "c0", row_number(): "c1"})


def test_what_all_rows_have_is_asked_once(tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also by a view that a condition has narrowed."""
    view = view_of(tmp_path, engine, "t", "b", "a", "b")
    narrowed, asked = view.filter_rows(view[PLACE] == "a"), list[Any]()
    fetch = type(view.engine).fetch_rows

    def counted(engine: Any, frame: Any) -> Any:
        asked.append(frame)
        return fetch(engine, frame)

    monkeypatch.setattr(type(view.engine), "fetch_rows", counted)
    assert [narrowed.list_values(PLACE), view.list_values(PLACE)] == [["a", "b"]] * 2
    assert [view.find_absent_values(PLACE, ["a", "c"]), narrowed.find_absent_values(PLACE, ["c"])] == [["c"]] * 2
    assert len(asked) == 2


def test_each_row_has_its_place_in_its_own_file(tmp_path: Path, engine: str) -> None:
    """Row 2 is the first below the header. Of several tables the ordinals run on."""
    first, second = view_of(tmp_path, engine, "t", "a", "b", "a"), view_of(tmp_path, engine, "u", "c", "d")
    assert first.filter_rows(first[PLACE] == "a").fetch_ordinals() == [0, 2]
    assert first.locate_rows([2, 0, 2]) == [("t.csv", 4), ("t.csv", 2), ("t.csv", 4)]
    both = first.with_other_rows(first.frame, first.column_names, [*first.sources, *second.sources])
    assert both.locate_rows([4, 0, 3]) == [("u.csv", 3), ("t.csv", 2), ("u.csv", 2)]
    assert both.record_count == 5


def test_tests_that_stand_together_leave_out_what_is_not_known(tmp_path: Path, engine: str) -> None:
    """A blank is neither before nor after anything."""
    view = view_of(tmp_path, engine, "t", "a", "b", "")
    assert view.filter_rows(view[PLACE] > "a", view[PLACE] < "c").fetch_ordinals() == [1]
    assert view.with_column("one", nw.lit(1)).filter_rows(nw.col("one") == 1).fetch_ordinals() == [0, 1, 2]


def test_choosing_all_columns_takes_no_copy(tmp_path: Path) -> None:
    """A view that has no other columns is itself; with fewer, the frame has these alone."""
    view = view_of(tmp_path, "pandas", "t", "a", "b")
    assert view.select_columns([row_number(), PLACE]) is view
    assert view.select_columns([PLACE]).frame.columns == ["c0"]
