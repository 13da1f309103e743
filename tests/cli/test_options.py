"""What options mean, and what is refused before a project is opened."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from roundtable_cli.cli import options
from roundtable_cli.output.formats.registry import DATA, format_names


@click.command()
@options.project_options()
@options.no_total_option
@options.output_options(*format_names(DATA))
@click.pass_context
def probe(ctx: click.Context, /, **given: object) -> None:
    """A command that has the shared options, and prints what it was given."""
    click.echo(repr(given))
    click.echo(f"debug {options.is_flag_set(ctx, 'debug')}, values {options.is_flag_set(ctx, 'show_values')}")


def printed(*arguments: str) -> str:
    """What the probe prints, with the message of a refusal."""
    return CliRunner(env={"RT_STATS_ENGINE": None, "RT_STATS_LANG": None}).invoke(probe, arguments).output


def test_options_come_as_two_values() -> None:
    """Those that say what is asked, and those that say how to show it; any other as itself."""
    said = printed("-d", "data", "--table", "a=b.csv", "--by", "sex", "-f", "csv", "-o", "x.csv")
    assert "'project_options': ProjectOptions(data='data', indicators=None, tables={'a': 'b.csv'}" in said
    assert "by=('sex',)" in said
    assert "'output_options': OutputOptions(lang=None, format='csv', output='x.csv', formats=('values', 'csv'" in said
    assert "'no_total': False" in said


@pytest.mark.parametrize(("text", "size"), [("500MB", 500_000_000), ("2GiB", 2 * 1024**3), ("1.5 GB", 1_500_000_000)])
def test_memory(text: str, size: int) -> None:
    """Units of 1000 and of 1024 bytes."""
    assert f"memory={size})" in printed("--memory", text)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--memory", "much"), "not an amount of memory; write for example 1400MB"),
        (("--table", "a"), "for example activists=new.csv"),
        (("--table", "a=b", "--table", "a=c"), '"path" in datapackage.json'),
        (("-f", "cvs"), 'there is no format "cvs": did you mean "csv"'),
        (("-f", "CSV"), 'did you mean "csv"?'),
        (("-f", "ndjson"), 'did you mean "jsonl"?'),
        (("--lang", "en", "--lang", "ru"), "only once"),
        (("-o", "no/x.csv"), 'there is no folder "no"'),
    ],
)
def test_refusals(arguments: tuple[str, ...], message: str) -> None:
    """Each says what to write instead."""
    assert message in printed(*arguments)


def test_flags_are_known_at_the_top() -> None:
    """--debug and --show-values are asked of click's context, not of the process."""
    assert "debug False, values False" in printed()
    assert "debug True, values True" in printed("--debug", "--show-values")


@pytest.mark.parametrize(
    ("format_", "output", "chosen"),
    [
        (None, None, "values"),
        ("csv", "x.json", "csv"),
        (None, "x.JSON", "json"),
        (None, "x.ndjson", "jsonl"),
        (None, "/dev/x.json", "values"),
    ],
)
def test_chosen_format(format_: str | None, output: str | None, chosen: str) -> None:
    """That of -f, else of the ending of -o, else the first of the command."""
    assert options.OutputOptions(None, format_, output, format_names(DATA)).chosen_format.name == chosen


def test_unknown_ending() -> None:
    """The endings that the command can write are named."""
    with pytest.raises(click.UsageError, match=r'"\.docx".*\.csv'):
        _ = options.OutputOptions(None, None, "x.docx", format_names(DATA)).chosen_format
