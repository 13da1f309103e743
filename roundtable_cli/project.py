"""A project folder opened: its tables and indicators, and the results that they give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from roundtable_cli.comparison.project_history import ProjectHistory
from roundtable_cli.errors import EngineFailure, Finding, Refused, refuse_findings
from roundtable_cli.finding_codes import USAGE
from roundtable_cli.indicators import refused_indicators
from roundtable_cli.indicators.binding.bound_indicator import find_age_dates, find_derivations
from roundtable_cli.indicators.binding.header_validation import validate_definitions
from roundtable_cli.indicators.binding.request import IndicatorRequest, Where, build_request, rank_request
from roundtable_cli.indicators.definitions import definition_reach, definitions_reader
from roundtable_cli.indicators.definitions.framework import ResultsFramework
from roundtable_cli.indicators.results import Results
from roundtable_cli.locate import locate_project, replace_table_files
from roundtable_cli.project_tables import ProjectTables
from roundtable_cli.tables.engines import registry
from roundtable_cli.tables.package import package_reader, personal_keys
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import DataPackage

if TYPE_CHECKING:  # they bring narwhals, which reading definitions does without
    from roundtable_cli.checking.check_run import CheckProgressCallback, Report
    from roundtable_cli.indicators.binding.bound_columns import BoundColumn, Derivation
    from roundtable_cli.indicators.explaining.explanation import Explanation
    from roundtable_cli.indicators.tracking.plan import TargetPlan
    from roundtable_cli.indicators.tracking.tracking_table import Tracking
    from roundtable_cli.scaffold.updates.added_files import AddedFiles


@dataclass(frozen=True)
class Project(ProjectTables, ProjectHistory):
    """A project: what its two definition files say. Rows are read when a computation asks for them.

    Of files without definitions, `proposed_sources` are the tables as they were read to propose some, and `doubts` the
    columns that no number reads until a person has decided how. Where it `isolates_faults`, `definition_faults` refuse
    only what reads them.
    """

    folder: Path
    framework: ResultsFramework
    package: DataPackage
    definitions_path: Path
    is_sample: bool = False
    proposed_sources: Mapping[str, Source] = field(default_factory=dict)
    engine: str = registry.DEFAULT_ENGINE
    memory: int | None = None
    doubts: tuple[Finding, ...] = ()
    isolates_faults: bool = False
    definition_faults: tuple[Finding, ...] = ()

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
        isolates_faults: bool = False,
    ) -> Project:
        """The project in the folder `data`, or `"sample"`, or None for the nearest one (see `locate_project`).

        Args:
            data: a folder, or a file. Without indicators.toml its definitions are those that `begin` would propose.
            indicators: another file of definitions than the folder's own.
            tables: other files for some tables, by the tables' names; `"-"` is standard input.
            show_values: whether personal values may be printed, in results as in messages.
            engine: what computes: pandas, duckdb or spark; the results are the same.
            memory: how many bytes duckdb may take. Raises `Refused` with every fault of both definition files.
            isolates_faults: whether a fault of a definition refuses only what reads it, when that is computed.

        """
        registry.check_engine_name(engine, memory)
        path, is_sample = locate_project(data)
        folder, faults = path if path.is_dir() else path.parent, list[Finding]()
        definitions_path = Path(indicators) if indicators else folder / definitions_reader.FRAMEWORK_FILE
        is_defined = bool(indicators) or (path.is_dir() and definitions_path.is_file())
        framework = definitions_reader.read_framework(definitions_path, faults) if is_defined else ResultsFramework()
        package = package_reader.read_tables(path, faults)
        refuse_findings(definition_reach.find_unplaced_faults(faults, package.tables) if isolates_faults else faults)
        package = replace_table_files(package, tables or {})
        sources: Mapping[str, Source] = {}
        doubts = tuple[Finding, ...]()
        if not is_defined:
            from roundtable_cli.scaffold import new_project  # a project with definitions does without

            proposal = new_project.propose_project(package, path)
            package, framework = proposal.package, proposal.framework
            sources, doubts = proposal.sources, proposal.doubts
        doubtful = definition_reach.find_faulty_tables(faults, package.tables)
        package = package.with_values_shown() if show_values else personal_keys.mark_tied_columns(package, doubtful)
        sources = {name: source.described_by(package.tables[name]) for name, source in sources.items()}
        own = (folder, framework, package, definitions_path, is_sample, sources, engine, memory)
        return cls(*own, doubts, isolates_faults, tuple(faults))

    @classmethod
    def begin(cls, folder: str | Path, files: Iterable[str | Path] = (), language: str | None = None) -> Project:
        """A new project written into `folder`: from copies of `files`, or without them from the tables in the folder.

        `rt-stats init` does the same. `language` (en, ru, ky) is the first of the project's languages. Raises `Refused`
        where a file can't be read or would be overwritten, and OSError where the disk refuses.
        """
        from roundtable_cli.scaffold import new_project

        new_project.write_project(Path(folder), map(Path, files), language)
        return cls.open(folder)

    @property
    def project_files(self) -> list[Path]:
        """The files that it is made of: definitions, plan and tables, also those that `tables` has put others for."""
        names = (definitions_reader.FRAMEWORK_FILE, package_reader.PACKAGE_FILE, self.framework.plan)
        own = [self.folder / name for name in names if name]
        declared = {} if self.proposed_sources else package_reader.read_package(self.folder, []).tables
        tables = (*self.package.tables.values(), *declared.values())
        return [self.definitions_path, *own, *(path for table in tables for path in table.paths)]

    def find_path_pattern(self, path: str) -> str:
        """The pattern by which a table would take a file in the folder for one of its own; "" where none does."""
        return package_reader.find_matching_pattern(self.folder, path)

    def check_codes(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The codes, or those of all headline indicators where none is given. Refused where one is unknown."""
        return self.framework.choose_codes([codes] if isinstance(codes, str) else codes)

    def compute(  # noqa: PLR0913 - all but the first are named
        self,
        codes: Iterable[str] = (),
        *,
        by: Iterable[str] = (),
        where: Where = None,
        period: str | None = None,
        top: int | None = None,
        sort: str = "",
        report_progress: Callable[[str], None] | None = None,
        keep_going: bool = False,
    ) -> Results:
        """The results of the indicators called `codes`, all headline ones where none is named.

        Args:
            codes: indicators' codes, in the order wanted.
            by: dimensions to break down by, at most each once; every breakdown has its totals beside it.
            where: conditions as in indicators.toml (`{"sex": "female", "age": {"min": 18}}`).
            period: a reporting period: `2018`, `2018Q4`, `2018-11`, `2018/19`, `a..b`, `last-quarter`.
            top: how many categories are shown, and the others together (0: all); without it as the dimension says.
            sort: "value" for the largest first; without it as the dimension says.
            report_progress: is called with words for what is done next.
            keep_going: whether the others are computed where some are refused; `Results.refused` says why these are.

        Returns:
            `Results`, a sequence of `Result`: value and counts of rows; with notes on what a reader must know.

        Raises:
            Refused: with all findings, where a name, a value or a cell is wrong.

        """
        from roundtable_cli.indicators.computing.request_results import compute_request

        def compute_together(asked: Sequence[str]) -> Results:
            with self._engine_lease.computing() as engine:
                request = rank_request(self.framework, self._prepare_request(asked, by, where, period), top, sort)
                return compute_request(self._build_binder(), engine, request, report_progress)

        chosen = self.check_codes(codes)
        with self if keep_going else nullcontext():  # then files are not read for each indicator
            results, refused = refused_indicators.compute_sound_indicators(chosen, compute_together, keep_going)
        return refused_indicators.add_refused_indicators(results, refused, self.framework, chosen)

    def track(  # noqa: PLR0913 - all but the first are named
        self,
        codes: Iterable[str] = (),
        *,
        by: Iterable[str] = (),
        where: Where = None,
        period: str | None = None,
        report_progress: Callable[[str], None] | None = None,
        keep_going: bool = False,
    ) -> Tracking:
        """The indicator performance tracking table: each value, and each value to date, against what is set for it.

        Args:
            codes: indicators' codes, in the order wanted; all headline ones where none is named.
            by: `month`, `quarter`, `half`, `year` or `fiscal-year` for a line per period and one for the life of
                project, and dimensions for a line per category and one for the total.
            where: conditions, as for `compute`.
            period: the reporting period; without it, and without a breakdown by time, the life of project.
            report_progress: is called with words for what is done next.
            keep_going: as for `compute`.

        Returns:
            `Tracking`, a sequence of `Tracked`: result, value to date, baseline, milestone, target, achievement,
            status and note.

        Raises:
            Refused: with all findings, those of the plan's rows among them.

        """
        from roundtable_cli.indicators.tracking.tracking_table import add_refused_lines, build_tracking

        def track_together(asked: Sequence[str]) -> Tracking:
            with self._engine_lease.computing() as engine:
                request, plan = self._prepare_request(asked, by, where, period), self.read_plan(keep_going)
                return build_tracking(self._build_binder(), engine, request, plan, report_progress)

        chosen = self.check_codes(codes)
        with self if keep_going else nullcontext():
            tracking, refused = refused_indicators.compute_sound_indicators(chosen, track_together, keep_going)
        return add_refused_lines(tracking, refused, self.framework, chosen)

    def explain(  # noqa: PLR0913 - all but the first are named
        self,
        code: str,
        *,
        by: Iterable[str] = (),
        where: Where = None,
        period: str | None = None,
        rows: str = "",
        report_progress: Callable[[str], None] | None = None,
    ) -> Explanation:
        """How the value of an indicator came about: the steps from the rows of its tables to it, and each row.

        Args:
            code: the indicator's code.
            by: dimensions whose categories are told of each row.
            where: conditions, as for `compute`.
            period: a reporting period, as for `compute`.
            rows: `counted`, `excluded`, or `overlap` (of what counts in several categories); all without it.
            report_progress: is called with words for what is done next.

        Returns:
            `Explanation`: `result`, `funnels`, and `rows()`. It has an engine of its own: use it in a `with`.

        Raises:
            Refused: with all findings, where a name, a value or a cell is wrong.

        """
        from roundtable_cli.indicators.explaining.explanation import explain_indicator

        own = replace(self)  # its engine keeps what is read until the last row is told
        request, lease = own._prepare_request([code], by, where, period), own._engine_lease
        lease.extend()
        with ExitStack() as closing:
            closing.callback(lease.end)
            explained = explain_indicator(own._build_binder(), lease.engine, request, rows, report_progress)
            explained.call_at_close(closing.pop_all().close)
        return explained

    @property
    def personal_names(self) -> frozenset[str]:
        """The names of personal columns, and of the dimensions that read them."""
        return self._build_binder().personal_names

    def check(self, report_progress: CheckProgressCallback | None = None) -> list[Report]:
        """A report on each file, with what schema and keys say of its table, and one on the definitions if they err.

        Every row is read by Python, whichever engine computes: only so each faulty cell has its row. `report_progress`
        is called after each step with the number of steps done and of all.
        """
        from roundtable_cli.checking import indicator_check, project_check, unused_files

        project = replace(self, engine=registry.DEFAULT_ENGINE, memory=None)
        compute_all = partial(indicator_check.find_indicator_faults, self.framework, project.compute)
        find_plan_faults = partial(indicator_check.find_plan_faults, self.framework, self.read_plan)
        uses = (compute_all, find_plan_faults)
        reports = project_check.check_project(project._build_binder(), uses, report_progress)
        is_folder = not (self.proposed_sources or self.is_sample)
        return [*reports, *(unused_files.report_unused_files(self.folder, self.project_files) if is_folder else ())]

    def declare(self, *, missing: Iterable[str] = (), without_key: Iterable[str] = ()) -> list[str]:
        """Writes decisions about its files, and answers (see `GivenAnswers`), into datapackage.json; lines say which.

        `check --fix` does the same. Raises `Refused` where no project is the user's own, or `tables` names other files.
        """
        self.check_own_folder()
        from roundtable_cli.scaffold.updates.declaration import declare_decisions

        own = (self.sources[name] for name in self.package.tables)
        return declare_decisions(self.folder, own, missing=missing, without_key=without_key)

    def add(self, files: Iterable[str | Path], *, to: str = "", replace: bool = False) -> AddedFiles:
        """Copies files into the project, as `rt-stats add` does (see `add_files`). Raises as `declare` does."""
        self.check_own_folder()
        from roundtable_cli.scaffold.updates.added_files import add_files, define_new_tables

        tables = {name: self.sources[name].table for name in self.package.tables}
        added = add_files(self.folder, tables, map(Path, files), to=to, replace=replace)
        return define_new_tables(added, self.definitions_path, self.framework)

    def reading_decisions(self) -> list[str]:
        """What was decided about the files read so far, such as encodings and rows left out; a line for each file."""
        return [line for source in self.sources.values() for line in source.decisions()]

    def calculated_columns(self, code: str) -> list[Derivation]:
        """The calculated columns that an indicator is made of, each once. Refused where a name or a type is wrong."""
        return find_derivations(self._build_binder(rows=False), self.framework.with_parts(self.check_codes([code])))

    def age_dates(self, code: str) -> dict[str, BoundColumn]:
        """Of the dimensions of ages that an indicator names, the column on whose date each row's age is taken."""
        return find_age_dates(self._build_binder(), self.framework.indicators[code])

    def read_plan(self, keeps_faults: bool = False) -> TargetPlan:
        """What is set in the definitions and in the plan file. Refused with its faulty rows, or else it keeps these."""
        from roundtable_cli.indicators.tracking import plan

        return plan.read_project_plan(self.framework, self.folder, keeps_faults)

    def check_own_folder(self) -> None:
        """Refused where there is no project of the user's own."""
        if self.proposed_sources or self.is_sample:
            raise Refused(Finding(USAGE, "there is no project to write into", "make one: rt-stats init FOLDER FILE…"))

    def _prepare_request(
        self, codes: Iterable[str], by: Iterable[str], where: Where, period: str | None
    ) -> IndicatorRequest:
        """The request, checked together with the definitions as far as no row is needed.

        All definitions are checked, not only those asked for, so that every fault is known at once. For that the
        headings of every file are read. Where the project isolates faults, what the request reads is checked alone.
        """
        request = build_request(self.framework, self.check_codes(codes), by, where, period)
        if self.isolates_faults:
            asked = (request.codes, request.names, self.package.tables)
            reach = definition_reach.find_definition_reach(self.framework, *asked)
            validate_definitions(self.framework, self.sources, reach, self.definition_faults)
        else:
            refuse_findings(self._definition_findings)
        return request

    @cached_property
    def _definition_findings(self) -> tuple[Finding, ...]:
        """What is wrong with the definitions, looked for once, however often something is computed."""
        try:
            validate_definitions(self.framework, self.sources)
        except EngineFailure:
            raise  # it may work the next time
        except Refused as refused:
            return refused.findings
        return ()
