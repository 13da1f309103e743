"""One file by whatever name, and in a folder wherever links lead."""

from __future__ import annotations

import io
from pathlib import Path

from roundtable_cli.file_identity import file_identity, is_inside, stream_identity


def test_names_of_one_file(tmp_path: Path) -> None:
    """Links of both kinds, and a stream; what is not there has its own path."""
    (tmp_path / "a").touch()
    (tmp_path / "b").hardlink_to(tmp_path / "a")
    (tmp_path / "c").symlink_to("a")
    (tmp_path / "d").symlink_to("none")
    same = {file_identity(tmp_path / name) for name in "abc"}
    with (tmp_path / "a").open(encoding="utf-8") as stream:
        assert {stream_identity(stream)} == same
    assert len(same) == 1
    assert file_identity(tmp_path / "d") == file_identity(str(tmp_path / "none"))


def test_streams_without_a_file(tmp_path: Path) -> None:
    """In memory, closed, or none at all; a terminal or a device is no file of a disk."""
    closed = (tmp_path / "a").open("w", encoding="utf-8")
    closed.close()
    assert {stream_identity(stream) for stream in (io.StringIO(), closed, None)} == {None}
    with Path("/dev/null").open(encoding="utf-8") as device:
        assert stream_identity(device) is None


def test_inside(tmp_path: Path) -> None:
    """By the place of the file itself; a folder of nearly the same name is another."""
    (tmp_path / "in").mkdir()
    (tmp_path / "inbox").mkdir()
    (tmp_path / "in" / "out").symlink_to(tmp_path / "inbox")
    assert is_inside(tmp_path / "in" / "x.csv", tmp_path / "in")
    assert not is_inside(tmp_path / "inbox" / "x.csv", tmp_path / "in")
    assert not is_inside(tmp_path / "in" / "out" / "x.csv", tmp_path / "in")
