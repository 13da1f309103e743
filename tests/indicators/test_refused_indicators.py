"""Indicators that are refused among others that are not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from roundtable_cli import Project, Refused

DEFINITIONS = """
[indicators.people]
table = "t"
measure = "unique"
column = "who"
target = 6
[indicators.money]
table = "t"
measure = "sum"
column = "usd"
[indicators.misspelled]
table = "t"
measure = "count"
colum = "who"
[indicators.lost]
table = "nowhere"
measure = "count"
[indicators.per_person]
measure = "ratio"
of = ["money", "people"]
[indicators.visits]
table = "v"
measure = "count"
[dimensions.bad]
column = "nothing"
"""
TABLES = {"t": "who,sex,usd\na,f,10\nb,m,x1x\nc,f,30\n", "v": "day\n2018-01-01\n"}
PACKAGE = {
    "resources": [
        {
            "name": "t",
            "path": "t.csv",
            "schema": {"fields": [{"name": "who"}, {"name": "sex"}, {"name": "usd", "type": "number"}]},
        },
        {"name": "v", "path": "v.csv"},
    ]
}
REFUSED = ["money", "misspelled", "lost", "per_person"]


@pytest.fixture
def faulty(make: Callable[..., Path]) -> Project:
    """A project with a fault in a cell, in a key and in the name of a table."""
    return Project.open(make(DEFINITIONS, TABLES, PACKAGE), isolates_faults=True)


def test_a_fault_refuses_only_what_it_touches(faulty: Project) -> None:
    """Who counts people reads neither the amounts nor other definitions."""
    assert [result.value for result in faulty.compute(["people"])] == [3]
    for code, words in (("money", "x1x"), ("misspelled", "colum"), ("lost", "nowhere"), ("per_person", "x1x")):
        with pytest.raises(Refused, match=words) as refused:
            faulty.compute([code])
        assert len({finding.column for finding in refused.value.findings}) == 1, code
    with pytest.raises(Refused, match="nothing"):
        faulty.compute(["people"], by=["bad"])


def test_the_others_are_computed(faulty: Project) -> None:
    """In their order, and each refused one in each cell; `visits` has no column sex, and so its total only."""
    results = faulty.compute(by=["sex"], keep_going=True)
    assert [result.code for result in results][::3] == [*faulty.framework.indicators]
    assert [result.value for result in results.each("people")] == [2, 1, 3]
    assert [result.value for result in results.each("visits")] == [None, None, 1]
    assert [
        code for code in faulty.framework.indicators if all(one.is_refused for one in results.each(code))
    ] == REFUSED
    told = " ".join(map(str, results.refused))
    assert all(words in told for words in ("x1x", "colum", "nowhere"))
    tracking = faulty.track(keep_going=True)
    assert [(line.indicator.code, line.status) for line in tracking if line.status == "refused"] == [
        (code, "refused") for code in REFUSED
    ]
    assert tracking[0].achievement == 0.5


def test_all_are_refused_where_nothing_is_left(faulty: Project) -> None:
    """With all the findings; and as ever where nobody asks to go on, or the project does not isolate faults."""
    with pytest.raises(Refused) as refused:
        faulty.compute(["money", "lost"], keep_going=True)
    assert len(refused.value.findings) == 2
    with pytest.raises(Refused, match="nix"):
        faulty.compute(["people", "visits"], by=["nix"], keep_going=True)
    with pytest.raises(Refused):
        faulty.compute()


def test_a_fault_of_the_file_itself_refuses_all(make: Callable[..., Path]) -> None:
    """What is no TOML, and a section that nobody knows, may hold anything."""
    for broken in ("[indicators.people\n", DEFINITIONS + "[indikators.x]\n"):
        with pytest.raises(Refused):
            Project.open(make(broken, TABLES, PACKAGE), isolates_faults=True)
