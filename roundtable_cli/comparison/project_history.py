"""The part of a project's Python API that keeps reports, and compares with them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from roundtable_cli.comparison.compared_project import ComparedProject, ProgressCallback
    from roundtable_cli.comparison.freezing.frozen_report import FrozenReport
    from roundtable_cli.comparison.recount.recount_sheet import DrawnSheet
    from roundtable_cli.comparison.recount.recount_verification import RecountVerification
    from roundtable_cli.comparison.report_comparison import ReportComparison
    from roundtable_cli.indicators.binding.request import Where


class ProjectHistory:
    """What a project can say of its reports: `Project` is one."""

    def freeze(
        self: ComparedProject,
        name: str,
        *,
        period: str | None = None,
        replace: bool = False,
        report_progress: ProgressCallback | None = None,
    ) -> tuple[Path, FrozenReport]:
        """Keeps the reported values, and what they rest on, in `reports/NAME.json`; gives the file and the report.

        Args:
            name: the report's name; of a period, such as `2018Q4`, the report is for that period.
            period: the reporting period where the name is none. Without any, all records count.
            replace: whether a report of this name may be overwritten.
            report_progress: is called with words for what is done next.

        Raises:
            Refused: where a value can't be computed, or where a report of this name is there.

        """
        from roundtable_cli.comparison.freezing import frozen_file, report_freezing

        self.check_own_folder()
        kept_name, _ = report_freezing.choose_period(self.framework, name, period)
        path = frozen_file.report_path(self.folder, kept_name)
        frozen_file.check_place(path, self.find_path_pattern(str(path)), replace)
        report = report_freezing.freeze_project(self, name, period, report_progress)
        return frozen_file.write_report(self.folder, report, replace), report

    def diff(self: ComparedProject, name: str, *, report_progress: ProgressCallback | None = None) -> ReportComparison:
        """What has moved since the report `name` was frozen, and why: values of then and now, and the causes.

        Raises `Refused` where there is no such report, its file was changed, or a value can't be computed today.
        """
        from roundtable_cli.comparison import report_diff

        self.check_own_folder()
        return report_diff.compare_report(self, name, report_progress)

    def diff_files(
        self: ComparedProject,
        old: str | Path,
        new: str | Path,
        table: str,
        *,
        period: str | None = None,
        report_progress: ProgressCallback | None = None,
    ) -> ReportComparison:
        """What moves where the file `new` takes the place of `old` in a table, and why; nothing is written.

        Raises `Refused` where no headline indicator reads the table, or where a value can't be computed with one of the
        files.
        """
        from roundtable_cli.comparison import file_diff

        return file_diff.compare_files(self, (Path(old), Path(new)), table, period, report_progress)

    def draw_recount(  # noqa: PLR0913 - all but the first two are named
        self: ComparedProject,
        code: str,
        size: int,
        *,
        seed: int,
        by: Iterable[str] = (),
        where: Where = None,
        period: str | None = None,
        report_progress: ProgressCallback | None = None,
    ) -> DrawnSheet:
        """A sample of the rows that an indicator counts, to be compared with the papers that they were entered from.

        Args:
            code: the indicator's code.
            size: how many rows are drawn, of each category of `by`.
            seed: a number; the same one draws the same rows.
            by: dimensions, of each category of which so many rows are drawn.
            where: conditions, as for `compute`.
            period: a reporting period, as for `compute`.
            report_progress: is called with words for what is done next.

        Raises:
            Refused: as `explain` does, and where a condition can't be written in the sheet.

        """
        from roundtable_cli.comparison.recount import recounting

        return recounting.draw_recount(self, code, size, seed, tuple(by), where, period, report_progress)

    def diff_recount(
        self: ComparedProject, path: str | Path, *, report_progress: ProgressCallback | None = None
    ) -> RecountVerification:
        """What a filled-in sheet of `draw_recount` says: verification factors, and the rows that were not found.

        Raises `Refused` where the sheet was changed otherwise than by filling it in, is of another project, or where
        nobody has filled it in.
        """
        from roundtable_cli.comparison.recount import recounting

        return recounting.verify_recount(self, Path(path), report_progress)
