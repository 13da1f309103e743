"""Columns of periods and of times are told from numbers and codes."""

from __future__ import annotations

from random import Random

import pytest

from roundtable_cli.tables.inference import field_inference


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("c", ["2018Q1", "2018Q2"]),
        ("c", ["2018Q1", "201801", "2018", "2018W5"]),
        ("c", ["2018April"]),
        ("c", ["I кв. 2018", "II кв. 2018"]),
        ("pe", ["201801", "201812"]),
        ("Период", ["2017", "2018"]),
        ("period", ["20180105", "20180106"]),
        ("month", ["201801", "201802"]),
        ("Месяц", ["201801"]),
    ],
)
def test_periods_are_read_as_such(name: str, texts: list[str]) -> None:
    """By a letter in one of them, or by the heading."""
    field = field_inference.infer_field(name, texts)
    assert (field.type, field.format) == ("string", "rt:period")


@pytest.mark.parametrize(
    ("name", "texts", "type_"),
    [
        ("amount", ["201801", "201802"], "integer"),
        ("id", ["201801", "201802"], "integer"),
        ("pe", ["201801", "201813"], "integer"),  # there is no month 13
        ("pe", ["1", "2"], "integer"),
        ("pe", ["2018", "20"], "integer"),
        ("year", ["2017", "2018"], "integer"),
        ("month", ["1", "2"], "integer"),
        ("month", ["2018"], "integer"),
        ("c", ["2018Q1", "2018Q7"], "string"),
        ("c", ["2018Q1", "A7"], "string"),
        ("pe", ["2018-01", "2018-02"], "yearmonth"),
    ],
)
def test_other_digits_stay_what_they_are(name: str, texts: list[str], type_: str) -> None:
    """Amounts and codes that look like months."""
    field = field_inference.infer_field(name, texts)
    assert (field.type, field.format) == (type_, "default")


def test_columns_of_amounts_are_never_periods() -> None:
    """Thousands of random columns, whatever their digits are, under a heading that says nothing of periods."""
    rng = Random(16)  # noqa: S311 - it makes tables, no secrets
    for _ in range(4000):
        low = rng.choice([2000, 195001, 201801, 20180101])
        texts = [str(low + rng.randrange(12)) for _ in range(rng.randrange(1, 20))]
        assert field_inference.infer_field(rng.choice(["amount", "n", "value", "year"]), texts).type == "integer"


@pytest.mark.parametrize(
    ("texts", "type_", "format_"),
    [
        (["08:30", "17:05"], "time", "%H:%M"),
        (["08:30:00", "17:05:10"], "time", "default"),
        (["8:30", "17:05"], "time", "any"),
        (["8:30 AM", "5:05 p.m."], "time", "any"),
        (["36:15:00", "08:00:00"], "string", "rt:duration"),
        (["PT1H30M", "P1DT2H", "P2W"], "duration", "default"),
        (["08:30", "later"], "string", "default"),
        (["08:61"], "string", "default"),
        (["PIN", "P"], "string", "default"),
    ],
)
def test_times_and_durations_are_neither_numbers_nor_categories(texts: list[str], type_: str, format_: str) -> None:
    """In the form that the standard declares, where it has one."""
    field = field_inference.infer_field("c", texts)
    assert (field.type, field.format) == (type_, format_)
    assert field.is_clock == (type_ != "string" or format_ != "default")
