"""The options that commands share, as decorators, and the values that they become."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from roundtable_cli.cli.completion import complete_dimensions, complete_names

if TYPE_CHECKING:
    from roundtable_cli.indicators.definitions.conditions import Condition
    from roundtable_cli.project import Project

MOST_MEMORY = 10**15  # bytes
Command = Callable[..., Any]
Callback = Callable[[click.Context, click.Parameter, Any], Any]


class Ask(NamedTuple):
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

    def project(self, reading: bool = False) -> Project:
        """The project. Where there is none, a command that prints for `reading` gets the sample."""
        from roundtable_cli.errors import Refused
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
            if reading and not self.tables and [finding.code for finding in refused.findings] == ["no-project"]:
                return Project.open(SAMPLE, show_values=self.show_values, engine=self.engine, memory=self.memory)
            raise


class Show(NamedTuple):
    """How a command's answer is shown: language, format, and where it goes."""

    lang: str | None
    format: str | None
    output: str | None
    formats: tuple[str, ...] = ()

    @property
    def chosen(self) -> str:
        """The name of the format: -f, else by the ending of -o, else the command's first. Refused where it has none."""
        from pathlib import Path

        from roundtable_cli.output.formats.registry import ENDINGS

        if self.format:
            return self.format
        path = Path(self.output or "")
        ending = "" if path.is_relative_to("/dev") else path.suffix.removeprefix(".").lower()
        named = ENDINGS.get(ending) if ending else self.formats[0]
        if named not in self.formats:
            known = ", ".join(f".{ending}" for ending, name in ENDINGS.items() if name in self.formats)
            raise click.UsageError(
                f'-o: the ending ".{ending}" names no format of this command ({known}); choose one with -f'
            )
        return named


def asking(breakdowns: bool = True, engines: bool = True) -> Callable[[Command], Command]:
    """Adds the options that say what is asked, and hands them over as one `Ask`."""

    def decorate(command: Command) -> Command:
        @wraps(command)
        def bundled(*args: Any, **options: Any) -> Any:
            named = {name: options.pop(name) for name in ("data", "indicators", "show_values")}
            named |= {name: options.pop(name) for name in ("where", "period", "by", "verbose") if breakdowns}
            named |= {name: options.pop(name) for name in ("engine", "memory") if engines}
            return command(*args, ask=Ask(tables=dict(options.pop("tables")), **named), **options)

        narrowing = (_where, _period, _by, _verbose) if breakdowns else ()
        computing = (_engine, _memory) if engines else ()
        return _decorated(bundled, [_data, _indicators, _table, *narrowing, *computing, _show_values])

    return decorate


def showing(*formats: str) -> Callable[[Command], Command]:
    """Adds the options that say how to show it, and hands them over as one `Show`."""

    def decorate(command: Command) -> Command:
        @wraps(command)
        def bundled(*args: Any, lang: Any, format_: Any, output: Any, **options: Any) -> Any:
            return command(*args, show=Show(lang, format_, output, formats), **options)

        return _decorated(bundled, [_lang, _format(formats), _output, _debug])

    return decorate


def speaking() -> Callable[[Command], Command]:
    """Adds the option of a language alone, for a command that writes lines."""

    def decorate(command: Command) -> Command:
        return _decorated(command, [_lang, _debug])

    return decorate


def once(then: Callback | None = None) -> dict[str, Any]:
    """For an option with one value: to be given twice is a mistake, which the last must not win in silence."""

    def check(ctx: click.Context, param: click.Parameter, written: tuple[Any, ...]) -> Any:
        if len(written) > 1:
            raise click.BadParameter(f"given {len(written)} times; give it once")
        value = written[0] if written else None
        return then(ctx, param, value) if then else value

    return {"multiple": True, "callback": check}


def showing_values() -> bool:
    """Whether --show-values lets personal values be printed."""
    return "--show-values" in sys.argv


def debugging() -> bool:
    """Whether --debug, or $RT_STATS_DEBUG, asks for tracebacks."""
    return "--debug" in sys.argv or bool(os.environ.get("RT_STATS_DEBUG"))


def _decorated(command: Command, decorators: list[Callable[[Command], Command]]) -> Command:
    for decorator in reversed(decorators):
        command = decorator(command)
    return command


def _format(formats: tuple[str, ...]) -> Callable[[Command], Command]:
    """-f with the formats that a command can write."""

    def check(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
        from roundtable_cli.errors import nearest

        if value is not None and value not in formats:
            raise click.BadParameter(f'no format "{value}": {nearest(value, formats) or ", ".join(formats)}')
        return value

    def complete(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
        return [name for name in formats if name.startswith(typed)]

    described = f"One of {', '.join(formats)}."
    return click.option(
        "-f", "--format", "format_", metavar="FORMAT", **once(check), shell_complete=complete, help=described
    )


def _parse_where(_ctx: click.Context, _param: click.Parameter, written: tuple[str, ...]) -> tuple[Condition, ...]:
    from roundtable_cli.indicators.definitions.conditions import from_text

    try:
        return tuple(from_text(text) for text in _composed(None, None, written))
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _composed(_ctx: object, _param: object, written: tuple[str, ...]) -> tuple[str, ...]:
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


def _check_output(_ctx: click.Context, _param: click.Parameter, written: str | None) -> str | None:
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


def _engine_named(_ctx: click.Context, _param: click.Parameter, name: str | None) -> str:
    """The default engine where none is named; whether there is such a one is told when a project is opened."""
    from roundtable_cli.tables.engines.registry import DEFAULT

    return name or DEFAULT


def _parse_memory(_ctx: click.Context, _param: click.Parameter, written: str | None) -> int | None:
    """A number of bytes: 1400MB, 2GiB, 1.5 GB."""
    import re

    from roundtable_cli.tables.engines.registry import LEAST_MEMORY

    if written is None:
        return None
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT])(i?)B?", written.strip(), re.IGNORECASE)
    if not found:
        raise click.BadParameter(f'"{written}" is no amount of memory, as 1400MB or 2GiB are')
    size = float(found[1]) * (1024 if found[3] else 1000) ** ("KMGT".index(found[2].upper()) + 1)
    if size < LEAST_MEMORY:
        raise click.BadParameter(f"{written} is less than the {LEAST_MEMORY // 10**6} MB that it takes to start")
    if size > MOST_MEMORY:
        raise click.BadParameter(f"{written} is more than any machine has")
    return int(size)


_engine = click.option(
    "--engine", metavar="ENGINE", envvar="RT_STATS_ENGINE", **once(_engine_named),
    help="What computes: pandas (the default), duckdb for millions of rows, spark for a cluster; equal numbers.",
)  # fmt: skip
_memory = click.option(
    "--memory", metavar="SIZE", **once(_parse_memory),
    help="What duckdb may take, 500MB or more; 2GiB without it. What does not fit goes to a temporary folder.",
)  # fmt: skip
_data = click.option(
    "-d", "--data", metavar="PATH", type=click.Path(), **once(),
    help="The project's folder, or a file without one; `sample` is the project that ships with rt-stats.",
)  # fmt: skip
_indicators = click.option(
    "--indicators",
    metavar="FILE",
    type=click.Path(),
    **once(),
    help="Another file of definitions than DIR/indicators.toml.",
)
_table = click.option(
    "--table", "tables", multiple=True, metavar="NAME=FILE", callback=_parse_table,
    help="Read a table from another file; `-` is standard input.",
)  # fmt: skip
_where = click.option(
    "-w", "--where", multiple=True, metavar="NAME=VALUE", callback=_parse_where, shell_complete=complete_names,
    help="Only these rows: name=value, name=a,b, name!=v, age=18..24, name= (missing). Repeatable.",
)  # fmt: skip
_period = click.option(
    "-p", "--period", metavar="PERIOD", **once(),
    help="Only rows of this period: 2018, 2018Q4, 2018S1, 2018-11, 2018/19, a..b, last-quarter.",
)  # fmt: skip
_by = click.option(
    "-b", "--by", multiple=True, metavar="NAME", callback=_composed, shell_complete=complete_dimensions,
    help="Break down by a dimension, a column, or month, quarter, half, year, fiscal-year. Twice for a cross table.",
)  # fmt: skip
_lang = click.option(
    "--lang", metavar="LANG", envvar="RT_STATS_LANG", **once(), help="The language of words and numbers: en, ru, ky."
)
_show_values = click.option(
    "--show-values", is_flag=True, help="Let the values of personal columns be printed, in tables and in messages."
)
_verbose = click.option(
    "-v", "--verbose", is_flag=True,
    help="Say on stderr what was decided about each file: encoding, delimiter, rows left out.",
)  # fmt: skip
_output = click.option(
    "-o", "--output", metavar="FILE", type=click.Path(), **once(_check_output),
    help="Write to FILE, whole or not at all; its ending decides the format where -f does not.",
)  # fmt: skip
_debug = click.option("--debug", is_flag=True, expose_value=False, help="Show where an internal error happened.")
