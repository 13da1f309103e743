"""What holds for any tables: every calculated value is that of a plain loop over the rows, in exact fractions."""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundtable_cli import Project, Results

Value = Fraction | None


class Mine(NamedTuple):
    """A row that values are worked out for; None is a blank cell."""

    key: str | None
    other: str | None
    start: date | None
    end: date | None
    x: Decimal | None
    y: Decimal | None
    z: Decimal | None


class Theirs(NamedTuple):
    """A row that may belong to it."""

    key: str | None
    other: str | None
    day: date | None
    kind: str | None
    usd: Decimal | None


KEYS = st.sampled_from(["a", "b", "c", None])
DAYS = st.none() | st.dates(date(2018, 1, 1), date(2018, 2, 10))
CENTS = st.none() | st.integers(-500, 500).map(lambda cents: Decimal(cents) / 100)
TENTHS = st.none() | st.integers(-30, 30).map(lambda tenths: Decimal(tenths) / 10)

OVER_ROWS = {
    "number": 'measure = "count"',
    "kinds": 'measure = "unique"\ncolumn = "kind"',
    "amounts": 'measure = "unique"\ncolumn = ["kind", "usd"]',
    "total": 'measure = "sum"\ncolumn = "usd"',
    "thrice": 'measure = "sum"\ncolumn = "usd"\nfactor = 3',
    "average": 'measure = "mean"\ncolumn = "usd"',
    "rounded": 'measure = "mean"\ncolumn = "usd"\ndecimals = 2',
    "middle": 'measure = "median"\ncolumn = "usd"',
    "middle_whole": 'measure = "median"\ncolumn = "ordinal"\nfactor = 3\ndecimals = 1',
    "most_of_them": 'measure = "percentile"\ncolumn = "usd"\nat = 90',
    "third": 'measure = "percentile"\ncolumn = "ordinal"\nat = 33.3\ndecimals = 2',
    "least": 'measure = "min"\ncolumn = "usd"',
    "most": 'measure = "max"\ncolumn = "usd"',
    "last": 'measure = "latest"\ncolumn = "ordinal"',
    "positive": 'measure = "share"\nmeets = { usd = { above = 0 } }',
    "positive_kinds": 'measure = "share"\ncolumn = "kind"\nmeets = { usd = { above = 0 } }\nunit = "%"',
}
OVER_COLUMNS = {
    "ratio": 'of = ["x", "y"]\nmeasure = "ratio"',
    "percent": 'of = ["x", "y"]\nmeasure = "ratio"\nfactor = 100\ndecimals = 1',
    "difference": 'of = ["x", "y"]\nmeasure = "difference"',
    "product": 'of = ["x", "y", "z"]\nmeasure = "product"',
    "cents": 'of = ["x", "y", "z"]\nmeasure = "product"\ndecimals = 2',
    "sum_of": 'of = ["x", "y", "z"]\nmeasure = "sum"',
    "mean_of": 'of = ["x", "y", "z"]\nmeasure = "mean"',
    "middle_of": 'of = ["x", "y", "z"]\nmeasure = "median"',
    "min_of": 'of = ["x", "y", "z"]\nmeasure = "min"',
    "max_of": 'of = ["x", "y", "z"]\nmeasure = "max"\nfactor = -2',
    "there": 'of = ["x", "y", "z"]\nmeasure = "count"',
    "alike": 'of = ["x", "y", "z"]\nmeasure = "unique"',
    "days": 'of = ["end", "start"]\nmeasure = "difference"\nunit = "days"',
}
BOUNDS = ["", 'until = "end"', 'since = "start"', 'since = "start"\nuntil = "end"']
MATCHES = ['key = "key"', 'key = "key", other = "other"', 'other = "key"']
WHERES = ["", "where = { usd = { min = 0 } }"]
PERIODS = [None, "..2018-01", "2018-01-20..2018-01-25", "2018-02"]
PACKAGE: dict[str, Any] = {
    "resources": [
        {"name": name, "path": f"{name}.csv", "schema": {"fields": [{"name": n, "type": t} for n, t in fields.items()]}}
        for name, fields in {
            "mine": {
                "no": "integer", "key": "string", "other": "string", "start": "date", "end": "date",
                "x": "number", "y": "number", "z": "number",
            },
            "theirs": {
                "no": "integer", "key": "string", "other": "string", "day": "date", "kind": "string",
                "usd": "number", "ordinal": "integer",
            },
        }.items()
    ]
}  # fmt: skip


class Rule(NamedTuple):
    """Which rows belong to a row, and up to which day they are known."""

    match: str
    bounds: str
    where: str
    period: str | None

    @property
    def ends(self) -> tuple[date, date]:
        """The first and the last day of the period."""
        spans = {
            None: (date.min, date.max),
            "..2018-01": (date.min, date(2018, 1, 31)),
            "2018-01-20..2018-01-25": (date(2018, 1, 20), date(2018, 1, 25)),
            "2018-02": (date(2018, 2, 1), date(2018, 2, 28)),
        }
        return spans[self.period]

    def asked(self, row: Mine) -> bool:
        """Whether a row is in the period, by its start."""
        return self.period is None or (row.start is not None and self.ends[0] <= row.start <= self.ends[1])

    def belongs(self, row: Mine, other: Theirs) -> bool:
        """Whether another row belongs to a row, and is known at the period's end."""
        pairs = {
            MATCHES[0]: ((row.key, other.key),),
            MATCHES[1]: ((row.key, other.key), (row.other, other.other)),
            MATCHES[2]: ((row.key, other.other),),
        }[self.match]
        tests = [mine is not None and mine == theirs for mine, theirs in pairs]
        if self.period is not None:
            tests.append(other.day is not None and other.day <= self.ends[1])
        if "until" in self.bounds:
            tests.append(other.day is not None and row.end is not None and other.day <= row.end)
        if "since" in self.bounds:
            tests.append(other.day is not None and row.start is not None and other.day >= row.start)
        return all(tests)


RULES = st.builds(
    Rule, st.sampled_from(MATCHES), st.sampled_from(BOUNDS), st.sampled_from(WHERES), st.sampled_from(PERIODS)
)


def definitions(rule: Rule, codes: Sequence[str]) -> str:
    """Calculated columns, and an indicator of each."""
    link = f'from = "theirs"\nmatch = {{ {rule.match} }}\n{rule.bounds}\n{rule.where}\n'
    columns = {code: link + text for code, text in OVER_ROWS.items()} | OVER_COLUMNS
    return "".join(
        f'[calculated.mine.{code}]\n{columns[code]}\n[indicators.{code}]\ntable = "mine"\nmeasure = "max"\n'
        f'column = "{code}"\ndate = "start"\n'
        for code in codes
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose rows and rules each example writes anew."""
    home = tmp_path_factory.mktemp("project")
    (home / "datapackage.json").write_text(json.dumps(PACKAGE), encoding="utf-8")
    return home


class Tables(NamedTuple):
    """Rows of both tables, each with a number that stays with it."""

    mine: list[tuple[int, Mine]]
    theirs: list[tuple[int, Theirs]]

    def write(self, folder: Path) -> None:
        """As the project's files."""
        mine: list[tuple[object, ...]] = [(no, *row) for no, row in self.mine]
        theirs: list[tuple[object, ...]] = [
            (no, *row, row.day.toordinal() if row.day else None) for no, row in self.theirs
        ]
        for resource, rows in zip(PACKAGE["resources"], (mine, theirs), strict=True):
            lines = [",".join(field["name"] for field in _fields(resource))]
            lines += [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
            (folder / f"{resource['name']}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def computed(folder: Path, tables: Tables, rule: Rule, codes: Sequence[str], **where: Any) -> Results:
    """What the project says of every row."""
    tables.write(folder)
    (folder / "indicators.toml").write_text(definitions(rule, codes), encoding="utf-8")
    return Project.open(folder).compute(codes, by=["no"], period=rule.period, where=where)


def _fields(resource: Mapping[str, Any]) -> list[dict[str, str]]:
    fields: list[dict[str, str]] = resource["schema"]["fields"]
    return fields


def values(results: Results) -> dict[tuple[str, int], Any]:
    """The value of each column of each row that is in the period."""
    return {
        (result.code, int(result.category("no"))): result.value
        for result in results
        if result.cell and result.counts.rows
    }


# The same in a plain loop


def rounded(value: Value, decimals: int) -> Value:
    """Half away from zero."""
    if value is None:
        return None
    steps = math.floor(abs(value) * 10**decimals + Fraction(1, 2))
    return Fraction(steps if value > 0 else -steps, 10**decimals)


def mean(numbers: Sequence[Fraction]) -> Value:
    """None of none."""
    return sum(numbers, Fraction(0)) / len(numbers) if numbers else None


def percentile(numbers: Sequence[Fraction], percent: Fraction) -> Value:
    """Between two ranks in proportion; None of none."""
    ordered = sorted(numbers)
    if not ordered:
        return None
    rank = (len(ordered) - 1) * percent / 100
    low, high = ordered[math.floor(rank)], ordered[math.ceil(rank)]
    return low + (rank - math.floor(rank)) * (high - low)


def over_rows(code: str, row: Mine, theirs: Sequence[Theirs], rule: Rule) -> Value:
    """The value of a column over the rows that belong to a row."""
    found = [other for other in theirs if rule.belongs(row, other)]
    if rule.where:
        found = [other for other in found if other.usd is not None and other.usd >= 0]
    amounts = [Fraction(other.usd) for other in found if other.usd is not None]
    total = sum(amounts, Fraction(0)) if amounts or not found else None
    kinds = {other.kind for other in found} - {None}
    good = {other.kind for other in found if other.usd is not None and other.usd > 0} - {None}
    dated = [other.day for other in found if other.day]
    ordinals = [Fraction(day.toordinal()) for day in dated]
    answers: dict[str, Callable[[], Value]] = {
        "number": lambda: Fraction(len(found)),
        "kinds": lambda: Fraction(len(kinds)),
        "amounts": lambda: Fraction(len({(o.kind, o.usd) for o in found if o.kind and o.usd is not None})),
        "total": lambda: total,
        "thrice": lambda: None if total is None else 3 * total,
        "average": lambda: mean(amounts),
        "rounded": lambda: rounded(mean(amounts), 2),
        "middle": lambda: statistics.median(amounts) if amounts else None,
        "middle_whole": lambda: rounded(statistics.median(ordinals) * 3, 1) if ordinals else None,
        "most_of_them": lambda: percentile(amounts, Fraction(90)),
        "third": lambda: rounded(percentile(ordinals, Fraction("33.3")), 2),
        "least": lambda: min(amounts, default=None),
        "most": lambda: max(amounts, default=None),
        "last": lambda: Fraction(max(dated).toordinal()) if dated else None,
        "positive": lambda: Fraction(sum(amount > 0 for amount in amounts), len(found)) if found else None,
        "positive_kinds": lambda: Fraction(100 * len(good), len(kinds)) if kinds else None,
    }
    return answers[code]()


def over_columns(code: str, row: Mine) -> Value:
    """The value of a column over columns of a row."""
    x, y, z = operands = [None if cell is None else Fraction(cell) for cell in (row.x, row.y, row.z)]
    there = [cell for cell in operands if cell is not None]
    ratio = x / y if x is not None and y else None
    product = x * y * z if x is not None and y is not None and z is not None else None
    answers: dict[str, Value] = {
        "ratio": ratio,
        "percent": None if ratio is None else rounded(100 * ratio, 1),
        "difference": x - y if x is not None and y is not None else None,
        "product": product,
        "cents": rounded(product, 2),
        "sum_of": sum(there, Fraction(0)) if there else None,
        "mean_of": mean(there),
        "middle_of": statistics.median(there) if there else None,
        "min_of": min(there, default=None),
        "max_of": -2 * max(there) if there else None,
        "there": Fraction(len(there)),
        "alike": Fraction(len({*there})),
        "days": Fraction((row.end - row.start).days) if row.end and row.start else None,
    }
    return answers[code]


def same(found: Any, wanted: Value) -> bool:
    """Equal, or the decimal or float that is nearest."""
    return found is wanted if found is None or wanted is None else float(found) == float(wanted)


examples = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
SOME_ROWS = st.lists(st.sampled_from([*OVER_ROWS]), min_size=1, max_size=4, unique=True)
SOME_COLUMNS = st.lists(st.sampled_from([*OVER_COLUMNS]), min_size=1, max_size=4, unique=True)
SOME = st.lists(st.sampled_from([*OVER_ROWS, *OVER_COLUMNS]), min_size=1, max_size=2, unique=True)
TABLES = st.builds(
    Tables,
    st.lists(st.builds(Mine, KEYS, KEYS, DAYS, DAYS, CENTS, TENTHS, TENTHS), max_size=5).map(
        lambda rows: [*enumerate(rows, 1)]
    ),
    st.lists(st.builds(Theirs, KEYS, KEYS, DAYS, st.sampled_from(["p", "q", None]), CENTS), max_size=9).map(
        lambda rows: [*enumerate(rows, 1)]
    ),
)


@settings(examples, max_examples=30)
@given(tables=TABLES, rule=RULES, codes=SOME_ROWS)
def test_every_value_over_rows_is_that_of_a_loop(folder: Path, tables: Tables, rule: Rule, codes: list[str]) -> None:
    """Any match, bounds, condition and period; blank keys and days, and rows that are there twice."""
    found = values(computed(folder, tables, rule, codes))
    asked = {no: row for no, row in tables.mine if rule.asked(row)}
    assert {no for _, no in found} == {*asked}
    theirs = [row for _, row in tables.theirs]
    for (code, no), value in found.items():
        wanted = over_rows(code, asked[no], theirs, rule)
        assert same(value, wanted), (code, no, value, wanted)


@settings(examples, max_examples=30)
@given(tables=TABLES, codes=SOME_COLUMNS)
def test_every_value_over_columns_is_that_of_fractions(folder: Path, tables: Tables, codes: list[str]) -> None:
    """The nearest number to the exact one; rounded, the exact one."""
    found = values(computed(folder, tables, Rule(MATCHES[0], "", "", None), codes))
    rows = dict(tables.mine)
    assert len(found) == len(rows) * len(codes)
    for (code, no), value in found.items():
        wanted = over_columns(code, rows[no])
        assert same(value, wanted), (code, no, value, wanted)


@examples
@given(tables=TABLES, rule=RULES, codes=SOME, chance=st.randoms(use_true_random=False))
def test_the_order_of_rows_means_nothing(
    folder: Path, tables: Tables, rule: Rule, codes: list[str], chance: Any
) -> None:
    """In neither table."""
    first = values(computed(folder, tables, rule, codes))
    turned = Tables([*tables.mine], [*tables.theirs])
    chance.shuffle(turned.mine)
    chance.shuffle(turned.theirs)
    assert values(computed(folder, turned, rule, codes)) == first


@examples
@given(tables=TABLES, rule=RULES, codes=SOME)
def test_a_filter_changes_no_value_of_the_rows_that_it_leaves(
    folder: Path, tables: Tables, rule: Rule, codes: list[str]
) -> None:
    """One that excludes nothing excludes nothing; one of two rows leaves each the value that it had."""
    plain = values(computed(folder, tables, rule, codes))
    assert values(computed(folder, tables, rule, codes, no={"min": 1})) == plain
    fewer = values(computed(folder, tables, rule, codes, no={"max": 2}))
    assert fewer == {key: value for key, value in plain.items() if key[1] <= 2}


@examples
@given(tables=TABLES, rule=RULES, codes=SOME_ROWS)
def test_a_link_neither_loses_nor_multiplies_rows(folder: Path, tables: Tables, rule: Rule, codes: list[str]) -> None:
    """However many rows belong to each, and however often its key is there."""
    tables.write(folder)
    (folder / "indicators.toml").write_text(definitions(rule, codes), encoding="utf-8")
    for total in Project.open(folder).compute(codes, period=rule.period):
        assert total.counts.rows == sum(rule.asked(row) for _, row in tables.mine)
