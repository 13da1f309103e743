"""Indicators that are refused among others that are not: which they are, and what is computed without them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from roundtable_cli.errors import EngineFailure, Finding, Refused, refuse_findings
from roundtable_cli.indicators.definitions.framework import ResultsFramework
from roundtable_cli.indicators.results import Result, Results

Answer = TypeVar("Answer")


def compute_sound_indicators(
    codes: Sequence[str], compute: Callable[[Sequence[str]], Answer], keep_going: bool
) -> tuple[Answer, dict[str, tuple[Finding, ...]]]:
    """What is computed of those indicators that are not refused, and the findings of each that is.

    Refused, with all findings, where all of them are, or, unless it is to `keep_going`, where any is.
    """
    try:
        return compute(codes), {}
    except EngineFailure:
        raise
    except Refused:
        if not keep_going:
            raise
    alone = {code: _find_refusal([code], compute) for code in codes}
    sound = [code for code, refusal in alone.items() if refusal is None]
    findings: dict[str, tuple[Finding, ...]] = {}
    for code, refusal in alone.items():
        # Alone, an indicator is refused a breakdown that its table can't make; beside one that can, it has its total.
        if refusal and (beside_another := _find_refusal([sound[0], code], compute) if sound else refusal):
            findings[code] = beside_another
        elif refusal:
            sound.append(code)
    if not sound:
        refuse_findings(chain.from_iterable(findings.values()))
    return compute([code for code in codes if code in sound]), findings


def _find_refusal(codes: Sequence[str], compute: Callable[[Sequence[str]], object]) -> tuple[Finding, ...] | None:
    """Why indicators are refused; None where they are not. An engine that has failed ends it all."""
    try:
        compute(codes)
    except EngineFailure:
        raise
    except Refused as refused:
        return refused.findings
    return None


def add_refused_indicators(
    results: Results, refused: Mapping[str, Sequence[Finding]], framework: ResultsFramework, codes: Sequence[str]
) -> Results:
    """The results with a refused one, in each cell, of each indicator that is; all in the order of `codes`."""
    if not refused:
        return results
    by_code: dict[str, list[Result]] = {code: list(results.each(code)) for code in codes}
    cells = [result.cell for result in next(filter(None, by_code.values()))]
    for code in refused:
        by_code[code] = [Result(framework.indicators[code], cell, None, is_refused=True) for cell in cells]
    in_order = tuple(result for code in codes for result in by_code[code])
    findings = dict.fromkeys((*results.refused, *chain.from_iterable(refused.values())))
    return replace(results, results=in_order, refused=tuple(findings))
