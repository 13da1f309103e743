"""What every command does around its one question: open the project, choose the words, write the answer."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TextIO

import click

from roundtable_cli.cli.options import Ask, Show
from roundtable_cli.cli.output_file import write

if TYPE_CHECKING:
    from pathlib import Path

    from roundtable_cli.output.language.words import Words
    from roundtable_cli.output.page import Data, Page
    from roundtable_cli.project import Project


class Session(NamedTuple):
    """An opened project, and how its answer is to be shown. All that can be checked without rows is checked."""

    project: Project
    words: Words
    show: Show
    verbose: bool = False

    @classmethod
    def open(cls, ask: Ask, show: Show, codes: Sequence[str] = ()) -> Session:
        """The project asked for; the sample where there is none and somebody reads the answer on a screen."""
        from roundtable_cli.output.formats import registry

        if show.chosen in registry.BINARY:
            check_workbook(show)
        reading = show.chosen in registry.READING
        if len(ask.by) > 2 and reading:
            raise click.UsageError("--by: a table for reading has two dimensions at the most; use -f csv or json")
        project = ask.project(reading=reading and show.output is None)
        check_target(show, project.files)
        project.check_codes(codes)
        return cls(project, words_of(show.lang, project), show, ask.verbose or _on_terminal(sys.stderr))

    def deliver(
        self, data: Callable[[], Data], page: Callable[[int | None, Sequence[str]], Page] | None = None
    ) -> None:
        """Write the answer in the format chosen.

        `page` is told the width to keep to, and what to say first; a command without one has data formats only.
        """
        from roundtable_cli.output.formats import registry

        chosen = self.show.chosen
        if page is None or chosen in registry.DATA:
            answer: str | bytes = registry.DATA[chosen](data())
        else:
            first = [self.words("sample")] if self.project.is_sample else []
            width = _width() if chosen == "table" else None
            laid_out = page(width, first).printable()
            answer = registry.as_table(laid_out, width, self._colour()) if width else registry.READING[chosen](laid_out)
        write(answer, self.show.output)
        told = self.project.told() if self.verbose else []
        for line in (*told, *map(str, self.project.unsettled)):
            click.echo(line, err=True)

    def _colour(self) -> bool:
        """Colour is for a terminal that has not been asked to do without (https://no-color.org)."""
        return (
            self.show.output is None
            and sys.stdout is not None
            and sys.stdout.isatty()
            and not os.environ.get("NO_COLOR")
        )


def import_engines(engine: str) -> None:
    """Import the heavy libraries while collection rests (see `__main__`), then leave them out of it for good."""
    from roundtable_cli.project import load

    load(engine)
    if not gc.isenabled():
        gc.freeze()
        gc.set_threshold(100_000)  # frames are freed as soon as nobody holds them; circles are few
        gc.enable()


def _on_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def check_workbook(show: Show) -> None:
    """A workbook goes into a file, and only where the library that writes it is installed."""
    from roundtable_cli.errors import Finding, Refused
    from roundtable_cli.output.formats import xlsx

    if show.output is None:
        raise Refused(Finding("usage", f"{show.chosen} is no text to be printed", "name a file: -o FILE.xlsx"))
    xlsx.check_installed()


def check_target(show: Show, files: Iterable[Path]) -> None:
    """Nothing that is read is ever overwritten."""
    from pathlib import Path

    if show.output and Path(show.output).resolve() in {path.resolve() for path in files}:
        raise click.UsageError(f'-o: "{show.output}" is a file of the project itself, or one that is checked')


def words_of(lang: str | None, project: Project | None = None) -> Words:
    """The words of the language asked for; one that neither the program nor the project speaks is refused."""
    from roundtable_cli.errors import nearest
    from roundtable_cli.output.language.words import FALLBACK, Words, languages

    own = project.framework.languages if project else (FALLBACK,)
    language = lang or own[0]
    known = list(dict.fromkeys((*languages(), *own)))
    if language not in known:
        raise click.UsageError(f'no language "{language}": {nearest(language, known) or ", ".join(known)}')
    return Words(language)


def _width() -> int:
    """The terminal's width; outside one $COLUMNS, else 80."""
    import shutil

    return shutil.get_terminal_size().columns
