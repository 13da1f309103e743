"""What `diff` writes: what has moved, and why; published figures beside the records; what a recount has found."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from roundtable_cli.cli.progress import status_line
from roundtable_cli.cli.session import check_not_overwriting, import_engines
from roundtable_cli.output.layouts import diff_page, published_page, recount_page

if TYPE_CHECKING:
    from roundtable_cli.cli.session import CommandSession


def write_causes(
    session: CommandSession, only_moved: bool, *, names: tuple[str, ...], table: str | None, period: str | None
) -> bool:
    """Writes what has moved since a report, or from one file to another, and says whether nothing has."""
    import_engines(session.project_options.engine)
    with status_line() as report_progress:
        if table:
            old, new = map(Path, names)
            check_not_overwriting(session.output_options, (old, new))
            ask = partial(session.project.diff_files, old, new, table, period=period)
        else:
            ask = partial(session.project.diff, names[0])
        comparison = ask(report_progress=report_progress)
    session.write_answer(
        lambda: diff_page.comparison_data(comparison, session.words, only_moved),
        lambda width, lines: diff_page.comparison_page(comparison, session.words, width, lines),
    )
    return not comparison.has_moved


def write_published(session: CommandSession, only_moved: bool) -> bool:
    """Writes the published figures beside the values of the records, and says whether all agree."""
    comparisons, results = session.compare_published()
    differing = [one for one in comparisons if not one.agrees]
    layout = published_page.PublishedLayout(differing if only_moved else comparisons, results, session.words)
    session.write_answer(layout.build_data, layout.build_page, results)
    return not differing


def write_recount(session: CommandSession, only_moved: bool, path: Path) -> bool:
    """Writes what a filled-in recount sheet says, and whether every row that was looked up was found."""
    check_not_overwriting(session.output_options, (path,))
    import_engines(session.project_options.engine)
    with status_line() as report_progress:
        verification = session.project.diff_recount(path, report_progress=report_progress)
    if only_moved:
        verification = verification._replace(lines=tuple(line for line in verification.lines if line.failed))
    session.write_answer(
        lambda: recount_page.verification_data(verification, session.words),
        lambda width, lines: recount_page.verification_page(verification, session.words, width, lines),
    )
    return not verification.failed
