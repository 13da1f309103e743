"""Columns of one heading, which a schema with a field for each column tells apart by their order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from roundtable_cli import Project, Refused
from tests.engine_choice import compute_on
from tests.in_process import call

Open = Callable[..., Project]
TOML = "".join(
    f'[indicators.{code}]\ntable = "t"\nmeasure = "sum"\ncolumn = "{column}"\n'
    for code, column in (("before", "visits"), ("after", "visits after"))
)


def package(*names: str, **schema: Any) -> dict[str, Any]:
    """A schema with these fields; those of visits are numbers."""
    fields = [{"name": name, "type": "integer" if "visits" in name else "string"} for name in names]
    return {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields, **schema}}]}


THREE = package("id", "visits", "visits after")


@pytest.fixture(params=["pandas", "duckdb", pytest.param("spark", marks=pytest.mark.long)], autouse=True)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that reads also small files itself."""
    compute_on(request.param, monkeypatch, reads_itself=True)


@pytest.mark.parametrize("rows", [3, 20_000])
def test_columns_of_one_heading_are_told_apart_by_order(project: Open, rows: int) -> None:
    """In small files and in large ones."""
    text = "id,visits,visits\n" + "".join(f"{n},{n},{2 * n}\n" for n in range(rows))
    found = [result.value for result in project(TOML, {"t": text}, THREE).compute()]
    assert found == [sum(range(rows)), 2 * sum(range(rows))]


def test_the_headings_once_more_are_no_record(project: Open) -> None:
    """They are known by what is written, not by the names of the fields."""
    text = "id,visits,visits\na,1,10\nid,visits,visits\nb,2,20\n"
    assert [result.value for result in project(TOML, {"t": text}, THREE).compute()] == [3, 30]


@pytest.mark.parametrize(
    ("header", "schema"),
    [
        ("visits,id,visits", THREE),  # the other heading shows another order
        ("id,visits,visits,more", THREE),
        ("id,visits,visits", package("id", "visits", "visits after", fieldsMatch="equal")),
        ("id,visits,visits", package("id", "visits")),
    ],
)
def test_what_shows_no_order_is_refused(project: Open, header: str, schema: dict[str, Any]) -> None:
    """With the columns that are called the same, and what to do."""
    with pytest.raises(Refused, match=r"2 columns are called|in their order|more than one column"):
        project(TOML, {"t": f"{header}\n" + ",".join("1" * (header.count(",") + 1)) + "\n"}, schema).compute()


def test_check_has_nothing_to_say(make: Callable[..., Any]) -> None:
    """The question of which is which has been answered."""
    checked = call("check", "-d", make(TOML, {"t": "id,visits,visits\na,1,10\n"}, THREE))
    assert (checked.returncode, "nothing wrong" in checked.stdout) == (0, True)
