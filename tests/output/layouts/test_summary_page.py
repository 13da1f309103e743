"""Which result goes in which row and column: tidy rows for data, tables that fit their width for reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest

from roundtable_cli import Project, Results
from roundtable_cli.output.formats import terminal
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts import summary_page
from roundtable_cli.output.layouts.cell_texts import CellTexts, ValueExtras
from roundtable_cli.output.page import Page, PageTable, TidyData

Open = Callable[..., Project]
LANGUAGES = ("en", "ru", "ky")
COUNTS = ("rows", "repeats", "missing", "outside")
PEOPLE = """
[dimensions.sex]
label = "Sex"
column = "sex"
categories.female = { label = "women" }
categories.male = { label = "men" }
categories.other = { label = "others" }

[indicators.people]
label = "People"
table = "people"
measure = "unique"
column = "id"
unit = "people"

[indicators.paid]
label = "Paid"
table = "people"
measure = "sum"
column = "paid"
unit = "USD"
"""
# Five rows, four people: one is in two places, one has no sex; nobody is `other`.
ROWS = "id,sex,place,paid\n1,female,north,10.50\n1,female,south,\n2,male,north,3\n3,,south,4\n4,female,north,1000\n"


@pytest.fixture(scope="session")
def sample() -> Project:
    """The sample project."""
    return Project.open("sample")


@pytest.fixture(scope="session")
def breakdowns(sample: Project) -> Mapping[tuple[str, ...], Results]:
    """The sample's results, whole and broken down."""
    asked: tuple[tuple[str, ...], ...] = ((), ("sex",), ("settlement",), ("quarter",), ("age_group", "sex"))
    return {by: sample.compute(by=by) for by in asked}


@pytest.fixture
def people(project: Open) -> Project:
    """A project of five rows."""
    return project(PEOPLE, {"people": ROWS})


def records(data: TidyData) -> list[dict[str, object]]:
    """The rows of data, by column."""
    return [dict(zip(data.head, row, strict=True)) for row in data.rows]


def page(results: Results, language: str = "en", width: int | None = None) -> Page:
    """The page of a summary."""
    return summary_page.summary_page(CellTexts(results, LanguageWords(language)), width)


def text(results: Results, language: str, width: int = 80) -> str:
    """The page as a terminal of `width` characters shows it."""
    return terminal.write_table(page(results, language, width))


def cell(grid: PageTable, row: str, column: str) -> str:
    """The cell of a grid in the row that begins with one text, under another."""
    (found,) = [cells for cells in grid.rows if cells[0] == row]
    return re.sub(r"\s", " ", found[grid.head.index(column)])


def test_tidy_columns(people: Project) -> None:
    """Tidy rows have the columns that scripts rely on, in their order, dimensions between indicator and value."""
    plain = summary_page.summary_data(people.compute(), "en")
    assert plain.head[:8] == ("code", "indicator", "value", "unit", *COUNTS)
    broken = summary_page.summary_data(people.compute(by=["place", "sex"]), "en")
    assert broken.head[:10] == ("code", "indicator", "place", "sex", "value", "unit", *COUNTS)


def test_tidy_rows(people: Project) -> None:
    """There is a row per value, bare, with the counts of the rows behind it."""
    first, second = records(summary_page.summary_data(people.compute(["paid", "people"]), "en"))
    assert (first["code"], str(first["value"]), first["unit"]) == ("paid", "1017.5", "USD")
    assert [first[name] for name in COUNTS] == [5, 0, 1, 0]
    assert (second["code"], second["value"], second["unit"]) == ("people", 4, "people")
    assert [second[name] for name in COUNTS] == [5, 1, 0, 0]


def test_tidy_order(people: Project) -> None:
    """Categories come as declared, those without rows too, then not recorded, then the total."""
    rows = records(summary_page.summary_data(people.compute(["people"], by=["sex"]), "en"))
    expected = [("female", 2), ("male", 1), ("other", 0), ("not recorded", 1), ("total", 4)]
    assert [(row["sex"], row["value"]) for row in rows] == expected


def test_tidy_indicators(people: Project) -> None:
    """Indicators come in the order asked, each with all its rows and its total last."""
    rows = records(summary_page.summary_data(people.compute(["paid", "people"], by=["place"]), "en"))
    assert [row["code"] for row in rows] == ["paid"] * 3 + ["people"] * 3
    assert [row["place"] for row in rows] == ["north", "south", "total"] * 2


def test_tidy_cross(people: Project) -> None:
    """A breakdown by two dimensions has both margins and the total of all, each computed from the records."""
    rows = records(summary_page.summary_data(people.compute(["people"], by=["place", "sex"]), "en"))
    found = {(row["place"], row["sex"]): row["value"] for row in rows}
    assert len(rows) == len(found) == 3 * 5
    assert found["north", "female"] == 2
    assert found["south", "not recorded"] == 1
    assert (found["total", "female"], found["north", "total"], found["total", "total"]) == (2, 3, 4)
    assert (rows[-1]["place"], rows[-1]["sex"]) == ("total", "total")


def test_no_total(people: Project) -> None:
    """Without totals a breakdown keeps its categories alone; a result that is not broken down stays."""
    rows = records(summary_page.summary_data(people.compute(["people"], by=["place", "sex"]), "en", total=False))
    assert len(rows) == 2 * 4
    assert "total" not in {row["place"] for row in rows} | {row["sex"] for row in rows}
    assert len(summary_page.summary_data(people.compute(), "en", total=False).rows) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_tidy_keys_stay(sample: Project, language: str) -> None:
    """The keys of categories are the same in every language; labels and units are in the language."""
    results = sample.compute(["activists"], by=["sex"])
    rows = records(summary_page.summary_data(results, language))
    assert [row["sex"] for row in rows] == ["female", "male", "not recorded", "total"]
    assert {row["unit"] for row in rows} == {{"en": "people", "ru": "чел.", "ky": "адам"}[language]}


def test_plain_page(people: Project) -> None:
    """A row of the plain table has code, label, value with its unit, and the rows that it comes from."""
    (grid,) = page(people.compute()).tables
    first, second = [[re.sub(r"\s", " ", text) for text in row] for row in grid.rows]
    assert first == ["people", "People", "4 people", "5 rows, 1 repeat"]
    assert second == ["paid", "Paid", "$1,017.50", "5 rows, 1 without a value"]


def test_period_is_named(sample: Project) -> None:
    """The page says above the table which period it is of."""
    assert "2018Q2" in " ".join(page(sample.compute(period="2018Q2")).lines)
    assert "all records" in " ".join(page(sample.compute()).lines)


def test_filter_is_named(sample: Project) -> None:
    """The page says which rows were chosen, so that a part is not taken for the whole."""
    shown = page(sample.compute(["activists"], where={"settlement": "S03"}))
    assert "S03" in " ".join((shown.title, *shown.lines, *shown.notes))


def test_one_breakdown(people: Project) -> None:
    """One breakdown has a row per indicator and a column per category, then the total and the rows it comes from."""
    (grid,) = page(people.compute(by=["sex"])).tables
    assert grid.head[-6:] == ("women", "men", "others", "not recorded", "total", "from")
    assert [cell(grid, "people", name) for name in grid.head[-6:-1]] == ["2", "1", "0", "1", "4"]
    assert "rows" in cell(grid, "people", "from")
    assert cell(grid, "paid", "women") == "$1,010.50"
    assert cell(grid, "paid", "total") == "$1,017.50"


def test_cross_table(people: Project) -> None:
    """Two breakdowns make a cross table with both margins."""
    (grid,) = page(people.compute(["people"], by=["place", "sex"])).tables
    assert [row[0] for row in grid.rows] == ["north", "south", "total"]
    assert grid.head[1:] == ("women", "men", "others", "not recorded", "total")
    assert [cell(grid, "south", name) for name in grid.head[1:]] == ["1", "0", "0", "1", "2"]
    assert [cell(grid, "total", name) for name in grid.head[1:]] == ["2", "1", "0", "1", "4"]


def test_cross_tables_of_several(people: Project) -> None:
    """There is a cross table for each indicator, headed by its code."""
    grids = page(people.compute(by=["place", "sex"])).tables
    assert [grid.title.split(":")[0] for grid in grids] == ["people", "paid"]


def test_categories_of_one_name(project: Open) -> None:
    """Two categories of one name keep a column each: nothing is dropped, in a plain breakdown or a cross table."""
    text = PEOPLE.replace('{ label = "men" }', '{ label = "women" }')
    opened = project(text, {"people": ROWS})
    for by in (["sex"], ["place", "sex"]):
        (grid,) = page(opened.compute(["people"], by=by)).tables
        first = grid.head.index("women")
        assert grid.head[first : first + 5] == ("women", "women", "others", "not recorded", "total")
        assert [row[first : first + 2] for row in grid.rows][-1] == ("2", "1")


def test_parts_and_percent(sample: Project) -> None:
    """A share shows what it is made of, and a value its percentage of the whole, where that is asked."""
    share = CellTexts(sample.compute(["share_women"]), LanguageWords("en"), ValueExtras(parts=True))
    assert summary_page.summary_page(share).tables[0].rows[0][2] == "53.9% (55/102)"
    results = sample.compute(["activists"], by=["sex"])
    grid = summary_page.summary_page(CellTexts(results, LanguageWords("en"), ValueExtras(percent="row"))).tables[0]
    assert [cell(grid, "activists", name) for name in ("female", "male", "not recorded", "total")] == [
        "55 (51.9%)", "47 (44.3%)", "4 (3.8%)", "106 (100.0%)",
    ]  # fmt: skip
    found = records(summary_page.summary_data(results, "en", extras=ValueExtras(percent="row")))
    assert [row["percent"] for row in found] == pytest.approx([100 * n / 106 for n in (55, 47, 4, 106)])


def test_turned(sample: Project) -> None:
    """A breakdown too wide for its page is turned: a row per category, a column per indicator, nothing left out."""
    results = sample.compute(["activists", "grants_usd"], by=["settlement"])
    (wide,) = page(results).tables
    (turned,) = page(results, width=80).tables
    names = wide.head[-13:-1]
    assert names[0] == "Settlement 1"
    assert names[-1] == "total"
    assert tuple(row[0] for row in turned.rows) == names
    for code in ("activists", "grants_usd"):
        assert [cell(turned, name, code) for name in names] == [cell(wide, code, name) for name in names]


def test_turned_of_one(sample: Project) -> None:
    """Turned for one indicator, the table says for each category which rows its value comes from."""
    results = sample.compute(["activists"], by=["settlement"])
    (grid,) = page(results, width=80).tables
    row = " ".join(next(cells for cells in grid.rows if cells[0] == "total"))
    assert "106" in row
    assert "112" in row


def test_parted(sample: Project) -> None:
    """A cross table too wide for its page is parted, and every category stands in one of the parts."""
    results = sample.compute(["activists"], by=["settlement", "age_group"])
    (whole,) = page(results).tables
    parts = page(results, width=40).tables
    assert len(parts) > 1
    names = {re.sub(r"\s+", " ", row[0]) for row in whole.rows} | {*whole.head[1:]}
    found = {re.sub(r"\s+", " ", row[0]) for part in parts for row in part.rows} | {
        n for p in parts for n in p.head[1:]
    }
    assert names == found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("by", [(), ("sex",), ("settlement",), ("quarter",), ("age_group", "sex")])
def test_eighty_columns(breakdowns: Mapping[tuple[str, ...], Results], by: tuple[str, ...], language: str) -> None:
    """In 80 columns every table of the sample fits, in each language."""
    lines = text(breakdowns[by], language).splitlines()
    assert max(map(len, lines)) <= 80, max(lines, key=len)


@pytest.mark.parametrize("language", LANGUAGES)
def test_default_table_reads_well(breakdowns: Mapping[tuple[str, ...], Results], language: str) -> None:
    """In 80 columns the default table breaks no word, and no value from its unit."""
    results = breakdowns[()]
    shown = text(results, language)
    words = set(re.split(r"\s+", shown))
    for result in results:
        value = re.sub(r"\s", " ", CellTexts(results, LanguageWords(language)).value_with_unit(result))
        assert f" {value}" in shown
        assert {*result.indicator.label(language).split()} <= words


def test_notes(people: Project) -> None:
    """A page says in arithmetic that closes why parts do not add up to the whole."""
    notes = " ".join(page(people.compute(["people"], by=["place"])).notes)
    assert re.search(r"people\b.* 5 − 1 = 4\b", notes)
    assert page(people.compute(["people"], by=["sex"])).notes == ()


def test_undivided(sample: Project) -> None:
    """An indicator that has no such breakdown keeps its total, and a note says why it has no more."""
    shown = page(sample.compute(["activists", "grants_usd"], by=["sex"]))
    (grid,) = shown.tables
    assert cell(grid, "activists", "female") == "55"
    assert cell(grid, "grants_usd", "total") == "$61,933"
    assert "0" not in cell(grid, "grants_usd", "female")
    assert [note for note in shown.notes if "grants_usd" in note and "sex" in note]


@pytest.mark.parametrize("language", LANGUAGES)
def test_published_note(project: Open, language: str) -> None:
    """Where a value is not the published one, a note says so with the figure and its source; else there is none."""
    published = 'published = { value = %s, source = { en = "in English", ru = "по-русски", ky = "кыргызча" } }'
    tables, definitions = {"people": ROWS}, '[project]\nlanguages = ["en", "ru", "ky"]\n' + PEOPLE + published
    notes = page(project(definitions % 1234, tables).compute(["paid"]), language).notes
    source = {"en": "in English", "ru": "по-русски", "ky": "кыргызча"}[language]
    assert [note for note in notes if re.search(r"1[,\s]234", note) and source in note and "paid" in note]
    assert page(project(definitions % 1017.5, tables).compute(["paid"]), language).notes == ()


def test_blanks_in_what_a_share_tests_have_a_column_in_data(project: Open) -> None:
    """The last one, and only where there are any."""
    toml = '[indicators.n]\ntable = "t"\nmeasure = "share"\nmeets = { v = "yes" }\n'
    blank = summary_page.summary_data(project(toml, {"t": 'v\nyes\nno\n""\n'}).compute(), "en")
    assert (blank.head[-1], blank.rows[0][-1]) == ("outside", 0)
    blank = summary_page.summary_data(project(toml, {"t": "id,v\n1,yes\n2,no\n3,\n"}).compute(), "en")
    assert (blank.head[-1], blank.rows[0][-1]) == ("blank", 1)


@pytest.mark.parametrize(("hidden_table", "is_told"), [("u", True), ("t", False)])
def test_tables_that_a_summary_leaves_out_are_told(project: Open, hidden_table: str, is_told: bool) -> None:
    """Where nobody asked for certain indicators; not what a definition keeps out beside others of its table."""
    indicators = '[indicators.n]\ntable = "t"\nmeasure = "count"\n'
    indicators += f'[indicators.m]\ntable = "{hidden_table}"\nmeasure = "count"\nheadline = false\n'
    results = project(indicators, {"t": "x,y\n1,2\n", "u": "x,y\n1,2\n"}).compute()
    cells = CellTexts(results, LanguageWords("en"))
    notes = [str(note) for note in summary_page.summary_page(cells, is_whole=True).notes]
    told = (
        "1 more indicator is not shown, and 1 table with it: rt-stats show lists all; rt-stats summary CODE shows one."
    )
    assert notes == ([told] if is_told else [])
    assert not summary_page.summary_page(cells).notes


def test_a_breakdown_that_is_called_as_a_column_of_data_gets_a_prefix() -> None:
    """`status` and `code` of the records stand beside those of the results; a name that stays is never taken."""
    assert summary_page.breakdown_headings(["status", "sex", "code"]) == ["by_status", "sex", "by_code"]
    assert summary_page.breakdown_headings(["status", "by_status"]) == ["by_by_status", "by_status"]


def printed(opened: Project, by: list[str], percent: str, width: int | None) -> list[PageTable]:
    """The tables of a summary with percentages, as wide as they may be."""
    cells = CellTexts(opened.compute(by=by), LanguageWords("en"), ValueExtras(percent=percent))
    return list(summary_page.summary_page(cells, width).tables)


def shares(texts: tuple[str, ...] | list[str]) -> list[float]:
    """The percentages in some cells, the total's left out."""
    return [float(text.split("(")[1].strip("%)")) for text in texts][:-1]


@pytest.mark.parametrize("width", [None, 60, 200])
def test_percentages_are_of_what_is_printed(project: Callable[..., Project], width: int | None) -> None:
    """In every width: a woman and 3 men in each of 8 places, and in s0 a man more: 1 of 8 women, 1 of 5 in s0."""
    toml = '[indicators.n]\ntable = "t"\nmeasure = "count"\n'
    lines = [f"{sex},s{place}" for sex, times in (("f", 1), ("m", 3)) for place in range(8) for _ in range(times)]
    opened = project(toml, {"t": "\n".join(["sex,place", *lines, "m,s0", ""])})

    def join_rows(tables: list[PageTable]) -> list[list[str]]:
        rows = [[text for table in tables for text in table.rows[line][1:]] for line in range(len(tables[0].rows))]
        assert len({tuple(row[0] for row in table.rows) for table in tables}) == 1
        return rows

    of_rows = join_rows(printed(opened, ["sex", "place"], "row", width))
    assert [round(sum(shares(row))) for row in of_rows] == [100, 100, 100]
    assert of_rows[0][0] == "1 (12.5%)"
    of_columns = join_rows(printed(opened, ["sex", "place"], "column", width))
    assert [round(sum(shares(column))) for column in zip(*of_columns, strict=True)] == [100] * 9
    assert of_columns[0][0] == "1 (20.0%)"
    (line,) = join_rows(printed(opened, ["sex"], "row", width))
    assert [text for text in line if "%" in text] == ["8 (24.2%)", "25 (75.8%)", "33 (100.0%)"]
    (table,) = printed(opened, ["sex"], "column", width)
    assert [row[1] for row in table.rows] == ["8 (24.2%)", "25 (75.8%)", "33 (100.0%)"]
