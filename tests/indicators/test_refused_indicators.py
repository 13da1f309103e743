"""Indicators that are refused among others that are not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from roundtable_cli import Finding, Project, Refused
from roundtable_cli.finding_codes import USAGE
from roundtable_cli.indicators import refused_indicators

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


def test_a_fault_of_one_resource_refuses_what_reads_its_table(make: Callable[..., Path]) -> None:
    """By itself, along a foreign key, by a breakdown, or by a calculated column; the other numbers are computed."""
    toml = """
[indicators.visits]
table = "v"
measure = "count"
[indicators.people]
table = "people"
measure = "count"
[indicators.women]
table = "v"
measure = "count"
where = { "who.sex" = "f" }
[indicators.regular]
table = "people"
measure = "count"
where = { visits = { min = 1 } }
[calculated.people.visits]
from = "v"
match = { who = "who" }
measure = "count"
[dimensions.sex]
column = "sex"
columns = { v = "who.sex" }
"""
    people = {"name": "people", "path": "people.csv"}
    keys = [{"fields": "who", "reference": {"resource": "people", "fields": "who"}}]
    visits = {"name": "v", "path": "v.csv", "schema": {"fields": [{"name": "who"}], "foreignKeys": keys}}
    tables = {"people": "who,sex\na,f\nb,m\n", "v": "who\na\na\n"}

    def opened(*resources: object) -> Project:
        return Project.open(make(toml, tables, {"resources": [*resources]}), isolates_faults=True)

    project = opened(
        people | {"schema": {"fields": [{"name": "who", "type": "nix"}, {"name": "sex"}], "primaryKey": "who"}}, visits
    )
    assert [result.value for result in project.compute(["visits"])] == [2]
    for code in ("people", "women", "regular"):
        with pytest.raises(Refused, match="nix"):
            project.compute([code])
    with pytest.raises(Refused, match="nix"):
        project.compute(["visits"], by=["sex"])
    kept = project.compute(keep_going=True)
    assert [(result.code, result.value) for result in kept if not result.is_refused] == [("visits", 2)]
    assert len(kept.refused) == 1
    project = opened(
        people | {"schema": {"fields": [{"name": "who"}, {"name": "sex"}], "primaryKey": "who"}},
        visits | {"path": "nix*.csv"},
    )
    assert [result.value for result in project.compute(["people"])] == [2]
    for code in ("visits", "women", "regular"):
        with pytest.raises(Refused, match="nix"):
            project.compute([code])


def test_a_fault_of_the_package_itself_refuses_all(make: Callable[..., Path]) -> None:
    """A resource without a name may be any; what two are called is the fault of this table alone."""
    toml = '[indicators.a]\ntable = "a"\nmeasure = "count"\n[indicators.b]\ntable = "b"\nmeasure = "count"\n'
    a, b = ({"name": name, "path": f"{name}.csv"} for name in "ab")
    tables = {"a": "x\n1\n", "b": "x\n1\n"}
    faulty_resources: list[object] = [[a, b, {"path": "c.csv"}], [a, b, 5], {}]
    for faulty in faulty_resources:
        with pytest.raises(Refused):
            Project.open(make(toml, tables, {"resources": faulty}), isolates_faults=True)
    project = Project.open(make(toml, tables, {"resources": [a, b, b]}), isolates_faults=True)
    assert [result.value for result in project.compute(["a"])] == [1]
    with pytest.raises(Refused, match="two resources"):
        project.compute(["b"])


def test_keys_tied_to_a_table_at_fault_may_be_personal(make: Callable[..., Path]) -> None:
    """What its schema would have said of them is not known, so they are not printed."""
    toml = '[indicators.visits]\ntable = "v"\nmeasure = "count"\n'
    keys = [{"fields": "who", "reference": {"resource": "people", "fields": "who"}}]
    fields = [{"name": "who", "rt:persnal": True}]
    people = {"name": "people", "path": "people.csv", "schema": {"fields": fields, "primaryKey": "who"}}
    visits = {"name": "v", "path": "v.csv", "schema": {"fields": [{"name": "who"}], "foreignKeys": keys}}
    tables = {"people": "who\nAjar\n", "v": "who\nAjar\n"}
    project = Project.open(make(toml, tables, {"resources": [people, visits]}), isolates_faults=True)
    with pytest.raises(Refused) as refused:
        project.compute(["visits"], by=["who"])
    assert "Ajar" not in str(refused.value)


def test_a_row_of_the_plan_refuses_its_own_indicator(make: Callable[..., Path]) -> None:
    """A target that is no number is nobody else's fault; one for an indicator that there is not is told."""
    toml = '[project]\nplan = "plan.csv"\n'
    toml += "".join(f'[indicators.{code}]\ntable = "t"\nmeasure = "count"\n' for code in ("people", "money"))
    plan = "code,target\npeople,6\nmoney,ten\nmonny,4\nxyz,4\n"
    project = Project.open(make(toml, {"t": TABLES["t"], "plan": plan}), isolates_faults=True)
    with pytest.raises(Refused) as refused:
        project.track()
    assert len(refused.value.findings) == 3
    tracking = project.track(keep_going=True)
    assert [(line.indicator.code, line.status, line.target) for line in tracking] == [
        ("people", "off-track", 6),
        ("money", "refused", None),
    ]
    assert [(finding.row, finding.column) for finding in tracking.refused] == [(5, "code"), (3, "target"), (4, "code")]
    assert [line.status for line in project.track(["people"], keep_going=True)] == ["off-track"]
    with pytest.raises(Refused, match="ten"):
        project.track(["money"], keep_going=True)
    assert project.compute(["money"])[0].value == 3  # a plan is no matter of values


def test_a_category_that_is_not_there_refuses_its_own_indicator(make: Callable[..., Path]) -> None:
    """The row of another indicator has no part in it."""
    toml = '[project]\nplan = "plan.csv"\n[dimensions.sex]\ncolumn = "sex"\ncategories.f = {}\ncategories.m = {}\n'
    toml += "".join(f'[indicators.{code}]\ntable = "t"\nmeasure = "count"\n' for code in ("people", "money"))
    plan = "code,sex,target\npeople,f,6\nmoney,women,10\n"
    project = Project.open(make(toml, {"t": TABLES["t"], "plan": plan}), isolates_faults=True)
    tracking = project.track(by=["sex"], keep_going=True)
    assert {line.indicator.code for line in tracking if line.status == "refused"} == {"money"}
    assert [(finding.row, finding.column) for finding in tracking.refused] == [(3, "sex")]


def test_many_refused_indicators_are_tried_beside_one_other() -> None:
    """Each alone, and once more beside one that is sound, however many are: the time grows with their number alone."""
    codes, asked = [f"sound{number}" for number in range(50)] + [f"bad{number}" for number in range(50)], list[int]()

    def compute(tried: Sequence[str]) -> Sequence[str]:
        asked.append(len(tried))
        if any(code.startswith("bad") for code in tried):
            raise Refused(Finding(USAGE, tried[-1]))
        return tried

    answer, refused = refused_indicators.compute_sound_indicators(codes, compute, keep_going=True)
    assert (answer, [*refused]) == (codes[:50], codes[50:])
    assert sum(asked) <= 100 + 100 + 2 * 50 + 50
