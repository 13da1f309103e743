"""A request answered: its tables loaded, its values computed, those of periods after the last record left blank."""

from __future__ import annotations

from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.request import IndicatorRequest
from roundtable_cli.indicators.computing.computation import load_computation
from roundtable_cli.indicators.computing.dated_rows.later_periods import blank_later_periods
from roundtable_cli.indicators.computing.loading.table_loading import MessageCallback
from roundtable_cli.indicators.results import Results
from roundtable_cli.tables.engines.engine import Engine


def compute_request(
    binder: Binder, engine: Engine, request: IndicatorRequest, report_progress: MessageCallback | None = None
) -> Results:
    """The results of a request for its period. Refused, with every finding, where a name, a cell or a key is wrong."""
    computation = load_computation(binder, engine, request, report_progress)
    return blank_later_periods(computation, computation.compute_results(request.period))
