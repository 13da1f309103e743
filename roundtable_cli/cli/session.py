"""What every command does around its one question: open the project, choose the words, write the answer."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TextIO

import click

from roundtable_cli.cli.options import OutputOptions, ProjectOptions
from roundtable_cli.cli.output_file import write_output

if TYPE_CHECKING:
    from pathlib import Path

    from roundtable_cli.output.language.words import LanguageWords
    from roundtable_cli.output.page import Page, TidyData
    from roundtable_cli.project import Project


class CommandSession(NamedTuple):
    """An opened project, and how its answer is to be shown. All that can be checked without rows is checked."""

    project: Project
    words: LanguageWords
    show: OutputOptions
    verbose: bool = False

    @classmethod
    def from_options(cls, ask: ProjectOptions, show: OutputOptions, codes: Sequence[str] = ()) -> CommandSession:
        """The project asked for; the sample where there is none and somebody reads the answer on a screen."""
        from roundtable_cli.output.formats import registry

        if show.format_name in registry.BINARY_FORMATS:
            check_workbook_output(show)
        reading = show.format_name in registry.PAGE_FORMATS
        if len(ask.by) > 2 and reading:
            raise click.UsageError("--by: a table for reading has two dimensions at the most; use -f csv or json")
        project = ask.open_project(reading=reading and show.output is None)
        check_not_overwriting(show, project.project_files)
        project.check_codes(codes)
        return cls(project, choose_words(show.lang, project), show, ask.verbose or _is_terminal(sys.stderr))

    def write_answer(
        self, data: Callable[[], TidyData], page: Callable[[int | None, Sequence[str]], Page] | None = None
    ) -> None:
        """Write the answer in the format chosen.

        `page` is told the width to keep to, and what to say first; a command without one has data formats only.
        """
        from roundtable_cli.output.formats import registry

        chosen = self.show.format_name
        if page is None or chosen in registry.DATA_FORMATS:
            answer: str | bytes = registry.DATA_FORMATS[chosen](data())
        else:
            first = [self.words("sample")] if self.project.is_sample else []
            width = _terminal_width() if chosen == "table" else None
            laid_out = page(width, first).escape_controls()
            answer = (
                registry.as_table(laid_out, width, self._uses_colour())
                if width
                else registry.PAGE_FORMATS[chosen](laid_out)
            )
        write_output(answer, self.show.output)
        told = self.project.reading_decisions() if self.verbose else []
        for line in (*told, *map(str, self.project.ambiguity_findings)):
            click.echo(line, err=True)

    def _uses_colour(self) -> bool:
        """Colour is for a terminal that has not been asked to do without (https://no-color.org)."""
        return (
            self.show.output is None
            and sys.stdout is not None
            and sys.stdout.isatty()
            and not os.environ.get("NO_COLOR")
        )


def import_engines(engine: str) -> None:
    """Import the heavy libraries while collection rests (see `__main__`), then leave them out of it for good."""
    from roundtable_cli.project import load_engine_libraries

    load_engine_libraries(engine)
    if not gc.isenabled():
        gc.freeze()
        gc.set_threshold(100_000)  # frames are freed as soon as nobody holds them; circles are few
        gc.enable()


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def check_workbook_output(show: OutputOptions) -> None:
    """A workbook goes into a file, and only where the library that writes it is installed."""
    from roundtable_cli.errors import USAGE, Finding, Refused
    from roundtable_cli.output.formats import xlsx

    if show.output is None:
        raise Refused(Finding(USAGE, f"{show.format_name} is no text to be printed", "name a file: -o FILE.xlsx"))
    xlsx.check_xlsxwriter()


def check_not_overwriting(show: OutputOptions, files: Iterable[Path]) -> None:
    """Nothing that is read is ever overwritten."""
    from pathlib import Path

    if show.output and Path(show.output).resolve() in {path.resolve() for path in files}:
        raise click.UsageError(f'-o: "{show.output}" is a file of the project itself, or one that is checked')


def choose_words(lang: str | None, project: Project | None = None) -> LanguageWords:
    """The words of the language asked for; one that neither the program nor the project speaks is refused."""
    from roundtable_cli.errors import suggest_nearest
    from roundtable_cli.output.language.words import FALLBACK_LANGUAGE, LanguageWords, program_languages

    own = project.framework.languages if project else (FALLBACK_LANGUAGE,)
    language = lang or own[0]
    known = list(dict.fromkeys((*program_languages(), *own)))
    if language not in known:
        raise click.UsageError(f'no language "{language}": {suggest_nearest(language, known) or ", ".join(known)}')
    return LanguageWords(language)


def _terminal_width() -> int:
    """The terminal's width; outside one $COLUMNS, else 80."""
    import shutil

    return shutil.get_terminal_size().columns
