"""A file is written whole or not at all."""

from __future__ import annotations

import errno
import os
import signal
import stat
import sys
from pathlib import Path

import pytest

from roundtable_cli.atomic_write import TEMPORARY_PREFIX, write_atomically, writing_together
from roundtable_cli.scaffold import new_project


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    """As one has that is opened for writing."""
    write_atomically(tmp_path / "new", b"1")
    (tmp_path / "usual").write_bytes(b"1")
    assert (tmp_path / "new").read_bytes() == b"1"
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_the_permissions_of_a_file_stay(tmp_path: Path) -> None:
    """Nobody can read it afterwards who could not before."""
    path = tmp_path / "secret"
    path.write_bytes(b"old")
    path.chmod(0o600)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither half a file nor a temporary one."""
    path = tmp_path / "kept"
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["kept"]  # noqa: PTH208 - the names alone


def test_several_files_are_there_together(tmp_path: Path) -> None:
    """Nothing is seen of them before the end; then all are there, and the folder that was made for them."""
    folder = tmp_path / "new" / "folder"
    (tmp_path / "source").write_bytes(b"2")
    with writing_together(folder) as staged:
        staged.add_content(folder / "a", b"1")
        staged.add_copy(tmp_path / "source", folder / "b")
        assert [path for path in folder.iterdir() if not path.name.startswith(".")] == []
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a": b"1", "b": b"2"}


def test_none_of_several_files_where_one_fails(tmp_path: Path) -> None:
    """What another program has written meanwhile stays; what is ours is taken away, the folder too if it is new."""
    folder = tmp_path / "new"

    def write_beside_another() -> None:
        with writing_together(folder) as staged:
            staged.add_content(folder / "a", b"1")
            staged.add_content(folder / "b", b"1")
            (folder / "b").write_bytes(b"somebody's")

    def copy_what_is_not_there() -> None:
        with writing_together(folder / "x") as staged:
            staged.add_content(folder / "x" / "a", b"1")
            staged.add_copy(tmp_path / "none", folder / "x" / "b")

    with pytest.raises(FileExistsError) as raised:
        write_beside_another()
    assert raised.value.filename == str(folder / "b")
    with pytest.raises(FileNotFoundError):
        copy_what_is_not_there()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"b": b"somebody's"}


def test_a_disk_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new file is there, and none is overwritten."""

    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    write_atomically(tmp_path / "a", b"1")
    assert (tmp_path / "a").read_bytes() == b"1"
    with pytest.raises(FileExistsError), writing_together(tmp_path) as staged:
        staged.add_content(tmp_path / "a", b"2")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"1"}


def test_a_full_disk_names_the_file_that_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the one that is copied, and no temporary one; one that can't be read is named itself."""

    def fail(_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (tmp_path / "source").write_bytes(b"1")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space") as raised, writing_together(tmp_path) as staged:
        staged.add_copy(tmp_path / "source", tmp_path / "copy")
    assert raised.value.filename == str(tmp_path / "copy")
    with pytest.raises(FileNotFoundError) as missing, writing_together(tmp_path) as staged:
        staged.add_copy(tmp_path / "none", tmp_path / "copy")
    assert missing.value.filename == str(tmp_path / "none")
    assert os.listdir(tmp_path) == ["source"]  # noqa: PTH208 - the names alone


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process that can be killed at a given step")
@pytest.mark.parametrize("step", [1, 2, 4])
def test_a_killed_init_leaves_no_half_table(tmp_path: Path, step: int) -> None:
    """Killed while it writes the first, the second or the last file, it leaves nothing that would be counted."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.csv").write_text("id,n\n" + f"{name},1\n" * 1000, encoding="utf-8")
    folder = tmp_path / "project"
    if not (child := os.fork()):
        left = iter(range(step - 1))

        def flush_or_die(_: object) -> None:
            if next(left, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)

        os.fsync = flush_or_die  # type: ignore[assignment]
        new_project.write_project(folder, [tmp_path / "a.csv", tmp_path / "b.csv"])
        os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert [path.name for path in folder.iterdir() if not path.name.startswith(".rt-stats-")] == []
    new_project.write_project(folder, [tmp_path / "a.csv", tmp_path / "b.csv"])
    assert (folder / "a.csv").read_bytes() == (tmp_path / "a.csv").read_bytes()
    assert not [*folder.glob(".rt-stats-*")]  # the hidden files that were left are gone too


@pytest.mark.skipif(sys.platform == "win32", reason="a process can't be asked there whether it runs")
def test_what_others_write_at_the_moment_stays(tmp_path: Path) -> None:
    """Only the files of processes that run no more are removed, and none that have another name."""
    running = tmp_path / f"{TEMPORARY_PREFIX}{os.getppid()}-abc"
    others = [running, tmp_path / f"{TEMPORARY_PREFIX}notes", tmp_path / f"x{TEMPORARY_PREFIX}999999999-abc"]
    left = [tmp_path / f"{TEMPORARY_PREFIX}{number}-abc_1" for number in (999999999, 10**30)]
    for path in (*others, *left):
        path.write_bytes(b"1")
    write_atomically(tmp_path / "new", b"2")
    assert {*tmp_path.iterdir()} == {*others, tmp_path / "new"}
