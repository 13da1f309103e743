"""One indicator over one table: what the tests of the measures have in common."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from roundtable_cli import Project, Result

Open = Callable[..., Project]

TYPED = {
    "resources": [
        {
            "name": "t",
            "path": "t.csv",
            "schema": {
                "fields": [
                    {"name": "id"},
                    {"name": "sex", "constraints": {"enum": ["f", "m", "x"]}},
                    {"name": "v", "type": "number"},
                    {"name": "day", "type": "date"},
                ]
            },
        }
    ]
}

# a twice, b once with a blank value, c without a sex, one row of nobody; v: 1.5 + 2 + 4 + 0.5 = 8 over 4 values
ROWS = "id,sex,v,day\na,f,1.5,2018-01-01\na,f,2,2018-03-01\nb,m,,2018-05-01\nc,,4,2018-02-01\n,m,0.5,\n"


def indicator(measure: str, column: str = "", **keys: str) -> str:
    """The definition of `n` over the table `t`; keys are written as TOML writes them."""
    if column:
        keys["column"] = f'"{column}"'
    lines = "".join(f"{key} = {value}\n" for key, value in keys.items())
    return f'[indicators.n]\ntable = "t"\nmeasure = "{measure}"\n{lines}'


def plain(value: object) -> object:
    """A number whatever its type, so that what is compared is its worth."""
    return float(value) if isinstance(value, int | Decimal) else value


def result(opened: Project, **asked: Any) -> Result:
    """The total of the only indicator."""
    return opened.compute(["n"], **asked)[-1]


SHARE = {"meets": '{ sex = "f" }'}
