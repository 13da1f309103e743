"""Indicators and dimensions for tables that are new in a project, at the end of its indicators.toml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from roundtable_cli import atomic_write
from roundtable_cli.errors import Finding
from roundtable_cli.indicators.definitions import definitions_reader
from roundtable_cli.indicators.definitions.framework import ResultsFramework
from roundtable_cli.scaffold import definitions_writer
from roundtable_cli.scaffold.table_proposal import TableProposal


class AddedIndicators(NamedTuple):
    """The codes of new indicators, and their sections; `is_written` says whether they stand in indicators.toml."""

    codes: tuple[str, ...] = ()
    text: str = ""
    is_written: bool = False


def append_indicators(
    path: Path, framework: ResultsFramework, proposals: Mapping[str, TableProposal]
) -> AddedIndicators:
    """Writes what `init` would propose for new tables behind what stands in a file of definitions.

    Nothing in the file is changed; where it can't be continued so, it is left as it is. Raises OSError where it can't
    be written.
    """
    text, before = definitions_writer.render_added_tables(framework, proposals), framework.indicators.keys()
    written = path.read_text(encoding="utf-8-sig")
    findings = list[Finding]()
    whole = written.rstrip("\n") + "\n\n" + text
    continued = definitions_reader.parse_framework(whole, path.name, findings)
    codes = tuple(code for code in continued.indicators if code not in before)
    if findings or {*before} - continued.indicators.keys():
        return AddedIndicators(codes, text)
    atomic_write.write_atomically(path.resolve(), whole.encode("utf-8"))
    return AddedIndicators(codes, text, is_written=True)
