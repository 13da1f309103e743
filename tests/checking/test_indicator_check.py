"""Every indicator is computed for `check`: what differs from a published figure, and every fault."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.checking import indicator_check
from roundtable_cli.errors import Finding
from roundtable_cli.finding_codes import DEFINITION
from roundtable_cli.indicators.definitions.framework import Indicator, ResultsFramework
from roundtable_cli.indicators.definitions.localized_text import LocalizedText
from roundtable_cli.indicators.results import Results

VISITS = '[indicators.visits]\ntable = "visits"\nmeasure = "{}"\ncolumn = "n"\n'
VISITS += 'published = {{ value = {}, source = "report" }}\n'


def project_findings(folder: Path, definitions: str, **tables: str) -> list[Finding]:
    """What `check` finds in a project."""
    (folder / "indicators.toml").write_text(definitions, encoding="utf-8")
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return [finding for report in Project.open(folder).check() for finding in report.findings]


def test_a_figure_that_was_published_otherwise_is_told(tmp_path: Path) -> None:
    """With both values, and where it was published."""
    (finding,) = project_findings(tmp_path, VISITS.format("sum", 8), visits="id,n\na,3\nb,4\n")

    assert (finding.code, finding.severity, finding.column) == (
        "published-value",
        "warning",
        "[indicators.visits] published",
    )
    assert (
        finding.fault == "the records give 7; published was 8 (report): difference -1, factor 0.875 (1 digit compared)"
    )


@pytest.mark.parametrize(
    ("measure", "published", "is_told"),
    [
        ("sum", "7", False),
        ("mean", "2.3", False),
        ("mean", "2.33", False),
        ("mean", "2.4", True),
        ("sum", "7.0", False),
    ],
)
def test_a_rounded_figure_is_the_same(tmp_path: Path, measure: str, published: str, is_told: bool) -> None:
    """As many decimals are compared as were published."""
    found = project_findings(tmp_path, VISITS.format(measure, published), visits="id,n\na,1\nb,2\nc,4\n")

    assert bool(found) is is_told


def test_faults_of_every_indicator_are_found_at_once(tmp_path: Path) -> None:
    """Of two that can't be computed both are told, and a third is still compared with what was published."""
    sums = "".join(f'[indicators.{name}]\ntable = "{name}"\nmeasure = "sum"\ncolumn = "n"\n' for name in ("a", "b"))
    rows = "id,n\np,1\nq,x\nr,2\ns,3\nt,5\nu,7\n"
    found = project_findings(tmp_path, sums + VISITS.format("sum", 1), a=rows, b=rows, visits="id,n\na,3\n")

    assert {(finding.code, finding.file, finding.severity) for finding in found} == {
        ("type-error", "a.csv", "error"),
        ("type-error", "b.csv", "error"),
        ("published-value", "indicators.toml", "warning"),
    }


def test_what_stands_under_the_numbers_is_told(tmp_path: Path) -> None:
    """People who are counted by their names: no file shows it, the definition does."""
    definitions = '[indicators.people]\ntable = "visits"\nmeasure = "unique"\ncolumn = "Full name"\n'
    found = project_findings(tmp_path, definitions, visits="Full name,n\nAsan Bekov,5\nAida Omurova,6\n")
    results = Project.open(tmp_path).compute()
    assert [finding.code for finding in results.assumptions] == ["counted-by-name"]
    assert {*results.assumptions} <= {*found}


def make_indicators(number: int) -> dict[str, Indicator]:
    """So many indicators, called n0, n1 …"""
    return {f"n{place}": Indicator(f"n{place}", LocalizedText(), "count") for place in range(number)}


def test_the_indicators_at_fault_are_found_by_halves() -> None:
    """Each fault is told, what is right is looked at, and a hundred indicators are not computed one by one."""
    framework = ResultsFramework(indicators=make_indicators(128))
    asked: list[tuple[str, ...]] = []

    def compute(codes: Iterable[str]) -> Results:
        asked.append(tuple(codes))
        if "n77" in asked[-1]:
            raise Refused(Finding(DEFINITION, "n77 is wrong"))
        return Results(framework, ())

    with pytest.raises(Refused, match="n77 is wrong"):
        list(indicator_check.find_indicator_faults(framework, compute))
    assert {code for codes in asked for code in codes} == {*framework.indicators}
    assert len(asked) == 1 + 6 + 16


def test_more_indicators_than_are_computed_at_once_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first of them are checked."""
    monkeypatch.setattr(indicator_check, "MAX_INDICATORS", 2)
    framework = ResultsFramework(indicators=make_indicators(3))
    found = list(indicator_check.find_indicator_faults(framework, lambda _: Results(framework, ())))
    assert [finding.fault for finding in found] == ["only the first 2 of 3 indicators were computed"]
