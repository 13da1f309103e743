"""What has moved since a report, and why: the causes are right, and add up to the difference."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.comparison.freezing import frozen_file, marking_key
from roundtable_cli.comparison.report_comparison import ReportComparison
from tests import run_length
from tests.comparison.small_project import DEFINITIONS, PACKAGE, ROWS, make_frozen_project, make_project, write_visits

MANY_YEARS = range(2, 2 + run_length.count_trials(8))
LATE = ["V6,P9,f,course,2018-12-30,10", "V7,P8,m,course,2018-12-30,20"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small project, whose fourth quarter is frozen."""
    return make_frozen_project(tmp_path / "project")


def compare(folder: Path, name: str = "2018Q4") -> ReportComparison:
    """The report compared with today; of each value the effects add up to the difference."""
    comparison = Project.open(folder).diff(name)
    for value in comparison.moved:
        effects = [cause.effect for cause in value.causes]
        if value.difference is not None:
            assert None not in effects
            assert sum((effect for effect in effects if effect is not None), Fraction(0)) == value.difference
    return comparison


def moved(comparison: ReportComparison) -> dict[str, tuple[Any, ...]]:
    """Each value that has moved: then, now, and its causes with their effects."""
    return {
        "/".join([value.code, *(category for _, category in value.cell)]): (
            value.old,
            value.new,
            [(cause.kind, cause.about, cause.effect) for cause in value.causes],
        )
        for value in comparison.moved
    }


def edit_definitions(folder: Path, *pairs: tuple[str, str]) -> None:
    """Writes the definitions with some texts replaced."""
    text = (folder / "indicators.toml").read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    (folder / "indicators.toml").write_text(text, encoding="utf-8")


def test_nothing_has_moved(folder: Path) -> None:
    """Also where the file was saved in another encoding, with its rows in another order."""
    assert not compare(folder).has_moved
    text = "\n".join(["visit;person;sex;kind;date;income", *(row.replace(",", ";") for row in reversed(ROWS))])
    (folder / "visits.csv").write_bytes(text.encode("utf-16"))
    assert not compare(folder).has_moved


def test_late_rows(folder: Path) -> None:
    """Rows dated in the period that came later; one dated after it moves nothing."""
    write_visits(folder, [*ROWS, *LATE, "V8,P7,m,course,2019-01-02,5"])
    assert moved(compare(folder)) == {
        "trained": (2, 4, [("late-rows", "visits", 2)]),
        "trained/f": (1, 2, [("late-rows", "visits", 1)]),
        "trained/m": (1, 2, [("late-rows", "visits", 1)]),
        "income": (pytest.approx(525.5), pytest.approx(555.5), [("late-rows", "visits", 30)]),
    }


def test_a_corrected_category(folder: Path) -> None:
    """The total stays, and the parts move; the column and the row are told."""
    write_visits(folder, [ROWS[0], ROWS[1].replace(",m,", ",f,"), *ROWS[2:]])
    comparison = compare(folder)
    assert moved(comparison) == {
        "trained/f": (1, 2, [("rows-changed", "visits", 1)]),
        "trained/m": (1, None, [("rows-changed", "visits", -1)]),
    }
    cause = comparison.moved[0].causes[0]
    assert (cause.columns, cause.places, cause.rows) == ((("sex", 1),), (("visits.csv", 3),), 1)


def test_rows_removed_are_told_from_changes_that_are_not_read(folder: Path) -> None:
    """The income reads no sex, so that what it has lost is of the rows that are gone."""
    write_visits(folder, [ROWS[1].replace(",m,", ",f,"), *ROWS[2:]])
    found = moved(compare(folder))
    assert found["income"][2] == [("rows-removed", "visits", -100)]
    assert [cause[0] for cause in found["trained/f"][2]] == ["together"]


def test_a_definition_that_was_edited(folder: Path) -> None:
    """The key is named, with what it was and what it is; of two, what each one makes."""
    edit_definitions(folder, ('where = { kind = "course" }', 'where = { kind = ["course", "talk"] }'))
    comparison = compare(folder)
    assert moved(comparison)["trained"] == (2, 3, [("definition-edited", "[indicators.trained] where", 1)])
    assert comparison.moved[0].causes[0].detail == '{ kind = "course" } → { kind = ["course", "talk"] }'
    edit_definitions(folder, ('measure = "unique"\ncolumn = "person"', 'measure = "count"'))
    where, together = compare(folder).moved[0].causes
    assert (where.about, where.effect) == ("[indicators.trained] where", Fraction(1))
    assert (together.kind, together.effect) == ("together", Fraction(1))  # one without the other is no definition
    assert [part.about for part in together.parts] == ["[indicators.trained] measure", "[indicators.trained] column"]


def test_an_edit_and_late_rows(folder: Path) -> None:
    """First the new rows by the definitions of then, then the edit on the rows of today."""
    write_visits(folder, [*ROWS, *LATE, "V8,P7,m,talk,2018-12-31,5"])
    edit_definitions(folder, ('where = { kind = "course" }', 'where = { kind = ["course", "talk"] }'))
    assert moved(compare(folder))["trained"][2] == [
        ("late-rows", "visits", 2),
        ("definition-edited", "[indicators.trained] where", 2),
    ]


def test_a_text_that_was_edited_moves_nothing(folder: Path) -> None:
    """A label is no number."""
    edit_definitions(folder, ("People trained", "Persons trained"))
    assert not compare(folder).has_moved


def test_an_indicator_that_is_gone(folder: Path) -> None:
    """Its value of then is told, with the section; a new one is named."""
    edit_definitions(
        folder, ("[indicators.income]", "[indicators.told]"), ('of = ["income", "trained"]', 'of = ["told", "trained"]')
    )
    comparison = compare(folder)
    assert comparison.new_codes == ("told",)
    assert moved(comparison)["income"][1:] == (None, [("definition-edited", "[indicators.income]", None)])


def test_a_schema_that_was_edited(folder: Path) -> None:
    """A text that stands for no value now, and did not then."""
    fields = '{"name": "income", "type": "number"}'
    package = PACKAGE.replace(fields, '{"name": "income", "type": "number", "missingValues": ["", "250"]}')
    (folder / "datapackage.json").write_text(package, encoding="utf-8")
    assert moved(compare(folder)) == {
        "income": (pytest.approx(525.5), pytest.approx(275.5), [("schema-edited", "", -250)])
    }


def test_without_the_secret_files_are_told(folder: Path) -> None:
    """Rows can't be compared, and that is said; definitions still are."""
    marking_key.key_path(folder).unlink()
    write_visits(folder, [*ROWS, *LATE])
    edit_definitions(folder, ('where = { kind = "course" }', 'where = { kind = ["course", "talk"] }'))
    comparison = compare(folder)
    assert comparison.has_no_marks
    assert moved(comparison)["trained"][2] == [
        ("files-changed", "visits", 2),
        ("definition-edited", "[indicators.trained] where", 1),
    ]


def test_another_version_of_the_program(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing else is other than it was, it is the cause."""
    (folder / "reports" / "2018Q4.json").unlink()
    write_visits(folder, [*ROWS, LATE[0]])
    monkeypatch.setattr("roundtable_cli.comparison.freezing.report_freezing.__version__", "0.0.1")
    _, report = Project.open(folder).freeze("2018Q4")
    values = (report.values[0]._replace(value=2), *report.values[1:])
    frozen_file.write_report(folder, report._replace(values=values), replace=True)
    assert moved(compare(folder)) == {"trained": (2, 3, [("program-changed", "rt-stats", 1)])}


def test_a_target_that_was_edited(folder: Path) -> None:
    """What is tracked has moved, and no value."""
    edit_definitions(folder, ('"2018Q4" = 3', '"2018Q4" = 5'))
    comparison = compare(folder)
    assert [(move.what, move.old, move.new) for move in comparison.tracked] == [
        ("milestone", 3, 5),
        ("status", "achieved", "off-track"),
    ]
    assert comparison.has_moved
    assert not comparison.moved


def test_a_report_of_another_project_is_refused(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """One with other indicators, or with another title and another secret."""
    other = make_project(tmp_path_factory.mktemp("other"))
    edit_definitions(other, ('"Courses"', '"Other courses"'))
    Project.open(other).freeze("first")
    (other / "reports" / "2018Q4.json").write_bytes((folder / "reports" / "2018Q4.json").read_bytes())
    with pytest.raises(Refused, match='of another project, "Courses"; this one is "Other courses"'):
        Project.open(other).diff("2018Q4")


def test_differences_that_tell_what_few_people_have_are_hidden(folder: Path) -> None:
    """The income of one late row would be the difference of two sums of personal values."""
    package = PACKAGE.replace(
        '{"name": "income", "type": "number"}', '{"name": "income", "type": "number", "rt:personal": true}'
    )
    package = package.replace(
        '{"name": "person", "type": "string"}', '{"name": "person", "type": "string", "rt:personal": true}'
    )
    (folder / "datapackage.json").write_text(package, encoding="utf-8")
    write_visits(folder, [*ROWS, "V9,P5,f,course,2018-12-03,10"])
    Project.open(folder).freeze("2018Q4", replace=True)
    write_visits(folder, [*ROWS, "V9,P5,f,course,2018-12-03,10", LATE[0]])
    income = next(value for value in compare(folder).values if value.code == "income")
    assert (income.is_hidden, income.new, income.difference) == (True, None, None)
    assert [cause.effect for cause in income.causes] == [None]


@pytest.mark.parametrize("seeds", [range(1, 2), pytest.param(MANY_YEARS, marks=pytest.mark.long)])
def test_causes_add_up_through_a_year(tmp_path: Path, seeds: range) -> None:
    """Quarter after quarter rows come late, go, and are corrected, and definitions are edited: the effects add up."""
    for one in seeds:
        rng = random.Random(one)  # noqa: S311 - the same rows each time
        folder = make_project(tmp_path / str(one))
        rows = [_random_row(rng, number) for number in range(40)]
        for quarter in range(1, 5) if one > 1 else (2, 4):
            write_visits(folder, rows)
            Project.open(folder).freeze(f"2018Q{quarter}")
            rows = [row if rng.random() > 0.1 else _random_row(rng, int(row[1:].split(",")[0])) for row in rows]
            rows = [row for row in rows if rng.random() > 0.05 * (one % 2)]
            rows += [_random_row(rng, 100 * quarter + number) for number in range(rng.randrange(6))]
            kinds = rng.choice(['"course"', '["course", "talk"]', '"talk"'])
            text = DEFINITIONS.replace('kind = "course"', f"kind = {kinds}")
            (folder / "indicators.toml").write_text(text, encoding="utf-8")
            write_visits(folder, rows)
            for earlier in range(1, quarter + 1) if one > 1 else (quarter,):
                compare(folder, f"2018Q{earlier}")


def _random_row(rng: random.Random, number: int) -> str:
    month, day = rng.randrange(1, 13), rng.randrange(1, 29)
    kind, sex = rng.choice(["course", "talk"]), rng.choice(["f", "m", ""])
    return f"V{number},P{rng.randrange(20)},{sex},{kind},2018-{month:02}-{day:02},{rng.randrange(10_000) / 100}"
