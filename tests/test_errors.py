"""Findings: a place, a fault and a remedy each, listed up to ten of a kind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli import errors
from roundtable_cli.errors import (
    CONSTRAINT_ERROR,
    FINDING_CODES,
    MAX_LISTED,
    OUTLIER,
    TYPE_ERROR,
    USAGE,
    Finding,
    FindingCode,
    FindingCollector,
    Refused,
    finding_lines,
    quote_alternatives,
    suggest_nearest,
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
    """Its text has a line for each finding, in their order."""
    refused = Refused(NO_DATE, NO_DATE._replace(code=CONSTRAINT_ERROR, fault="is too early", row=3))

    assert str(refused).splitlines() == [
        'trainings.csv row 14, date: "31.02.2018" is not a date — correct the cell',
        "trainings.csv row 3, date: is too early — correct the cell",
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


def test_ten_findings_of_a_kind_are_listed_whole() -> None:
    """Ten is the most that is listed, and needs no count."""
    assert list(finding_lines(_many(10))) == [str(finding) for finding in _many(10)]


def test_the_eleventh_finding_of_a_kind_is_counted() -> None:
    """After ten lines comes one that says how many more there are, and where."""
    lines = list(finding_lines(_many(13)))

    assert lines[:10] == [str(finding) for finding in _many(10)]
    assert lines[10:] == ["a.csv, age: and 3 more like it"]


def test_kinds_are_counted_apart() -> None:
    """A flood in one column does not hide the only fault of another, nor a fault of another code."""
    lines = list(finding_lines([*_many(500), *_many(1, column="sex"), *_many(1, code=CONSTRAINT_ERROR)]))

    assert lines[10:] == ["a.csv, age: and 490 more like it", "a.csv row 2, sex: fault 2", "a.csv row 2, age: fault 2"]


def test_a_count_without_a_place_is_a_sentence() -> None:
    """Where findings have no place, the line that counts them does not start with a colon."""
    last = list(finding_lines([Finding(USAGE, f"fault {number}") for number in range(12)]))[-1]

    assert last.endswith("and 2 more like it")
    assert not last.startswith(":")


@given(st.lists(st.tuples(st.sampled_from(FINDING_CODES[:2]), st.sampled_from(["age", "sex", ""])), max_size=60))
def test_nothing_is_lost_from_a_report(kinds: list[tuple[FindingCode, str]]) -> None:
    """The lines listed and the counts together make all the findings."""
    findings = [
        Finding(code, "fault", file="a.csv", row=row, column=column) for row, (code, column) in enumerate(kinds, 2)
    ]
    lines = list(finding_lines(findings))
    counts = [int(line.rsplit("and ", 1)[1].split()[0]) for line in lines if line.endswith("more like it")]

    assert len(lines) - len(counts) + sum(counts) == len(findings)
    assert all(kinds.count(kind) <= MAX_LISTED for kind in {*kinds}) == (not counts)


@pytest.mark.parametrize(
    ("word", "names", "hint"),
    [
        ("staf_trained", ["activists", "staff_trained"], 'did you mean "staff_trained"?'),
        ("SEX", ["age", "sex"], 'did you mean "sex"?'),
        ("ЖЫНЫСЫ", ["Жынысы", "жашы"], 'did you mean "Жынысы"?'),
        ("subst", ["exact", "equal", "subset", "superset"], 'did you mean "subset" or "superset"?'),
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
    constants = {name: value for name, value in vars(errors).items() if isinstance(value, FindingCode)}
    package = Path(errors.__file__).parent
    rooms = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py") if path.name != "errors.py")

    assert len({*FINDING_CODES}) == len(constants) > 30
    assert {name for name in constants if not re.search(rf"\b{name}\b", rooms)} == set()
