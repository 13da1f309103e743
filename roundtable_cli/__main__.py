"""`python -m roundtable_cli`, and the entry point of `rt-stats`."""

import gc

from roundtable_cli.cli import ending_signals


def main() -> None:
    """Run the command line.

    What start-up allocates lives to the end of the process. To look through it for garbage takes a quarter of a short
    run, so garbage collection rests until a command has imported its libraries (`session.import_engines`). They are
    imported within what hears signals, as one may come at any moment.
    """
    gc.disable()
    ending_signals.run_until_stopped(_run_command_line)


def _run_command_line() -> None:
    from roundtable_cli.cli.main import run

    run()


if __name__ == "__main__":
    main()
