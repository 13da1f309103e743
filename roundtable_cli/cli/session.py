"""What every command does around its one question: open the project, choose the words, write the answer."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TextIO, TypeVar

import click

from roundtable_cli.cli.options import OutputOptions, ProjectOptions, unknown_choice
from roundtable_cli.cli.output_file import STANDARD_OUTPUTS, find_overwritten_file, write_output
from roundtable_cli.cli.progress import status_line
from roundtable_cli.cli.standard_streams import print_message
from roundtable_cli.errors import Finding, Refused, finding_lines, quote_names
from roundtable_cli.finding_codes import UNCOUNTED_CODES, USAGE
from roundtable_cli.output.formats.registry import PAGE, RESULTS
from roundtable_cli.output.page import TidyData
from roundtable_cli.tables.engines import registry
from roundtable_cli.visible_text import visible_lines

if TYPE_CHECKING:
    from pathlib import Path

    from roundtable_cli.comparison.recount.recount_sheet import DrawnSheet
    from roundtable_cli.indicators.explaining.explanation import Explanation
    from roundtable_cli.indicators.published_comparison import PublishedComparison
    from roundtable_cli.indicators.results import Results
    from roundtable_cli.indicators.tracking.tracking_table import Tracking
    from roundtable_cli.output.formats.registry import Format
    from roundtable_cli.output.language.words import LanguageWords
    from roundtable_cli.output.page import Page, PageBuilder, RowStream
    from roundtable_cli.project import Project

TextOrBytes = TypeVar("TextOrBytes", str, str | bytes)
Answer = TypeVar("Answer")  # the results, or the tracking table, that a project gives
MAX_CATEGORIES_ON_SCREEN = 200


class CommandSession(NamedTuple):
    """An opened project, what is asked of it, and how the answer is to be shown."""

    project: Project
    words: LanguageWords
    codes: tuple[str, ...]
    project_options: ProjectOptions
    output_options: OutputOptions
    format: Format

    @classmethod
    def from_options(
        cls,
        codes: tuple[str, ...],
        project_options: ProjectOptions,
        output_options: OutputOptions,
        isolates_faults: bool = False,
        has_table_for_each: bool = False,
    ) -> CommandSession:
        """Opens the project, or the sample where there is none and somebody reads the answer on a screen.

        All that can be refused without reading a row is refused here; but not faults of single definitions, where the
        command `isolates_faults`. A command that `has_table_for_each` breakdown takes any number of them.
        """
        chosen = output_options.chosen_format
        check_format_usable(chosen, output_options.output)
        is_page = chosen.takes == PAGE
        if len(project_options.by) > 2 and is_page and not has_table_for_each:
            raise click.UsageError("--by: a table can be broken down twice at most; for more, use -f csv or -f json")
        may_be_sample = is_page and output_options.output is None
        project = project_options.open_project(or_sample=may_be_sample, isolates_faults=isolates_faults)
        check_output_apart(output_options, project)
        project.check_codes(codes)
        words = choose_words(output_options.lang, project)
        return cls(project, words, codes, project_options, output_options, chosen)

    def compute(self, keep_going: bool = False, top: int | None = None, sort: str | None = None) -> Results:
        """The results that are asked for, while a line on the terminal says what is being done."""
        return self._ask_project(partial(self.project.compute, top=top, sort=sort or ""), keep_going)

    def track(self, keep_going: bool = False) -> Tracking:
        """The tracking table that is asked for, while a line on the terminal says what is being done."""
        return self._ask_project(self.project.track, keep_going)

    def explain(self, rows: str) -> Explanation:
        """How the value of the one indicator came about, with those of its rows that are asked for."""
        query = self.project_options
        import_engines(query.engine)
        with status_line() as report_progress:
            return self.project.explain(
                *self.codes,
                by=query.by,
                where=query.where,
                period=query.period,
                rows=rows,
                report_progress=report_progress,
            )

    def draw_recount(self, size: int, seed: int) -> DrawnSheet:
        """A sample of the rows that the one indicator counts."""
        query, (code,) = self.project_options, self.codes
        import_engines(query.engine)
        with status_line() as report_progress:
            return self.project.draw_recount(
                code,
                size,
                seed=seed,
                by=query.by,
                where=query.where,
                period=query.period,
                report_progress=report_progress,
            )

    def compare_published(self, keep_going: bool = False) -> tuple[list[PublishedComparison], Results]:
        """Each published value beside that of the records, and the results of all records of these indicators.

        Refused where none of the indicators has a published value.
        """
        from roundtable_cli.indicators.published_comparison import compare_published_values

        framework = self.project.framework
        codes = [code for code in self.project.check_codes(self.codes) if framework.indicators[code].published]
        if not codes:
            fault = "none of these indicators has a published value to compare with"
            remedy = "write published = { value = … } in indicators.toml"
            raise Refused(Finding(USAGE, fault, remedy))
        import_engines(self.project_options.engine)
        with status_line() as report_progress:
            ask = partial(self.project.compute, report_progress=report_progress, keep_going=keep_going)
            results = ask(codes)

            def compute(asked: Sequence[str], by: Sequence[str], period: str | None) -> Results:
                return ask(asked, by=by, period=period, top=0) if by or period else results

            return [*compare_published_values(framework, compute, codes)], results

    def _ask_project(self, ask: Callable[..., Answer], keep_going: bool) -> Answer:
        """What a method of the project gives for the codes and options of the command line."""
        query = self.project_options
        import_engines(query.engine)
        with status_line() as report_progress:
            return ask(
                self.codes,
                by=query.by,
                where=query.where,
                period=query.period,
                report_progress=report_progress,
                keep_going=keep_going,
            )

    def write_answer(
        self,
        data: Callable[[], TidyData | RowStream],
        page: PageBuilder | None = None,
        results: Results | Tracking | None = None,
    ) -> None:
        """Writes the answer in the format chosen; then, on standard error, what a reader must know of the files.

        An answer has several forms, and each is made only when a format takes it. One that is None is there in no
        format that the command has.
        """
        if results is not None and self.format.is_bare:
            refuse_hidden_values(results)  # a bare value has no place for a sign
        if results is not None and self.format.for_terminal and self.output_options.output is None:
            _check_category_count(results)
        if self.format.takes == PAGE and page:
            content: str | bytes | Iterable[str] = self.format.write(self._build_page(page))
        elif self.format.takes == RESULTS and results is not None:
            content = self.format.write(results)
        elif isinstance(rows := data(), TidyData):
            content = self._show_data(self.format.write(rows._replace(variable_prefix=self.output_options.prefix)))
        else:
            content = map(self._show_data, self.format.stream(rows))
        self.write_content(content, results)

    def write_content(self, content: str | bytes | Iterable[str], results: Results | Tracking | None = None) -> None:
        """Writes what is in its format already; then, on standard error, what a reader must know of the files."""
        write_output(content, self.output_options.output)
        refused = results.refused if results is not None else ()
        faults = (*finding_lines(self.project.doubts), *finding_lines(refused))
        for line in (*self._reading_lines(results), *faults):
            print_message(line)

    def _reading_lines(self, results: Results | Tracking | None) -> list[str]:
        """What was decided about the files, where somebody wants to know; what was assumed, unless the answer says it.

        So is the reason of blank values. Pages say it below their tables, and data count most of it in columns.
        """
        is_verbose = self.project_options.verbose or _is_terminal(sys.stderr)
        decisions = self.project.reading_decisions() if is_verbose else []
        if results is None or self.format.takes == PAGE:
            return decisions
        from roundtable_cli.output.layouts import notes

        is_all_told = is_verbose or self.format.is_bare
        assumptions = (one for one in results.assumptions if is_all_told or one.code in UNCOUNTED_CODES)
        return [*decisions, *notes.reason_lines(results.notes, self.words), *notes.assumption_lines(assumptions)]

    def _build_page(self, build: PageBuilder) -> Page:
        """The page, as wide as the terminal if it goes to one; the sample is headed as such."""
        width = _terminal_width() if self.format.for_terminal else None
        page = build(width, [self.words("sample")] if self.project.is_sample else [])
        if self.format.for_terminal and not self._uses_colour():
            page = page._replace(statuses={})
        return page.as_visible()

    def _show_data(self, content: TextOrBytes) -> TextOrBytes:
        """Data as it is for a file or a program; on a terminal, without what that would obey, but with its tabs."""
        is_seen = self.output_options.output is None and _is_terminal(sys.stdout)
        return "\t".join(map(visible_lines, content.split("\t"))) if is_seen and isinstance(content, str) else content

    def _uses_colour(self) -> bool:
        """Colour is for a terminal that has not been asked to do without (https://no-color.org)."""
        return self.output_options.output is None and _is_terminal(sys.stdout) and not os.environ.get("NO_COLOR")


def import_engines(engine: str) -> None:
    """Imports the heavy libraries while garbage collection rests (see `__main__`), which then passes over them."""
    import logging

    import roundtable_cli.indicators.computing.computation  # noqa: F401 - it is imported for its imports

    registry.create_engine(engine)  # refused where there is no such engine, or it is not installed
    # The program prints what is wrong itself. What libraries log at the root of all loggers, as py4j does on Ctrl-C,
    # would be printed too, unless the program says where such records go: nowhere.
    logging.getLogger().addHandler(logging.NullHandler())
    if not gc.isenabled():
        gc.freeze()
        gc.set_threshold(100_000)  # frames are freed as soon as nothing refers to them; there are few circles to find
        gc.enable()


def _check_category_count(results: Results | Tracking) -> None:
    """Refused where a breakdown has more categories than anybody reads on a screen."""
    for name, categories in results.categories.items():
        if len(categories) > MAX_CATEGORIES_ON_SCREEN:
            fault = f'"{name}" has {len(categories):,} categories, too many for a screen'
            remedy = "choose another column; or write data: -f csv, or a file: -o FILE.xlsx"
            raise Refused(Finding(USAGE, fault, remedy, column="--by"))


def refuse_hidden_values(results: Results | Tracking) -> None:
    """Refused where any value is hidden, because it would tell what few people have."""
    hidden = [note for note in results.notes if note.kind == "hidden-values"]
    if hidden:
        codes = quote_names(note.indicator.code for note in hidden if note.indicator)
        fault = f"{codes}: this would tell personal values of fewer than {hidden[0].about['least']} people"
        remedy = "ask for a larger group, or use --show-values; see rt-stats guide privacy"
        raise Refused(Finding(USAGE, fault, remedy))


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


def check_format_usable(chosen: Format, output: str | None) -> None:
    """Refused where bytes would be printed, or where the library that writes the format is missing."""
    if not chosen.is_text and output is None:
        fault = f"{chosen.name} can't be printed on the screen"
        raise Refused(Finding(USAGE, fault, f"write it into a file: -o FILE.{chosen.endings[0]}"))
    chosen.check_installed()


def check_not_overwriting(output_options: OutputOptions, files: Iterable[Path]) -> None:
    """Refused where the answer would be written onto a file that is read."""
    output = output_options.output
    if overwritten := find_overwritten_file(output, files):
        if output is None:
            fault = f"standard output is the file {overwritten}, which is read"
            raise click.UsageError(f"{fault}; write into another file, with another name after > or -o")
        also = "" if output == overwritten else f" (it is {overwritten})"
        fault = f'"{output}"{also} is a file of the project, or one that is read or checked, and would be overwritten'
        raise click.UsageError(f"-o: {fault}; choose another name")


def check_output_apart(output_options: OutputOptions, project: Project) -> None:
    """Refused where the answer would be written onto a file of the project, or where a table would read it."""
    check_not_overwriting(output_options, project.project_files)
    output = output_options.output
    if output not in STANDARD_OUTPUTS and (pattern := project.find_path_pattern(str(output))):
        fault = f'"{output}" would be read as data from then on: datapackage.json has the path "{pattern}"'
        raise click.UsageError(f"-o: {fault}; choose another name, or another folder")


def choose_words(lang: str | None, project: Project | None = None) -> LanguageWords:
    """The words of the language asked for; one that neither the program nor the project speaks is refused."""
    from roundtable_cli.output.language.words import FALLBACK_LANGUAGE, LanguageWords, program_languages

    own = project.framework.languages if project else (FALLBACK_LANGUAGE,)
    language = lang or own[0]
    known = list(dict.fromkeys((*program_languages(), *own)))
    if language not in known:
        raise click.UsageError(unknown_choice("language", language, known))
    return LanguageWords(language)


def _terminal_width() -> int:
    """The terminal's width in characters; outside a terminal $COLUMNS, else 80."""
    import shutil

    return shutil.get_terminal_size().columns
