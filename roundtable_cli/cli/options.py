"""The options that commands share, as decorators, and the values that they become."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from roundtable_cli.cli.argument_checks import check_dashes, check_output_path, check_prefix
from roundtable_cli.cli.completion import complete_codes, complete_conditions, complete_dimensions
from roundtable_cli.errors import Refused, suggest_nearest
from roundtable_cli.finding_codes import NO_PROJECT
from roundtable_cli.output.formats.registry import Format, find_format, formats_by_ending
from roundtable_cli.tables.engines.registry import DEFAULT_ENGINE, parse_memory

if TYPE_CHECKING:
    from roundtable_cli.indicators.definitions.conditions import Condition
    from roundtable_cli.project import Project

CommandFunction = Callable[..., Any]
CommandDecorator = Callable[[CommandFunction], CommandFunction]
OptionCallback = Callable[[click.Context, click.Parameter, Any], Any]


_VARIABLES = "env"  # the format that makes shell variables


class ProjectOptions(NamedTuple):
    """What a command is asked about: which project, which rows, which breakdowns."""

    data: str | None
    indicators: str | None
    tables: dict[str, str]
    show_values: bool = False
    verbose: bool = False
    where: tuple[Condition, ...] = ()
    period: str | None = None
    by: tuple[str, ...] = ()
    engine: str = DEFAULT_ENGINE
    memory: int | None = None

    def open_project(self, or_sample: bool = False, isolates_faults: bool = False) -> Project:
        """The project; the sample where there is none and `or_sample` allows it."""
        from roundtable_cli import locate, project

        try:
            return project.Project.open(
                self.data,
                indicators=self.indicators,
                tables=self.tables,
                show_values=self.show_values,
                engine=self.engine,
                memory=self.memory,
                isolates_faults=isolates_faults,
            )
        except Refused as refused:
            if or_sample and not self.tables and [finding.code for finding in refused.findings] == [NO_PROJECT]:
                open_sample = partial(project.Project.open, locate.SAMPLE, show_values=self.show_values)
                return open_sample(engine=self.engine, memory=self.memory)
            raise


class OutputOptions(NamedTuple):
    """How a command's answer is shown: language, format, and where it goes. `formats` are those that it can write.

    `prefix` is what the names of shell variables are to begin with.
    """

    lang: str | None
    format: str | None
    output: str | None
    formats: tuple[str, ...] = ()
    prefix: str | None = None

    @property
    def chosen_format(self) -> Format:
        """The format: that of -f, else by the ending of -o, else the command's first. Refused where it has none."""
        from pathlib import Path

        path = Path(self.output or "")
        ending = "" if path.is_relative_to("/dev") else path.suffix.removeprefix(".").lower()
        if self.format or not ending:
            return self._format_with_prefix(find_format(self.format or self.formats[0]))
        by_ending = formats_by_ending(self.formats)
        if ending not in by_ending:
            known = ", ".join(f".{known}" for known in by_ending)
            raise click.UsageError(
                f'-o: no format has the ending ".{ending}" here; use one of {known}, or choose a format with -f'
            )
        return self._format_with_prefix(by_ending[ending])

    def _format_with_prefix(self, chosen: Format) -> Format:
        """A format. Refused where it has no use for the prefix that is given."""
        if self.prefix is not None and chosen.name != _VARIABLES:
            raise click.UsageError(f"--prefix is for the format {_VARIABLES} alone, and this is {chosen.name}")
        return chosen


def project_options(breakdowns: bool = True, engines: bool = True) -> CommandDecorator:
    """Adds the options that say what is asked, and hands them over as `project_options`, a `ProjectOptions`."""
    narrowing = (_where_option, _period_option, _by_option, _verbose_option) if breakdowns else ()
    computing = (_engine_option, _memory_option) if engines else ()
    declarations = (_data_option, _indicators_option, _table_option, *narrowing, *computing, _show_values_option)
    return _as_one_value("project_options", ProjectOptions, ProjectOptions._fields, declarations)


def own_project_options() -> CommandDecorator:
    """Adds the options that say which project is asked, with all its own files, as `project_options`."""
    make = partial(ProjectOptions, indicators=None, tables={})
    declarations = (_data_option, _engine_option, _memory_option)
    return _as_one_value("project_options", make, ("data", "engine", "memory"), declarations)


def data_options() -> CommandDecorator:
    """Adds --data alone, as `data`, for a command that reads no rows of the project."""
    return _data_option


def output_options(*formats: str) -> CommandDecorator:
    """Adds the options that say how to show it, and hands them over as `output_options`, an `OutputOptions`."""
    prefixing = (_prefix_option,) if _VARIABLES in formats else ()
    declarations = (_lang_option, _format_option(formats), *prefixing, _output_option, debug_option)
    make = partial(OutputOptions, formats=formats)
    return _as_one_value("output_options", make, ("lang", "format", "output", "prefix"), declarations)


def codes_argument(required: bool = False) -> CommandDecorator:
    """Adds the codes of indicators, as `codes`."""
    metavar = "CODE..." if required else "[CODE]..."
    return click.argument(
        "codes", nargs=-1, required=required, metavar=metavar, shell_complete=complete_codes, callback=check_dashes
    )


def code_argument() -> CommandDecorator:
    """Adds the code of one indicator, as `code`."""

    def check_code(ctx: click.Context, param: click.Parameter, written: str) -> str:
        return check_dashes(ctx, param, (written,))[0]

    return click.argument("code", metavar="CODE", shell_complete=complete_codes, callback=check_code)


def single_value(then: OptionCallback | None = None) -> dict[str, Any]:
    """For an option with one value: refused where it is given twice; click itself would take the last in silence."""

    def check_once(ctx: click.Context, param: click.Parameter, written: tuple[Any, ...]) -> Any:
        if len(written) > 1:
            raise click.BadParameter(f"given {len(written)} times; it can be given only once")
        value = written[0] if written else None
        return then(ctx, param, value) if then else value

    return {"multiple": True, "callback": check_once}


def is_flag_set(ctx: click.Context, name: str) -> bool:
    """Whether --debug or --show-values was given to the command that ran in this context, or in one below it."""
    return bool(ctx.meta.get(f"{__name__}.{name}"))


def _remember_flag(ctx: click.Context, param: click.Parameter, value: bool) -> bool:
    """Keeps a flag where the top of the program finds it: `meta` is one for all contexts of a run."""
    ctx.meta[f"{__name__}.{param.name}"] = value
    return value


def _as_one_value(
    keyword: str, make: Callable[..., Any], names: Sequence[str], declarations: Sequence[CommandDecorator]
) -> CommandDecorator:
    """Adds options to a command, and hands those of these names over as one value, which `make` makes of them."""

    def decorate(command: CommandFunction) -> CommandFunction:
        @wraps(command)
        def call_with_value(*args: Any, **options: Any) -> Any:
            own = {name: options.pop(name) for name in names if name in options}
            return command(*args, **options, **{keyword: make(**own)})

        declared: CommandFunction = call_with_value
        for declaration in reversed(declarations):
            declared = declaration(declared)
        return declared

    return decorate


def _format_option(formats: tuple[str, ...]) -> CommandDecorator:
    """-f with the formats that a command can write."""

    def check_format(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
        if value is None or value in formats:
            return value
        by_ending = formats_by_ending(formats)  # `md` is how files in the format markdown end
        nearest = by_ending[value.lower()].name if value.lower() in by_ending else ""
        raise click.BadParameter(unknown_choice("format", value, formats, nearest))

    def complete_formats(_ctx: click.Context, _param: click.Parameter, typed: str) -> list[str]:
        return [name for name in formats if name.startswith(typed)]

    return click.option(
        "-f", "--format", "format", metavar="FORMAT", **single_value(check_format), shell_complete=complete_formats,
        help=f"The format of the answer: {', '.join(formats)}.",
    )  # fmt: skip


def unknown_choice(kind: str, given: str, known: Sequence[str], nearest: str = "") -> str:
    """The message for a word that is not one of those known; what is `nearest` may be known to the caller."""
    return f'there is no {kind} "{given}": {suggest_nearest(nearest or given, known) or ", ".join(known)}'


def _parse_where(_ctx: click.Context, _param: click.Parameter, written: tuple[str, ...]) -> tuple[Condition, ...]:
    from roundtable_cli.indicators.definitions.conditions import parse_where_option

    try:
        return tuple(parse_where_option(text) for text in _compose_texts(None, None, written))
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _compose_texts(_ctx: object, _param: object, written: tuple[str, ...]) -> tuple[str, ...]:
    """Texts in Unicode's composed form, as the names of columns are; some keyboards write й as two characters."""
    import unicodedata

    return tuple(unicodedata.normalize("NFC", text) for text in written)


def _parse_table(_ctx: click.Context, _param: click.Parameter, written: tuple[str, ...]) -> dict[str, str]:
    tables = {}
    for text in written:
        name, equals, path = text.partition("=")
        if not (name and equals and path):
            raise click.BadParameter(f'"{text}" is not NAME=FILE, for example activists=new.csv')
        if name in tables:
            remedy = 'to read several files as one table, list them under "path" in datapackage.json'
            raise click.BadParameter(f"{name} is given two files; {remedy}")
        tables[name] = path
    return tables


def _engine_or_default(_ctx: click.Context, _param: click.Parameter, name: str | None) -> str:
    """The default engine where none is named; a name is checked when the project is opened, as in Python."""
    return name or DEFAULT_ENGINE


def _parse_memory(_ctx: click.Context, _param: click.Parameter, written: str | None) -> int | None:
    """A number of bytes from `1400MB`, `2GiB` or `1.5 GB`; whether it is enough is told when a project is opened."""
    try:
        return None if written is None else parse_memory(written)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


_engine_option = click.option(
    "--engine", metavar="ENGINE", envvar="RT_STATS_ENGINE", **single_value(_engine_or_default),
    help="Which program computes: pandas (used if you do not choose), duckdb for millions of rows, spark for a cluster."
    " The numbers are the same.",
)  # fmt: skip
_memory_option = click.option(
    "--memory", metavar="SIZE", **single_value(_parse_memory),
    help="How much memory duckdb may use, for example 4GB: 500MB or more, 2GiB if you do not say. What needs more goes"
    " to a temporary folder on the disk.",
)  # fmt: skip
_data_option = click.option(
    "-d", "--data", metavar="PATH", type=click.Path(), **single_value(),
    help="The project's folder, or one file that has no project. `sample` is the project that comes with rt-stats.",
)  # fmt: skip
_indicators_option = click.option(
    "--indicators", metavar="FILE", type=click.Path(), **single_value(),
    help="Read the indicators from this file, not from indicators.toml in the project's folder.",
)  # fmt: skip
_table_option = click.option(
    "--table", "tables", multiple=True, metavar="NAME=FILE", callback=_parse_table,
    help="Read the table NAME from another file this time. A file called - is standard input.",
)  # fmt: skip
_where_option = click.option(
    "-w", "--where", multiple=True, metavar="NAME=VALUE", callback=_parse_where, shell_complete=complete_conditions,
    help="Count only these rows: sex=female, mta=M1,M4 (one of them), sex!=male (not), age=18..24 (from, to), sex="
    " (blank). Give it several times for several conditions.",
)  # fmt: skip
_period_option = click.option(
    "-p", "--period", metavar="PERIOD", **single_value(),
    help="Count only the rows of this period: 2018, 2018Q4, 2018S1 (half-year), 2018-11, 2018/19 (fiscal year),"
    " 2018/19Q1, 2018-01..2018-06 (from, to), last-quarter.",
)  # fmt: skip
_by_option = click.option(
    "-b", "--by", multiple=True, metavar="NAME", callback=_compose_texts, shell_complete=complete_dimensions,
    help="Show a value for each category of a dimension or column, or for each month, quarter, half, year,"
    " fiscal-quarter, fiscal-half or fiscal-year. Give it twice for a cross table.",
)  # fmt: skip
_lang_option = click.option(
    "--lang", metavar="LANG", envvar="RT_STATS_LANG", **single_value(),
    help="The language of words and numbers: en, ru or ky.",
)  # fmt: skip
_show_values_option = click.option(
    "--show-values", is_flag=True, is_eager=True, callback=_remember_flag,
    help="Print the values of personal columns too. Without it they are hidden, also in messages.",
)  # fmt: skip
_verbose_option = click.option(
    "-v", "--verbose", is_flag=True,
    help="Also say how each file was read: its encoding, its delimiter, the rows that were left out.",
)  # fmt: skip
_prefix_option = click.option(
    "--prefix", metavar="PREFIX", **single_value(check_prefix),
    help="Begin the names of all variables of the format env with this. Without it, those of texts begin with RT_.",
)  # fmt: skip
_output_option = click.option(
    "-o", "--output", metavar="FILE", type=click.Path(), **single_value(check_output_path),
    help="Write the answer into FILE. The ending of its name chooses the format, if -f does not.",
)  # fmt: skip
debug_option = click.option(
    "--debug", is_flag=True, is_eager=True, expose_value=False, callback=_remember_flag,
    help="If rt-stats itself fails, show where in the program.",
)  # fmt: skip


def _parse_columns(_ctx: click.Context, _param: click.Parameter, written: str | None) -> tuple[str, ...]:
    """The names between commas."""
    names = tuple(name.strip() for name in (written or "").split(","))
    if written is not None and not all(names):
        raise click.BadParameter(f'"{written}" is no list of columns; write them with commas: code,indicator,value')
    return names if written is not None else ()


columns_option = click.option(
    "--columns", metavar="NAME,...", **single_value(_parse_columns),
    help="Show only these columns, in this order: code,indicator,value,from.",
)  # fmt: skip
no_total_option = click.option(
    "--no-total", is_flag=True, help="Leave out the totals of a breakdown. For csv, tsv, json and jsonl only."
)

keep_going_option = click.option(
    "-k", "--keep-going", is_flag=True,
    help="If an indicator is refused because of a fault, show the others all the same; the exit code is 2 then.",
)  # fmt: skip


def language_options() -> CommandDecorator:
    """Adds the language as `lang`, and --debug: for a command that writes lines, not an answer in a format."""
    return lambda command: _lang_option(debug_option(command))
