"""Files written whole or not at all: one, or several of which each needs the others.

Each is written beside its place, under a hidden name that no table has, and takes its place when all of it is on the
disk. So nobody ever reads half a file, also not after the program or the machine was stopped. What a program that was
killed has left there, the next one to write into the folder removes. A disk that is full, or refuses, is named by the
file that was to be written.
"""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

TEMPORARY_PREFIX = ".rt-stats-"  # hidden, so that no pattern of a table has such a file
_TEMPORARY_NAME = re.compile(rf"{re.escape(TEMPORARY_PREFIX)}([0-9]+)-\w+")  # with the number of the process
_CHUNK_BYTES = 2**20


def write_atomically(path: Path, content: bytes) -> None:
    """Put a file in the place of the one at a path, at once, when all of it is on the disk.

    The file's own permissions are kept; a new one gets the usual ones. Raises OSError, and leaves nothing behind.
    """
    write_pieces_atomically(path, [content])


def write_pieces_atomically(path: Path, pieces: Iterable[bytes]) -> None:
    """As `write_atomically`, of a content that comes in pieces. What making one raises is raised on."""
    staged = StagedFiles()
    try:
        staged.add_pieces(path, pieces, may_replace=True)
        staged.put_in_place()
    except BaseException:
        staged.take_away()
        raise


class StagedFiles:
    """Files that take their places together; until then they are under temporary names beside them."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Path, Path, bool]] = []  # the temporary file, its place, whether one is there already
        self._new: list[Path] = []
        self._cleaned: set[Path] = set()

    def add_content(self, path: Path, content: bytes, *, may_replace: bool = False) -> None:
        """Adds a file with this content, which takes the place of another only if it `may_replace` one."""
        self._stage(path, [content], may_replace)

    def add_pieces(self, path: Path, pieces: Iterable[bytes], *, may_replace: bool = False) -> None:
        """As `add_content`, of a content that comes in pieces."""
        self._stage(path, pieces, may_replace)

    def add_copy(self, source: Path, path: Path, *, may_replace: bool = False) -> None:
        """Adds a copy of a file."""
        self._stage(path, _read_chunks(source), may_replace)

    def put_in_place(self) -> None:
        """Puts all files in their places, in the order of adding. Raises FileExistsError where one is in the way."""
        while self._waiting:
            temporary, path, may_replace = self._waiting[0]
            with _naming_file(path):
                if may_replace and path.exists():
                    temporary.replace(path)
                else:
                    _rename_to_new(temporary, path)
                    self._new.append(path)
            del self._waiting[0]
        for folder in {path.parent for path in self._new}:
            _flush_folder(folder)

    def take_away(self) -> None:
        """Removes what waits, and what was put in place where nothing was before."""
        for path in (*(temporary for temporary, _, _ in self._waiting), *self._new):
            path.unlink(missing_ok=True)

    def _stage(self, path: Path, chunks: Iterable[bytes], may_replace: bool) -> None:
        import shutil  # these two bring bz2, lzma and random, which a command that writes no file does without
        import tempfile

        if path.parent not in self._cleaned:
            self._cleaned.add(path.parent)
            _remove_left_files(path.parent)
        with _naming_file(path):
            handle, name = tempfile.mkstemp(prefix=f"{TEMPORARY_PREFIX}{os.getpid()}-", dir=path.parent)
            temporary = Path(name)
            self._waiting.append((temporary, path, may_replace))
            with os.fdopen(handle, "wb") as stream:
                stream.writelines(chunks)
                stream.flush()
                os.fsync(stream.fileno())
            if path.exists():
                shutil.copymode(path, temporary)
            else:
                temporary.chmod(0o666 & ~_current_umask())


@contextmanager
def writing_together(folder: Path) -> Iterator[StagedFiles]:
    """The files that are added within it are all in their places at its end, or none is.

    The folder is made where it is not there; where something fails, it is removed again.
    """
    staged, new_folders = StagedFiles(), [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield staged
        staged.put_in_place()
    except BaseException:
        staged.take_away()
        for path in new_folders:
            with suppress(OSError):  # not made, or somebody has put something into it
                path.rmdir()
        raise


def _remove_left_files(folder: Path) -> None:
    """Removes the temporary files of programs that were killed: nobody else would, and they hold records."""
    # The folder can't be read, or another program removes them too.
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found = _TEMPORARY_NAME.fullmatch(entry.name)
            if found and not _is_running(int(found[1])):
                os.unlink(entry.path)  # noqa: PTH108 - scandir gives texts


def _is_running(process: int) -> bool:
    """Whether a process of this number runs, as far as the system tells; Windows has no question that ends nothing."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # it is somebody else's
        return True
    return True


def _rename_to_new(temporary: Path, path: Path) -> None:
    """Gives a file its name, never that of another: a link can't replace one, as renaming does."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # this disk has no links
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        temporary.rename(path)
    else:
        temporary.unlink()


def _read_chunks(source: Path) -> Iterator[bytes]:
    """The content of a file; an error of reading it names it."""
    with source.open("rb") as stream:
        while True:
            try:
                chunk = stream.read(_CHUNK_BYTES)
            except OSError as error:
                raise OSError(error.errno, error.strerror, str(source)) from None
            if not chunk:
                return
            yield chunk


@contextmanager
def _naming_file(path: Path) -> Iterator[None]:
    """Within it, errors that name no file, or a temporary one, name the file that is written."""
    try:
        yield
    except OSError as error:
        named = "" if isinstance(error.filename, int) else os.fsdecode(error.filename or "")
        if named and not Path(named).name.startswith(TEMPORARY_PREFIX):
            raise
        raise OSError(error.errno, error.strerror or str(error), str(path)) from None


def _flush_folder(folder: Path) -> None:
    """Brings the names of new files onto the disk, where the system lets a folder be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _current_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
