"""What holds for any table: every number equals that of a plain loop over the rows, and all arithmetic closes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundtable_cli import Project, Result, Results
from roundtable_cli.indicators.definitions.conditions import parse_where_option

# The tables, as plain values


class Row(NamedTuple):
    """One record; None is a blank cell."""

    person: str | None
    sex: str | None
    place: str | None
    age: int | None
    usd: Decimal | None
    topics: tuple[str, ...]
    day: date | None


ROWS = st.builds(
    Row,
    person=st.sampled_from(["a", "b", "c", "d", None]),
    sex=st.sampled_from(["f", "F.", "ж", "m", "x", None]),
    place=st.sampled_from(["S1", "S2", "S3", None]),
    age=st.none() | st.integers(12, 27),
    usd=st.none() | st.integers(-500, 500).map(lambda cents: Decimal(cents) / 100),
    topics=st.sampled_from([(), ("art",), ("sport",), ("art", "sport")]),
    day=st.none() | st.dates(date(2017, 12, 1), date(2018, 12, 31)),
)
TABLES = st.lists(ROWS, max_size=12)
DISTRICTS = {"S1": "D1", "S2": "D1", "S3": None}

DEFINITIONS = """
[dimensions.sex]
column = "sex"
categories.f = { aliases = ["ж"] }
categories.m = {}
[dimensions.ages]
column = "age"
bands = [14, 18, 25]
[dimensions.district]
column = "place.district"
[dimensions.minor]
categories.yes = { where = { age = { below = 18 } } }
categories.no = { where = { age = { min = 18 } } }
[dimensions.home]
column = "place"
assign = "first"
"""
MEASURES = {
    "rows": 'measure = "count"',
    "people": 'measure = "unique"\ncolumn = "person"',
    "amount": 'measure = "sum"\ncolumn = "usd"',
    "average": 'measure = "mean"\ncolumn = "usd"',
    "least": 'measure = "min"\ncolumn = "usd"',
    "most": 'measure = "max"\ncolumn = "usd"',
    "minors": 'measure = "share"\nmeets = { age = { below = 18 } }',
    "young_people": 'measure = "share"\ncolumn = "person"\nmeets = { age = { below = 18 } }',
    "young_or_rich": 'measure = "share"\nmeets = { any = [{ age = { below = 18 } }, { usd = { min = 1 } }] }',
    "reached": 'measure = "unique"\ncolumn = "person"\naccumulation = "cumulative"',
    "spent": 'measure = "sum"\ncolumn = "usd"\naccumulation = "cumulative"',
    "state": 'measure = "count"\naccumulation = "latest"',
    "new": 'measure = "unique"\ncolumn = "person"\ndedupe = "first"',
}
FORMULAS = {"per_row": ("ratio", "amount", "rows"), "saldo": ("difference", "amount", "rows")}
ADDITIVE = ("rows", "people", "amount", "reached", "spent", "state", "new")

FIELDS: list[dict[str, Any]] = [
    {"name": "no", "type": "integer"},
    {"name": "person"},
    {"name": "sex"},
    {"name": "place"},
    {"name": "age", "type": "integer", "constraints": {"minimum": 0, "maximum": 120}},
    {"name": "usd", "type": "number", "decimalChar": ","},
    {"name": "topics", "type": "list", "delimiter": "|"},
    {"name": "day", "type": "date", "format": "%d.%m.%Y"},
]
PACKAGE = {
    "resources": [
        {
            "name": "t",
            "path": "t.csv",
            "dialect": {"delimiter": ";"},
            "schema": {
                "fields": FIELDS,
                "foreignKeys": [{"fields": "place", "reference": {"resource": "places", "fields": "code"}}],
            },
        },
        {
            "name": "places",
            "path": "places.csv",
            "schema": {"fields": [{"name": "code"}, {"name": "district"}], "primaryKey": "code"},
        },
    ]
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose rows each example writes anew."""
    home = tmp_path_factory.mktemp("project")
    indicators = "".join(f'[indicators.{code}]\ntable = "t"\n{text}\n' for code, text in MEASURES.items())
    formulas = "".join(
        f'[indicators.{code}]\nmeasure = "{measure}"\nof = ["{a}", "{b}"]\n'
        for code, (measure, a, b) in FORMULAS.items()
    )
    (home / "indicators.toml").write_text(indicators + formulas + DEFINITIONS, encoding="utf-8")
    (home / "datapackage.json").write_text(json.dumps(PACKAGE), encoding="utf-8")
    (home / "places.csv").write_text("code,district\nS1,D1\nS2,D1\nS3,\n", encoding="utf-8")
    return home


def opened(folder: Path, rows: Sequence[Row]) -> Project:
    """The project over these rows, written as a Russian spreadsheet would."""
    lines = [";".join(field["name"] for field in FIELDS)]
    for number, row in enumerate(rows, 1):
        cells = [row.person, row.sex, row.place, row.age, row.usd, "|".join(row.topics), row.day]
        texts = ["" if cell is None else str(cell) for cell in cells]
        texts[4] = texts[4].replace(".", ",")
        texts[6] = row.day.strftime("%d.%m.%Y") if row.day else ""
        lines.append(";".join([str(number), *texts]))
    (folder / "t.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Project.open(folder)


# The same questions, asked of the rows in a plain loop

BLANK = "not recorded"
Test = Callable[[Row], bool]


def always(_: Row) -> bool:
    """Every row."""
    return True


def quarter(day: date) -> str:
    """The calendar quarter of a day."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def categories(row: Row, dimension: str) -> list[str]:
    """The categories that a row is in."""
    age = row.age
    match dimension:
        case "sex":
            found = {"F.": "f", "ж": "f"}.get(row.sex, row.sex) if row.sex else None
        case "place":
            found = row.place
        case "district":
            found = DISTRICTS[row.place] if row.place else None
        case "minor":
            found = None if age is None else "yes" if age < 18 else "no"
        case "ages":
            bands = {"<14": (0, 14), "14-17": (14, 18), "18-24": (18, 25), "25+": (25, 200)}
            found = next((name for name, (low, high) in bands.items() if age is not None and low <= age < high), None)
        case "quarter":
            found = quarter(row.day) if row.day else None
        case "topics":
            return [*row.topics] or [BLANK]
        case _:
            raise AssertionError(dimension)
    return [found or BLANK]


class Asked(NamedTuple):
    """A request, in the project's words and as a test of one row."""

    by: tuple[str, ...]
    where: Any
    holds: Test
    period: str | None
    start: date
    end: date


def _known(rows: Sequence[Row]) -> Iterator[tuple[Any, Test]]:
    """Conditions that none of these rows refuses as a typo, in both spellings."""
    yield {}, always
    yield {"no": {"min": 1}}, always
    yield {"age": {"min": 14, "below": 20}}, lambda row: row.age is not None and 14 <= row.age < 20
    yield [parse_where_option("age=15")], lambda row: row.age == 15
    yield [parse_where_option("age!=15")], lambda row: row.age != 15
    yield [parse_where_option("usd=-1.5..1.5")], lambda row: row.usd is not None and abs(row.usd) <= Decimal("1.5")
    yield {"person": {"missing": True}}, lambda row: row.person is None
    yield [parse_where_option("place!=")], lambda row: row.place is not None
    yield {"sex": "f"}, lambda row: categories(row, "sex") == ["f"]
    yield [parse_where_option("sex!=ж")], lambda row: categories(row, "sex") != ["f"]
    yield [parse_where_option("ages=14-17,25+")], lambda row: categories(row, "ages")[0] in {"14-17", "25+"}
    yield {"minor": {"not": "yes"}}, lambda row: categories(row, "minor") != ["yes"]
    either = [{"age": {"below": 18}, "usd": {"min": 0}}, {"minor": "no", "any": [{"sex": "f"}, {"age": 20}]}]
    yield (
        {"no": {"min": 1}, "any": either},
        lambda row: (
            row.age is not None
            and (
                (row.usd is not None and row.usd >= 0)
                if row.age < 18
                else "f" in categories(row, "sex") or row.age == 20
            )
        ),
    )
    yield (
        {"usd": {"below": {"column": "age"}}},
        lambda row: row.usd is not None and row.age is not None and row.usd < row.age,
    )
    summer = date(2018, 6, 1)
    yield {"day": {"above": summer}}, lambda row: row.day is not None and row.day > summer
    yield [parse_where_option("day=..2018-06-01")], lambda row: row.day is not None and row.day <= summer
    if any(row.place == "S1" for row in rows):
        yield {"place": {"not": "S1"}}, lambda row: row.place != "S1"
        yield (
            [parse_where_option("place.district=D1"), parse_where_option("age!=15")],
            lambda row: row.place in {"S1", "S2"} and row.age != 15,
        )
    if any("art" in row.topics for row in rows):
        yield {"topics": "art"}, lambda row: "art" in row.topics
        yield {"topics": {"not": "art"}}, lambda row: "art" not in row.topics


PERIODS = [
    (None, date.min, date.max),
    ("2018", date(2018, 1, 1), date(2018, 12, 31)),
    ("2018Q2", date(2018, 4, 1), date(2018, 6, 30)),
    ("2018-02", date(2018, 2, 1), date(2018, 2, 28)),
    ("2017/18", date(2017, 1, 1), date(2017, 12, 31)),
    ("2018-03-15..2018-09-20", date(2018, 3, 15), date(2018, 9, 20)),
    ("2018S2..", date(2018, 7, 1), date.max),
    ("..2018-05", date.min, date(2018, 5, 31)),
]
DIMENSIONS = ["sex", "place", "district", "ages", "minor", "topics", "quarter"]


@st.composite
def requests(draw: st.DrawFn, dimensions: Sequence[str] = DIMENSIONS) -> tuple[list[Row], Asked]:
    """A table, and something to ask of it."""
    rows = draw(TABLES)
    by = draw(st.lists(st.sampled_from(dimensions), max_size=2, unique=True))
    where, holds = draw(st.sampled_from([*_known(rows)]))
    period, start, end = draw(st.sampled_from(PERIODS))
    return rows, Asked(tuple(by), where, holds, period, start, end)


class Expected(NamedTuple):
    """What the loop says of one cell."""

    value: Fraction | None
    rows: int
    repeats: int
    missing: int
    outside: int


def expected(code: str, rows: Sequence[Row], asked: Asked, cell: Mapping[str, str]) -> Expected:
    """One indicator in one cell, from the meaning of its words."""
    met = [row for row in rows if asked.holds(row)]
    others = {name: category for name, category in cell.items() if name != "quarter"}
    window = _window(code, met, asked, cell)
    mine = [row for row in window if _is_in(row, others)]
    undated = sum(row.day is None and _is_in(row, others) for row in met)
    outside = undated if asked.period and "quarter" not in cell else 0
    return _measured(code, mine)._replace(outside=outside)


def _is_in(row: Row, cell: Mapping[str, str]) -> bool:
    return all(category in categories(row, name) for name, category in cell.items())


def _window(code: str, met: Sequence[Row], asked: Asked, cell: Mapping[str, str]) -> list[Row]:
    """The rows that the period, and the quarter of the cell, count."""
    timed = cell.get("quarter")
    if code == "new" and (asked.period or "quarter" in asked.by):
        met = [row for row in met if _first(row, met)]
    if timed == BLANK:
        return [row for row in met if row.day is None and not asked.period]
    dated = [(row, row.day) for row in met if row.day is not None and row.day <= asked.end]
    if code in {"reached", "spent"}:
        to_date = [row for row, day in dated if timed is None or quarter(day) <= timed]
        return to_date if timed or asked.period else list(met)
    dated = [(row, day) for row, day in dated if day >= asked.start and timed in {None, quarter(day)}]
    if code == "state":
        last = max((day for _, day in dated), default=None)
        return [row for row, day in dated if day == last]
    return [row for row, _ in dated] if timed or asked.period else list(met)


def _first(row: Row, met: Sequence[Row]) -> bool:
    """Whether it is a row of its person's first date, of one who was never dated, or of nobody."""
    days = [other.day for other in met if other.person == row.person and other.day is not None]
    return row.person is None or not days or row.day == min(days)


def _measured(code: str, rows: Sequence[Row]) -> Expected:
    amounts = [Fraction(row.usd) for row in rows if row.usd is not None]
    people = [row.person for row in rows if row.person is not None]
    whole, none = len(rows), not amounts
    total = None if rows and none else sum(amounts, Fraction(0))
    young = {row.person for row in rows if row.person is not None and row.age is not None and row.age < 18}
    either = sum((row.age is not None and row.age < 18) or (row.usd is not None and row.usd >= 1) for row in rows)
    minors = sum(row.age is not None and row.age < 18 for row in rows)
    values: dict[str, Fraction | None] = {
        "rows": Fraction(whole),
        "state": Fraction(whole),
        **dict.fromkeys(("people", "reached", "new"), Fraction(len({*people}))),
        **dict.fromkeys(("amount", "spent"), total),
        "average": None if none else sum(amounts, Fraction(0)) / len(amounts),
        "least": min(amounts, default=None),
        "most": max(amounts, default=None),
        "minors": Fraction(minors, whole) if whole else None,
        "young_or_rich": Fraction(either, whole) if whole else None,
        "young_people": Fraction(len(young), len({*people})) if people else None,
        "per_row": total / whole if whole and total is not None else None,
        "saldo": None if total is None else total - whole,
    }
    of_people, of_rows = (
        code in {"people", "reached", "new", "young_people"},
        code in {"rows", "state", "minors", "young_or_rich"},
    )
    missing = 0 if of_rows else whole - len(people if of_people else amounts)
    return Expected(values[code], whole, len(people) - len({*people}) if of_people else 0, missing, 0)


def computed(folder: Path, rows: Sequence[Row], asked: Asked, codes: Sequence[str]) -> Results:
    """What the project says."""
    return opened(folder, rows).compute(codes, by=asked.by, where=asked.where, period=asked.period)


def number(result: Result) -> Fraction | float | None:
    """A value as the number it is: exact where it is exact."""
    assert result.value is None or isinstance(result.value, int | float | Decimal)
    return Fraction(result.value) if isinstance(result.value, int | Decimal) else result.value


def same(found: Fraction | float | None, wanted: Fraction | None) -> bool:
    """Equal, or the one float that is nearest."""
    return found == (float(wanted) if isinstance(found, float) and wanted is not None else wanted)


def fraction(result: Result) -> Fraction:
    """A value that is surely exact; none adds nothing."""
    found = number(result)
    assert not isinstance(found, float)
    return found or Fraction(0)


def _is_after_records(rows: Sequence[Row], asked: Asked, cell: Mapping[str, str]) -> bool:
    """Whether what a cell counts begins after the last dated row of all."""
    last, timed = max((row.day for row in rows if row.day), default=None), cell.get("quarter")
    if last is None:
        return False
    is_later = timed is not None and timed != BLANK and timed > quarter(last)
    return is_later or (asked.period is not None and asked.start > last)


examples = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
SOME = st.lists(st.sampled_from([*MEASURES, *FORMULAS]), min_size=1, max_size=4, unique=True)


@settings(examples, max_examples=50)
@given(request=requests(), codes=SOME)
def test_every_number_is_that_of_a_loop_over_the_rows(
    folder: Path, request: tuple[list[Row], Asked], codes: list[str]
) -> None:
    """Any measure, condition, breakdown and period: value and counts of every cell, and no cell is left out."""
    rows, asked = request
    results = computed(folder, rows, asked, codes)
    for result in results:
        wanted = expected(result.code, rows, asked, dict(result.cell))
        if result.code == "state" and not wanted.rows:
            wanted = wanted._replace(value=None)  # no state was recorded
        if _is_after_records(rows, asked, dict(result.cell)):
            wanted = wanted._replace(value=None)
        assert same(number(result), wanted.value), (result.code, result.cell, result.value, wanted.value)
        if result.code not in FORMULAS and result.code != "new":
            counts = (result.counts.rows, result.counts.repeats, result.counts.missing, result.counts.outside)
            assert counts == (wanted.rows, wanted.repeats, wanted.missing, wanted.outside), (result.code, result.cell)
    shown = {result.cell for result in results}
    counting = [code for code in codes if code not in FORMULAS]
    due = [row for row in rows if asked.holds(row) and (row.day is None or asked.start <= row.day <= asked.end)]
    for row, code in product(due, counting):
        for chosen in product(*(categories(row, name) for name in asked.by)):
            cell = dict(zip(asked.by, chosen, strict=True))
            if expected(code, rows, asked, cell).rows:
                assert tuple(cell.items()) in shown


@examples
@given(request=requests(), codes=SOME, shuffle=st.randoms(use_true_random=False))
def test_shuffling_rows_changes_nothing(
    folder: Path, request: tuple[list[Row], Asked], codes: list[str], shuffle: Any
) -> None:
    """The order of records means nothing."""
    rows, asked = request
    other = [*rows]
    shuffle.shuffle(other)
    first, second = (
        [(r.code, r.cell, r.value, r.counts, r.parts) for r in computed(folder, order, asked, codes)]
        for order in (rows, other)
    )
    assert first == second


@examples
@given(request=requests(), codes=SOME, nothing=st.sampled_from([{"no": {"min": 1}}, {"no": {"not": 1, "max": 99}}]))
def test_a_filter_that_excludes_nothing_changes_nothing(
    folder: Path, request: tuple[list[Row], Asked], codes: list[str], nothing: dict[str, Any]
) -> None:
    """Whatever else is asked; excluding row 1 is excluding row 1."""
    rows, asked = request
    asked = asked._replace(where={}, holds=always)
    if "not" in nothing["no"]:
        if not rows:
            return
        plain = computed(folder, rows[1:], asked, codes)
    else:
        plain = computed(folder, rows, asked, codes)
    wanted = {(r.code, r.cell): (r.value, r.counts) for r in plain if r.counts.rows}
    found = computed(folder, rows, asked._replace(where=nothing), codes)
    assert {(r.code, r.cell): (r.value, r.counts) for r in found if r.counts.rows} == wanted


@examples
@given(request=requests())
def test_the_arithmetic_of_every_cell_closes(folder: Path, request: tuple[list[Row], Asked]) -> None:
    """Rows − repeats − missing = people; parts − overlap = whole; and no overlap where the parts are disjoint."""
    rows, asked = request
    results = computed(folder, rows, asked, ADDITIVE)
    for result in results:
        counts = result.counts
        if result.code in {"people", "reached", "new"} and result.value is not None:
            assert (counts.rows or 0) - (counts.repeats or 0) - (counts.missing or 0) == result.value
        along = next((name for name in asked.by if name not in dict(result.cell)), None)
        to_date = along == "quarter" and result.code in {"reached", "spent", "state"}
        if along and not to_date and result.value is not None:
            parts = [
                fraction(part)
                for part in results.each(result.code)
                if len(part.cell) == len(result.cell) + 1
                and tuple(pair for pair in part.cell if pair[0] != along) == result.cell
                and along in dict(part.cell)
            ]
            assert counts.overlap is not None
            assert sum(parts) - Fraction(counts.overlap) == fraction(result)
            disjoint = result.code in {"rows", "amount"} and along != "topics"
            assert not (disjoint and counts.overlap)


@examples
@given(request=requests(), codes=SOME)
def test_a_breakdown_never_changes_the_total(folder: Path, request: tuple[list[Row], Asked], codes: list[str]) -> None:
    """The total is computed from the records, whatever stands beside it.

    First appearances by time count the rows of the periods in which they are: not those of a person's later ones.
    """
    rows, asked = request
    alone = computed(folder, rows, asked._replace(by=()), codes)
    beside = [result for result in computed(folder, rows, asked, codes) if not result.cell]
    for one, other in zip(alone, beside, strict=True):
        assert (one.code, one.value, one.parts) == (other.code, other.value, other.parts)
        if (one.code, "quarter" in asked.by) != ("new", True):
            assert one.counts._replace(overlap=0) == other.counts._replace(overlap=0)


@examples
@given(request=requests(dimensions=["sex"]))
def test_first_appearances_add_up_over_the_periods(folder: Path, request: tuple[list[Row], Asked]) -> None:
    """Each person is new in one quarter, or not recorded in any: the parts are the total."""
    rows, asked = request
    results = computed(folder, rows, asked._replace(by=("quarter",)), ["new"])
    assert sum(fraction(result) for result in results[:-1]) == fraction(results[-1])
    assert results[-1].counts.overlap == 0


@examples
@given(request=requests(dimensions=["sex", "quarter"]))
def test_people_assigned_to_one_category_add_up(folder: Path, request: tuple[list[Row], Asked]) -> None:
    """Over the homes, in every cell of another dimension, and over all of them in a cumulative value too."""
    rows, asked = request
    results = computed(folder, rows, asked._replace(by=(*asked.by[:1], "home")), ["people", "reached"])
    for whole in results:
        if "home" not in dict(whole.cell):
            homes = [
                part
                for part in results.each(whole.code)
                if "home" in dict(part.cell) and tuple(pair for pair in part.cell if pair[0] != "home") == whole.cell
            ]
            assert sum(map(fraction, homes)) == fraction(whole)
            assert sum(part.counts.rows or 0 for part in homes) == whole.counts.rows
