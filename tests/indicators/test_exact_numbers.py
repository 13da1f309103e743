"""Numbers of any size and any number of digits: each measure gives what fractions give, or is refused."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundtable_cli import Project, Refused
from roundtable_cli.indicators.results import to_output_number
from roundtable_cli.tables.engines.sql import external_table
from tests import run_length

MEASURES = ("sum", "mean", "median", "min", "max", "unique")
NEAR_THE_LIMITS = (
    "9007199254740993 9007199254740992 0.30000000000000004 0.3 -0 0 -0.0 1e-400 1e23 99999999999999991611392 5e-324 "
    "4.9e-324 1.7976931348623157e308 0.1234567890123456789"
).split()
Row = tuple[str, str, str]  # a group, a number, a weight


def any_number(rng: random.Random) -> str:
    """1 to 40 digits, from 1e-30 to 1e40, written in full or with an exponent."""
    digits, size = rng.randint(1, 40), rng.randint(-30, 40)
    number = Decimal(rng.randrange(10**digits)).scaleb(size - digits)
    return rng.choice(["", "-"]) + (f"{number:f}" if rng.random() < 0.7 else f"{number:e}")


def whole_number(rng: random.Random) -> str:
    """Of 64 bits; some beside the limit up to which floats hold them all."""
    return str(rng.choice([rng.randint(-(2**63), 2**63 - 1), 2**53 + rng.randint(-2, 2), rng.randint(-9, 9)]))


KINDS: dict[str, Callable[[random.Random], str]] = {
    "any": any_number,
    "whole": whole_number,
    "money": lambda rng: f"{Decimal(rng.randint(-(10**17), 10**17)) / 100:f}",
    "near": lambda rng: rng.choice(NEAR_THE_LIMITS),
    "float": lambda rng: repr(rng.random() * 10 ** rng.randint(-8, 18)),
}


def make_rows(rng: random.Random, kind: str, count: int) -> list[Row]:
    """Rows in which numbers recur, and some are blank."""
    pool = [KINDS[kind](rng) for _ in range(max(2, count // 2))] + ["7", "20"]
    return [(rng.choice("ab"), rng.choice(pool) if rng.random() < 0.9 else "", rng.choice("123")) for _ in range(count)]


def write_project(folder: Path, rows: Sequence[Row], kind: str, bound: str) -> Path:
    """A project that asks for each measure, and for the rows beyond, up to and at a bound."""
    (folder / "t.csv").write_text("g,x,w\n" + "".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
    fields = [{"name": "g"}, {"name": "x", "type": "integer" if kind == "whole" else "number"}]
    fields.append({"name": "w", "type": "integer"})
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    asked = {name: f'measure = "{name}"\ncolumn = "x"\n' for name in MEASURES}
    asked["weighted"] = 'measure = "sum"\ncolumn = "x"\nweight = "w"\n'
    asked["above"] = f'measure = "count"\nwhere = {{ x = {{ above = {bound} }} }}\n'
    asked["equal"] = f'measure = "count"\nwhere = {{ x = {bound} }}\n'
    asked["upto"] = f'measure = "share"\nmeets = {{ x = {{ max = {bound} }} }}\n'
    toml = "".join(f'[indicators.{code}]\ntable = "t"\n{text}' for code, text in asked.items())
    (folder / "indicators.toml").write_text(toml, encoding="utf-8")
    return folder


def expected_values(rows: Sequence[Row], bound: Fraction) -> dict[str, Fraction | int | None]:
    """What each indicator of the project has to give."""
    pairs = [(Fraction(Decimal(text)), int(weight)) for _, text, weight in rows if text]
    numbers = sorted(number for number, _ in pairs)
    middle = (numbers[(len(numbers) - 1) // 2] + numbers[len(numbers) // 2]) / 2 if numbers else None
    return {
        "sum": sum(numbers) if numbers else None,
        "mean": Fraction(sum(numbers)) / len(numbers) if numbers else None,
        "median": middle,
        "min": min(numbers, default=None),
        "max": max(numbers, default=None),
        "unique": len({*numbers}),
        "weighted": sum(number * weight for number, weight in pairs) if pairs else None,
        "above": sum(number > bound for number in numbers),
        "equal": sum(number == bound for number in numbers),
        "upto": Fraction(sum(number <= bound for number in numbers), len(rows)),
    }


def check_seed(folder: Path, engine: str, seed: int) -> None:
    """One table, whole, by group, and by each of its numbers."""
    rng = random.Random(seed)  # noqa: S311 - figures, not secrets
    kind, count = rng.choice([*KINDS, "any", "near"]), rng.choice([1, 3, 12, 12, 1100])
    rows = make_rows(rng, kind, count)
    written = rng.choice([text for _, text, _ in rows if text] or ["7"])
    bound = Fraction(Decimal(written))
    project = Project.open(write_project(folder, rows, kind, f"{Decimal(written):f}"), engine=engine)
    try:
        results = project.compute([*expected_values(rows, bound)], by=["g"])
    except Refused as refused:
        assert "has no value" in str(refused)  # noqa: PT017 - of no row with a number at all
        return
    for group in ("", "a", "b"):
        within = [row for row in rows if group in ("", row[0])]
        for code, value in expected_values(within, bound).items() if within else ():
            found = results.of(code, (("g", group),) if group else ())
            wanted = None if value is None else to_output_number(value, quotient=code in {"mean", "upto"})
            assert (found and found.value) == wanted, (kind, code, group)
    categories = {result.category("x") for result in project.compute(["unique"], by=["x"]) if result.cell}
    texts = {text for _, text, _ in rows if text}
    assert categories - {"not recorded"} == {str_of(Decimal(text)) for text in texts}


def str_of(number: Decimal) -> str:
    """A number in full: no exponent, no zeros at its end, and no minus before 0."""
    text = f"{number or 0:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@pytest.mark.parametrize("seed", [4, 12])
def test_measures_are_those_of_fractions(tmp_path: Path, engine: str, seed: int) -> None:
    """A small sample of tables that are always the same."""
    check_seed(tmp_path, engine, seed)


@pytest.mark.long
@settings(max_examples=run_length.count_trials(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_measures_of_any_numbers_are_those_of_fractions(tmp_path: Path, engine: str, seed: int) -> None:
    """Whatever their size, and however many digits they have."""
    check_seed(tmp_path, engine, seed)


def test_large_files_are_as_exact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that DuckDB reads itself is asked once more, when its numbers turn out to be long."""
    rows = [("a", "9007199254740993", "1"), ("b", "9007199254740992", "1"), ("a", "0.12345678901234567", "2")]
    folder = write_project(tmp_path, rows, "any", "9007199254740992")
    monkeypatch.setattr(external_table, "PYTHON_MAX_BYTES", -1)
    monkeypatch.setattr(external_table, "FALLBACK_MAX_BYTES", -1)
    results = Project.open(folder, engine="duckdb").compute(["sum", "unique", "above", "max"])
    values = {result.code: result.value for result in results}
    total = Decimal("18014398509481985.12345678901234567")
    assert values == {"sum": total, "unique": 3, "above": 1, "max": 9007199254740993}


CALCULATED = """
[calculated.t.both]
of = ["x", "w"]
measure = "{measure}"
[indicators.n]
table = "t"
measure = "max"
column = "both"
"""


@pytest.mark.parametrize(("measure", "codes"), [("sum", ["rounded-number"]), ("max", []), ("min", [])])
def test_a_calculated_column_that_rounds_says_so(tmp_path: Path, engine: str, measure: str, codes: list[str]) -> None:
    """Its sums are floats; what is one of the values is itself."""
    folder = write_project(tmp_path, [("a", "9007199254740993", "2")], "whole", "1")
    (folder / "indicators.toml").write_text(CALCULATED.format(measure=measure), encoding="utf-8")
    project = Project.open(folder, engine=engine)
    results = project.compute(["n"])
    assert [one.code for one in results.assumptions] == codes
    assert {"max": 9007199254740993, "min": 2, "sum": 9007199254740996}[measure] == results[0].value
    assert {"rounded-number"} & {one.code for report in project.check() for one in report.findings} == {*codes}


def test_a_calculated_column_of_long_numbers_is_refused(tmp_path: Path) -> None:
    """Engines would make floats of them."""
    folder = write_project(tmp_path, [("a", "9007199254740993", "2")], "any", "1")
    (folder / "indicators.toml").write_text(CALCULATED.format(measure="sum"), encoding="utf-8")
    with pytest.raises(Refused, match='"x" has numbers with more than 15 digits'):
        Project.open(folder).compute(["n"])


@pytest.mark.parametrize("factor", ["1e5000", "1e-5000", "1" + "0" * 500, "inf", "nan"])
def test_a_factor_of_any_size_is_refused_with_its_place(tmp_path: Path, factor: str) -> None:
    """None ends in a wrong number, or in words of Python."""
    folder = write_project(tmp_path, [("a", "5", "2")], "any", "1")
    toml = f'[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "x"\nfactor = {factor}\n'
    (folder / "indicators.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(Refused, match=r"indicators.toml, \[indicators.n\] factor: expected a number to compute with"):
        Project.open(folder).compute(["n"])


def test_products_without_end_are_refused(tmp_path: Path) -> None:
    """Factors that are allowed make numbers that nobody could print."""
    folder = write_project(tmp_path, [("a", "1e300", "2")], "any", "1")
    toml = '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "x"\nfactor = 1e400\n'
    toml += '[indicators.p]\nmeasure = "product"\nof = ["n", "n"]\n'
    (folder / "indicators.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(Refused, match="p: the value is too large or too small to be written"):
        Project.open(folder).compute(["p"])
