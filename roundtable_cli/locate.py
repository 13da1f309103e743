"""Where a project is: what was named, the nearest folder with definitions, or the sample inside the program."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from roundtable_cli.errors import Finding, Refused, suggest_nearest
from roundtable_cli.finding_codes import NO_PROJECT, USAGE
from roundtable_cli.indicators.definitions import definitions_reader
from roundtable_cli.tables.package.package_reader import PACKAGE_FILE
from roundtable_cli.tables.reading import urls
from roundtable_cli.tables.table import STDIN, DataPackage

SAMPLE = "sample"  # `--data sample` names the records that ship with the program, from anywhere


def sample_folder() -> Path:
    """The sample project: inside the installed package, or in `data` beside it in a checkout."""
    here = Path(__file__).parent
    installed = here / "sample"
    return installed if installed.is_dir() else here.parent / "data"


class ProjectPlace(NamedTuple):
    """The folder or file of a project, and whether it was asked for as the sample."""

    path: Path
    is_sample: bool = False


def locate_project(data: str | Path | None = None) -> ProjectPlace:
    """The project: the folder or file `data`, `-` for standard input; else $RT_STATS_DATA; else the nearest folder.

    Raises `Refused` where there is none; the finding's code is `no-project` where none was named.
    """
    named = data if data is not None else os.environ.get("RT_STATS_DATA")
    if named is None:
        return ProjectPlace(_find_nearest_folder())
    if str(named) == SAMPLE:
        return ProjectPlace(sample_folder(), is_sample=True)
    if str(named) == "-":
        return ProjectPlace(STDIN)
    _check_exists(str(named), "--data" if data is not None else "RT_STATS_DATA")
    return ProjectPlace(Path(named))


def _check_exists(named: str, origin: str) -> None:
    """Refused where there is no such folder or file; `origin` is where it was named."""
    path = Path(named)
    if not named.strip():
        raise Refused(Finding(USAGE, "is empty", "name a folder or a file", column=origin))
    if not path.exists():
        remedy = suggest_nearest(path.name, [*_names_beside(path), SAMPLE])
        raise Refused(Finding(USAGE, f'there is no folder or file "{path}"', remedy, column=origin))


def _names_beside(path: Path) -> list[str]:
    """The names in its folder that may be meant in its place: not those of definitions, which are no data."""
    definitions = {definitions_reader.FRAMEWORK_FILE, PACKAGE_FILE}
    siblings = path.parent.iterdir() if path.parent.is_dir() else ()
    return [sibling.name for sibling in siblings if sibling.name not in definitions and sibling.exists()]


def replace_table_files(package: DataPackage, files: Mapping[str, str | Path]) -> DataPackage:
    """The package with other files for some tables. Refused where a file is not there."""
    for name, file in files.items():
        path_or_address = urls.path_from_url(str(file)) or Path(file)
        package = package.with_table_file(name, path_or_address)
        check_table_file(path_or_address)
    return package


def check_table_file(path: Path) -> None:
    """Refused where there is no such file to be read in place of a table's own; an address is not asked."""
    if path != STDIN and not urls.url_from_path(path) and not path.exists():
        remedy = suggest_nearest(path.name, _names_beside(path))
        raise Refused(Finding(USAGE, f'there is no file "{path}"', remedy, column="--table"))


def _find_nearest_folder() -> Path:
    """The folder of the nearest `indicators.toml`: the current one, one above it, or `./data`."""
    here = Path.cwd()
    for folder in (here, *here.parents, here / "data"):
        if (folder / definitions_reader.FRAMEWORK_FILE).is_file():
            return folder
    fault = f"there is no {definitions_reader.FRAMEWORK_FILE} in this folder, above it, or in ./data"
    remedy = (
        "go to the folder of a project, or name it: --data FOLDER; to make one of files: rt-stats init FOLDER FILE…; "
        f"to see the sample: --data {SAMPLE}"
    )
    raise Refused(Finding(NO_PROJECT, fault, remedy))
