"""What `summary` and `get` share: open the project, compute, lay out, write."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from roundtable_cli.cli.options import Ask, Show
from roundtable_cli.cli.write import write

if TYPE_CHECKING:
    from roundtable_cli.indicators.results import Results
    from roundtable_cli.output.words import Words
    from roundtable_cli.project import Project


def answer(codes: Sequence[str], ask: Ask, show: Show, total: bool = True) -> Results:
    """Compute what is asked, write it as is asked, and hand the results back."""
    from roundtable_cli.output import formats, layout

    project = opened(ask, show)
    words = chosen_words(project, show)
    results = _computed(project, codes, ask, show)
    if show.chosen in formats.DATA:
        text = formats.DATA[show.chosen](layout.tidy(results, words.language, total))
    else:
        wide = show.chosen == "table"
        page = layout.reading(results, words, width() if wide else None, heading(project, words))
        text = formats.as_table(page, width()) if wide else formats.READING[show.chosen](page)
    write(text, show.output)
    return results


def opened(ask: Ask, show: Show) -> Project:
    """The project; the sample where there is none and somebody reads the answer. Nothing of it is ever overwritten."""
    from pathlib import Path

    from roundtable_cli.output import formats

    project = ask.project(reading=show.chosen in formats.READING and show.output is None)
    if show.output:
        target = Path(show.output).resolve()
        used = [path.resolve() for table in project.package.tables.values() for path in table.paths]
        if target in (
            *used,
            (project.folder / "indicators.toml").resolve(),
            (project.folder / "datapackage.json").resolve(),
        ):
            raise click.UsageError(f'-o: "{show.output}" is a file of the project itself')
    return project


def chosen_words(project: Project, show: Show) -> Words:
    """The words of the language asked for; one that neither the program nor the project speaks is refused."""
    from roundtable_cli.errors import nearest
    from roundtable_cli.output import layout
    from roundtable_cli.output.words import Words, languages

    language = layout.language(project.framework, show.lang)
    known = list(dict.fromkeys((*languages(), *project.framework.languages)))
    if language not in known:
        raise click.UsageError(f'no language "{language}": {nearest(language, known) or ", ".join(known)}')
    return Words(language)


def heading(project: Project, words: Words) -> list[str]:
    """What stands first on a page: that these are invented records, where they are."""
    return [words("sample")] if project.is_sample else []


def width() -> int:
    """The terminal's width; outside one $COLUMNS, else 80."""
    import shutil

    return shutil.get_terminal_size().columns


def _computed(project: Project, codes: Sequence[str], ask: Ask, show: Show) -> Results:
    from roundtable_cli.output import formats

    if len(ask.by) > 2 and show.chosen in formats.READING:
        raise click.UsageError("--by: a table for reading has two dimensions at the most; use -f csv or json")
    project.check_codes(codes)
    _import_engines()
    return project.compute(codes, by=ask.by, where=ask.where, period=ask.period)


def _import_engines() -> None:
    """Import the heavy libraries while collection rests (see `__main__`), then leave them out of it for good."""
    import roundtable_cli.indicators.compute
    import roundtable_cli.tables.engines.pandas  # noqa: F401 - it is imported for its imports

    if not gc.isenabled():
        gc.freeze()
        gc.enable()
