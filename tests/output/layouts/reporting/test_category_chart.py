"""Charts by category: only of what can be compared, and never of what is hidden."""

from __future__ import annotations

import pytest

from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts.cell_texts import CellTexts
from roundtable_cli.output.layouts.reporting.category_chart import build_category_chart, category_count
from roundtable_cli.output.report_document import BarChart
from roundtable_cli.project import Project
from tests.conftest import Make

TOML = """
[dimensions.sex]
column = "sex"
[indicators.people]
table = "people"
measure = "count"
[indicators.amounts]
table = "people"
measure = "sum"
column = "amount"
"""


def chart_of(make: Make, rows: str, code: str = "people", toml: str = TOML, language: str = "en") -> BarChart | None:
    """The chart of an indicator by sex."""
    folder = make(toml, {"people": f"id,sex,amount\n{rows}"})
    results = Project.open(folder).compute([code], by=["sex"])
    assert category_count(results) == len(results.categories["sex"])
    return build_category_chart(CellTexts(results, LanguageWords(language)))


def test_bars(make: Make) -> None:
    """A bar per category with its value and text; not recorded is muted, and the total has none."""
    chart = chart_of(make, "1,f,10\n2,f,20\n3,m,5\n4,,1\n")
    assert chart
    assert [(bar.label, bar.length, bar.text, bar.is_muted) for bar in chart.bars] == [
        ("f", 2.0, "2", False),
        ("m", 1.0, "1", False),
        ("not recorded", 1.0, "1", True),
    ]
    assert chart.description == "f: 2; m: 1; not recorded: 1"


def test_numbers_in_the_language(make: Make) -> None:
    """The text of a bar is written as the language writes numbers, a negative value has its length below zero."""
    chart = chart_of(make, "1,f,-1234.5\n2,m,1000\n", "amounts", language="ru")
    assert chart
    assert [bar.length for bar in chart.bars] == [-1234.5, 1000.0]
    assert chart.bars[0].text.replace("\xa0", " ") == "-1 234,5"


@pytest.mark.parametrize("rows", ["1,f,1\n", "1,,1\n", ""])
def test_nothing_to_compare(make: Make, rows: str) -> None:
    """Of one category, of nothing recorded, and of no rows there is no chart."""
    assert chart_of(make, rows) is None
