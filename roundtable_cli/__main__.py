"""`python -m roundtable_cli`, and the entry point of `rt-stats`."""

import gc


def main() -> None:
    """Run the command line.

    What start-up allocates lives to the end of the process: collecting it, and tearing it down, is a quarter of a
    short run. So collection rests until a command has imported the libraries it needs, and then wakes.
    """
    gc.disable()
    from roundtable_cli.cli.main import run

    run()


if __name__ == "__main__":
    main()
