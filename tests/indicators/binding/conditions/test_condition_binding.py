"""Conditions bound to columns: alternatives as each of their conditions would be alone, every fault with its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.indicators.definitions.conditions import ANY_REMEDY

Open = Callable[..., Project]
TABLE = {"t": "id,sex,age,paid\na,f,17,1\nb,m,40,2\nc,f,30,3\nd,m,12,4\n"}


def counting(where: str) -> str:
    """An indicator that counts the rows of `t` that meet a condition."""
    return f'[indicators.n]\ntable = "t"\nmeasure = "count"\nwhere = {where}\n'


def test_every_fault_within_any_is_told(project: Open) -> None:
    """Unknown names and values of a wrong type, of every group, together."""
    toml = counting('{ any = [{ sexx = "f" }, { age = { min = "x" }, paid = 1 }, { any = [{ pai = 1 }] }] }')
    fields = [{"name": name, "type": type_} for name, type_ in [("id", "string"), ("age", "integer")]]
    schema = {"fields": fields, "fieldsMatch": "subset"}
    with pytest.raises(Refused) as error:
        project(toml, TABLE, {"resources": [{"name": "t", "path": "t.csv", "schema": schema}]}).compute()
    told = [(finding.file, finding.column, finding.fault) for finding in error.value.findings]
    assert told[:2] == [
        ("indicators.toml", "[indicators.n] where", 't has no column "sexx"'),
        ("indicators.toml", "[indicators.n] where", 't has no column "pai"'),
    ]


@pytest.mark.parametrize("value", ["[5]", "5", '["f", "m"]', "{ min = 3 }"])
def test_any_without_conditions_is_told_what_it_takes(project: Open, value: str) -> None:
    """There may be a column of that name; where there is none, the columns of the table would help nobody."""
    for where in (f"{{ any = {value} }}", f'{{ any = [{{ sex = "f", any = {value} }}] }}'):
        with pytest.raises(Refused) as error:
            project(counting(where), TABLE).compute()
        told = [(finding.fault, finding.remedy) for finding in error.value.findings]
        assert told == [('t has no column "any"', ANY_REMEDY)]
    with pytest.raises(Refused) as error:
        project(f"{counting('{}')}[dimensions.some.categories.these]\nwhere = {{ any = {value} }}\n", TABLE).compute()
    assert [finding.remedy for finding in error.value.findings] == [ANY_REMEDY]


def test_a_text_that_is_nowhere_is_refused_within_any(project: Open) -> None:
    """A typing mistake in one of the alternatives would leave its rows out in silence."""
    with pytest.raises(Refused, match="femal"):
        project(counting('{ any = [{ sex = "m" }, { sex = "femal" }] }'), TABLE).compute()


def test_a_request_may_ask_for_any(project: Open) -> None:
    """From Python, as the definitions do; where no table has a name of it, the request is refused."""
    opened = project(counting("{ age = { min = 1 } }"), TABLE)
    assert opened.compute(where={"any": [{"sex": "f"}, {"age": 12}]})[0].value == 3
    with pytest.raises(Refused, match="sexx"):
        opened.compute(where={"any": [{"sexx": "f"}]})
