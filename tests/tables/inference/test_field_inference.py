"""Types from the rows: the narrowest that all of them have, and text wherever a number could lie."""

from __future__ import annotations

import random
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.tables.inference import field_inference
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing
from roundtable_cli.tables.values.workbook_value import NativeValue, WorkbookValue

CASES = [
    (["1", "2", "-3"], "integer", "default"),
    (["0"], "integer", "default"),
    ([" 1 ", "2"], "integer", "default"),
    (["1", "2.5"], "number", "default"),
    (["-0.5"], "number", "default"),
    (["123456789012345"], "integer", "default"),
    (["1234567890123456"], "string", "default"),  # sixteen digits are an account or a device
    (["007", "12"], "string", "default"),  # a leading zero makes a code
    (["+996555123456"], "string", "default"),  # so does a plus
    (["00.5"], "string", "default"),
    (["8,847.57"], "number", "default"),  # the point after the comma tells what each is
    (["8847,57"], "number", "default"),
    (["1 000"], "number", "default"),
    (["1,234"], "string", "default"),  # a decimal comma or a group: nobody said which
    (["1e3"], "string", "default"),
    (["5%"], "number", "default"),
    (["$5"], "number", "default"),
    (["$5", "7 KGS"], "string", "default"),  # two currencies in a column
    (["nan", "Ann"], "string", "default"),
    (["1", "x"], "string", "default"),
    (["true", "false"], "boolean", "default"),
    (["TRUE", "False"], "boolean", "default"),
    (["false"], "boolean", "default"),
    (["yes", "no"], "string", "default"),
    (["true", "1"], "string", "default"),
    (["2018-11-19", "2018-01-31"], "date", "default"),
    (["19.11.2018", "31.01.2018"], "date", "%d.%m.%Y"),
    (["2018-11-19", "19.11.2018"], "string", "default"),
    (["05/06/2018"], "string", "default"),  # May or June
    (["31.02.2018"], "string", "default"),
    (["2018-11-19T10:00:00"], "datetime", "default"),
    (["2018-11-19T10:00:00", "2018-11-20"], "datetime", "default"),
    (["2018"], "integer", "default"),
    (["2018-11"], "yearmonth", "default"),
    (["2009-10", "2010-11"], "string", "default"),  # months or fiscal years
    (["31 июля 2021 г.", "1 августа 2021 г."], "date", "any"),
    (["31-Jul-21", "01.08.2021"], "date", "any"),
    (["июль 2021", "август 2021"], "yearmonth", "any"),
    (["31 июля 2021", "август 2021"], "string", "default"),  # of one the day is not known
    (["31 июля 2021", "позже"], "string", "default"),
    (["female", "male"], "string", "default"),
]


@pytest.mark.parametrize(("texts", "type_", "format_"), CASES, ids=[", ".join(case[0]) for case in CASES])
def test_the_narrowest_type_that_all_texts_have(texts: list[str], type_: str, format_: str) -> None:
    """What could be read in two ways, or is a code, stays text."""
    field = field_inference.infer_field("c", texts)

    assert (field.name, field.type, field.format) == ("c", type_, format_)
    assert field.inferred
    assert not field.is_untyped


@pytest.mark.parametrize("texts", [[], ["", " "], ["n/a", ""]])
def test_a_column_of_no_value_is_empty(texts: list[str]) -> None:
    """It fits any use, because nothing in it says otherwise."""
    field = field_inference.infer_field("c", texts, ("", "n/a"))

    assert field.is_untyped
    assert field.inferred
    assert field.type == "string"


def test_missing_cells_change_no_type() -> None:
    """A blank or a declared word among numbers is a missing number."""
    field = field_inference.infer_field("c", ["1", "", "n/a", " n/a ", "3"], ("", "n/a"))

    assert field.type == "integer"
    assert parsing.parse_column(["1", "n/a", ""], field) == ([1, None, None], {})


def test_a_dash_among_numbers_is_nothing() -> None:
    """As accountants write it; so are words for no value, and any other word makes text."""
    for mark in ("-", "none", "н/д"):
        field = field_inference.infer_field("c", ["1", mark, "3"])
        assert (field.type, field.missing_values, field.assumed_missing) == ("integer", ("", mark), (mark,))
    assert field_inference.infer_field("c", ["1", "few", "3"]).type == "string"


def test_a_decimal_comma_needs_a_cell_that_shows_it() -> None:
    """80 418 shows none, and next month's 80,418 is no 80.418."""
    field = field_inference.infer_field("c", ["80 418", "7 000"])
    assert (field.decimal_char, field.group_char) == (".", " ")
    assert parsing.parse_column(["80,418"], field)[1]
    assert field_inference.infer_field("c", ["80 418", "7 000,5"]).decimal_char == ","


def test_what_definitions_name_is_a_value() -> None:
    """A category called unknown is one."""
    texts = ["yes", "no", "Unknown"]
    assert field_inference.infer_field("c", texts).assumed_missing == ("Unknown",)
    assert field_inference.infer_field("c", texts, named_values=frozenset({"unknown"})).assumed_missing == ()


@pytest.mark.parametrize(
    ("texts", "values_"),
    [
        (["8 847,57", "10\u00a0043,08"], [8847.57, 10043.08]),
        (["1\u202f234,5"], [1234.5]),
        (["1,234,567", "12"], [1234567, 12]),
        (["1.234,50", "7,25"], [1234.5, 7.25]),
        (["1'234.50"], [1234.5]),
        (["$1,250.00", "$7"], [1250, 7]),
        (["12,5%", "7%"], [12.5, 7]),
        (["(1 200,50)", "3,00"], [-1200.5, 3]),
        (["−5,5", "1,0"], [-5.5, 1]),
        (["0,123", "1,234"], [0.123, 1.234]),
        (["100 сом", "2 500 сом"], [100, 2500]),
    ],
)
def test_numbers_as_people_write_them(texts: list[str], values_: list[float]) -> None:
    """Every column is read by the marks that all of its cells show."""
    found, faults = parsing.parse_column(texts, field_inference.infer_field("c", texts))
    assert (found, faults) == (values_, {})


@pytest.mark.parametrize("texts", [["1,234"], ["1,234", "5"], ["12,345", "1,000"]])
def test_a_comma_that_may_be_either_is_ambiguous(texts: list[str]) -> None:
    """A thousand and some, or one and some: nothing is guessed."""
    assert field_inference.infer_field("c", texts).ambiguous == "number"


@pytest.mark.parametrize(
    ("texts", "values_"),
    [
        (["1.234", "-"], [1.234, None]),
        (["1.234", "5.678"], [1.234, 5.678]),
        (["12,5%", "-", "7"], [12.5, None, 7]),
        (["60%", "0"], [60, 0]),
    ],
)
def test_plain_numbers_are_no_others_for_a_dash(texts: list[str], values_: list[float | None]) -> None:
    """Nor is what stands beside percentages a part of one, if it is not below 1."""
    assert parsing.parse_column(texts, field_inference.infer_field("c", texts)) == (values_, {})


def test_numbers_that_a_workbook_shows_in_percent() -> None:
    """They are percentages, beside others that are surely such; a number that may have lost its format is in doubt."""
    shown = [WorkbookValue(0.45, "", 100), WorkbookValue(0.33333, "", 100)]
    for more in ([], [WorkbookValue(45.0)], [WorkbookValue(0.0)], ["50%", "12,5%"], ["45"]):
        found = field_inference.infer_field("c", [*shown, *more])
        assert (found.type, found.bare_number, found.ambiguous) == ("number", False, "")
    for more in ([WorkbookValue(0.5)], [WorkbookValue(1.0)], [WorkbookValue(2.0)], ["0.5"]):
        assert field_inference.infer_field("c", [*shown, *more]).ambiguous == "number"
    for more in ([WorkbookValue(datetime(2018, 1, 1))], ["none of them"], [WorkbookValue(True)]):
        assert field_inference.infer_field("c", [*shown, *more]).type == "string"


@pytest.mark.parametrize("bare", ["0.5", "1", "-0.25", "1.0"])
def test_a_part_beside_percentages_is_ambiguous(bare: str) -> None:
    """0.5 may be 50 % or half of one percent."""
    assert field_inference.infer_field("c", ["60%", bare]).ambiguous == "number"


@pytest.mark.parametrize(
    ("texts", "format_", "ambiguous"),
    [
        (["05/02/2018", "13/02/2018"], "%d/%m/%Y", ""),
        (["05/02/2018", "02/13/2018"], "%m/%d/%Y", ""),
        (["05/02/2018", "03/04/2018"], "default", "date"),
        (["05/05/2018"], "%d/%m/%Y", ""),
        (["05-02-2018", "25-02-2018"], "%d-%m-%Y", ""),
        (["11.2018", "12.2018", "01.2019"], "%m.%Y", ""),
        (["05.02.2018 10:30"], "%d.%m.%Y %H:%M", ""),
    ],
)
def test_dates_as_people_write_them(texts: list[str], format_: str, ambiguous: str) -> None:
    """Day or month first is settled by a value above 12, else it is not."""
    field = field_inference.infer_field("c", texts)
    assert (field.format, field.ambiguous) == (format_, ambiguous)


def test_codes_stay_text() -> None:
    """What looks a little like a number, a date or money is none."""
    for texts in (["A-001"], ["S01", "S02"], ["1-2"], ["12/2"], ["+996 555 123456"], ["0 555"], ["USD"], ["1 00"]):
        assert field_inference.infer_field("c", texts).type == "string", texts


def test_one_text_far_down_decides() -> None:
    """All rows are looked at, not the first few."""
    assert field_inference.infer_field("c", ["1"] * 100_000 + ["1.5"]).type == "number"


FORMS = st.one_of(
    st.integers().map(str),
    st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str),
    st.dates().map(str),
    st.dates().map(lambda day: day.strftime("%d.%m.%Y")),
    st.datetimes().map(lambda moment: moment.isoformat()),
    st.sampled_from(["true", "false", "TRUE", "False", "", " ", "n/a", "-0", "1e5", "٣", "½", "²", "0", "1"]),
    st.text(max_size=5),
    st.text("0123456789.-+: ,/TZ", max_size=12),
)
COLUMNS = st.one_of(st.lists(FORMS, max_size=8), *(st.lists(form, max_size=8) for form in FORMS.branches))


@given(COLUMNS)
def test_what_is_inferred_reads_back_without_faults(texts: list[str]) -> None:
    """A type is never given to a text that does not have it, and no text is lost but what is told to be no value."""
    field = field_inference.infer_field("c", texts, ("", "n/a"))
    field = field._replace(has_long_numbers=field.type == "number")  # as a table finds it in the cells of a column
    cells, faults = parsing.parse_column(texts, field)
    nothing = {"", "n/a", *field.assumed_missing}

    assert faults == {}
    assert [cell is None for cell in cells] == [text.strip() in nothing for text in texts]


@given(st.lists(st.text("0123456789-+", max_size=17), min_size=1))
def test_an_inferred_integer_keeps_its_spelling(texts: list[str]) -> None:
    """No code loses a zero, a plus or a digit by being taken for a number."""
    field = field_inference.infer_field("c", texts)
    cells, _ = parsing.parse_column(texts, field)

    if field.type == "integer":
        assert [str(cell) for cell in cells if cell is not None] == [
            text.replace("-0", "0") if text == "-0" else text for text in texts if text not in field.missing_texts
        ]


@given(COLUMNS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_field(texts: list[str], rng: random.Random) -> None:
    """Shuffled or repeated, the same texts make the same field."""
    shuffled = rng.sample(texts, len(texts))

    assert (
        field_inference.infer_field("c", shuffled)
        == field_inference.infer_field("c", texts)
        == field_inference.infer_field("c", texts * 2)
    )


def test_an_inferred_field_is_otherwise_plain() -> None:
    """Nothing but the type, its format and its spellings comes from the rows."""
    assert field_inference.infer_field("c", ["5"]) == Field("c", "integer", inferred=True)


_DATE_PIECES = [
    *"1 12 31 05 2018 2019 201804 99 I iv q2 Q4 S1 h2 W5 PT3H кв. квартал 10:20 10:20:30 PM T Z г. ж. st".split(),
    *"июля July Sept мая август - . / : ,".split(),
    " ",
]


@given(st.lists(st.lists(st.sampled_from(_DATE_PIECES), max_size=6).map("".join), min_size=1, max_size=2))
def test_no_form_of_dates_is_passed_over(texts: list[str]) -> None:
    """Forms are left out where a first look tells that texts have none of them; what fits is found all the same."""
    distinct = {text.strip() for text in texts}
    formats = {
        "date": ("default", "%d.%m.%Y", "%Y/%m/%d", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "any"),
        "yearmonth": ("default", "%m.%Y", "%m/%Y", "any"),
        "datetime": ("default", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S"),
        "string": ("rt:period",),
    }
    fields = [Field("", type_, format_) for type_, known in formats.items() for format_ in known]
    if any(parsing.texts_fit_field(distinct, field) for field in fields):
        found = field_inference.infer_field("", texts)
        assert found.type != "string" or found.ambiguous or found.format != "default" or distinct == {""}


@pytest.mark.parametrize("zero", [time(), timedelta(), datetime(1899, 12, 30)])
def test_day_0_of_a_workbook_is_no_date(zero: NativeValue) -> None:
    """A formula that finds no date gives it; it is read as no value, and told. Among times it is midnight."""
    dates = [WorkbookValue(datetime(2018, 1, day)) for day in (1, 2)]
    field = field_inference.infer_field("date", [*dates, WorkbookValue(zero)])
    assert (field.type, field.assumed_missing) == ("date", (str(WorkbookValue(zero)),))
    assert not field_inference.infer_field("start", [WorkbookValue(time(9)), WorkbookValue(time())]).assumed_missing
    assert not field_inference.infer_field("date", [*dates, WorkbookValue(5), WorkbookValue(zero)]).assumed_missing
