"""Where a project is: what was named, the nearest folder with definitions, or the sample inside the program."""

from __future__ import annotations

import os
from pathlib import Path

from roundtable_cli.errors import NO_PROJECT, USAGE, Finding, Refused, suggest_nearest
from roundtable_cli.indicators.definitions import definitions_reader
from roundtable_cli.tables.table import STDIN

SAMPLE = "sample"  # `--data sample` names the records that ship with the program, from anywhere


def sample_folder() -> Path:
    """The sample project: inside the installed package, or in `data` beside it in a checkout."""
    here = Path(__file__).parent
    installed = here / "sample"
    return installed if installed.is_dir() else here.parent / "data"


def locate_project(data: str | Path | None = None) -> Path:
    """The project: the folder or file `data`, `-` for standard input; else $RT_STATS_DATA; else the nearest folder.

    Raises `Refused` where there is none; the finding's code is `no-project` where none was named.
    """
    named = data if data is not None else os.environ.get("RT_STATS_DATA")
    if named is None:
        return _nearest_project()
    if str(named) == SAMPLE:
        return sample_folder()
    if str(named) == "-":
        return STDIN
    place = Path(named)
    origin = "--data" if data is not None else "RT_STATS_DATA"
    if not str(named).strip():
        raise Refused(Finding(USAGE, "it is empty", "name a folder or a file", column=origin))
    if not place.exists():
        siblings = [path.name for path in place.parent.iterdir()] if place.parent.is_dir() else []
        raise Refused(
            Finding(USAGE, f'no folder or file "{place}"', suggest_nearest(place.name, siblings), column=origin)
        )
    return place


def _nearest_project() -> Path:
    """The nearest `indicators.toml`: in the current folder, one above it, or in `./data`."""
    here = Path.cwd()
    for folder in (here, *here.parents, here / "data"):
        if (folder / definitions_reader.FRAMEWORK_FILE).is_file():
            return folder
    fault = f"no project here: no {definitions_reader.FRAMEWORK_FILE} in this folder, above it, or in ./data"
    remedy = f"go to a project, name one with --data DIR, or ask for the sample with --data {SAMPLE}"
    raise Refused(Finding(NO_PROJECT, fault, remedy))
