"""What freezing and comparing need of a project; `Project` has it all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from roundtable_cli.indicators.definitions.framework import ResultsFramework
from roundtable_cli.indicators.results import Results
from roundtable_cli.indicators.tracking.tracking_table import Tracking
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import DataPackage

if TYPE_CHECKING:
    from roundtable_cli.indicators.binding.request import Where
    from roundtable_cli.indicators.explaining.explanation import Explanation

ProgressCallback = Callable[[str], None]


class ComparedProject(Protocol):
    """A project whose values are kept, or compared with those that were kept."""

    @property
    def folder(self) -> Path:
        """Where it is."""
        ...

    @property
    def definitions_path(self) -> Path:
        """Its file of definitions."""
        ...

    @property
    def framework(self) -> ResultsFramework:
        """What its definitions say."""
        ...

    @property
    def package(self) -> DataPackage:
        """Its tables."""
        ...

    @property
    def sources(self) -> Mapping[str, Source]:
        """The tables and their files, by name."""
        ...

    def compute(
        self,
        codes: Iterable[str] = (),
        *,
        by: Iterable[str] = (),
        period: str | None = None,
        top: int | None = None,
        report_progress: ProgressCallback | None = None,
    ) -> Results:
        """The results of some indicators."""
        ...

    def track(
        self, codes: Iterable[str] = (), *, period: str | None = None, report_progress: ProgressCallback | None = None
    ) -> Tracking:
        """The tracking table of some indicators."""
        ...

    def explain(  # noqa: PLR0913 - as `Project.explain`
        self,
        code: str,
        *,
        by: Iterable[str] = (),
        where: Where = None,
        period: str | None = None,
        rows: str = "",
        report_progress: ProgressCallback | None = None,
    ) -> Explanation:
        """How the value of an indicator came about."""
        ...

    def check_own_folder(self) -> None:
        """Refused where there is no project of the user's own."""
        ...

    def find_path_pattern(self, path: str) -> str:
        """The pattern by which a table would take a file in the folder for one of its own."""
        ...

    def __enter__(self) -> Self:
        """Within it, what is read is kept."""
        ...

    def __exit__(self, *_: object) -> None:
        """What was read is given back."""
        ...
