"""Words of other programs and forms are answered with those of indicators.toml, and how they are written."""

from __future__ import annotations

from typing import Any

import pytest

from roundtable_cli.errors import Finding
from roundtable_cli.indicators.definitions.conditions import CONDITION_KEYS
from roundtable_cli.indicators.definitions.definitions_reader import build_framework
from roundtable_cli.indicators.definitions.measures import MEASURES
from roundtable_cli.indicators.definitions.validation import other_words


def faults(**indicator: Any) -> list[tuple[str, str]]:
    """The faults of an indicator over rows, each with its remedy."""
    findings: list[Finding] = []
    counted = {"table": "t", "measure": "count"} | indicator
    build_framework({"indicators": {"n": counted}}, "indicators.toml", findings)
    return [(finding.fault, finding.remedy) for finding in findings]


@pytest.mark.parametrize(
    ("written", "measure"),
    [
        ("average", "mean"),
        ("Distinct", "unique"),
        ("percentage", "share"),
        ("count-distinct", "unique"),
        ("quantile", "percentile"),
        ("uniqe", "unique"),
    ],
)
def test_a_measure_of_another_program_is_known(written: str, measure: str) -> None:
    """A word that means the same goes before one that is written nearly so."""
    assert faults(measure=written) == [(f'unknown value "{written}"', f'did you mean "{measure}"?')]


@pytest.mark.parametrize(
    ("key", "remedy"),
    [
        ("filter", 'did you mean "where"?'),
        ("by", 'did you mean "disaggregate"?'),
        ("milestones", 'did you mean "targets"?'),
        ("description", 'did you mean "definition"?'),
        ("lable", 'did you mean "table" or "label"?'),
        ("top", "it is a key of [dimensions.NAME]"),
        ("until", "it is a key of [calculated.TABLE.NAME]"),
        ("responsible", "no number needs it: delete it, or write its text into definition"),
    ],
)
def test_a_key_of_another_form_is_known(key: str, remedy: str) -> None:
    """The right key, the section that has it, or that none is needed."""
    assert faults(**{key: 5}) == [(f'unknown key "{key}"', remedy)]


@pytest.mark.parametrize(
    ("key", "value", "remedy"),
    [
        ("baseline", 30, "write baseline = { value = 30 }"),
        ("baseline", "30 %", "write baseline = { value = 30 }"),
        ("target", "50%", "write target = 50, without quotes"),
        ("where", "status = open", 'write where = { COLUMN = "VALUE" }'),
        ("targets", 40, 'write targets = { "2026Q1" = 40, lop = 120 }'),
        ("target", "many", ""),
    ],
)
def test_a_value_of_another_form_is_answered_with_ours(key: str, value: Any, remedy: str) -> None:
    """Ready to be copied, with the number that was written."""
    assert [told for _, told in faults(**{key: value})] == [remedy]


def test_the_life_of_project_in_capitals() -> None:
    """Its word is a small one."""
    assert faults(targets={"LOP": 4}) == [('"LOP" is not a period', "write lop for the life of project")]


@pytest.mark.parametrize(
    ("key", "remedy"),
    [
        ("in", 'write kind = ["A", "B"]'),
        ("between", "write kind = { min = 1, max = 9 }"),
        ("equals", 'write kind = "VALUE"'),
        ("gte", 'did you mean "min"?'),
        ("<", 'did you mean "below"?'),
        ("is_null", 'did you mean "missing"?'),
    ],
)
def test_a_condition_of_another_program_is_known(key: str, remedy: str) -> None:
    """The key that means the same, or the form that needs none."""
    assert other_words.suggest_condition("kind", key, CONDITION_KEYS) == remedy


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        (">= 30", "write days = { min = 30 }"),
        ("<30", "write days = { below = 30 }"),
        ("!=0", "write days = { not = 0 }"),
        ("", "write days = { missing = true }"),
        ("thirty", ""),
        (">", ""),
    ],
)
def test_a_sign_in_a_text_is_answered_with_a_condition(text: str, remedy: str) -> None:
    """Of a column that holds no texts."""
    assert other_words.suggest_comparison("days", text) == remedy


def test_no_measure_is_another_word_for_another_one() -> None:
    """A word that is right is never taken for one that means the same."""
    for measure in MEASURES:
        assert other_words.find_same_meaning(measure, set(MEASURES) - {measure}) == []


def test_a_measure_of_several_columns_leads_to_a_calculated_column() -> None:
    """Whether they were written as columns, or as parts."""
    for key in ("column", "of"):
        told = faults(measure="median", **{key: ["opened", "closed"]})
        assert any("[calculated.t.NAME] with of" in remedy for _, remedy in told)
        assert not any("no indicator" in fault for fault, _ in told)
