"""`rt-stats`: the group of commands, and what ends every run: exit codes, messages, a closed pipe."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from importlib import import_module
from typing import NoReturn

import click

from roundtable_cli import __version__
from roundtable_cli.cli import options
from roundtable_cli.cli.progress import received_signals

COMMAND_NAMES = ("init", "check", "summary", "get", "track", "show", "guide")
EXIT_DONE, EXIT_FAILED = 0, 2  # 1, "the answer is no", is the commands' own to say
PROGRAM_NAME, COMPLETION_VARIABLE = "rt-stats", "_RT_STATS_COMPLETE"


class CommandGroup(click.Group):
    """Each command is a module of its name in this folder, imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order a newcomer meets them."""
        return list(COMMAND_NAMES)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command called so."""
        if name not in COMMAND_NAMES:
            return None
        command: click.Command = getattr(import_module(f"roundtable_cli.cli.{name}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest command where there is none of that name."""
        from roundtable_cli.errors import suggest_nearest

        if args and args[0] not in COMMAND_NAMES and not args[0].startswith("-"):
            ctx.fail(f'no command "{args[0]}": {suggest_nearest(args[0], COMMAND_NAMES)}')
        return super().resolve_command(ctx, args)


@click.command(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", message=f"{PROGRAM_NAME} %(version)s")
def main() -> None:
    """Compute the indicators that a project owes its donors, from its own records.

    \b
    Examples:
      rt-stats summary                        all headline indicators, as a table
      rt-stats summary activists --by sex     one of them, by sex
      n=$(rt-stats get staff_trained)         a bare number for a script
      rt-stats show staff_trained             what it counts, and how
      rt-stats check list.xlsx                what a file is, and what is wrong with it
      rt-stats summary --data list.xlsx       what can be computed from it, without a project
      rt-stats init my-project *.csv          a project of your own, from your files
      rt-stats guide                          the handbook: a list of the guides

    Without --data the project is the nearest indicators.toml: in this folder, above it, or in ./data.
    Exit codes: 0 done, 1 the answer is no, 2 it could not be done.
    """


def run() -> NoReturn:
    """Run the command line, and end the process with the exit code that says how it went."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - pathlib costs start-up; it stays open
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if (number := getattr(signal, name, None)) and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _handle_signal)
    code = _run_command()
    try:
        if sys.stdout:
            sys.stdout.flush()
    except OSError:
        # Nobody reads on, or the disk is full: said already, and not worth saying again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    gc.freeze()  # nothing that is left is worth collecting on the way out
    sys.exit(code)


def _handle_signal(number: int, _frame: object) -> NoReturn:
    """To be ended is to be interrupted: what is open is closed, and nothing is left on the disk."""
    received_signals.append(number)
    raise KeyboardInterrupt


def _run_command() -> int:
    """The exit code of a run; what went wrong is a line on stderr, and nothing else is."""
    try:
        if COMPLETION_VARIABLE in os.environ:
            main.main(prog_name=PROGRAM_NAME)
        # Not `main.main`, which would turn a closed pipe into the exit code of a "no".
        with main.make_context(PROGRAM_NAME, sys.argv[1:]) as context:
            code = main.invoke(context)
        if sys.stdout:
            sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except BrokenPipeError:
        return EXIT_DONE
    except click.ClickException as error:
        error.show()
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
    except Exception as error:  # noqa: BLE001 - the one place that turns what nobody foresaw into a message
        click.echo(
            "stopped" if received_signals else _error_message(error), err=True
        )  # a library may make a failure of its own of it
    else:
        return code if isinstance(code, int) else EXIT_DONE
    return EXIT_FAILED


def _error_message(error: Exception) -> str:
    """A refusal in its own words, and the system's; of what nobody foresaw, where it happened if --debug asks.

    An exception's own message may hold a value of the data, so it is not printed unless --show-values lets it.
    """
    from roundtable_cli.errors import Refused

    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename or 'standard output'}: {error.strerror or error}"
    if options.debug_requested():
        import traceback

        said = f": {error}" if options.show_values_requested() else ""
        steps = "".join(traceback.format_tb(error.__traceback__))
        click.echo(f"Traceback (most recent call last):\n{steps}{type(error).__name__}{said}", err=True)
    return f"internal error: {type(error).__name__} — run it again with --debug to see where"
