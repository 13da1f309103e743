"""Every indicator computed: what it is refused with, what is assumed for it, and what was published otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from roundtable_cli.errors import WARNING, Finding, FindingCollector
from roundtable_cli.finding_codes import COUNTED_SPELLINGS, DEFINITION, PUBLISHED_VALUE
from roundtable_cli.indicators.binding.request import MAX_INDICATORS
from roundtable_cli.indicators.definitions.framework import ResultsFramework
from roundtable_cli.indicators.results import Results
from roundtable_cli.indicators.tracking import target_readings
from roundtable_cli.indicators.tracking.plan import TargetPlan

FEW_INDICATORS = 16  # of which each is computed by itself to find those at fault; of more, half of them
IndicatorsComputation = Callable[[Iterable[str]], Results]  # the results of some indicators, by their codes


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
            yield from _find_warnings(framework, compute(batch))
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


def _find_warnings(framework: ResultsFramework, results: Results) -> Iterator[Finding]:
    """What stands under a table of these results, and what contradicts published figures.

    Which values are written in several ways the checks of the table tell, each with its row.
    """
    yield from (finding for finding in results.assumptions if finding.code != COUNTED_SPELLINGS)
    yield from _find_published_differences(framework, results)


def _find_published_differences(framework: ResultsFramework, results: Results) -> Iterator[Finding]:
    """A warning for each indicator whose records give another value than was published."""
    for note in results.notes:
        if note.kind == "published" and note.indicator and (total := results.of(note.indicator.code)):
            published = note.indicator.published
            source = published.source(framework.languages[0]) if published else ""
            value = "no value" if total.value is None else total.value
            fault = f"the records give {value}; published was {note.about['value']}" + (
                f" ({source})" if source else ""
            )
            remedy = "correct the records or the definition; or, if the published figure was wrong, correct it"
            place = f"[indicators.{note.indicator.code}] published"
            yield Finding(PUBLISHED_VALUE, fault, remedy, framework.file, column=place, severity=WARNING)
