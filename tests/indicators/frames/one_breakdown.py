"""One indicator broken down: what the tests of categories have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from roundtable_cli import Project

Open = Callable[..., Project]

COUNT = '[indicators.n]\ntable = "t"\nmeasure = "count"\n'


def fields(*declared: dict[str, Any], **schema: object) -> dict[str, Any]:
    """A package of the one table `t`."""
    return {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": list(declared), **schema}}]}


def rows(by: str, values: Iterable[str]) -> dict[str, str]:
    """A table of numbered rows with one column more."""
    return {"t": f"id,{by}\n" + "".join(f"{number},{value}\n" for number, value in enumerate(values, 1))}


def breakdown(opened: Project, *by: str, **asked: Any) -> list[tuple[Any, ...]]:
    """Categories and value of every cell, in order; `total` where all are taken together."""
    results = opened.compute(["n"], by=by, **asked)
    return [(*(result.category(name) for name in by), result.value) for result in results]


SEX = (
    '[dimensions.sex]\ncolumn = "sex"\n'
    'categories.male = { aliases = ["м", "муж"] }\ncategories.female = { aliases = ["ж"] }\n'
)

AGES = '[dimensions.ages]\ncolumn = "age"\nbands = [14, 18, 25]\n'
