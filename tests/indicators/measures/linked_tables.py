"""Two tables of which one is rolled up over the other: what the tests of rollups have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from roundtable_cli import Finding, Project, Refused

Open = Callable[..., Project]

# 1 has four visits, one of no date and one without a score; 2 has one; nobody came for 3; 4 has only a blank score
PEOPLE = "id,joined,left\n1,2018-03-01,2018-06-30\n2,2018-05-01,2018-05-31\n3,,\n4,2018-01-01,\n"

VISITS = (
    "visit,id,day,kind,score\n"
    "a,1,2018-02-01,home,5\n"
    "a,1,2018-03-01,home,7.5\n"
    "b,1,2018-06-30,office,\n"
    "c,1,,office,2\n"
    "d,2,2018-06-01,home,4\n"
    "e,,2018-05-15,home,100\n"
    "f,9,2018-05-15,home,100\n"
    "g,4,2018-01-05,office,\n"
)

TABLES = {"people": PEOPLE, "visits": VISITS}


def package(**tables: str) -> dict[str, Any]:
    """A package of tables whose fields are written `name:type name …`; a name before `>` refers to a table's `id`."""
    resources = []
    for name, written in tables.items():
        fields, keys = [], []
        for word in written.split():
            field, _, target = word.partition(">")
            field, _, type_ = field.partition(":")
            fields.append({"name": field, "type": type_ or "string"})
            if target:
                table, _, key = target.partition(".")
                keys.append({"fields": field, "reference": {"resource": table, "fields": key or "id"}})
        resources.append({"name": name, "path": f"{name}.csv", "schema": {"fields": fields, "foreignKeys": keys}})
    return {"resources": resources}


TYPES = package(people="id joined:date left:date", visits="visit id day:date kind score:number")

HERE = "\n".join(
    f'[indicators.p{person}]\ntable = "people"\nmeasure = "{{measure}}"\ncolumn = "k"\n'
    f'where = {{{{ id = "{person}" }}}}'
    for person in "1234"
)


def values(opened: Project, **asked: Any) -> list[Any]:
    """The calculated `k` of each of the four people, as an indicator of a single row says it."""
    return [result.value for result in opened.compute([f"p{person}" for person in "1234"], **asked)]


def of_each(rule: str, indicator: str = "max", more: str = "") -> str:
    """Definitions of the column `people.k`, matched by id, and of an indicator for each of the people."""
    column = f'[calculated.people.k]\nfrom = "visits"\nmatch = {{ id = "id" }}\n{rule}\n'
    return f"{column}{HERE.format(measure=indicator)}\n{more}"


def refused(opened: Project, codes: tuple[str, ...] = (), **asked: Any) -> list[Finding]:
    """Why a computation is refused."""
    with pytest.raises(Refused) as error:
        opened.compute(codes, **asked)
    return list(error.value.findings)


def only(opened: Project, codes: tuple[str, ...] = (), **asked: Any) -> Any:
    """The value of a request that has one."""
    (result,) = opened.compute(codes, **asked)
    return result.value


COUNT = 'measure = "count"'
