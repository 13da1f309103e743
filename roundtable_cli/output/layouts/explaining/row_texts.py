"""What is told of a row behind a value, in words: its status, its reason, and its cells."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from roundtable_cli.indicators.explaining.explained_rows import COUNTED, LEFT_OUT, ExplainedRow, Reason, RowLocation
from roundtable_cli.output.language.words import LanguageWords


class RowTexts(NamedTuple):
    """The texts of rows in a language. `personal` are the names of the columns whose values are not printed."""

    words: LanguageWords
    personal: Collection[str] = ()

    def status_text(self, row: ExplainedRow) -> str:
        """`counted`, `repeat of row 2`, `left out: kind is "advisory"`."""
        reason = self.reason_text(row.reason) if row.reason else ""
        if row.status == LEFT_OUT:
            return self.words("status-left-out", reason=reason)
        if row.status == COUNTED or row.repeat_of is None:
            text = self.words("status-counted")
        else:
            text = self._repeat_text(row.location, row.repeat_of)
        return f"{text}, {reason}" if reason else text

    def _repeat_text(self, location: RowLocation, repeated: RowLocation) -> str:
        if repeated.row is None:
            return self.words("status-repeat-key")
        if (repeated.file, repeated.sheet) == (location.file, location.sheet):
            return self.words("status-repeat", row=repeated.row)
        return self.words("status-repeat-elsewhere", row=repeated.row, file=repeated.file_label)

    def reason_text(self, reason: Reason) -> str:
        """A reason with the cells that it is told of."""
        cells = ", ".join(self._named_cell(name, text) for name, text in reason.cells)
        return self.words(f"reason-{reason.kind}", cells=cells)

    def _named_cell(self, name: str, text: str | None) -> str:
        if name in self.personal:
            return self.words("cell-hidden", name=name)
        return self.words("cell-blank", name=name) if not text else self.words("cell-is", name=name, text=text)

    def cell_text(self, row: ExplainedRow, name: str) -> str:
        """A cell; a personal one as what it is. A row that is no record, or is of another table, has none."""
        if name not in row.cells:
            return ""
        return self.words("hidden") if name in self.personal else row.cells[name] or ""
