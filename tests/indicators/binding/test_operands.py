"""What a measure may count, and what it may print."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from roundtable_cli import Project, Refused

Open = Callable[..., Project]


def fields(*named: dict[str, Any], **schema: Any) -> dict[str, Any]:
    """A package of the table t."""
    return {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": list(named), **schema}}]}


@pytest.mark.parametrize("measure", ["min", "max", "latest"])
def test_a_personal_value_is_no_result(project: Open, measure: str) -> None:
    """The earliest birth date is somebody's birth date."""
    born = {"name": "born", "type": "date", "rt:personal": True}
    toml = f'[indicators.n]\ntable = "t"\nmeasure = "{measure}"\ncolumn = "born"\ndate = "day"\n'
    opened = project(toml, {"t": "born,day\n1990-02-03,2018-01-01\n"}, fields(born, {"name": "day", "type": "date"}))
    with pytest.raises(Refused, match="personal") as refused:
        opened.compute()
    assert "1990" not in str(refused.value)


def test_one_currency_is_not_shown_as_another(project: Open) -> None:
    """Five euros are not five dollars."""
    toml = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "paid"\nunit = "USD"\n'
    with pytest.raises(Refused, match="EUR"):
        project(toml, {"t": "paid\n5\n"}, fields({"name": "paid", "type": "number", "rt:currency": "EUR"})).compute()
