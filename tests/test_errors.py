"""Findings: a place, a fault and a remedy each, told file by file, rows with the same fault together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli import errors, finding_codes
from roundtable_cli.errors import (
    WARNING,
    Finding,
    FindingCollector,
    PluralWording,
    Refused,
    finding_lines,
    lines_in_file,
    quote_alternatives,
    suggest_nearest,
)
from roundtable_cli.finding_codes import (
    CONSTRAINT_ERROR,
    DEFINITION,
    FINDING_CODES,
    OUTLIER,
    TYPE_ERROR,
    USAGE,
    FindingCode,
)

NO_DATE = Finding(
    TYPE_ERROR, '"31.02.2018" is not a date', "correct the cell", file="trainings.csv", row=14, column="date"
)


@pytest.mark.parametrize(
    ("finding", "line"),
    [
        (NO_DATE, 'trainings.csv row 14, date: "31.02.2018" is not a date — correct the cell'),
        (NO_DATE._replace(remedy=""), 'trainings.csv row 14, date: "31.02.2018" is not a date'),
        (NO_DATE._replace(row=None), 'trainings.csv, date: "31.02.2018" is not a date — correct the cell'),
        (NO_DATE._replace(column=""), 'trainings.csv row 14: "31.02.2018" is not a date — correct the cell'),
        (Finding(USAGE, "no such code", column="--by"), "--by: no such code"),
        (Finding(USAGE, "no such code"), "no such code"),
    ],
)
def test_a_finding_reads_place_fault_remedy(finding: Finding, line: str) -> None:
    """What is not known is left out, with its punctuation."""
    assert str(finding) == line


def test_a_refusal_speaks_of_all_its_findings() -> None:
    """Those of a file stand below its name; one alone, and one without a file, names its place itself."""
    early = NO_DATE._replace(code=CONSTRAINT_ERROR, fault="is too early", row=3)
    refused = Refused(NO_DATE, early._replace(file="grants.csv"), early, Finding(USAGE, "no such code", column="--by"))

    assert str(refused).splitlines() == [
        "trainings.csv:",
        '  row 14, date: "31.02.2018" is not a date — correct the cell',
        "  row 3, date: is too early — correct the cell",
        "grants.csv row 3, date: is too early — correct the cell",
        "--by: no such code",
    ]


def test_gathering_goes_on_after_a_refusal_and_refuses_once() -> None:
    """Steps that refuse are all heard, in their order; the same finding is said once."""
    gather, done = FindingCollector(), []
    first, second = Finding(TYPE_ERROR, "first"), Finding(OUTLIER, "second")
    with gather:
        raise Refused(first, second)
    with gather:
        raise Refused(second)
    with gather:
        done.append("third step")

    with pytest.raises(Refused) as refused:
        gather.raise_if_any()
    assert refused.value.findings == (first, second)
    assert done == ["third step"]


def test_gathering_is_silent_when_all_is_well() -> None:
    """No refusal, no fault: settling does nothing."""
    gather = FindingCollector()
    with gather:
        pass

    gather.raise_if_any()
    assert gather.findings == []


def test_gathering_lets_other_errors_through() -> None:
    """Only a refusal is an answer; a fault of the program is never swallowed."""
    gather = FindingCollector()

    with pytest.raises(ZeroDivisionError), gather:
        _ = 1 / 0


def _many(count: int, column: str = "age", code: FindingCode = TYPE_ERROR) -> list[Finding]:
    return [Finding(code, f"fault {row}", file="a.csv", row=row, column=column) for row in range(2, count + 2)]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([5], "row 5"),
        ([9, 5], "2 rows (5, 9)"),
        ([*range(4, 15), 20, 21], "13 rows (4–14, 20, 21)"),
        ([*range(2, 40, 4)], "10 rows (2, 6, 10, 14, 18, 22, 26, 30, 34, 38)"),
        ([*range(12, 20000, 2)], "9,994 rows (12, 14, 16 …)"),
    ],
)
def test_rows_with_the_same_fault_are_one_line(rows: list[int], words: str) -> None:
    """With their count, and with all their numbers where these are few; neighbours are joined."""
    fault = 'age: "NA" is not a number — clear the cell'
    findings = [Finding(TYPE_ERROR, '"NA" is not a number', "clear the cell", "a.csv", row, "age") for row in rows]

    assert list(lines_in_file(findings)) == [f"{words}, {fault}"]
    assert list(finding_lines(findings)) == [f"a.csv{':' if len(rows) > 1 else ''} {words}, {fault}"]


def test_keys_of_a_definition_with_the_same_fault_are_one_line() -> None:
    """With the first of their places; keys with another fault have a line of their own."""
    keys = [f"[indicators.i{number}] label" for number in range(12)]
    findings = [Finding(DEFINITION, "no such language", "", "indicators.toml", column=key) for key in keys]
    another = findings[0]._replace(fault="is blank")

    assert list(lines_in_file([*findings, another])) == [
        f"12 places ({', '.join(keys[:3])} …): no such language",
        f"{keys[0]}: is blank",
    ]


def test_a_fault_without_rows_is_one_line() -> None:
    """The same fault of a definition, told twice, is no row's."""
    assert list(finding_lines([Finding(USAGE, "no such code")] * 2)) == ["no such code"]


def test_ten_findings_of_a_kind_are_listed_whole() -> None:
    """Ten is the most that is listed, and needs no count."""
    assert list(lines_in_file(_many(10))) == [f"row {row}, age: fault {row}" for row in range(2, 12)]


def test_the_eleventh_finding_of_a_kind_is_counted() -> None:
    """After ten lines comes one that says how many more there are, and in which rows."""
    lines = list(lines_in_file(_many(13)))

    assert lines[:10] == list(lines_in_file(_many(10)))
    assert lines[10:] == ["and 3 more like these, in rows 12–14"]


def test_kinds_are_counted_apart() -> None:
    """A flood in one column does not hide the only fault of another, nor a fault of another code."""
    lines = list(lines_in_file([*_many(500), *_many(1, column="sex"), *_many(1, code=CONSTRAINT_ERROR)]))

    assert lines[10:] == ["and 490 more like these, in rows 12–501", "row 2, sex: fault 2", "row 2, age: fault 2"]


def test_what_most_rows_have_is_listed_first() -> None:
    """Where not all faults of a kind have a line, the fault that is in the most rows has one."""
    often = [Finding(TYPE_ERROR, '"NA"', file="a.csv", row=row, column="age") for row in range(600, 700)]

    assert next(lines_in_file([*_many(50), *often])) == '100 rows (600–699), age: "NA"'


def test_errors_come_before_warnings() -> None:
    """In each file, whatever the order in which they were found."""
    lines = list(lines_in_file([NO_DATE._replace(severity=WARNING, row=2, remedy=""), NO_DATE]))

    assert [line.partition(",")[0] for line in lines] == ["row 14", "row 2"]


def test_a_remedy_is_said_once_in_a_row_of_lines() -> None:
    """It is said again after another one."""
    lines = list(
        lines_in_file(
            [NO_DATE._replace(fault=fault, remedy=remedy) for fault, remedy in zip("abcd", "xxyx", strict=True)]
        )
    )

    assert lines == [f"row 14, date: {words}" for words in ("a — x", "b", "c — y", "d — x")]


def test_a_count_without_a_place_is_a_sentence() -> None:
    """Where findings have no place, the line that counts them names no rows."""
    assert list(finding_lines([Finding(USAGE, f"fault {number}") for number in range(12)]))[-1] == (
        "and 2 more like these"
    )


@given(st.lists(st.tuples(st.sampled_from(FINDING_CODES[:2]), st.sampled_from(["age", "sex", ""]), st.integers(0, 15))))
def test_nothing_is_lost_from_a_report(kinds: list[tuple[FindingCode, str, int]]) -> None:
    """The rows in the lines and the counts together make all the findings."""
    findings = [
        Finding(code, f"fault {fault}", file="a.csv", row=row, column=column)
        for row, (code, column, fault) in enumerate(kinds, 2)
    ]
    lines = list(lines_in_file(findings))
    counts = [re.match(r"row ()|([\d,]+) rows \(|and ([\d,]+) more like these", line) for line in lines]

    assert sum(int(count[2] or count[3] or 1) for count in counts if count) == len(findings)
    assert all(counts)


@pytest.mark.parametrize(
    ("word", "names", "hint"),
    [
        ("staf_trained", ["activists", "staff_trained"], 'did you mean "staff_trained"?'),
        ("SEX", ["age", "sex"], 'did you mean "sex"?'),
        ("ЖЫНЫСЫ", ["Жынысы", "жашы"], 'did you mean "Жынысы"?'),
        ("subst", ["exact", "equal", "subset", "superset"], 'did you mean "subset" or "superset"?'),
        ("Mean", ["median", "mean"], 'did you mean "mean"?'),
        ("zzz", ["age", "sex", "date"], 'choose "age", "sex" or "date"'),
        ("zzz", [], ""),
        ("zzz", [f"column_{number}" for number in range(11)], ""),
    ],
)
def test_the_nearest_name_is_offered(word: str, names: list[str], hint: str) -> None:
    """The nearest names where some are near, all of them where they are few, else nothing."""
    assert suggest_nearest(word, names) == hint


@pytest.mark.parametrize(
    ("names", "text"),
    [([], ""), (["a"], '"a"'), (["a", "b"], '"a" or "b"'), (["a", "b", "c"], '"a", "b" or "c"')],
)
def test_alternatives_read_as_prose(names: list[str], text: str) -> None:
    """Names in quotes, with commas and one "or"."""
    assert quote_alternatives(names) == text


def test_every_code_is_said_somewhere() -> None:
    """The registry lists what the program can say: a constant for each code, once, and each is used in some room."""
    constants = {name: value for name, value in vars(finding_codes).items() if isinstance(value, FindingCode)}
    package = Path(errors.__file__).parent
    rooms = "".join(
        path.read_text(encoding="utf-8") for path in package.rglob("*.py") if path.name != "finding_codes.py"
    )

    assert len({*FINDING_CODES}) == len(constants) > 30
    assert {name for name in constants if not re.search(rf"\b{name}\b", rooms)} == set()


def test_of_many_faults_some_of_each_sort_are_told() -> None:
    """A rare one does not vanish among thousands of another sort."""
    zeros = [
        Finding(USAGE, f'"0{row}" differs from "{row}" only in zeros', "", "a.csv", row, "id") for row in range(500)
    ]
    capital = Finding(USAGE, '"a1" differs from "A1" only in capitals', "", "a.csv", 600, "id")
    lines = list(lines_in_file([*zeros, capital]))

    assert len(lines) == 11
    assert any("only in capitals" in line for line in lines)
    assert lines[-1] == "and 491 more like these, in rows 9–499"


def test_rows_that_share_a_line_are_spoken_of_as_several() -> None:
    """Where a finding speaks of its row, it says too what it says of several; as data each has its own words."""
    plural = PluralWording("rows of totals; they are not counted", "delete these rows")
    several = [
        Finding(TYPE_ERROR, "a row of totals; it is not counted", "delete this row", "a.csv", row, plural=plural)
        for row in (4, 7)
    ]
    assert [*lines_in_file(several)] == ["2 rows (4, 7): rows of totals; they are not counted — delete these rows"]
    assert [*lines_in_file(several[:1])] == ["row 4: a row of totals; it is not counted — delete this row"]
