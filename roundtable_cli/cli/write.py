"""Where the answer goes: to standard output, or into a file, whole or not at all."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write(text: str, output: str | None) -> None:
    """Write UTF-8. A file is replaced at once when all of it is on the disk; a pipe or device is written to."""
    from pathlib import Path

    content = text.encode("utf-8")
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    path = Path(output).resolve()
    if path.exists() and not path.is_file():
        with Path(output).open("wb") as stream:
            stream.write(content)
        return
    _replace(path, content)


def _replace(path: Path, content: bytes) -> None:
    """The file's own permissions are kept; a new one gets the usual ones."""
    import shutil
    import tempfile
    from pathlib import Path

    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        if path.exists():
            shutil.copymode(path, name)
        else:
            Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
