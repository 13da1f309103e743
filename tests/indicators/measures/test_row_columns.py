"""Columns worked out for a row from columns of its own: numbers without rounding, and time between dates."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

from roundtable_cli import Finding, Project, Refused

Open = Callable[..., Project]
NUMBERS = ("number", "number", "number")
DATES = ("date", "date")


def defined(rule: str, types: Sequence[str], where: str = "") -> tuple[str, dict[str, Any]]:
    """Definitions of `t.k` over the columns `v0`, `v1`, …, and of its maximum and a count; and the package."""
    columns = [f"v{index}" for index in range(len(types))]
    fields = [{"name": "no"}, *({"name": c, "type": t} for c, t in zip(columns, types, strict=True))]
    toml = f"[calculated.t.k]\nof = {json.dumps(columns)}\n{rule}\n"
    toml += '[indicators.value]\ntable = "t"\nmeasure = "max"\ncolumn = "k"\n'
    toml += f'[indicators.rows]\ntable = "t"\nmeasure = "count"\n{where}\n'
    return toml, {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": fields}}]}


def rows(*written: Sequence[object]) -> dict[str, str]:
    """The table `t` with these rows, numbered."""
    head = ",".join(["no", *(f"v{index}" for index in range(len(written[0])))])
    return {"t": "\n".join([head, *(",".join([str(no), *map(str, row)]) for no, row in enumerate(written))]) + "\n"}


def value(project: Open, rule: str, *cells: object, types: Sequence[str] = NUMBERS) -> Any:
    """The calculated value of a row of these cells."""
    toml, package = defined(rule, types[: len(cells)])
    return project(toml, rows(cells), package).compute(["value"])[0].value


def refused(project: Open, rule: str, *cells: object, types: Sequence[str] = NUMBERS) -> Finding:
    """Why the definition is refused; the place is its own."""
    toml, package = defined(rule, types[: len(cells)])
    with pytest.raises(Refused) as error:
        project(toml, rows(cells), package).compute()
    found = error.value.findings[0]
    assert found.file == "indicators.toml"
    return found


# Every measure, and operands that are missing


@pytest.mark.parametrize(
    ("measure", "cells", "expected"),
    [
        ("ratio", ("1", "8"), "0.125"),
        ("ratio", ("-1", "8"), "-0.125"),
        ("ratio", ("0", "8"), "0"),
        ("ratio", ("1", "0"), None),  # nothing is divided by nothing
        ("ratio", ("0", "0"), None),
        ("ratio", ("", "8"), None),
        ("ratio", ("1", ""), None),
        ("difference", ("0.3", "0.1"), "0.2"),
        ("difference", ("0.1", "0.3"), "-0.2"),
        ("difference", ("", "0.3"), None),
        ("difference", ("0.3", ""), None),
        ("product", ("1.1", "1.1"), "1.21"),
        ("product", ("0.1", "0.1", "-0.1"), "-0.001"),
        ("product", ("0.1", "", "0.1"), None),
        ("sum", ("0.1", "0.2", "0.3"), "0.6"),
        ("sum", ("0.1", "", "0.3"), "0.4"),
        ("sum", ("", "", ""), None),
        ("mean", ("1", "2", "4.5"), "2.5"),
        ("mean", ("1", "", "2"), "1.5"),  # of two
        ("mean", ("", "", ""), None),
        ("min", ("3", "-1.5", ""), "-1.5"),
        ("min", ("", "", ""), None),
        ("max", ("3", "-1.5", ""), "3"),
        ("max", ("", "", ""), None),
        ("count", ("3", "", "0"), "2"),
        ("count", ("", "", ""), "0"),
        ("unique", ("3", "3.0", "0"), "2"),
        ("unique", ("3", "", "3"), "1"),
        ("unique", ("", "", ""), "0"),
    ],
)
def test_every_measure_over_the_columns_of_a_row(
    project: Open, measure: str, cells: tuple[str, ...], expected: str | None
) -> None:
    """A formula needs all its operands, a summary those that are there; a count of nothing is 0."""
    found = value(project, f'measure = "{measure}"', *cells)
    assert found == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("measure", "cells", "expected"),
    [
        ("difference", ("5", ""), "5"),
        ("difference", ("", "0.3"), "-0.3"),
        ("difference", ("", ""), "0"),
        ("ratio", ("", "8"), "0"),
        ("ratio", ("1", ""), None),  # nothing is divided by 0
        ("product", ("0.1", "", "0.1"), "0"),
        ("sum", ("", "", ""), "0"),
        ("sum", ("0.1", "", "0.3"), "0.4"),
        ("mean", ("1", "", "2"), "1"),
        ("median", ("4", "", "2"), "2"),
        ("min", ("3", ""), "0"),
        ("max", ("-3", "", "-1.5"), "0"),
        ("max", ("3", "4"), "4"),
    ],
)
def test_blank_cells_count_as_zero_where_the_definition_says_so(
    project: Open, measure: str, cells: tuple[str, ...], expected: str | None
) -> None:
    """Beside a row without blanks, and for columns of whole numbers as for others."""
    for type_ in ("number", "integer") if not any("." in cell for cell in cells) else ("number",):
        found = value(project, f'measure = "{measure}"\nblank = 0', *cells, types=(type_,) * 3)
        assert found == (None if expected is None else Decimal(expected))


def test_zero_for_blanks_of_texts_or_dates_is_refused(project: Open) -> None:
    """Of these none is 0; before any row is read, in the section of the column."""
    rule = 'measure = "min"\nblank = 0'
    for cells, types in [(("2018-01-01", ""), DATES), (("1", "2018-01-01"), ("number", "date"))]:
        finding = refused(project, rule, *cells, types=types)
        assert (finding.column, "blank = 0 is for numbers" in finding.fault) == ("[calculated.t.k]", True)


def test_a_count_may_be_of_some_values_alone(project: Open) -> None:
    """The Washington Group: domains with a lot of difficulty. Who answered nothing has none, and no share."""
    texts = ("string", "string", "string")
    assert value(project, 'measure = "count"\nis = ["3", "4"]', "3", "1", "4", types=texts) == 2
    assert value(project, 'measure = "count"\nis = ["3", "4"]', "", "1", "", types=texts) == 0
    assert value(project, 'measure = "count"\nis = ["3", "4"]', "", "", "", types=texts) == 0
    assert value(project, 'measure = "count"\nis = "3"', "3", "3", "33", types=texts) == 2
    assert value(project, 'measure = "count"\nis = [3, 4.5]', "3", "4.5", "4.50") == 3
    found = value(project, 'measure = "share"\nis = [3, 4]', "3", "1", "4", types=("integer",) * 3)
    assert float(found) == 2 / 3
    assert value(project, 'measure = "share"\nis = [3, 4]\nunit = "%"', "3", "", "1") == 50
    assert value(project, 'measure = "share"\nis = [3, 4]\nunit = "%"\ndecimals = 1', "3", "1", "1") == Decimal("33.3")
    assert value(project, 'measure = "share"\nis = [3, 4]', "", "", "") is None


def test_every_row_has_its_own_value(project: Open) -> None:
    """One row's missing operand is no other's."""
    toml, package = defined('measure = "difference"', NUMBERS[:2])
    table = rows(("5", "3"), ("", "3"), ("1", "4"), ("7", ""), ("2", "0"))
    found = project(toml, table, package).compute(["rows"], by=["k"])
    assert [(result.category("k"), result.value) for result in found] == [
        ("-3", 1),
        ("2", 2),
        ("not recorded", 2),
        ("total", 5),
    ]


def test_columns_may_lie_along_keys_and_be_calculated(project: Open) -> None:
    """What was attended, of what the course held."""
    toml = (
        '[calculated.t.pct]\nof = ["came", "course.held"]\nmeasure = "ratio"\nfactor = 100\n'
        '[calculated.t.gap]\nof = ["full", "pct"]\nmeasure = "difference"\n'
        '[calculated.t.full]\nof = ["course.all", "course.all"]\nmeasure = "mean"\n'
        '[calculated.courses.all]\nof = ["held", "held"]\nmeasure = "ratio"\nfactor = 100\n'
        '[indicators.n]\ntable = "t"\nmeasure = "sum"\ncolumn = "gap"\n'
    )
    key = {"fields": "course", "reference": {"resource": "courses", "fields": "id"}}
    package = {
        "resources": [
            {"name": "t", "path": "t.csv", "schema": {"foreignKeys": [key]}},
            {"name": "courses", "path": "courses.csv", "schema": {"primaryKey": "id"}},
        ]
    }
    tables = {"t": "course,came\nA,3\nB,1\n,5\nC,0\n", "courses": "id,held\nA,4\nB,2\nC,0\n"}
    assert project(toml, tables, package).compute()[0].value == 25 + 50


# Without rounding, and rounded as a ledger does


def test_a_comparison_after_a_ratio_is_exact(project: Open) -> None:
    """29 / 50 × 100 is 58, and 0.29 / 0.5 × 100 too, though no binary fraction says so."""
    rule = 'measure = "ratio"\nfactor = 100'
    pairs = [("29", "50"), ("0.29", "0.5"), ("14.5", "25"), ("2.9", "5"), ("-29", "-50"), ("57", "100"), ("59", "100")]
    for where, expected in [
        ("{ min = 58 }", 6),
        ("{ max = 58 }", 6),
        ("{ above = 58 }", 1),
        ("{ below = 58 }", 1),
        ("58", 5),
    ]:
        toml, package = defined(rule, NUMBERS[:2], f"where = {{ k = {where} }}")
        found = project(toml, rows(*pairs), package).compute(["rows"])[0].value
        assert found == expected, where


@pytest.mark.parametrize("whole", [3, 7, 11, 13, 28, 29, 49, 50, 90, 100, 1000])
def test_percentages_of_whole_numbers_meet_their_own_bounds(project: Open, whole: int) -> None:
    """Every n of a hundred parts is n % of them, for any size of a part."""
    toml, package = defined('measure = "ratio"\nfactor = 100', NUMBERS[:2])
    table = rows(*((f"{Decimal(part * whole) / 100}", whole) for part in range(101)))
    found = project(toml, table, package).compute(["rows"], by=["k"])
    assert [result.category("k") for result in found] == [*map(str, range(101)), "total"]


HALVES: Mapping[int, Mapping[str, str | None]] = {
    0: {"2.5": "3", "-2.5": "-3", "0.5": "1", "-0.5": "-1", "2.4999": "2", "-2.4999": "-2", "": None},
    1: {"0.25": "0.3", "-0.05": "-0.1", "-0.04": "0"},
    2: {"1.005": "1.01", "-1.005": "-1.01", "2.675": "2.68", "1.004999": "1", "123456789.125": "123456789.13"},
    6: {"0.123456": "0.123456", "-7": "-7"},
}


@pytest.mark.parametrize("decimals", HALVES)
@pytest.mark.parametrize("measure", ["sum", "mean", "min", "max"])
def test_decimals_round_half_away_from_zero(project: Open, measure: str, decimals: int) -> None:
    """Each row by itself, as decimal numbers are written."""
    toml, package = defined(f'measure = "{measure}"\ndecimals = {decimals}', NUMBERS[:1])
    found = project(toml, rows(*((cell,) for cell in HALVES[decimals])), package).compute(["value"], by=["no"])
    assert [result.value for result in found[:-1]] == [text and Decimal(text) for text in HALVES[decimals].values()]


@pytest.mark.parametrize("bottom", ["0", ""])
def test_nothing_is_rounded_where_nothing_is_divided(project: Open, bottom: str) -> None:
    """Beside rows that are."""
    toml, package = defined('measure = "ratio"\ndecimals = 1', NUMBERS[:2])
    found = project(toml, rows(("1", bottom), ("1", "8"), ("0", bottom)), package).compute(["value"], by=["no"])
    assert [result.value for result in found] == [None, Decimal("0.1"), None, Decimal("0.1")]


def test_rounded_values_are_summed_as_rounded(project: Open) -> None:
    """0.005 three times is 0.03, not 0.02: the ledger rounds each payment."""
    toml = (
        '[calculated.t.usd]\nof = ["v0", "v1"]\nmeasure = "ratio"\ndecimals = 2\n'
        '[calculated.t.back]\nof = ["v1", "v0"]\nmeasure = "product"\ndecimals = 2\nfactor = -1\n'
        '[indicators.usd]\ntable = "t"\nmeasure = "sum"\ncolumn = "usd"\n'
        '[indicators.back]\ntable = "t"\nmeasure = "sum"\ncolumn = "back"\n'
    )
    _, package = defined('measure = "sum"', NUMBERS[:2])
    table = rows(("0.4", "80"), ("0.4", "80"), ("0.4", "80"), ("-100", "3"), ("0.05", "0.1"))
    found = project(toml, table, package).compute()
    assert found[0].value == 3 * Decimal("0.01") - Decimal("33.33") + Decimal("0.5")
    assert found[1].value == -3 * Decimal("32") + Decimal("300") - Decimal("0.01")


def test_products_of_large_amounts_round_to_the_cent(project: Open) -> None:
    """Millions at a rate of four decimals: the half cents go up, each."""
    rule = 'measure = "product"\ndecimals = 2'
    pairs = [("1658911.91", "69.5"), ("5124234.09", "22.5"), ("19123456.31", "87.5"), ("-1658911.91", "69.5")]
    for pair, expected in zip(pairs, ("115294377.75", "115295267.03", "1673302427.13", "-115294377.75"), strict=True):
        toml, package = defined(rule, NUMBERS[:2], "where = { v0 = { not = 0 } }")
        toml += '[indicators.sum]\ntable = "t"\nmeasure = "sum"\ncolumn = "k"\n'
        assert project(toml, rows(pair, ("0", "1.0001")), package).compute(["sum"])[0].value == Decimal(expected)


def test_a_number_of_many_decimals_leaves_the_others_exact(project: Open) -> None:
    """One very small cell in the column is no reason for 0.29 / 0.5 to miss 58 per cent."""
    toml, package = defined('measure = "ratio"\nfactor = 100', NUMBERS[:2], "where = { k = { min = 58 } }")
    table = rows(("29", "50"), ("0.29", "0.5"), ("0.0000029", "0.000005"), ("0.00000029", "0.0000005"))
    assert project(toml, table, package).compute(["rows"])[0].value == 4


@pytest.mark.parametrize(
    ("rule", "cells", "expected"),
    [
        ('measure = "sum"\nfactor = 0.1', ("1", "2"), "0.3"),
        ('measure = "difference"\nfactor = -1', ("1", "3"), "2"),
        ('measure = "difference"\nfactor = 0.5\ndecimals = 1', ("0.7", "0.2"), "0.3"),
        ('measure = "ratio"\nfactor = 1000', ("1", "8"), "125"),
        ('measure = "product"\nfactor = 12', ("1.1", "10"), "132"),
        ('measure = "mean"\nfactor = 2', ("1", "2"), "3"),
        ('measure = "min"\nfactor = 100', ("0.29", "0.58"), "29"),
        ('measure = "max"\nfactor = 100', ("0.29", "0.58"), "58"),
    ],
)
def test_a_factor_multiplies_the_exact_value(project: Open, rule: str, cells: tuple[str, ...], expected: str) -> None:
    """Before it is rounded."""
    assert value(project, rule, *cells) == Decimal(expected)


# Dates


@pytest.mark.parametrize(
    ("later", "earlier", "expected"),
    [
        ("2018-02-01", "2018-01-01", (31, 1, 0)),
        ("2018-01-31", "2018-01-01", (30, 0, 0)),
        ("2018-02-28", "2018-01-31", (28, 0, 0)),  # February has no 31st: the month is not complete
        ("2018-03-01", "2018-01-31", (29, 1, 0)),
        ("2018-03-30", "2018-01-31", (58, 1, 0)),
        ("2018-03-31", "2018-01-31", (59, 2, 0)),
        ("2018-06-15", "2017-06-15", (365, 12, 1)),
        ("2018-06-14", "2017-06-15", (364, 11, 0)),
        ("2020-02-29", "2016-02-29", (1461, 48, 4)),
        ("2017-02-28", "2016-02-29", (365, 11, 0)),  # born on a leap day, a year older on 1 March
        ("2017-03-01", "2016-02-29", (366, 12, 1)),
        ("2020-02-29", "2019-02-28", (366, 12, 1)),
        ("2000-03-01", "2000-02-28", (2, 0, 0)),  # 2000 was a leap year
        ("1900-03-01", "1900-02-28", (1, 0, 0)),  # 1900 was not
        ("2018-01-01", "2017-12-31", (1, 0, 0)),
        ("2018-05-05", "2018-05-05", (0, 0, 0)),
        ("2018-11-21", "1918-11-22", (36524, 1199, 99)),
    ],
)
def test_a_difference_of_dates_is_in_completed_units(
    project: Open, later: str, earlier: str, expected: tuple[int, int, int]
) -> None:
    """And negative, by as much, where the first is the earlier one."""
    for unit, units in zip(("days", "months", "years"), expected, strict=True):
        rule = f'measure = "difference"\nunit = "{unit}"'
        assert value(project, rule, later, earlier, types=DATES) == units
        assert value(project, rule, earlier, later, types=DATES) == -units


@pytest.mark.parametrize("unit", ["days", "months", "years"])
@pytest.mark.parametrize("cells", [("", "2018-01-01"), ("2018-01-01", ""), ("", "")])
def test_a_difference_lacks_a_date(project: Open, unit: str, cells: tuple[str, str]) -> None:
    """Then it has no value."""
    assert value(project, f'measure = "difference"\nunit = "{unit}"', *cells, types=DATES) is None


@pytest.mark.parametrize(("later", "expected"), [("2018-01-01", 0), ("2018-12-31", 364), ("2019-03-01", 424)])
def test_days_can_be_compared_and_averaged(project: Open, later: str, expected: int) -> None:
    """They are whole numbers like others."""
    rule = 'measure = "difference"\nunit = "days"'
    toml, package = defined(rule, DATES, f"where = {{ k = {expected} }}")
    toml += '[indicators.mean]\ntable = "t"\nmeasure = "mean"\ncolumn = "k"\n'
    opened = project(toml, rows((later, "2018-01-01"), (later, "2018-01-01")), package)
    assert [result.value for result in opened.compute()] == [expected, 2, expected]


def test_an_age_is_worked_out_for_each_row(project: Open) -> None:
    """On the day she joined, and so in bands."""
    toml, package = defined('measure = "difference"\nunit = "years"', DATES)
    toml += '[dimensions.ages]\ncolumn = "k"\nbands = [14, 18, 25]\n'
    table = rows(
        ("2018-06-01", "2004-06-02"), ("2018-06-01", "2004-06-01"), ("2018-06-01", "1993-06-01"), ("2018-06-01", "")
    )
    found = project(toml, table, package).compute(["rows"], by=["ages"])
    assert {result.category("ages"): result.value for result in found} == {
        "<14": 1,
        "14-17": 1,
        "18-24": 0,
        "25+": 1,
        "not recorded": 1,
        "total": 4,
    }


def test_the_earlier_and_the_later_of_dates_are_dates(project: Open) -> None:
    """Of those that are there."""
    for measure, expected in (("min", "2018-01-31"), ("max", "2018-02-01")):
        toml, package = defined(f'measure = "{measure}"', DATES, 'date = "k"')
        opened = project(toml, rows(("2018-02-01", "2018-01-31"), ("", "2018-01-31"), ("", "")), package)
        assert str(opened.compute(["value"])[0].value) == expected
        found = {result.category("month"): result.value for result in opened.compute(["rows"], by=["month"])}
        assert found["total"] == 3
        assert found["not recorded"] == 1
        assert found[expected[:7]] == (2 if measure == "min" else 1)


TIMES = ("datetime", "datetime")


@pytest.mark.parametrize(
    ("later", "earlier", "minutes", "hours"),
    [
        ("2026-01-01T11:30:00", "2026-01-01T10:00:00", "90", "1.5"),
        ("2026-01-02T00:10:00", "2026-01-01T23:40:00", "30", "0.5"),
        ("2026-03-01T00:00:00", "2026-02-28T00:00:00", "1440", "24"),
        ("2026-01-01T10:00:45", "2026-01-01T10:00:00", "0.75", "0.0125"),
        ("2026-01-01T10:00:00.300", "2026-01-01T10:00:00", "0.005", None),
        ("", "2026-01-01T10:00:00", None, None),
        ("2026-01-01T10:00:00", "", None, None),
    ],
)
def test_the_time_between_two_moments_has_its_fraction(
    project: Open, later: str, earlier: str, minutes: str | None, hours: str | None
) -> None:
    """Ninety minutes are an hour and a half, not one; and as much less where the first is the earlier one."""
    for unit, expected in (("minutes", minutes), ("hours", hours)):
        if expected is None and later and earlier:
            continue  # a fraction without end
        rule = f'measure = "difference"\nunit = "{unit}"'
        wanted = None if expected is None else Decimal(expected)
        assert value(project, rule, later, earlier, types=TIMES) == wanted
        assert value(project, rule, earlier, later, types=TIMES) == (None if wanted is None else -wanted)


def test_hours_are_rounded_and_multiplied(project: Open) -> None:
    """100 minutes are 1.67 hours; at 12 an hour they cost 20."""
    pair = ("2026-01-01T11:40:00", "2026-01-01T10:00:00")
    rule = 'measure = "difference"\nunit = "hours"\n'
    assert value(project, rule + "decimals = 2", *pair, types=TIMES) == Decimal("1.67")
    assert value(project, rule + "factor = 12", *pair, types=TIMES) == 20
    long_ago = ("9999-12-31T23:59:59", "0001-01-01T00:00:00")
    assert value(project, rule + "decimals = 2", *long_ago, types=TIMES) == Decimal("87649416")
    toml, package = defined(rule, TIMES)
    toml += '[indicators.all]\ntable = "t"\nmeasure = "sum"\ncolumn = "k"\n'
    opened = project(toml, rows(pair, pair, pair, ("", pair[0])), package)
    assert opened.compute(["all"])[0].value == pytest.approx(5)


# Constants


@pytest.mark.parametrize(
    ("operands", "rule", "typed", "expected"),
    [
        ("[2014-12-31, 'v0']", 'measure = "difference"\nunit = "years"', ("1990-12-31", "date"), "24"),
        ("[2014-12-31, 'v0']", 'measure = "difference"\nunit = "years"', ("1991-01-01", "date"), "23"),
        ("['v0', 2014-12-31]", 'measure = "difference"\nunit = "days"', ("2015-01-02", "date"), "2"),
        ("[2014-12-31, 'v0']", 'measure = "difference"\nunit = "years"', ("", "date"), None),
        (
            "[2026-01-01T12:00:00, 'v0']",
            'measure = "difference"\nunit = "hours"',
            ("2026-01-01T10:30:00", "datetime"),
            "1.5",
        ),
        ("['v0', 0.5]", 'measure = "product"', ("0.3", "number"), "0.15"),
        ("['v0', 3]", 'measure = "ratio"', ("6", "integer"), "2"),
        ("[100, 'v0']", 'measure = "difference"', ("0.1", "number"), "99.9"),
        ("['v0', 10]", 'measure = "min"', ("12", "integer"), "10"),
        ("['v0', 0.5]", 'measure = "max"', ("0", "integer"), "0.5"),
        ("['v0', 10]", 'measure = "sum"', ("", "integer"), "10"),
        ("['v0', 9007199254740992]", 'measure = "max"', ("1", "integer"), "9007199254740992"),
    ],
)
def test_a_constant_stands_beside_columns(
    project: Open, operands: str, rule: str, typed: tuple[str, str], expected: str | None
) -> None:
    """A date or a number that is the same in each row: an age on a fixed day, a ceiling, a part."""
    cell, type_ = typed
    toml, package = defined(rule, (type_,))
    toml = toml.replace('of = ["v0"]', f"of = {operands}")
    found = project(toml, rows((cell,)), package).compute(["value"])[0].value
    assert found == (None if expected is None else Decimal(expected))


def test_a_table_without_rows_takes_constants_too(project: Open) -> None:
    """There is nothing to work them out for."""
    toml, package = defined('measure = "product"', ("number",))
    opened = project(toml.replace('of = ["v0"]', "of = ['v0', 2]"), {"t": "no,v0\n"}, package)
    assert [result.value for result in opened.compute()] == [None, 0]


@pytest.mark.parametrize(
    ("operands", "rule", "types", "fault"),
    [
        ("[2014-12-31, 'v0']", 'measure = "product"', ("number",), "2014-12-31 is a date; product needs numbers"),
        ("[2014-12-31, 'v0']", 'measure = "min"', ("number",), "2014-12-31 is a date, and it is computed with numbers"),
        ("[3, 'v0']", 'measure = "difference"\nunit = "days"', ("date",), '"v0" is date'),
        ("[2014-12-31, 3]", 'measure = "min"', ("date",), "and another constant is a number"),
        ("[1, 2]", 'measure = "sum"', ("number",), "only constants"),
        ("['v0', 3]", 'measure = "count"', ("number",), "3 is no column"),
        ("['v0', true]", 'measure = "sum"', ("number",), "expected a column, a number, a date or a time"),
        ("['v0', 12:00:00]", 'measure = "min"', ("number",), "12:00:00 is a time of day; min needs numbers or dates"),
        ("['v0', 12:00:00]", 'measure = "sum"', ("number",), "12:00:00 is a time of day; sum needs numbers"),
        ("['v0', nan]", 'measure = "sum"', ("number",), "more digits"),
        ("['v0', 0.12345678901234567890]", 'measure = "sum"', ("number",), "more digits"),
        ("[2026-01-01T12:00:00Z, 'v0']", 'measure = "min"', ("date",), "time zone"),
        (
            "[2014-12-31, 'v0']",
            'measure = "difference"\nunit = "hours"',
            ("datetime",),
            "2014-12-31 has no time of day",
        ),
        ("['v0', 'v1']", 'measure = "difference"\nunit = "minutes"', ("date", "datetime"), '"v0" has no time of day'),
    ],
)
def test_a_constant_of_another_type_is_refused(
    project: Open, operands: str, rule: str, types: tuple[str, ...], fault: str
) -> None:
    """In the place of the definition, before any row is read."""
    toml, package = defined(rule, types)
    head = ",".join(["no", *(f"v{index}" for index in range(len(types)))])
    names = json.dumps([f"v{index}" for index in range(len(types))])
    with pytest.raises(Refused) as error:
        project(toml.replace(f"of = {names}", f"of = {operands}"), {"t": head + "\n"}, package).compute()
    found = error.value.findings[0]
    assert found.column.startswith("[calculated.t.k]")
    assert fault in found.fault


# Texts

TEXTS = ("string", "string", "string")


@pytest.mark.parametrize(
    ("cells", "first", "last"),
    [
        (("b", "a", "c"), "a", "c"),
        (("b", "", "a"), "a", "b"),
        (("", "", "b"), "b", "b"),
        (("", "", ""), None, None),
        (("б", "a", "Б"), "a", "б"),  # Latin before Cyrillic, capitals before small letters
        (("10", "9", "9a"), "10", "9a"),
    ],
)
def test_the_first_and_the_last_of_texts_are_by_their_letters(
    project: Open, cells: tuple[str, ...], first: str | None, last: str | None
) -> None:
    """Of those that are there, sign by sign, as Unicode numbers them."""
    for measure, expected in (("min", first), ("max", last)):
        toml, package = defined(f'measure = "{measure}"', TEXTS)
        toml = toml.replace('[indicators.value]\ntable = "t"\nmeasure = "max"\ncolumn = "k"\n', "")
        found = project(toml, rows(cells, ("x", "x", "x")), package).compute(["rows"], by=["k"])
        wanted = sorted({expected or "not recorded", "x"}, key=lambda text: (text == "not recorded", text))
        assert sorted(result.category("k") for result in found[:-1]) == sorted(wanted)


def test_texts_that_may_be_numbers_are_not_put_in_order(project: Open) -> None:
    """A slip in a column of numbers makes it one of texts, of which "10" comes before "9": its row is named."""
    toml, _ = defined('measure = "min"', ("number", "number"), "where = { k = { missing = false } }")
    with pytest.raises(Refused) as error:
        project(toml, {"t": "no,v0,v1\n1,10,a\n2,9x,b\n"}, None).compute(["rows"])
    assert [(found.file, found.row) for found in error.value.findings] == [("t.csv", 3)]


# Refusals


@pytest.mark.parametrize(
    ("rule", "types", "fault"),
    [
        ('measure = "sum"', ("string", "number"), '"v0" is string; sum needs '),
        ('measure = "mean"', ("number", "boolean"), '"v1" is boolean; mean needs '),
        ('measure = "ratio"', ("number", "string"), '"v1" is string; ratio needs '),
        ('measure = "product"', ("date", "number"), '"v0" is date; product needs '),
        ('measure = "max"', ("date", "number"), '"v0" is date; max needs '),
        ('measure = "difference"\nunit = "days"', ("date", "number"), "difference needs all numbers or all dates"),
        ('measure = "sum"\nunit = "days"', ("date", "date"), '"v0" is date; sum needs '),
        ('measure = "difference"', ("date", "date"), "needs a unit"),
        ('measure = "difference"\nunit = "weeks"', ("date", "date"), "needs a unit"),
        ('measure = "difference"\nunit = "days"\nfactor = 2', ("date", "date"), "can't be used with dates"),
        ('measure = "max"\ndecimals = 0', ("date", "date"), "can't be used with dates"),
        ('measure = "max"\ndecimals = 0', ("string", "string"), "can't be used with texts"),
        ('measure = "min"', ("time", "time"), '"v0" is time; min needs '),
        ('measure = "min"', ("string", "number"), '"v0" is string; min needs '),
        ('measure = "latest"', ("number", "number"), "latest can't be used with of"),
        ('measure = "ratio"', ("number", "number", "number"), "ratio needs 2 columns"),
        ('measure = "difference"', ("number",), "difference needs 2 columns"),
        ('measure = "share"', ("number", "number"), "share of columns needs the key is"),
        ('measure = "sum"\nis = [1]', ("number", "number"), "does not use the key is"),
        ('measure = "count"\nis = [1]', ("string", "string"), "v0 is string"),
        ('measure = "count"\nis = ["1"]', ("number", "number"), "v0 is number"),
        ('measure = "count"\nfactor = 2', ("number", "number"), "does not use the key factor"),
        ('measure = "sum"\ncolumn = "v0"', ("number", "number"), "does not use the key column"),
        ('measure = "sum"\nwhere = { v0 = 1 }', ("number", "number"), "does not use the key where"),
        ('measure = "sum"\nuntil = "v0"', ("number", "number"), "does not use the key until"),
        ('measure = "sum"\nmatch = { v0 = "v0" }', ("number", "number"), "does not use the key match"),
        ('measure = "sum"\ndecimals = 7', ("number", "number"), "decimals must be from 0 to 6"),
        ('measure = "sum"\ndecimals = -1', ("number", "number"), "decimals must be from 0 to 6"),
        ('measure = "summ"', ("number", "number"), '"summ"'),
    ],
)
def test_what_can_not_be_worked_out_is_refused(project: Open, rule: str, types: tuple[str, ...], fault: str) -> None:
    """A number where a text is, an operand too many, a key that has no use: in the definition's place."""
    found = refused(project, rule, *("" for _ in types), types=types)
    assert found.column.startswith("[calculated.t.k]")
    assert fault in found.fault


def test_a_column_that_there_is_not_is_refused_with_the_nearest(project: Open) -> None:
    """All of them at once; calculated ones are near too."""
    toml, package = defined('measure = "sum"', NUMBERS[:2])
    toml += '[calculated.t.kk]\nof = ["v00", "kay", "v1"]\nmeasure = "sum"\n'
    with pytest.raises(Refused) as error:
        project(toml, rows(("1", "2")), package).compute()
    assert [found.column for found in error.value.findings] == ["[calculated.t.kk]"] * 2
    assert '"v0"' in error.value.findings[0].remedy


def test_a_required_value_names_the_rows_without_it(project: Open) -> None:
    """What it is made of is missing there."""
    toml, package = defined('measure = "difference"\nrequired = true', NUMBERS[:2])
    opened = project(toml, rows(("1", "2"), ("", "2"), ("3", "2"), ("3", "")), package)
    with pytest.raises(Refused) as error:
        opened.compute(["value"])
    assert [(found.file, found.row) for found in error.value.findings] == [("t.csv", 3), ("t.csv", 5)]
    assert opened.compute(["rows"])[0].value == 4


def test_a_cell_at_fault_refuses_what_is_made_of_it(project: Open) -> None:
    """And nothing else."""
    toml, package = defined('measure = "sum"', NUMBERS[:2])
    opened = project(toml, rows(("1", "2"), ("one", "2")), package)
    with pytest.raises(Refused) as error:
        opened.compute(["value"])
    assert [(found.file, found.row, found.column) for found in error.value.findings] == [("t.csv", 3, "v0")]
    assert opened.compute(["rows"])[0].value == 2


@pytest.mark.parametrize(
    ("measure", "cells", "expected"),
    [
        ("difference", (9007199254740993, 9007199254740992), 1),  # more digits than a float has
        ("sum", (9 * 10**18, 9 * 10**18), 18 * 10**18),  # more than the integers of a column hold
        ("difference", (9 * 10**18, -9 * 10**18), 18 * 10**18),
        ("max", (2**63 - 1, 5), 2**63 - 1),
    ],
)
def test_large_integers_do_not_turn_over(project: Open, measure: str, cells: tuple[int, int], expected: int) -> None:
    """A number too large for whole ones is as near as a float can be."""
    assert float(value(project, f'measure = "{measure}"', *cells, types=("integer", "integer"))) == float(expected)
