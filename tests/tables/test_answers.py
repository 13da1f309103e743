"""A column that answers to several names is one column: its schema, and what is hidden of it, hold under each."""

from __future__ import annotations

import pytest

from roundtable_cli import Project, Refused
from tests.conftest import Make

TOML = '[indicators.n]\ntable = "t"\nmeasure = "unique"\ncolumn = "name"\n'
FIELDS = [{"name": "who/name", "rt:personal": True}, {"name": "who/age", "type": "string"}]
PACKAGE = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": FIELDS}}]}
ROWS = "who/name,who/age\nAnn,7\nBo,8\nAnn,7\n"


def test_a_last_part_is_the_declared_column(make: Make) -> None:
    """The type is the one declared under the full name; counting under either name is the same."""
    project = Project.open(make(TOML, {"t": ROWS}, PACKAGE))
    assert [result.value for result in project.compute()] == [2]
    assert project.sources["t"].get_field("age") == project.sources["t"].get_field("who/age")
    assert project.sources["t"].get_field("age").type == "string"


def test_what_is_personal_is_so_under_every_name(make: Make) -> None:
    """No breakdown by it, and a condition on it is told without its value."""
    project = Project.open(make(TOML, {"t": ROWS}, PACKAGE))
    with pytest.raises(Refused) as refused:
        project.compute(by=["name"])
    assert "Ann" not in str(refused.value)
    assert {"name", "who/name"} <= project.personal_names


def test_a_name_of_two_columns_is_none(make: Make) -> None:
    """`a/x` and `b/x` have no common name `x`."""
    toml = TOML.replace('"name"', '"x"')
    with pytest.raises(Refused, match='no column "x"'):
        Project.open(make(toml, {"t": "a/x,b/x\n1,2\n"})).compute()
