"""Files written whole or not at all: one, or several of which each needs the others."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_atomically(path: Path, content: bytes) -> None:
    """Put a file in the place of the one at a path, at once, when all of it is on the disk.

    The file's own permissions are kept; a new one gets the usual ones. Raises OSError, and leaves nothing behind.
    """
    import shutil  # these two bring bz2, lzma and random, which a command that writes no file does without
    import tempfile

    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        if path.exists():
            shutil.copymode(path, name)
        else:
            Path(name).chmod(0o666 & ~_current_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _current_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def undo_on_error(folder: Path) -> Iterator[list[Path]]:
    """The folder, made where it is not there; where something fails, it and all files noted in the list are deleted."""
    written, new_folders = list[Path](), [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield written
    except BaseException as error:
        for path in written:
            if not isinstance(error, FileExistsError) or path != Path(error.filename):  # somebody else's file
                path.unlink(missing_ok=True)
        for path in new_folders:
            if path.is_dir():
                path.rmdir()
        raise
