"""`rt-stats`: the group of commands, and what ends every run: exit codes, messages, a closed pipe."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import NoReturn

import click

from roundtable_cli import __version__
from roundtable_cli.cli import argument_checks, options, standard_streams
from roundtable_cli.cli.ending_signals import received_signals
from roundtable_cli.errors import Refused, suggest_nearest
from roundtable_cli.visible_text import shorten_texts, visible_line

COMMAND_NAMES = (
    *("init", "add", "check", "summary", "get", "track", "show"),
    *("explain", "freeze", "diff", "report", "guide"),
)
EXIT_DONE, EXIT_NO, EXIT_FAILED = 0, 1, 2  # a command says itself that its answer is no
# In letters that are printed without more memory.
_MEMORY_MESSAGE = (
    "there is not enough memory for this; close other programs, or see what needs less: rt-stats guide large"
)
PROGRAM_NAME, COMPLETION_VARIABLE = "rt-stats", "_RT_STATS_COMPLETE"


class CommandGroup(click.Group):
    """The commands: each is a module of its name in `cli/commands`, imported only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order a newcomer meets them."""
        return list(COMMAND_NAMES)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of this name, None where there is none."""
        if name not in COMMAND_NAMES:
            return None
        command: click.Command = getattr(import_module(f"roundtable_cli.cli.commands.{name}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that a line names, as click finds it. Where there is none of that name, the nearest is told."""
        if args and argument_checks.has_long_dash(args[0]):
            ctx.fail(argument_checks.long_dash_fault(args[0]))
        if args and args[0] not in COMMAND_NAMES and not args[0].startswith("-"):
            ctx.fail(f'there is no command "{args[0]}": {suggest_nearest(args[0], COMMAND_NAMES)}')
        return super().resolve_command(ctx, args)


@click.command(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", message=f"{PROGRAM_NAME} %(version)s")
def main() -> None:
    """Count the indicators that your project reports to its donors, from your own records.

    \b
    Examples:
      rt-stats summary                     all headline indicators, as a table
      rt-stats summary activists --by sex  one indicator, by sex
      n=$(rt-stats get staff_trained)      a number alone, for a script
      rt-stats show staff_trained          what an indicator counts, and how
      rt-stats check list.xlsx             what is wrong with a file, and where
      rt-stats summary --data list.xlsx    what can be counted in this file
      rt-stats init my-project *.csv       a project of your own, from your files
      rt-stats guide                       the handbook: a list of the guides

    The project is the folder that --data names. Without --data, rt-stats looks for indicators.toml in this folder, in
    the folders above it, and in ./data.
    Exit codes: 0 done, 1 the answer is no, 2 it could not be done, 130 stopped by Ctrl-C.
    """


def run() -> NoReturn:
    """Run the command line, and end the process with the exit code that says how it went."""
    standard_streams.open_standard_streams()
    try:
        code = _run_command()
    except OSError:  # what went wrong can't be said: standard error is on a full disk, or nobody reads it
        code = EXIT_FAILED
        standard_streams.discard_stream(sys.stderr)
    try:
        sys.stdout.flush()
    except OSError:  # nobody reads on, or the disk is full; that was said already
        standard_streams.discard_stream(sys.stdout)
    gc.freeze()  # nothing that is left is worth collecting on the way out
    sys.exit(code)


def _run_command() -> int:
    """The exit code of a run. What went wrong is said on stderr, in one line. Raises KeyboardInterrupt when stopped."""
    context = None
    try:
        if COMPLETION_VARIABLE in os.environ:
            import_module("roundtable_cli.cli.shell_completion")  # its classes take the places of click's own
            main.main(prog_name=PROGRAM_NAME)
        # Not `main.main`, which would end with 1 at a closed pipe: for us, 1 says that the answer is no.
        arguments = argument_checks.expand_patterns(sys.argv[1:]) if os.name == "nt" else sys.argv[1:]
        with main.make_context(PROGRAM_NAME, arguments) as context:
            code = main.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except BrokenPipeError:
        return EXIT_DONE
    except click.ClickException as error:
        _show_click_error(error)
        return EXIT_FAILED
    except click.Abort:
        raise KeyboardInterrupt from None
    except MemoryError:
        context = None  # told below, when all that the error holds is free again
    except Exception as error:  # noqa: BLE001 - the one place that turns what nobody foresaw into a message
        if received_signals:  # which a library has turned into an error of its own
            raise KeyboardInterrupt from None
        click.echo(_error_message(error, context), err=True)
        return EXIT_FAILED
    else:
        return code if isinstance(code, int) else EXIT_DONE
    click.echo(_MEMORY_MESSAGE, err=True)
    return EXIT_FAILED


def _show_click_error(error: click.ClickException) -> None:
    """Prints what is wrong with a command line, on one line whatever an option holds; help where nothing is asked."""
    message = visible_line(shorten_texts(error.format_message()))
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
    elif isinstance(error, click.UsageError):
        click.UsageError(message, error.ctx).show()
    else:
        click.ClickException(message).show()


def _error_message(error: Exception, context: click.Context | None) -> str:
    """The words of a refusal, or of the system; of an internal error its kind, after a traceback if --debug asks.

    The words of an internal error may hold a value of the data, so they are printed only with --show-values.
    """
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, OSError):
        if not error.filename and not _is_folder_there():
            return "the current folder is there no more: it was removed or moved; go to another one (cd FOLDER)"
        return visible_line(shorten_texts(f"{error.filename or 'standard output'}: {error.strerror or error}"))
    if os.environ.get("RT_STATS_DEBUG") or (context and options.is_flag_set(context, "debug")):
        import traceback

        words = f": {error}" if context and options.is_flag_set(context, "show_values") else ""
        steps = "".join(traceback.format_tb(error.__traceback__))
        click.echo(f"Traceback (most recent call last):\n{steps}{type(error).__name__}{words}", err=True)
    remedy = "this is a mistake in rt-stats, not in your files; run the command again with --debug to see where"
    return f"internal error: {type(error).__name__} — {remedy}"


def _is_folder_there() -> bool:
    try:
        return bool(os.getcwd())  # noqa: PTH109 - pathlib costs start-up
    except OSError:
        return False
