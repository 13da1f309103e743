"""What can be computed, and an indicator's reference sheet."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from roundtable_cli import Project
from roundtable_cli.indicators.definitions.measures import MEASURES
from roundtable_cli.output.formats import terminal
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts.reference_sheet import ReferenceSheets
from roundtable_cli.output.page import TidyData

Open = Callable[..., Project]
LANGUAGES = ("en", "ru", "ky")
ELEMENTS = ("label", "definition", "rule", "source", "unit", "disaggregation", "published")
# An indicator of every measure, over one table.
EVERY = """
[dimensions.sex]
label = "Sex"
column = "sex"

[indicators.count]
label = "Rows"
measure = "count"
table = "people"
""" + "".join(
    f"""
[indicators.{measure}]
label = "{measure} label"
measure = "{measure}"
table = "people"
column = "{column}"
{more}
"""
    for measure, column, more in (
        ("unique", "id", 'disaggregate = ["sex"]'),
        *((name, "paid", "") for name in ("sum", "mean", "median", "min", "max")),
        ("percentile", "paid", "at = 90"),
        ("latest", "paid", 'date = "day"'),
        ("share", "id", 'meets = { sex = "female" }\nunit = "%"'),
    )
) + "".join(
    f"""
[indicators.{measure}]
label = "{measure} label"
measure = "{measure}"
of = ["sum", "unique"]
"""
    for measure in ("ratio", "difference", "product")
)  # fmt: skip
ROWS = "id,sex,paid,day\n1,female,5,2018-01-01\n2,male,7,2018-01-02\n"


@pytest.fixture(scope="session")
def sample() -> Project:
    """The sample project."""
    return Project.open("sample")


def sheets(project: Project, language: str) -> ReferenceSheets:
    """The sheets of a project in a language."""
    files = {name: [path.name for path in table.paths] for name, table in project.package.tables.items()}
    return ReferenceSheets(project.framework, LanguageWords(language), files)


def data(project: Project, code: str, language: str = "en") -> TidyData:
    """An indicator's sheet as data."""
    return sheets(project, language).elements_data([project.framework.indicators[code]])


def elements(project: Project, code: str, language: str = "en") -> dict[str, str]:
    """The elements of an indicator's sheet, by key."""
    words, found = LanguageWords(language), data(project, code, language)
    keys = {words(key).casefold(): key for key in ELEMENTS} | {key: key for key in ELEMENTS}
    names = [keys.get(str(name).casefold(), str(name)) for name in found.column_values("element")]
    return dict(zip(names, map(str, found.column_values("text")), strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_listing(sample: Project, language: str) -> None:
    """The list has a row per indicator with its code, label, level, measure, table and unit."""
    indicators = list(sample.framework.indicators.values())
    listed = sheets(sample, language).listing_data(indicators)
    assert listed.head[:6] == ("code", "indicator", "level", "measure", "table", "unit")
    for row, indicator in zip(listed.rows, indicators, strict=True):
        expected = (indicator.code, indicator.label(language), indicator.level, indicator.measure, indicator.table)
        assert row[:6] == (*expected, indicator.unit(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_list_page(sample: Project, language: str) -> None:
    """In 80 columns the list shows every code, whole, and no line is longer."""
    indicators = list(sample.framework.indicators.values())
    lines = terminal.write_table(sheets(sample, language).build_page(indicators, (), full=False, width=80)).splitlines()
    assert {*sample.framework.indicators} <= {line.split(" ")[0] for line in lines}
    assert max(map(len, lines)) <= 80, max(lines, key=len)


@pytest.mark.parametrize("language", LANGUAGES)
def test_elements(sample: Project, language: str) -> None:
    """A sheet has label, definition, rule, source, unit, breakdowns and the published figure, in the language."""
    indicator, found = sample.framework.indicators["staff_trained"], elements(sample, "staff_trained", language)
    assert {*ELEMENTS} <= {*found}
    assert found["label"] == indicator.label(language)
    assert found["definition"] == indicator.definition(language)
    assert found["source"].startswith("trainings")
    assert "trainings.csv" in found["source"]
    assert found["unit"] == indicator.unit(language)
    for name in ("sex", "mta"):
        assert sample.framework.dimensions[name].label(language) in found["disaggregation"]
    assert "27" in found["published"]
    (figure,) = indicator.published
    assert figure.source(language) in found["published"]


def test_keys_stay(sample: Project) -> None:
    """As data, a sheet has the same columns and the same keys in every language, so that a script can find them."""
    first, *others = [data(sample, "staff_trained", language) for language in LANGUAGES]
    assert first.head == ("code", "element", "text")
    assert {*first.column_values("code")} == {"staff_trained"}
    assert [other.head for other in others] == [first.head] * 2
    assert [other.column_values("element") for other in others] == [first.column_values("element")] * 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_are_whole(sample: Project, language: str) -> None:
    """A page has a sheet for each indicator asked for, headed by its code, with each of its elements."""
    indicators = [sample.framework.indicators[code] for code in ("staff_trained", "share_women")]
    grids = sheets(sample, language).build_page(indicators, (), full=True).tables
    assert [grid.title.split(":")[0] for grid in grids] == ["staff_trained", "share_women"]
    for grid, indicator in zip(grids, indicators, strict=True):
        assert [row[1] for row in grid.rows] == list(elements(sample, indicator.code, language).values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_has_a_rule(project: Open, measure: str, language: str) -> None:
    """Every measure is told in a sentence that names what it is computed from."""
    opened = project(EVERY, {"people": ROWS})
    rule = elements(opened, measure, language)["rule"]
    indicator = opened.framework.indicators[measure]
    named = [opened.framework.indicators[part].label(language) for part in indicator.parts]
    assert all(text in rule for text in filter(None, (indicator.table, indicator.column, *named)))
    assert rule.endswith(".")
    assert not re.search(r"[{}]", rule)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sum_of_indicators_names_them(project: Open, language: str) -> None:
    """With a plus between them; a percentile says which it is and how it is taken between two values."""
    toml = EVERY + '[indicators.both]\nmeasure = "sum"\nof = ["sum", "mean"]\n'
    opened = project(toml, {"people": ROWS})
    assert elements(opened, "both", language)["rule"] == "sum label + mean label."
    rule = elements(opened, "percentile", language)["rule"]
    assert "90" in rule
    assert "Excel" in rule


def test_rules_differ(project: Open) -> None:
    """No two measures have the same sentence."""
    opened = project(EVERY, {"people": ROWS})
    assert len({elements(opened, measure)["rule"] for measure in MEASURES}) == len(MEASURES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("where", "said"),
    [
        ('{ sex = "female" }', ["sex", "female"]),
        ('{ sex = ["female", "male"] }', ["sex", "female", "male"]),
        ('{ sex = { not = "male" } }', ["sex", "male"]),
        ("{ paid = { min = 1, max = 9 } }", ["1 ≤ paid ≤ 9"]),
        ("{ paid = { above = 1, below = 9 } }", ["1 < paid < 9"]),
        ("{ paid = { min = 6 } }", ["6 ≤ paid"]),
        ("{ paid = { below = 6 } }", ["paid < 6"]),
        ("{ day = { min = 2018-01-02 } }", ["2018-01-02 ≤ day"]),
        ("{ sex = { missing = false } }", ["sex"]),
        ('{ sex = "female", paid = 5 }', ["sex", "female", "paid", "5"]),
    ],
)
def test_conditions(project: Open, where: str, said: list[str], language: str) -> None:
    """Every condition of a rule is told with its name and its values."""
    opened = project(
        f'[indicators.a]\nlabel = "A"\nmeasure = "count"\ntable = "people"\nwhere = {where}', {"people": ROWS}
    )
    rule = elements(opened, "a", language)["rule"]
    assert all(text in rule for text in said), rule


@pytest.mark.parametrize("language", LANGUAGES)
def test_opposites_differ(project: Open, language: str) -> None:
    """A condition and its opposite are told differently, and so is a factor."""
    wheres = (
        '{ sex = "female" }',
        '{ sex = { not = "female" } }',
        "{ sex = { missing = true } }",
        "{ sex = { missing = false } }",
    )
    text = '[indicators.a]\nlabel = "A"\nmeasure = "count"\ntable = "people"\n'
    rules = [elements(project(f"{text}where = {where}", {"people": ROWS}), "a", language)["rule"] for where in wheres]
    rules += [
        elements(project(text + factor, {"people": ROWS}), "a", language)["rule"] for factor in ("", "factor = 5")
    ]
    assert len({*rules}) == len(rules)
    assert "5" in rules[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_ages_are_told_with_their_date(project: Open, language: str) -> None:
    """A dimension of ages, in a condition or a breakdown, says which date of the row the age is taken on."""
    toml = '[dimensions.age]\ncolumn = "born"\nbands = [18, 25]\n'
    toml += '[dimensions.paid_group]\ncolumn = "paid"\nbands = [5]\n'
    common = 'table = "t"\nmeasure = "count"\ndate = "day"\ndisaggregate = ["paid_group"]\n'
    toml += f'[indicators.youth]\n{common}where = {{ age = "18-24" }}\n'
    toml += f"[indicators.rows]\n{common}".replace('"paid_group"', '"age"')
    opened = project(toml, {"t": "born,day,other_day,paid\n2000-01-01,2020-01-01,2021-01-01,5\n"})
    for code in ("youth", "rows"):
        built = sheets(opened, language)._replace(age_dates={code: opened.age_dates(code)})
        rows = built.elements_data([opened.framework.indicators[code]]).rows
        told = {str(element): str(text) for _, element, text in rows}
        assert "(day)" in told["age"]
        assert "born" in told["age"]
        assert "18-24" in told["age"]
        assert "paid_group" not in told
