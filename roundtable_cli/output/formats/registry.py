"""The formats that an answer can be written in. A new format is a module beside this one, and a line in FORMATS."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import USAGE

if TYPE_CHECKING:
    from roundtable_cli.indicators.results import Results
    from roundtable_cli.indicators.tracking.tracking_table import Tracking
    from roundtable_cli.output.page import Page, RowStream, TidyData
    from roundtable_cli.output.report_document import ReportDocument

PAGE, DATA, RESULTS = "page", "data", "results"


class Format(NamedTuple):
    """One format.

    `takes` is what it is made of: PAGE, laid out in one language; DATA, tidy rows; or RESULTS, the `Results` or
    `Tracking` themselves, with labels in all languages. `writer` is `module.function` in this folder: a function from
    that to a text, or to bytes where the format is not `is_text`. Such a one goes into a file only. `is_bare` formats
    hold bare values of indicators, and nothing else can be written in them. A page `for_terminal` is laid out as wide
    as the terminal; one for a format that `is_sheet` may have all in one table, as wide as that gets. `extra` of this
    package installs the `library` that the writer needs. `streamer` is a function as `writer` is, which gives the text
    of millions of rows piece by piece. `report_writer` is a function from a `ReportDocument` to a text or bytes, where
    a whole report can be written in the format too.
    """

    name: str
    takes: str
    writer: str
    more_endings: tuple[str, ...] = ()  # of a file's name, beside the format's own name
    is_text: bool = True
    is_bare: bool = False
    for_terminal: bool = False
    is_sheet: bool = False
    library: str = ""
    extra: str = ""
    streamer: str = ""
    report_writer: str = ""

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings of file names that choose this format, without the dot."""
        return (*self.more_endings, self.name)

    def check_installed(self) -> None:
        """Refused where the library that the writer needs is missing."""
        if self.library:
            check_library(self.library, self.library.lower(), f"writes {self.name}", self.extra)

    def write(self, content: Page | TidyData | Results | Tracking) -> str | bytes:
        """The content in this format. Its module is imported only now: start-up must not pay for tabulate."""
        written: str | bytes = _import_function(self.writer)(content)
        return written

    def write_report(self, document: ReportDocument) -> str | bytes:
        """A whole report in this format."""
        written: str | bytes = _import_function(self.report_writer)(document)
        return written

    def stream(self, content: RowStream) -> Iterator[str]:
        """The text of many rows, piece by piece."""
        pieces: Iterator[str] = _import_function(self.streamer)(content)
        return pieces


def check_library(library: str, module: str, purpose: str, extra: str) -> None:
    """Refused where a library is missing that an extra of this package installs; `purpose` says what it does."""
    from importlib.util import find_spec

    if not find_spec(module):
        fault = f"{library}, which {purpose}, is not installed"
        raise Refused(Finding(USAGE, fault, f"run: pip install 'roundtable-cli[{extra}]'"))


def _import_function(name: str) -> Callable[..., Any]:
    """A function of a module in this folder: `module.function`."""
    module, _, function = name.rpartition(".")
    imported: Callable[..., Any] = getattr(import_module(f"{__package__}.{module}"), function)
    return imported


FORMATS = (
    Format("table", PAGE, "terminal.write_table", ("txt",), for_terminal=True),
    Format(
        "markdown",
        PAGE,
        "markup.write_markdown",
        ("md",),
        report_writer="reports.markdown_report.write_markdown_report",
    ),
    Format("html", PAGE, "markup.write_html", ("htm",), report_writer="reports.html_report.write_html_report"),
    Format("latex", PAGE, "markup.write_latex", ("tex",)),
    Format(
        "xlsx",
        PAGE,
        "workbooks.page_workbook.write_xlsx",
        is_text=False,
        is_sheet=True,
        library="XlsxWriter",
        extra="excel",
    ),
    Format("values", DATA, "data_formats.write_values", is_bare=True),
    Format("csv", DATA, "data_formats.write_csv", streamer="data_formats.stream_csv"),
    Format("tsv", DATA, "data_formats.write_tsv", streamer="data_formats.stream_tsv"),
    Format("json", DATA, "data_formats.write_json", streamer="data_formats.stream_json"),
    Format("jsonl", DATA, "data_formats.write_jsonl", ("ndjson",), streamer="data_formats.stream_jsonl"),
    Format("env", DATA, "data_formats.write_env", ("sh",), is_bare=True),
)


def format_names(*takes: str, bare: bool = True) -> tuple[str, ...]:
    """The names of the formats that take one of these, in order; those of bare values only where these fit."""
    return tuple(one.name for one in FORMATS if one.takes in takes and (bare or not one.is_bare))


def report_format_names() -> tuple[str, ...]:
    """The names of the formats that a whole report can be written in, in order."""
    return tuple(one.name for one in FORMATS if one.report_writer)


def find_format(name: str) -> Format:
    """The format of a name that is known to be one."""
    return next(one for one in FORMATS if one.name == name)


def formats_by_ending(names: Collection[str]) -> dict[str, Format]:
    """The formats of these names, by each ending of a file's name that chooses one."""
    return {ending: one for one in FORMATS if one.name in names for ending in one.endings}
