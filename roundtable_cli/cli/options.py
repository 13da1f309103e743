"""The options that commands share, as decorators, and the values that they become."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from roundtable_cli.cli.completion import complete_conditions, complete_dimensions

if TYPE_CHECKING:
    from roundtable_cli.indicators.definitions.conditions import Condition
    from roundtable_cli.project import Project

MAX_MEMORY = 10**15  # bytes
CommandFunction = Callable[..., Any]
OptionCallback = Callable[[click.Context, click.Parameter, Any], Any]


class ProjectOptions(NamedTuple):
    """What a command is asked of: which project, which rows, which breakdowns."""

    data: str | None
    indicators: str | None
    tables: dict[str, str]
    show_values: bool = False
    verbose: bool = False
    where: tuple[Condition, ...] = ()
    period: str | None = None
    by: tuple[str, ...] = ()
    engine: str = "pandas"
    memory: int | None = None

    def open_project(self, reading: bool = False) -> Project:
        """The project. Where there is none, a command that prints for `reading` gets the sample."""
        from roundtable_cli.errors import NO_PROJECT, Refused
        from roundtable_cli.locate import SAMPLE
        from roundtable_cli.project import Project

        try:
            return Project.open(
                self.data,
                indicators=self.indicators,
                tables=self.tables,
                show_values=self.show_values,
                engine=self.engine,
                memory=self.memory,
            )
        except Refused as refused:
            if reading and not self.tables and [finding.code for finding in refused.findings] == [NO_PROJECT]:
                return Project.open(SAMPLE, show_values=self.show_values, engine=self.engine, memory=self.memory)
            raise


class OutputOptions(NamedTuple):
    """How a command's answer is shown: language, format, and where it goes."""

    lang: str | None
    format: str | None
    output: str | None
    formats: tuple[str, ...] = ()

    @property
    def format_name(self) -> str:
        """The name of the format: -f, else by the ending of -o, else the command's first. Refused where it has none."""
        from pathlib import Path

        from roundtable_cli.output.formats.registry import FORMAT_ENDINGS

        if self.format:
            return self.format
        path = Path(self.output or "")
        ending = "" if path.is_relative_to("/dev") else path.suffix.removeprefix(".").lower()
        named = FORMAT_ENDINGS.get(ending) if ending else self.formats[0]
        if named not in self.formats:
            known = ", ".join(f".{ending}" for ending, name in FORMAT_ENDINGS.items() if name in self.formats)
            raise click.UsageError(
                f'-o: the ending ".{ending}" names no format of this command ({known}); choose one with -f'
            )
        return named


def project_options(breakdowns: bool = True, engines: bool = True) -> Callable[[CommandFunction], CommandFunction]:
    """Adds the options that say what is asked, and hands them over as one `Ask`."""

    def decorate(command: CommandFunction) -> CommandFunction:
        @wraps(command)
        def wrapper(*args: Any, **options: Any) -> Any:
            named = {name: options.pop(name) for name in ("data", "indicators", "show_values")}
            named |= {name: options.pop(name) for name in ("where", "period", "by", "verbose") if breakdowns}
            named |= {name: options.pop(name) for name in ("engine", "memory") if engines}
            return command(*args, ask=ProjectOptions(tables=dict(options.pop("tables")), **named), **options)

        narrowing = (_where_option, _period_option, _by_option, _verbose_option) if breakdowns else ()
        computing = (_engine_option, _memory_option) if engines else ()
        return _apply_decorators(
            wrapper, [_data_option, _indicators_option, _table_option, *narrowing, *computing, _show_values_option]
        )

    return decorate


def output_options(*formats: str) -> Callable[[CommandFunction], CommandFunction]:
    """Adds the options that say how to show it, and hands them over as one `Show`."""

    def decorate(command: CommandFunction) -> CommandFunction:
        @wraps(command)
        def wrapper(*args: Any, lang: Any, format_: Any, output: Any, **options: Any) -> Any:
            return command(*args, show=OutputOptions(lang, format_, output, formats), **options)

        return _apply_decorators(wrapper, [_lang_option, _format_option(formats), _output_option, _debug_option])

    return decorate


def language_options() -> Callable[[CommandFunction], CommandFunction]:
    """Adds the option of a language alone, for a command that writes lines."""

    def decorate(command: CommandFunction) -> CommandFunction:
        return _apply_decorators(command, [_lang_option, _debug_option])

    return decorate


def single_value(then: OptionCallback | None = None) -> dict[str, Any]:
    """For an option with one value: to be given twice is a mistake, which the last must not win in silence."""

    def check_once(ctx: click.Context, param: click.Parameter, written: tuple[Any, ...]) -> Any:
        if len(written) > 1:
            raise click.BadParameter(f"given {len(written)} times; give it once")
        value = written[0] if written else None
        return then(ctx, param, value) if then else value

    return {"multiple": True, "callback": check_once}


def show_values_requested() -> bool:
    """Whether --show-values lets personal values be printed."""
    return "--show-values" in sys.argv


def debug_requested() -> bool:
    """Whether --debug, or $RT_STATS_DEBUG, asks for tracebacks."""
    return "--debug" in sys.argv or bool(os.environ.get("RT_STATS_DEBUG"))


def _apply_decorators(
    command: CommandFunction, decorators: list[Callable[[CommandFunction], CommandFunction]]
) -> CommandFunction:
    for decorator in reversed(decorators):
        command = decorator(command)
    return command


def _format_option(formats: tuple[str, ...]) -> Callable[[CommandFunction], CommandFunction]:
    """-f with the formats that a command can write."""

    def check_format(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
        from roundtable_cli.errors import suggest_nearest

        if value is not None and value not in formats:
            raise click.BadParameter(f'no format "{value}": {suggest_nearest(value, formats) or ", ".join(formats)}')
        return value

    def complete_formats(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
        return [name for name in formats if name.startswith(typed)]

    described = f"One of {', '.join(formats)}."
    return click.option(
        "-f",
        "--format",
        "format_",
        metavar="FORMAT",
        **single_value(check_format),
        shell_complete=complete_formats,
        help=described,
    )


def _parse_where(_ctx: click.Context, _param: click.Parameter, written: tuple[str, ...]) -> tuple[Condition, ...]:
    from roundtable_cli.indicators.definitions.conditions import parse_where_option

    try:
        return tuple(parse_where_option(text) for text in _compose_texts(None, None, written))
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _compose_texts(_ctx: object, _param: object, written: tuple[str, ...]) -> tuple[str, ...]:
    """Texts in Unicode's composed form, as the columns' names are, whatever the keyboard's."""
    import unicodedata

    return tuple(unicodedata.normalize("NFC", text) for text in written)


def _parse_table(_ctx: click.Context, _param: click.Parameter, written: tuple[str, ...]) -> dict[str, str]:
    tables = {}
    for text in written:
        name, equals, path = text.partition("=")
        if not (name and equals and path):
            raise click.BadParameter(f'"{text}" is not NAME=FILE')
        if name in tables:
            raise click.BadParameter(f'{name} is given two files: a list of files stands in datapackage.json, "path"')
        tables[name] = path
    return tables


def _check_output_path(_ctx: click.Context, _param: click.Parameter, written: str | None) -> str | None:
    from pathlib import Path

    if written in {None, "-"}:
        return None
    path = Path(str(written))
    if path.is_dir():
        raise click.BadParameter(f'"{written}" is a folder')
    if not path.parent.is_dir():
        raise click.BadParameter(f'no folder "{path.parent}"')
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise click.BadParameter(f'"{written}" can\'t be written')
    return written


def _engine_or_default(_ctx: click.Context, _param: click.Parameter, name: str | None) -> str:
    """The default engine where none is named; whether there is such a one is told when a project is opened."""
    from roundtable_cli.tables.engines.registry import DEFAULT_ENGINE

    return name or DEFAULT_ENGINE


def _parse_memory(_ctx: click.Context, _param: click.Parameter, written: str | None) -> int | None:
    """A number of bytes: 1400MB, 2GiB, 1.5 GB."""
    import re

    from roundtable_cli.tables.engines.registry import MIN_DUCKDB_MEMORY

    if written is None:
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT])(i?)B?", written.strip(), re.IGNORECASE)
    if not found:
        raise click.BadParameter(f'"{written}" is no amount of memory, as 1400MB or 2GiB are')
    size = float(found[1]) * (1024 if found[3] else 1000) ** ("KMGT".index(found[2].upper()) + 1)
    if size < MIN_DUCKDB_MEMORY:
        raise click.BadParameter(f"{written} is less than the {MIN_DUCKDB_MEMORY // 10**6} MB that it takes to start")
    if size > MAX_MEMORY:
        raise click.BadParameter(f"{written} is more than any machine has")
    return int(size)


_engine_option = click.option(
    "--engine", metavar="ENGINE", envvar="RT_STATS_ENGINE", **single_value(_engine_or_default),
    help="What computes: pandas (the default), duckdb for millions of rows, spark for a cluster; equal numbers.",
)  # fmt: skip
_memory_option = click.option(
    "--memory", metavar="SIZE", **single_value(_parse_memory),
    help="What duckdb may take, 500MB or more; 2GiB without it. What does not fit goes to a temporary folder.",
)  # fmt: skip
_data_option = click.option(
    "-d", "--data", metavar="PATH", type=click.Path(), **single_value(),
    help="The project's folder, or a file without one; `sample` is the project that ships with rt-stats.",
)  # fmt: skip
_indicators_option = click.option(
    "--indicators",
    metavar="FILE",
    type=click.Path(),
    **single_value(),
    help="Another file of definitions than DIR/indicators.toml.",
)
_table_option = click.option(
    "--table", "tables", multiple=True, metavar="NAME=FILE", callback=_parse_table,
    help="Read a table from another file; `-` is standard input.",
)  # fmt: skip
_where_option = click.option(
    "-w", "--where", multiple=True, metavar="NAME=VALUE", callback=_parse_where, shell_complete=complete_conditions,
    help="Only these rows: name=value, name=a,b, name!=v, age=18..24, name= (missing). Repeatable.",
)  # fmt: skip
_period_option = click.option(
    "-p", "--period", metavar="PERIOD", **single_value(),
    help="Only rows of this period: 2018, 2018Q4, 2018S1, 2018-11, 2018/19, a..b, last-quarter.",
)  # fmt: skip
_by_option = click.option(
    "-b", "--by", multiple=True, metavar="NAME", callback=_compose_texts, shell_complete=complete_dimensions,
    help="Break down by a dimension, a column, or month, quarter, half, year, fiscal-year. Twice for a cross table.",
)  # fmt: skip
_lang_option = click.option(
    "--lang",
    metavar="LANG",
    envvar="RT_STATS_LANG",
    **single_value(),
    help="The language of words and numbers: en, ru, ky.",
)
_show_values_option = click.option(
    "--show-values", is_flag=True, help="Let the values of personal columns be printed, in tables and in messages."
)
_verbose_option = click.option(
    "-v", "--verbose", is_flag=True,
    help="Say on stderr what was decided about each file: encoding, delimiter, rows left out.",
)  # fmt: skip
_output_option = click.option(
    "-o", "--output", metavar="FILE", type=click.Path(), **single_value(_check_output_path),
    help="Write to FILE, whole or not at all; its ending decides the format where -f does not.",
)  # fmt: skip
_debug_option = click.option("--debug", is_flag=True, expose_value=False, help="Show where an internal error happened.")
