"""`indicators.toml`: what it may say, and every fault of its shape in one report, before any row is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from roundtable_cli import Finding, Project, Refused
from roundtable_cli.indicators.definitions.conditions import Condition, InRange, IsMissing, OneOf
from roundtable_cli.indicators.definitions.framework import PublishedFigure

Open = Callable[..., Project]

COUNT = '[indicators.n]\ntable = "people"\nmeasure = "count"\n'
SEX = '[dimensions.sex]\ncolumn = "sex"\n'
PEOPLE = {"people": "id,sex\n1,f\n"}

WHOLE = """
[project]
title = { ky = "Долбоор", en = "Project" }
languages = ["en", "ky"]
currency = "USD"
start = 2018-01-01
end = 2019-12-31
fiscal_year_start = 4

[dimensions.sex]
label = { en = "Sex", ky = "Жынысы" }
column = "sex"
columns = { trainings = "person.sex" }
categories.female = { label = { en = "women" }, aliases = ["f", "ж"] }
categories.male = {}

[dimensions.settlement]
column = "settlement"
categories = { table = "settlements", label = "name" }
assign = "first"

[dimensions.age_group]
column = "age"
bands = [14, 18, 24.5]

[dimensions.disability]
categories.with = { where = { domains = { min = 1 } } }
categories.without = { where = { domains = 0 } }

[indicators.staff_trained]
label = { en = "Staff trained" }
definition = "Distinct staff members."
level = "output"
table = "trainings"
measure = "unique"
column = "staff_id"
where = { kind = "training", sex = { missing = false } }
date = "day"
unit = "people"
factor = 2.5
accumulation = "cumulative"
dedupe = "first"
direction = "decrease"
disaggregate = ["sex", "quarter"]
headline = false
published = { value = 27, source = "round table" }

[indicators.share]
table = "trainings"
measure = "share"
meets = { sex = "female" }
unit = "%"

[indicators.rate]
measure = "ratio"
of = ["staff_trained", "staff_trained"]
"""


def faults(open_project: Open, indicators: str, **more: object) -> list[Finding]:
    """What opening a project is refused for."""
    with pytest.raises(Refused) as refused:
        open_project(indicators, PEOPLE, **more)
    return list(refused.value.findings)


def one(open_project: Open, indicators: str) -> Finding:
    """The one fault there is."""
    (finding,) = faults(open_project, indicators)
    return finding


def test_a_file_is_read_into_what_it_says(project: Open) -> None:
    """Every key arrives where it belongs."""
    framework = project(WHOLE).framework
    assert (framework.title("ky"), framework.title("en")) == ("Долбоор", "Project")
    assert (framework.languages, framework.currency, framework.fiscal_year_start) == (("en", "ky"), "USD", 4)
    assert (framework.start, framework.end) == (date(2018, 1, 1), date(2019, 12, 31))
    trained = framework.indicators["staff_trained"]
    assert (trained.table, trained.measure, trained.column, trained.date) == ("trainings", "unique", "staff_id", "day")
    assert trained.where == (Condition("kind", OneOf(("training",))), Condition("sex", IsMissing(wanted=False)))
    assert (trained.level, trained.unit("en"), trained.factor) == ("output", "people", Decimal("2.5"))
    assert (trained.accumulation, trained.dedupe, trained.direction) == ("cumulative", "first", "decrease")
    assert (trained.disaggregate, trained.headline) == (("sex", "quarter"), False)
    (figure,) = trained.published
    assert isinstance(figure, PublishedFigure)
    assert (figure.value, figure.source("en")) == (27, "round table")
    assert framework.indicators["share"].meets == (Condition("sex", OneOf(("female",))),)
    assert framework.indicators["rate"].parts == ("staff_trained", "staff_trained")


def test_dimensions_are_read_in_all_their_kinds(project: Open) -> None:
    """By value, by the rows of a table, in bands, and by condition."""
    dimensions = project(WHOLE).framework.dimensions
    sex = dimensions["sex"]
    assert (sex.column_in_table("people"), sex.column_in_table("trainings")) == ("sex", "person.sex")
    assert [(category.code, category.aliases) for category in sex.categories] == [("female", ("f", "ж")), ("male", ())]
    settlement = dimensions["settlement"]
    assert (settlement.category_table, settlement.category_label("en"), settlement.assign) == (
        "settlements",
        "name",
        "first",
    )
    assert dimensions["age_group"].bands == (14, 18, Decimal("24.5"))
    disability = dimensions["disability"]
    assert disability.has_conditions
    assert [category.where for category in disability.categories] == [
        (Condition("domains", InRange(1, None)),),
        (Condition("domains", OneOf((0,))),),
    ]


def test_defaults_are_the_plain_ones(project: Open) -> None:
    """An indicator that says no more is a headline, non-cumulative, counted as it is."""
    indicator = project(COUNT, PEOPLE).framework.indicators["n"]
    assert (indicator.accumulation, indicator.dedupe, indicator.factor) == ("non-cumulative", "period", 1)
    assert (indicator.direction, indicator.headline, indicator.published) == ("increase", True, ())


ALL_WRONG = """
[project]
titel = "x"
fiscal_year_start = 13

[dimensions.sex]
colum = "sex"
categories.total = {}

[dimensions.age]
column = "age"
bands = [18, 14]

[dimensions.period]
column = "sex"

[indicators.Staff]
table = "people"
measure = "count"

[indicators.trained]
tabel = "people"
measure = "uniqe"

[indicators.costs]
table = 3
measure = "sum"
where = { age = { mni = 3 } }

[indicators.rate]
measure = "ratio"
of = ["costs", "traned"]
"""


# place, a word of the fault, a word of the remedy
EXPECTED = [
    ("project", "titel", "title"),
    ("project fiscal_year_start", "from 1 to 12", ""),
    ("[dimensions.sex]", "colum", "column"),
    ("[dimensions.sex]", "needs a column", "write"),
    ("[dimensions.sex.categories.total]", "total", "row"),
    ("[dimensions.age] bands", "go up", "small to large"),
    ("[dimensions.period]", "period", "another name"),
    ("[indicators.Staff]", "can't be the code", "small Latin letters"),
    ("[indicators.trained]", "tabel", "table"),
    ("[indicators.trained] measure", "uniqe", "unique"),
    ("[indicators.costs] table", "expected a text or a list, found a number", ""),
    ("[indicators.costs] where", "mni", ""),
    ("[indicators.costs]", "needs the key column", "column"),
    ("[indicators.rate]", "traned", "trained"),
]


def test_all_faults_are_reported_at_once_each_with_its_place(project: Open) -> None:
    """One run names everything that is wrong, and the nearest right name beside it."""
    found = faults(project, ALL_WRONG)
    assert {finding.file for finding in found} == {"indicators.toml"}
    for place, fault, remedy in EXPECTED:
        assert any(
            finding.column.replace("[project]", "project") == place
            and fault in finding.fault
            and remedy in finding.remedy
            for finding in found
        ), (place, fault)
    assert len(found) == len(EXPECTED)


def test_the_faults_of_both_files_come_together(project: Open) -> None:
    """The shape of indicators.toml and of datapackage.json is judged in one go."""
    package = {"resources": [{"name": "people", "path": "people.csv", "schema": {"fields": [{"name": 3}]}}]}
    found = faults(project, COUNT + "wehre = {}\n", package=package)
    assert {finding.file for finding in found} == {"indicators.toml", "datapackage.json"}


@pytest.mark.parametrize(
    ("indicators", "place", "key", "nearest"),
    [
        ("[indicator.n]\n", "", "indicator", "indicators"),
        ("[project]\nlanguage = 'en'\n", "project", "language", "languages"),
        (SEX + "band = [1]\n", "[dimensions.sex]", "band", "bands"),
        (SEX + "categories.f = { alias = ['w'] }\n", "[dimensions.sex.categories.f]", "alias", "aliases"),
        (SEX + "categories = { table = 's', lable = 'n' }\n", "[dimensions.sex.categories]", "lable", "label"),
        (COUNT + "whre = {}\n", "[indicators.n]", "whre", "where"),
        (COUNT + "published = { value = 1, sourse = 'x' }\n", "[indicators.n.published]", "sourse", "source"),
    ],
)
def test_an_unknown_key_is_a_fault_on_every_level(
    project: Open, indicators: str, place: str, key: str, nearest: str
) -> None:
    """No key is passed over: the place, the key and the nearest right one are named."""
    finding = one(project, indicators)
    assert finding.column.replace("[project]", "project") == place
    assert f'"{key}"' in finding.fault
    assert f'"{nearest}"' in finding.remedy


@pytest.mark.parametrize(
    ("indicators", "place", "words"),
    [
        (COUNT.replace('"people"', "3"), "[indicators.n] table", "expected a text or a list, found a number"),
        (COUNT + "headline = 'yes'\n", "[indicators.n] headline", "expected true or false, found a text"),
        (COUNT + "factor = '2'\n", "[indicators.n] factor", "expected a number, found a text"),
        (COUNT + "factor = true\n", "[indicators.n] factor", "expected a number, found true or false"),
        (COUNT + "where = 'sex'\n", "[indicators.n] where", "expected a table of keys, found a text"),
        (COUNT + "disaggregate = [1]\n", "[indicators.n] disaggregate", "expected a text, found a number"),
        (COUNT + "label = 3\n", "[indicators.n] label", "expected a text or a table of keys, found a number"),
        (COUNT + "published = { value = '27' }\n", "[indicators.n.published] value", "expected a number, found a text"),
        (SEX + "bands = ['14']\n", "[dimensions.sex] bands", "expected a number, found a text"),
        (SEX + "bands = 14\n", "[dimensions.sex] bands", "expected a list, found a number"),
        (
            SEX + "categories.f = { aliases = [1] }\n",
            "[dimensions.sex.categories.f] aliases",
            "expected a text, found a number",
        ),
        ("[project]\nstart = '2018'\n", "project start", "expected a date, found a text"),
    ],
)
def test_a_value_of_the_wrong_type_is_a_fault(project: Open, indicators: str, place: str, words: str) -> None:
    """What stands there, and what belongs there, in words."""
    finding = one(project, indicators)
    assert finding.column.replace("[project]", "project") == place
    assert words in finding.fault


def test_a_column_of_a_table_is_named_by_a_text(project: Open) -> None:
    """A number among `columns` is not passed over."""
    finding = one(project, SEX + "columns = { people = 3 }\n")
    assert finding.column.startswith("[dimensions.sex")
    assert "expected a text, found a number" in finding.fault


@pytest.mark.parametrize("number", ["nan", "inf", "-inf"])
def test_a_factor_is_a_number_that_one_can_multiply_by(project: Open, number: str) -> None:
    """TOML knows nan and inf; a factor of that kind is a fault of the definitions."""
    assert one(project, COUNT + f"factor = {number}\n").column == "[indicators.n] factor"


@pytest.mark.parametrize("name", ["code", "indicator", "value", "unit", "period"])
def test_a_dimension_takes_no_name_of_a_tables_own_columns(project: Open, name: str) -> None:
    """The five words are columns of every result."""
    finding = one(project, f'[dimensions.{name}]\ncolumn = "sex"\n')
    assert (finding.column, name in finding.fault) == (f"[dimensions.{name}]", True)


@pytest.mark.parametrize("code", ["Staff", "1st", "staff-trained", "обучено", "_x"])
def test_a_code_is_small_latin_letters_digits_and_underscores(project: Open, code: str) -> None:
    """The same for indicators and dimensions."""
    assert "can't be the code" in one(project, COUNT.replace(".n]", f'."{code}"]')).fault
    assert "can't be the code" in one(project, SEX.replace(".sex]", f'."{code}"]')).fault


@pytest.mark.parametrize("code", ["total", "not recorded"])
def test_a_category_is_not_called_like_the_rows_of_the_breakdown(project: Open, code: str) -> None:
    """`total` and `not recorded` are keys of their own."""
    assert f'"{code}"' in one(project, SEX + f"categories.'{code}' = {{}}\n").fault


def test_a_text_in_a_language_the_project_lacks_is_a_fault(project: Open) -> None:
    """The languages are declared once, in [project]."""
    finding = one(project, COUNT + "label = { en = 'People', fr = 'Gens' }\n")
    assert '"fr"' in finding.fault


def test_two_faults_of_one_key_are_both_reported(project: Open) -> None:
    """All faults together: the second condition at fault is not kept for the next run."""
    found = faults(project, COUNT + "where = { age = { mni = 1 }, sex = { nto = 'f' } }\n")
    assert len(found) == 2
    assert {finding.column for finding in found} == {"[indicators.n] where"}


def test_opening_a_project_reads_no_rows(project: Open) -> None:
    """A table with a broken row, or none at all, is no hindrance to reading the definitions."""
    opened = project(COUNT, {"people": "id,sex\n1,f,too,long\n"})
    assert [*opened.framework.indicators] == ["n"]


def test_what_is_not_toml_is_refused_at_its_line(project: Open) -> None:
    """The line is in the message."""
    finding = one(project, '[indicators.n]\nmeasure = "count\n')
    assert finding.file == "indicators.toml"
    assert "line 2" in str(finding) or finding.row == 2


def test_what_is_not_utf8_is_refused(make: Callable[..., Path]) -> None:
    """The remedy is named."""
    folder = make(COUNT, PEOPLE)
    (folder / "indicators.toml").write_bytes("[project]\ntitle = 'Проект'\n".encode("cp1251"))
    with pytest.raises(Refused, match="UTF-8"):
        Project.open(folder)
