"""A project folder opened: its tables and indicators, and the results that they give."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from roundtable_cli.errors import DEFINITION, USAGE, EngineFailure, Finding, Refused
from roundtable_cli.indicators.definitions import definitions_reader
from roundtable_cli.indicators.definitions.framework import ResultsFramework
from roundtable_cli.indicators.results import Results
from roundtable_cli.locate import SAMPLE, locate_project
from roundtable_cli.tables.checks import ambiguous_columns
from roundtable_cli.tables.engines import registry
from roundtable_cli.tables.key_table import KeySource
from roundtable_cli.tables.package import package_reader
from roundtable_cli.tables.reading import open_files, urls
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import TIME_TYPES, DataPackage, Table

if TYPE_CHECKING:  # they bring narwhals, which reading definitions does without
    from roundtable_cli.checking.check_run import CheckProgressCallback, Report
    from roundtable_cli.indicators.binding.binder import Binder
    from roundtable_cli.indicators.binding.bound_columns import Derivation
    from roundtable_cli.indicators.binding.bound_indicator import IndicatorRequest
    from roundtable_cli.indicators.binding.request import Where
    from roundtable_cli.indicators.tracking.plan import TargetPlan
    from roundtable_cli.indicators.tracking.tracking_table import Tracking
    from roundtable_cli.tables.engines.engine import Engine


@dataclass(frozen=True)
class Project:
    """A project: what its two definition files say. Rows are read when a computation asks for them."""

    folder: Path
    framework: ResultsFramework
    package: DataPackage
    definitions_path: Path
    is_sample: bool = False
    proposed_sources: Mapping[str, Source] = field(default_factory=dict)
    engine: str = registry.DEFAULT_ENGINE
    memory: int | None = None
    _open_contexts: list[bool] = field(
        default_factory=list, repr=False, compare=False
    )  # an item for each `with` that is open

    @classmethod
    def open(  # noqa: PLR0913 - all but the first are named
        cls,
        data: str | Path | None = None,
        *,
        indicators: str | Path | None = None,
        tables: Mapping[str, str | Path] | None = None,
        show_values: bool = False,
        engine: str = registry.DEFAULT_ENGINE,
        memory: int | None = None,
    ) -> Project:
        """The project in the folder `data`, or `"sample"`, or None for the nearest one (see `locate`).

        `data` may also be a file, or a folder without indicators.toml: then schema and indicators are those that
        `begin` proposes from the rows. `indicators` is another file of definitions; `tables` gives tables other files,
        `"-"` for standard input. `show_values` lets personal values be printed, in results as in messages. `engine`
        computes: pandas, duckdb (within `memory`, in bytes) or spark; the results are the same. Raises `Refused` with
        every fault of both definition files.
        """
        registry.check_engine_name(engine, memory)
        place, faults = locate_project(data), list[Finding]()
        folder = place if place.is_dir() else place.parent
        written = Path(indicators) if indicators else folder / definitions_reader.FRAMEWORK_FILE
        defined = bool(indicators) or (place.is_dir() and written.is_file())
        framework = definitions_reader.read_framework(written, faults) if defined else ResultsFramework()
        found = (
            package_reader.read_package(place, faults) if place.is_dir() else package_reader.package_from_files([place])
        )
        if faults:
            raise Refused(*faults)
        for name, path in (tables or {}).items():
            found = found.with_table_file(name, urls.path_from_url(str(path)) or Path(path))
        sources: Mapping[str, Source] = {}
        if not defined:
            from roundtable_cli.scaffold import new_project  # a project with definitions does without

            found, sources, _, framework = new_project.propose_project(found, place)
        if show_values:
            found = found.with_values_shown()
            sources = {name: source.with_table(found.tables[name]) for name, source in sources.items()}
        named = data if data is not None else os.environ.get("RT_STATS_DATA")
        return cls(folder, framework, found, written, str(named) == SAMPLE, sources, engine, memory)

    @classmethod
    def begin(cls, folder: str | Path, files: Iterable[str | Path] = (), language: str | None = None) -> Project:
        """A new project in `folder` from copies of `files`, else from the tables that it holds; see `begin.write`.

        `language` (en, ru, ky) is spoken first. Raises `Refused`, and OSError where the disk says no.
        """
        from roundtable_cli.scaffold import new_project

        new_project.write_project(Path(folder), map(Path, files), language)
        return cls.open(folder)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The tables and their files, by name."""
        open_ = (
            Source if self.engine == registry.DEFAULT_ENGINE else self._engine_instance.open_source
        )  # pandas: without its libraries
        files = {
            name: self.proposed_sources.get(name) or open_(table, self.folder)
            for name, table in self.package.tables.items()
        }
        keys = {
            name: KeySource(name, files[table.source_table], table.key_columns)
            for name, table in self.framework.key_tables.items()
            if table.source_table in files
        }
        return keys | files

    @property
    def project_files(self) -> list[Path]:
        """The files that it is made of: definitions, plan and tables, also one that another file stands in for."""
        own = [
            self.folder / name
            for name in (definitions_reader.FRAMEWORK_FILE, package_reader.PACKAGE_FILE, self.framework.plan)
            if name
        ]
        declared = {} if self.proposed_sources else package_reader.read_package(self.folder, []).tables
        tables = (*self.package.tables.values(), *declared.values())
        return [self.definitions_path, *own, *(path for table in tables for path in table.paths)]

    def check_codes(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The codes, all headline ones where none is given. Refused, with the nearest, where one is unknown."""
        return self.framework.choose_codes([codes] if isinstance(codes, str) else codes)

    def compute(
        self,
        codes: Iterable[str] = (),
        *,
        by: Iterable[str] = (),
        where: Where = None,
        period: str | None = None,
        watch: Callable[[str], None] | None = None,
    ) -> Results:
        """The results of the indicators called `codes`, all headline ones where none is named.

        Args:
            codes: indicators' codes, in the order wanted.
            by: dimensions to break down by, at most each once; every breakdown has its totals beside it.
            where: conditions as in indicators.toml (`{"sex": "female", "age": {"min": 18}}`).
            period: a reporting period: `2018`, `2018Q4`, `2018-11`, `2018/19`, `a..b`, `last-quarter`.
            watch: is told, in words, what is done next.

        Returns:
            `Results`, a sequence of `Result`: indicator, cell, value (int, Decimal, float, date, str or None) and
            the counts of the rows behind it; with notes on what a reader must know.

        Raises:
            Refused: with all findings, where a name, a value or a cell is wrong.

        """
        from roundtable_cli.indicators.computing.computation import IndicatorComputation

        with self._engine_session() as engine:
            request = self._prepare_request(codes, by, where, period)
            return IndicatorComputation(self._build_binder(), engine, request, watch).compute_results(request.period)

    def track(
        self,
        codes: Iterable[str] = (),
        *,
        by: Iterable[str] = (),
        where: Where = None,
        period: str | None = None,
        watch: Callable[[str], None] | None = None,
    ) -> Tracking:
        """The indicator performance tracking table: each value, and each value to date, against what is set for it.

        Args:
            codes: indicators' codes, in the order wanted; all headline ones where none is named.
            by: `month`, `quarter`, `half`, `year` or `fiscal-year` for a line per period and one for the life of
                project, and dimensions for a line per category and one for the total.
            where: conditions, as for `compute`.
            period: the reporting period; without it, and without a breakdown by time, the life of project.
            watch: is told, in words, what is done next.

        Returns:
            `Tracking`, a sequence of `Tracked`: result, value to date, baseline, milestone, target, achievement,
            status and note.

        Raises:
            Refused: with all findings, those of the plan's rows among them.

        """
        from roundtable_cli.indicators.tracking.tracking_table import build_tracking

        with self._engine_session() as engine:
            request, plan = self._prepare_request(codes, by, where, period), self.read_plan()
            return build_tracking(self._build_binder(), engine, request, plan, watch)

    @property
    def personal_names(self) -> frozenset[str]:
        """The names of personal columns, and of the dimensions that read them."""
        return self._build_binder().personal_names

    def check(self, watch: CheckProgressCallback | None = None) -> list[Report]:
        """A report on each file, with what schema and keys say of its table, and one on the definitions if they err.

        Python reads for it, whichever engine computes. `watch` is told, after each step, how many of how many are done.
        """
        from roundtable_cli.checking import project_check

        one = (
            self
            if self.engine == registry.DEFAULT_ENGINE
            else replace(self, engine=registry.DEFAULT_ENGINE, memory=None, _open_contexts=[])
        )
        uses = (lambda: one.compute(self.framework.indicators), self.read_plan)
        return project_check.check_project(one._build_binder(), uses, watch)

    def declare(self) -> list[str]:
        """Writes what was decided about its files into datapackage.json; a line for each table says what was added.

        Refused where there is no project of the user's own, and where another file stands in for one of a table.
        """
        if self.proposed_sources or self.is_sample:
            raise Refused(Finding(USAGE, "there is no project to write into", "make one: rt-stats init FOLDER FILE…"))
        from roundtable_cli.scaffold.declaration import declare_decisions

        return declare_decisions(self.folder, (self.sources[name] for name in self.package.tables))

    @property
    def ambiguity_findings(self) -> list[Finding]:
        """Of files without definitions, the columns that can be read in two ways: nothing is computed from them."""
        return [
            finding
            for source in self.proposed_sources.values()
            for finding in ambiguous_columns.find_ambiguous_columns(source)
        ]

    def reading_decisions(self) -> list[str]:
        """What was decided about the files read so far: encodings, delimiters, rows left out; a line each."""
        return [line for source in self.sources.values() for line in source.decisions()]

    def calculated_columns(self, code: str) -> list[Derivation]:
        """The calculated columns that an indicator is made of, each once. Refused where a name or a type is wrong."""
        from roundtable_cli.indicators.binding.binder import Binder
        from roundtable_cli.indicators.binding.bound_indicator import find_derivations

        names = Binder(self.framework, {name: source.without_rows() for name, source in self.sources.items()})
        return find_derivations(names, self.framework.with_parts(self.check_codes([code])))

    def read_plan(self) -> TargetPlan:
        """What is set for the indicators: in their definitions, and in the plan. Refused with every faulty row."""
        from roundtable_cli.indicators.tracking import plan

        if not self.framework.plan:
            return plan.declared_plan(self.framework)
        path = self.folder / self.framework.plan
        if not path.resolve().is_relative_to(self.folder.resolve()):
            fault = f'the plan "{self.framework.plan}" leaves the folder'
            raise Refused(Finding(DEFINITION, fault, file=self.framework.file, column="[project] plan"))
        return plan.read_plan(self.framework, open_files.read_file_records(path, Table("plan", (path,))))

    def _prepare_request(
        self, codes: Iterable[str], by: Iterable[str], where: Where, period: str | None
    ) -> IndicatorRequest:
        """What is asked, checked with the definitions as far as no row is needed."""
        from roundtable_cli.indicators.binding import request as requests
        from roundtable_cli.indicators.binding.header_validation import validate_definitions

        request = requests.build_request(self.framework, self.check_codes(codes), by, where, period)
        validate_definitions(self.framework, self.sources)
        return request

    def _build_binder(self) -> Binder:
        from roundtable_cli.indicators.binding.binder import Binder

        return Binder(self.framework, self.sources)

    @cached_property
    def _engine_instance(self) -> Engine:
        """The engine, which connects to nothing before it is asked for rows, and anew after it was closed."""
        return registry.create_engine(self.engine, self.memory)

    def __enter__(self) -> Self:
        """Within `with`, the engine keeps what it has read, which is then all that the definitions name."""
        named = self.framework.referenced_names
        for source in self.sources.values():
            fields = (it for it in source.table.fields or () if it.name in named or it.type in TIME_TYPES)
            self._engine_instance.announce_fields(source, fields)
        self._open_contexts.append(True)
        return self

    def __exit__(self, *_: object) -> None:
        """Give back what the engine holds."""
        self._open_contexts.pop()
        (self._engine_instance.drop_unused if self._open_contexts else self._engine_instance.close)()

    @contextmanager
    def _engine_session(self) -> Iterator[Engine]:
        try:
            yield self._engine_instance
        except EngineFailure:
            self._engine_instance.close()  # it begins anew, should it be asked again
            raise
        finally:
            (self._engine_instance.drop_unused if self._open_contexts else self._engine_instance.close)()


def load_engine_libraries(engine: str = registry.DEFAULT_ENGINE) -> None:
    """Import the heavy libraries that a computation needs, at a moment that the caller chooses. Refused as `named`."""
    import roundtable_cli.indicators.computing.computation  # noqa: F401 - it is imported for its imports

    registry.create_engine(engine)
