"""Definitions that can be read and make no sense: each is a fault with its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roundtable_cli import Finding, Project, Refused

Open = Callable[..., Project]
COUNT = '[indicators.n]\ntable = "people"\nmeasure = "count"\n'
SEX = '[dimensions.sex]\ncolumn = "sex"\n'
PEOPLE = {"people": "id,sex\n1,f\n"}


def faults(open_project: Open, indicators: str) -> list[Finding]:
    """What opening a project is refused for."""
    with pytest.raises(Refused) as refused:
        open_project(indicators, PEOPLE)
    return list(refused.value.findings)


def one(open_project: Open, indicators: str) -> Finding:
    """The one fault there is."""
    (finding,) = faults(open_project, indicators)
    return finding


@pytest.mark.parametrize(
    ("rule", "place", "remedy"),
    [
        ("[indicators.s]\ntable = 'people'\nmeasure = 'share'\nmeets = {}", "[indicators.s] meets", "meets = {"),
        ("[indicators.s]\ntable = 'people'\nmeasure = 'sum'\ncolumn = ''", "[indicators.s] column", 'column = "'),
        ("[indicators.s]\ntable = 'people'\nmeasure = 'sum'\ncolumn = []", "[indicators.s] column", 'column = "'),
        ("[indicators.s]\ntable = ['']\nmeasure = 'count'", "[indicators.s] table", 'table = "'),
        ("[calculated.people.x]\nof = ['sex']\nmeasure = 'share'\nis = []", "[calculated.people.x] is", 'is = ["'),
    ],
)
def test_a_needed_key_that_is_empty_is_a_fault(project: Open, rule: str, place: str, remedy: str) -> None:
    """It is told before any row is read, with what to write."""
    finding = one(project, COUNT + rule)
    assert (finding.column, finding.fault.endswith("needs this key, and it is empty")) == (place, True)
    assert remedy in finding.remedy


@pytest.mark.parametrize("is_value", ["0", "false"])
def test_zero_and_false_are_not_empty(project: Open, is_value: str) -> None:
    """They are values that a share of columns can look for."""
    project(COUNT + f"[calculated.people.x]\nof = ['sex']\nmeasure = 'share'\nis = {is_value}\n", PEOPLE)


@pytest.mark.parametrize("bands", ["[18, 14]", "[14, 18, 17.5]"])
def test_bands_that_do_not_ascend_are_refused(project: Open, bands: str) -> None:
    """A band without any age in it is no band."""
    finding = one(project, SEX + f"bands = {bands}\n")
    assert (finding.column, finding.fault) == ("[dimensions.sex] bands", "bands must go up")


@pytest.mark.parametrize("alias", ["m", "M", " m ", "m.", "Male"])
def test_an_alias_of_two_categories_is_refused(project: Open, alias: str) -> None:
    """Spellings are compared as values are: without case, spaces and a final full stop."""
    categories = f"categories.female = {{ aliases = ['{alias}'] }}\ncategories.male = {{ aliases = ['m'] }}\n"
    finding = one(project, SEX + categories)
    assert finding.column == "[dimensions.sex] categories"
    assert "female" in finding.fault
    assert "male" in finding.fault


def test_an_alias_may_repeat_within_its_own_category(project: Open) -> None:
    """Two spellings that fold into one belong to one category, which is no fault."""
    category = project(SEX + "categories.f = { aliases = ['F', 'f.'] }\n").framework.dimensions["sex"].categories[0]
    assert category.aliases == ("F", "f.")


def test_a_dimension_needs_something_to_divide_by(project: Open) -> None:
    """A column, or conditions; never some categories by condition and others by value."""
    assert "needs a column" in one(project, "[dimensions.sex]\n").fault
    mixed = SEX + "categories.f = { where = { sex = 'f' } }\ncategories.m = {}\n"
    assert one(project, mixed).column == "[dimensions.sex] categories"


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ("measure = 'count'", "needs the key table"),
        ("table = 'people'", "needs a measure"),
        *(
            (f"table = 'people'\nmeasure = '{m}'", "needs the key column")
            for m in ("unique", "sum", "mean", "min", "max", "latest")
        ),
        ("table = 'people'\nmeasure = 'share'", "needs the key meets"),
        ("table = 'people'\nmeasure = 'count'\ncolumn = 'id'", "does not use the key column"),
        ("table = 'people'\nmeasure = 'count'\nmeets = { sex = 'f' }", "does not use the key meets"),
        ("table = 'people'\nmeasure = 'count'\nof = []", "does not use the key of"),
        ("measure = 'ratio'", "needs 2 indicators"),
    ],
)
def test_a_measure_says_what_it_needs_and_what_it_has_no_use_for(project: Open, measure: str, words: str) -> None:
    """A key that would silently do nothing is a fault, as is one that is not there."""
    assert words in one(project, f"[indicators.n]\n{measure}\n").fault


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("measure = 'ratio'\nof = ['n']", "needs 2 indicators"),
        ("measure = 'ratio'\nof = ['n', 'n', 'n']", "needs 2 indicators"),
        ("measure = 'difference'\nof = ['n']", "needs 2 indicators"),
        ("measure = 'product'\nof = ['n']", "2 indicators or more"),
        ("measure = 'ratio'\nof = ['n', 'm']", 'no indicator "m"'),
        ("measure = 'ratio'\nof = ['n', 'n']\ntable = 'people'", "does not use the key table"),
        ("measure = 'ratio'\nof = ['n', 'n']\nwhere = { sex = 'f' }", "does not use the key where"),
        ("measure = 'ratio'\nof = ['n', 'r']", "circle"),
    ],
)
def test_a_formula_is_over_indicators_there_are(project: Open, formula: str, words: str) -> None:
    """As many as it needs, all known, and never itself."""
    found = faults(project, COUNT + f"[indicators.r]\n{formula}\n")
    assert any(words in finding.fault for finding in found)
    assert all(finding.column.startswith("[indicators.r]") for finding in found)


def test_formulas_in_a_circle_are_refused_with_the_circle(project: Open) -> None:
    """The way round is written out."""
    toml = "".join(f"[indicators.{a}]\nmeasure = 'product'\nof = ['{b}', 'n']\n" for a, b in ("ab", "bc", "ca"))
    found = faults(project, COUNT + toml)
    assert any("a → b → c → a" in finding.fault for finding in found)


def test_a_ratio_of_a_ratio_is_refused(project: Open) -> None:
    """It would be a mean of ratios, which is no ratio of sums; a share is a ratio too."""
    ratio = "[indicators.r]\nmeasure = 'ratio'\nof = ['n', 'n']\n"
    share = "[indicators.s]\ntable = 'people'\nmeasure = 'share'\nmeets = { sex = 'f' }\n"
    twice = "[indicators.t]\nmeasure = 'ratio'\nof = ['{}', 'n']\n"
    for part in ("r", "s"):
        finding = one(project, COUNT + ratio + share + twice.format(part))
        assert finding.column == "[indicators.t]"
        assert "a ratio" in finding.fault


def test_a_disaggregation_names_dimensions_there_are(project: Open) -> None:
    """Or a time; the nearest is named, and how a column becomes a dimension."""
    project(COUNT + "disaggregate = ['sex', 'quarter', 'fiscal-year']\n" + SEX, PEOPLE)
    finding = one(project, COUNT + "disaggregate = ['sexx']\n" + SEX)
    assert finding.column == "[indicators.n] disaggregate"
    assert finding.remedy == 'did you mean "sex"? For a column, write [dimensions.sexx] with column = "sexx"'


def test_a_cumulative_indicator_has_no_targets_of_each_period(project: Open) -> None:
    """It has no value of one period alone; where the project says it of all, its own targets are milestones still."""
    cumulative = COUNT + 'accumulation = "cumulative"\ntargets = { "2026Q1" = 3 }\n'
    finding = one(project, cumulative + 'targets_are = "periods"\n')
    assert finding.column == "[indicators.n] targets_are"
    assert "milestones" in finding.remedy
    framework = project('[project]\ntargets_are = "periods"\n' + cumulative, PEOPLE).framework
    assert framework.targets_kind(framework.indicators["n"]) == "milestones"


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("[indicators.s]\ntable = 'people'\nmeasure = 'share'\nmeets = { sex = 'f' }\nblank = 0", 'it takes "exclude"'),
        ("[indicators.s]\ntable = 'people'\nmeasure = 'count'\nblank = 'exclude'", "count does not use the key blank"),
        ("[indicators.s]\nmeasure = 'difference'\nof = ['n', 'n']\nblank = 'exclude'", "does not use the key blank"),
        ("[calculated.people.x]\nof = ['id', 'id']\nmeasure = 'sum'\nblank = 'exclude'", "blank of sum takes 0"),
        ("[calculated.people.x]\nof = ['id']\nmeasure = 'sum'\nblank = 1", "it takes 0"),
        ("[calculated.people.x]\nof = ['id']\nmeasure = 'sum'\nblank = false", "it takes 0"),
        ("[calculated.people.x]\nof = ['id']\nmeasure = 'count'\nblank = 0", "does not use the key blank"),
        ("[calculated.people.x]\nof = ['id']\nmeasure = 'share'\nis = 1\nblank = 'exclude'", "does not use"),
        (
            "[calculated.people.x]\nfrom = 'people'\nmatch = { id = 'id' }\nmeasure = 'share'\nmeets = { sex = 'f' }\n"
            "blank = 0",
            'blank of share takes "exclude"',
        ),
    ],
)
def test_blank_takes_what_its_measure_can_do(project: Open, rule: str, told: str) -> None:
    """A share leaves rows out, what is computed of numbers takes blanks as 0; others have no use for it."""
    finding = one(project, COUNT + rule)
    assert finding.column.endswith(" blank")
    assert told in finding.fault
