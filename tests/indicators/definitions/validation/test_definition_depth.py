"""Chains of definitions: formulas of any length, calculated columns and dimensions up to a limit that is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.indicators.definitions.validation.definition_depth import MAX_DEPTH

COUNT = '[indicators.n0]\ntable = "t"\nmeasure = "count"\n'


def formulas(number: int, first: str, second: str) -> str:
    """So many formulas, each over the one before."""
    lines = ('[indicators.n{0}]\nmeasure = "difference"\nof = ["' + f'{first}", "{second}"]\n' for _ in range(number))
    return COUNT + "".join(line.format(place, place - 1) for place, line in enumerate(lines, 1))


def columns(number: int, part: str, last: str = "") -> str:
    """So many calculated columns, each over the one before and a part; an indicator over the last."""
    own = ('[calculated.t.c{0}]\nmeasure = "difference"\nof = ["c{1}", "' + part + '"]\n' for _ in range(1, number))
    chain = "".join(line.format(place, place - 1) for place, line in enumerate(own, 1))
    first = '[calculated.t.c0]\nmeasure = "difference"\nof = ["a", "a"]\n'
    return f'{first}{chain}[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "{last or f"c{number - 1}"}"\n'


def dimensions(number: int, tests: int) -> str:
    """So many dimensions, of which the categories test the one before so many times."""
    toml = "[dimensions.d0]\ncategories = { x0 = { where = { a = 1 } }, x1 = { where = { a = 2 } } }\n"
    for place in range(1, number):
        ways = ", ".join(f'x{test} = {{ where = {{ d{place - 1} = "x{test}" }} }}' for test in range(tests))
        toml += f"[dimensions.d{place}]\ncategories = {{ {ways} }}\n"
    return COUNT + toml


def open_project(folder: Path, toml: str) -> Project:
    """A project of one table with the numbers 1 and 2."""
    (folder / "t.csv").write_text("id,a\n1,1\n2,2\n", encoding="utf-8")
    (folder / "indicators.toml").write_text(toml, encoding="utf-8")
    return Project.open(folder)


@pytest.mark.parametrize(("first", "second", "value"), [("n{1}", "n0", 2 - 2 * 1_500), ("n{1}", "n{1}", 0)])
def test_formulas_are_computed_however_long_their_chain_is(tmp_path: Path, first: str, second: str, value: int) -> None:
    """Each is computed once, also where the next reads it twice."""
    project = open_project(tmp_path, formulas(1_500, first, second))
    assert [result.value for result in project.compute(["n1500"])] == [value]


def test_a_product_of_products_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    """Its digits double with each step."""
    project = open_project(tmp_path, formulas(60, "n{1}", "n{1}").replace("difference", "product"))
    with pytest.raises(Refused, match=r"n12: the value is too large"):
        project.compute(["n60"])


@pytest.mark.long
@pytest.mark.parametrize(("part", "value"), [("a", -3 * (MAX_DEPTH - 1)), ("c{1}", 0)])
def test_calculated_columns_up_to_the_limit_are_computed(tmp_path: Path, part: str, value: int) -> None:
    """Also where each reads the one before twice."""
    project = open_project(tmp_path, columns(MAX_DEPTH, part))
    assert [result.value for result in project.compute(["n"])] == [value]


@pytest.mark.parametrize(
    ("toml", "place", "words"),
    [
        (columns(1_500, "a"), f"[calculated.t.c{MAX_DEPTH}]", f"a chain of more than {MAX_DEPTH}"),
        (dimensions(1_500, 1), f"[dimensions.d{MAX_DEPTH}]", f"a chain of more than {MAX_DEPTH}"),
        (dimensions(14, 2), "[dimensions.d12]", "more than 10,000 conditions"),
    ],
)
def test_beyond_the_limit_the_definition_is_named(tmp_path: Path, toml: str, place: str, words: str) -> None:
    """The first with which it is too much, and the limit."""
    with pytest.raises(Refused) as refused:
        open_project(tmp_path, toml)
    assert [(finding.column, words in finding.fault) for finding in refused.value.findings] == [(place, True)]


def test_a_fault_at_the_bottom_of_a_chain_is_told_once(tmp_path: Path) -> None:
    """Each column over it is not bound again and again, which would double with each step."""
    project = open_project(tmp_path, columns(MAX_DEPTH, "c{1}").replace('"a", "a"', '"b", "b"'))
    with pytest.raises(Refused) as refused:
        project.compute(["n"])
    assert {finding.column for finding in refused.value.findings} == {"[calculated.t.c0]"}
