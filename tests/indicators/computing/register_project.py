"""A register of people and places: what the tests of computing have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from roundtable_cli import Finding, Project, Refused, Results

Open = Callable[..., Project]

COUNT = '[indicators.n]\ntable = "t"\nmeasure = "count"\n'

PEOPLE = '[indicators.n]\ntable = "t"\nmeasure = "unique"\ncolumn = "id"\n'

# 7 rows of 4 people; b has no sex once, one row has no place
TABLE = {"t": "id,sex,place,usd\na,f,S1,1\na,f,S2,2\nb,m,S1,3\nb,,S1,4\nc,f,,5\nd,m,S2,6\nd,m,S2,7\n"}


def cells(results: Results, code: str = "n") -> dict[tuple[str, ...], Any]:
    """Values by category in the order of the breakdown, `total` where all are taken together."""
    return {
        tuple(result.category(dimension.name) for dimension in results.by): result.value
        for result in results.each(code)
    }


def refused(opened: Project, codes: tuple[str, ...] = (), **asked: Any) -> list[Finding]:
    """Why a computation is refused."""
    with pytest.raises(Refused) as error:
        opened.compute(codes, **asked)
    return list(error.value.findings)
