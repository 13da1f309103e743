"""Whether two names are of one file, and whether a file is in a folder, wherever links lead.

It works on names as texts: the module for paths costs start-up.
"""

from __future__ import annotations

import os
import stat
from typing import TextIO

FileIdentity = tuple[int, int] | str
AnyPath = str | os.PathLike[str]


def file_identity(path: AnyPath) -> FileIdentity:
    """What all names of one file have in common, hard links too; of what is not there, the path with links followed."""
    try:
        return _identity_from_status(os.stat(path)) or os.path.realpath(path)  # noqa: PTH116 - see above
    except (OSError, ValueError):
        return os.path.realpath(path)


def stream_identity(stream: TextIO | None) -> FileIdentity | None:
    """The identity of the file behind a stream that a shell has opened; None where no file of a disk is behind it."""
    try:
        status = os.fstat(stream.fileno()) if stream else None
    except (OSError, ValueError):  # closed, or in memory
        return None
    return _identity_from_status(status) if status and stat.S_ISREG(status.st_mode) else None


def is_inside(path: AnyPath, folder: AnyPath) -> bool:
    """Whether a file is in a folder, or in a folder in it, once all links are followed."""
    home = os.path.realpath(folder)
    return os.path.realpath(path).startswith(os.path.join(home, ""))  # noqa: PTH118 - see above


def _identity_from_status(status: os.stat_result) -> FileIdentity | None:
    """None on a disk that gives files no numbers."""
    return (status.st_dev, status.st_ino) if status.st_ino else None
