"""Every indicator computed: what it is refused with, what is assumed for it, and what was published otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from roundtable_cli.errors import WARNING, Finding, FindingCollector
from roundtable_cli.finding_codes import COUNTED_SPELLINGS, DEFINITION, PUBLISHED_VALUE
from roundtable_cli.indicators.binding.request import MAX_INDICATORS
from roundtable_cli.indicators.definitions.framework import ResultsFramework
from roundtable_cli.indicators.published_comparison import PublishedComparison, compare_published_values
from roundtable_cli.indicators.results import Results
from roundtable_cli.indicators.tracking import target_readings
from roundtable_cli.indicators.tracking.plan import TargetPlan

FEW_INDICATORS = 16  # of which each is computed by itself to find those at fault; of more, half of them
IndicatorsComputation = Callable[..., Results]  # from the codes of indicators, and a breakdown and a period


def find_indicator_faults(framework: ResultsFramework, compute: IndicatorsComputation) -> Iterator[Finding]:
    """Warnings for what is assumed, or differs from a published figure. Then refused with all that is wrong.

    Together the indicators are refused at the first step where one of them is: alone, each gets as far as it can. Those
    at fault are found by halves, so that the others are computed a few times, and not each by itself.
    """
    collector, codes = FindingCollector(), [*framework.indicators]
    batches = [codes[:MAX_INDICATORS]]
    while batches:
        batch, before = batches.pop(), len(collector.findings)
        with collector:
            yield from _find_warnings(framework, compute, batch)
        if len(collector.findings) > before and len(batch) > 1:
            size = len(batch) // 2 if len(batch) > FEW_INDICATORS else 1
            batches += [batch[start : start + size] for start in reversed(range(0, len(batch), size))]
    if len(codes) > MAX_INDICATORS:
        fault = f"only the first {MAX_INDICATORS:,} of {len(codes):,} indicators were computed"
        remedy = "put the others into a project of their own"
        yield Finding(DEFINITION, fault, remedy, framework.file, severity=WARNING)
    collector.raise_if_any()


def find_plan_faults(framework: ResultsFramework, read_plan: Callable[[], TargetPlan]) -> list[Finding]:
    """What can be read in two ways in the plan, or contradicts itself. Refused with every faulty row of it."""
    plan, codes = read_plan(), framework.indicators
    faults = target_readings.find_ambiguous_targets(framework, plan, codes)
    return [*faults, *target_readings.find_target_warnings(framework, plan, codes)]


def _find_warnings(
    framework: ResultsFramework, compute: IndicatorsComputation, codes: Sequence[str]
) -> Iterator[Finding]:
    """What stands under a table of these indicators, and what contradicts published values.

    Which values are written in several ways the checks of the table tell, each with its row.
    """
    results = compute(codes)
    yield from (finding for finding in results.assumptions if finding.code != COUNTED_SPELLINGS)

    def compute_further(asked: Sequence[str], by: Sequence[str], period: str | None) -> Results:
        return compute(asked, by=by, period=period, top=0) if by or period else results

    for compared in compare_published_values(framework, compute_further, codes):
        if not (compared.agrees or compared.result.is_hidden):
            yield _published_difference(framework, compared)


def _published_difference(framework: ResultsFramework, compared: PublishedComparison) -> Finding:
    """A warning for a published value that the records contradict: both, and how far they are apart."""
    figure, value = compared.figure, compared.result.value
    place = ", ".join(filter(None, (figure.period, *(f"{name} {key}" for name, key in figure.cell))))
    source = figure.source(framework.languages[0])
    fault = f"{place}: " if place else ""
    fault += f"the records give {'no value' if value is None else value}; published was {figure.value}"
    fault += f" ({source})" if source else ""
    if compared.difference is not None:
        fault += f": difference {float(compared.difference):+,.10g}"
        fault += f", factor {float(compared.factor):.4g}" if compared.factor is not None else ""
        fault += f" ({figure.digits} {'digit' if figure.digits == 1 else 'digits'} compared)"
    remedy = "correct the records or the definition; or, if the published figure was wrong, correct it"
    column = f"[indicators.{compared.indicator.code}] published"
    return Finding(PUBLISHED_VALUE, fault, remedy, framework.file, column=column, severity=WARNING)
