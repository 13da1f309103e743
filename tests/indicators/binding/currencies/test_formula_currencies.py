"""Currencies of sums and differences, told apart before any row is read."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from roundtable_cli import Project, Refused

Open = Callable[..., Project]
PACKAGE = {
    "resources": [
        {
            "name": "t",
            "path": "t.csv",
            "schema": {
                "fields": [
                    {"name": "usd", "type": "number", "rt:currency": "USD"},
                    {"name": "kgs", "type": "number", "rt:currency": "KGS"},
                    {"name": "rate", "type": "number"},
                ]
            },
        }
    ]
}
ROWS = "usd,kgs,rate\n1,100,80\n2,50,90\n"
PARTS = "".join(
    f'[indicators.{name}]\ntable = "t"\nmeasure = "{measure}"\ncolumn = "{name}"\n'
    for name, measure in {"usd": "sum", "kgs": "sum", "rate": "mean"}.items()
)


@pytest.mark.parametrize("measure", ["sum", "difference"])
@pytest.mark.parametrize(
    ("formula", "fault"),
    [
        ('of = ["usd", "kgs"]', "amounts in USD and KGS"),
        ('of = ["usd", "rate"]\nunit = "KGS"', "amounts in USD and KGS"),
        ('of = ["inner", "usd"]\n[indicators.inner]\nmeasure = "sum"\nof = ["kgs", "rate"]', "amounts in KGS and USD"),
    ],
)
def test_two_currencies_are_refused(project: Open, measure: str, formula: str, fault: str) -> None:
    """Where schema and units tell them, whatever the rows are: a faulty cell is not looked at."""
    toml = PARTS + f'[indicators.n]\nmeasure = "{measure}"\n{formula}\n'
    with pytest.raises(Refused, match=fault):
        project(toml, {"t": ROWS + "no number,,\n"}, PACKAGE).compute(["n"])


def test_a_conversion_is_no_mixture(project: Open) -> None:
    """A product of amount and rate is in the unit that it declares, and a factor may convert."""
    product = 'of = ["kgs", "rate"]\nmeasure = "product"\nunit = "USD"\n'
    toml = PARTS + f'[indicators.converted]\n{product}[indicators.n]\nmeasure = "sum"\nof = ["usd", "converted"]\n'
    assert project(toml, {"t": ROWS}, PACKAGE).compute(["n"])[0].value == 3 + 150 * 85
    toml = PARTS + '[indicators.n]\nmeasure = "sum"\nof = ["kgs", "rate"]\nunit = "USD"\nfactor = 0.01\n'
    assert project(toml, {"t": ROWS}, PACKAGE).compute(["n"])[0].value == Decimal("2.35")
