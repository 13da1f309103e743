"""What every command does before and after its one question."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from roundtable_cli import Project, Refused
from roundtable_cli.cli.options import OutputOptions, ProjectOptions
from roundtable_cli.cli.session import CommandSession, check_not_overwriting, choose_words
from roundtable_cli.output.formats.registry import PAGE, format_names
from tests.conftest import Make, Run

SAMPLE = ProjectOptions("sample", None, {})


def test_bytes_are_not_printed() -> None:
    """A workbook needs a file, which the refusal names."""
    with pytest.raises(Refused, match=r"-o FILE\.xlsx"):
        CommandSession.from_options((), SAMPLE, OutputOptions(None, "xlsx", None, format_names(PAGE)))


def test_a_table_has_two_dimensions() -> None:
    """More are for data formats."""
    project_options = SAMPLE._replace(by=("sex", "settlement", "quarter"))
    with pytest.raises(click.UsageError, match="-f csv"):
        CommandSession.from_options((), project_options, OutputOptions(None, None, None, format_names(PAGE)))


def test_nothing_that_is_read_is_overwritten(tmp_path: Path) -> None:
    """However its name is written."""
    output_options = OutputOptions(None, None, str(tmp_path / "a" / ".." / "x.csv"))
    (tmp_path / "a").mkdir()
    with pytest.raises(click.UsageError, match="choose another name"):
        check_not_overwriting(output_options, [tmp_path / "x.csv"])
    check_not_overwriting(output_options, [tmp_path / "y.csv"])


def test_words() -> None:
    """The project's first language, if none is asked for; one that nobody speaks is refused with the nearest."""
    assert choose_words(None, Project.open("sample")).language == "en"
    assert choose_words("ky").language == "ky"
    with pytest.raises(click.UsageError, match='"ru"'):
        choose_words("rus")


@pytest.mark.in_process
def test_a_breakdown_of_too_many_categories_is_refused_on_a_screen_alone(make: Make, run: Run) -> None:
    """With their number, before hundreds of lines are printed; data and files hold all of them."""
    rows = "".join(f"C{number}\n" for number in range(201))
    folder = make('[indicators.n]\ntable = "t"\nmeasure = "count"\n', {"t": "county\n" + rows})
    for command in ("summary", "track"):
        answer = run(command, "--by", "county", "-d", folder)
        assert (answer.returncode, answer.stdout) == (2, ""), command
        assert '"county" has 201 categories, too many for a screen' in answer.stderr
        assert len(run(command, "--by", "county", "-d", folder, "-f", "csv").stdout.splitlines()) == 203
    assert run("summary", "--by", "county", "-d", folder, "-o", folder / "counties.txt").returncode == 0
    assert run("summary", "--by", "county", "-d", folder, "--where", "county!=C7").returncode == 0
