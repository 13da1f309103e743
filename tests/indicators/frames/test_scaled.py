"""Numbers as whole ones: sums, products and quotients of decimals are those of fractions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import narwhals.stable.v2 as nw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundtable_cli import Project, Refused
from roundtable_cli.indicators.binding.bound_columns import BoundColumn
from roundtable_cli.indicators.frames.scaled import (
    ScaledInteger,
    align_units,
    divide_scaled,
    multiply_scaled,
    scale_columns,
    to_exact_number,
)
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.tables.engines import registry
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, Table
from tests.conftest import Make

A, B = BoundColumn(Field("a", "number")), BoundColumn(Field("b", "number"))


def view_of(folder: Path, engine: str, rows: list[tuple[str, str]]) -> TableView:
    """A view of a table with two columns of numbers."""
    (folder / "t.csv").write_text("a,b\n" + "".join(f"{a},{b}\n" for a, b in rows), encoding="utf-8")
    table = Table("t", (folder / "t.csv",), (A.field, B.field))
    opened = registry.create_engine(engine)
    source: Source = opened.open_source(table, folder)
    frame = opened.open_frame(source, {"c0": A.field, "c1": B.field})
    return TableView(opened, (source,), frame, {A: "c0", B: "c1"})


def values(view: TableView, expression: nw.Expr) -> list[object]:
    """The values of an expression in each row."""
    return [value for (value,) in view.engine.fetch_rows(view.frame.select(expression.alias("value")))]


def test_a_float_is_the_decimal_that_it_is_written_as() -> None:
    """Not the binary fraction next to it; what is no float stays."""
    assert to_exact_number(0.1) == Fraction(1, 10)
    assert to_exact_number(7) == 7
    assert to_exact_number(None) is None


def test_columns_have_the_unit_of_their_decimals(tmp_path: Path, engine: str) -> None:
    """Cents are hundredths; what has more decimals than can be held stays a float."""
    view = view_of(tmp_path, engine, [("0.25", "0.12345678901234"), ("", "1"), ("-3", "")])
    a, b = scale_columns(view, A, B)
    assert (a.unit, a.largest, a.is_exact) == (100, 301, True)
    assert (b.unit, b.is_exact) == (1, False)
    assert values(view, a.number) == [25, 0, -300]
    assert values(view, a.is_present) == [True, False, True]


CENTS = st.integers(-(10**6), 10**6).map(lambda cents: Decimal(cents) / 100)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(CENTS, CENTS), min_size=1, max_size=4))
def test_quotients_and_products_are_the_floats_nearest_to_the_exact_numbers(
    tmp_path: Path, engine: str, rows: list[tuple[Decimal, Decimal]]
) -> None:
    """Nothing divided by 0 has no value."""
    view = view_of(tmp_path, engine, [(str(a), str(b)) for a, b in rows])
    a, b = scale_columns(view, A, B)
    exact = [(Fraction(x), Fraction(y)) for x, y in rows]
    assert values(view, divide_scaled(a, b)) == [float(x / y) if y else None for x, y in exact]
    assert values(view, divide_scaled(multiply_scaled([a, b]), ScaledInteger(nw.lit(1), nw.lit(value=True)))) == [
        float(x * y) for x, y in exact
    ]


@pytest.mark.parametrize(("a", "b", "unit"), [("0.5", "0.25", 100), ("1", "2", 1)])
def test_aligned_numbers_have_one_unit(tmp_path: Path, engine: str, a: str, b: str, unit: int) -> None:
    """The finer of two."""
    view = view_of(tmp_path, engine, [(a, b)])
    assert {number.unit for number in align_units(scale_columns(view, A, B))} == {unit}


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
@pytest.mark.parametrize("measure", ["sum", "max"])
def test_products_beyond_all_floats_are_refused(make: Make, engine: str, measure: str) -> None:
    """6.5 multiplied by itself a thousand times has no float; it is a fault of the file, and no internal error."""
    steps = "".join(f'[calculated.t.c{n}]\nof = ["c{n - 1}", "c{n - 1}"]\nmeasure = "product"\n' for n in range(1, 12))
    definitions = '[calculated.t.c0]\nof = ["n", 1.5]\nmeasure = "sum"\n' + steps
    definitions += f'[indicators.n]\ntable = "t"\nmeasure = "{measure}"\ncolumn = "c11"\n'
    project = Project.open(make(definitions, tables={"t": "id,n\na,5\nb,6\n"}), engine=engine)
    with pytest.raises(Refused, match="too large to be computed with"):
        project.compute(["n"])
