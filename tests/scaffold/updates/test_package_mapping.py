"""datapackage.json is read as it stands, and written with the resources that updates give it."""

from __future__ import annotations

import json
from pathlib import Path

from roundtable_cli.scaffold.updates import package_mapping


def test_a_project_without_one_has_a_new_mapping(tmp_path: Path) -> None:
    """With the profile of the standard, and no resources yet."""
    assert [*package_mapping.read_package_mapping(tmp_path)] == ["$schema"]


def test_what_else_stands_there_is_kept(tmp_path: Path) -> None:
    """In its order, after a byte order mark too; the resources are those given."""
    path = tmp_path / "datapackage.json"
    written = {"title": "Обучение", "resources": [{"name": "old"}], "licenses": []}
    path.write_text(json.dumps(written), encoding="utf-8-sig")
    package = package_mapping.read_package_mapping(tmp_path)

    content = package_mapping.encode_package(package, {"old": {"name": "old"}, "new": {"name": "new"}})
    again = json.loads(content)
    assert [*again] == [*written]
    assert again == written | {"resources": [{"name": "old"}, {"name": "new"}]}


def test_a_link_is_followed(tmp_path: Path) -> None:
    """The file that it leads to is the one to write: a link that is replaced would be lost."""
    (tmp_path / "real.json").write_text("{}")
    (tmp_path / "datapackage.json").symlink_to(tmp_path / "real.json")
    assert package_mapping.find_package_path(tmp_path) == (tmp_path / "real.json").resolve()
