"""The mapping of a project's datapackage.json as it stands there: what updates complete, and write again."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from roundtable_cli.tables.package import package_reader, package_writer

Resource = dict[str, Any]  # of one table


def find_package_path(folder: Path) -> Path:
    """Where a project's datapackage.json is, or will be: a link is followed, so that it is not replaced by a file."""
    return Path(os.path.realpath(folder / package_reader.PACKAGE_FILE))


def read_package_mapping(folder: Path) -> dict[str, Any]:
    """The mapping in the file, which has been read without a fault before; a new one where there is none."""
    path = find_package_path(folder)
    if not path.exists():
        return {"$schema": package_writer.PROFILE_URL}
    package: dict[str, Any] = json.loads(path.read_text(encoding="utf-8-sig"))
    return package


def encode_package(package: Mapping[str, Any], resources: Mapping[str, Resource]) -> bytes:
    """The content of the file: the mapping with these resources in place of its own, which are given by their names."""
    return package_writer.format_package_json({**package, "resources": [*resources.values()]}).encode("utf-8")
