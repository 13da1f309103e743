"""A file at a URL: the engine that runs there hands over its lines, and Python opens nothing."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from roundtable_cli.errors import SOURCE_ERROR, Refused
from roundtable_cli.tables.engines.sql.file_access import FileAccess
from roundtable_cli.tables.reading import file_bytes
from roundtable_cli.tables.reading.streamed_file import StreamedFile
from roundtable_cli.tables.table import Table

_FIRST_LINES = 1000  # lines from which it is told how the file is written


class RemoteFile(StreamedFile):
    """A file of which `first` are the bytes of its first lines."""

    def __init__(self, path: Path, table: Table, lens: FileAccess) -> None:
        super().__init__(path, table)
        self.file_access = lens

    @cached_property
    def first_bytes(self) -> bytes:
        """The bytes of the first lines, which are ended alike."""
        lines = [*self.file_access.stream_lines(self.path, _FIRST_LINES)]
        self.is_complete = len(lines) < _FIRST_LINES
        return b"".join(line + b"\n" for line in lines)

    @property
    def is_parquet(self) -> bool:
        """Whether it is told to be Parquet by its first bytes."""
        return self.first_bytes.startswith(file_bytes.PARQUET_SIGNATURE)

    @cached_property
    def content(self) -> bytes:
        """The same bytes. Refused where they are known to be no text."""
        if self.first_bytes.startswith(file_bytes.GZIP_SIGNATURE):
            fault, remedy = "is compressed, and its name does not say so", 'end it in ".gz"'
            raise Refused(self.error_finding(SOURCE_ERROR, fault, remedy))
        if found := file_bytes.foreign_bytes_finding(self.first_bytes, self.label):
            raise Refused(found)
        return self.first_bytes

    @contextmanager
    def _open_lines(self) -> Iterator[Iterator[str]]:
        yield self._decode_lines()

    def _decode_lines(self) -> Iterator[str]:
        for number, line in enumerate(self.file_access.stream_lines(self.path)):
            own = line if number else line.removeprefix(codecs.BOM_UTF8)
            yield own.decode("utf-8", errors="surrogateescape") + "\n"
