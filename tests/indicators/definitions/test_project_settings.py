"""Settings of the whole project that can't mean what they say are refused, with what to write."""

from __future__ import annotations

import pytest

from roundtable_cli.errors import Finding
from roundtable_cli.indicators.definitions.definitions_reader import parse_framework

INDICATOR = '[indicators.n]\ntable = "people"\nmeasure = "count"\n'


def faults(text: str) -> list[str]:
    """The faults of a definition file, each with its place."""
    findings = list[Finding]()
    parse_framework(text, "indicators.toml", findings)
    return [f"{finding.column}: {finding.message}" for finding in findings]


@pytest.mark.parametrize(
    ("setting", "fault"),
    [
        ('languages = ["english"]', '[project] languages: "english" is not the code of a language — write "en"'),
        ('languages = ["Кыргызча"]', '[project] languages: "Кыргызча" is not the code of a language — write "ky"'),
        ('languages = ["EN"]', '[project] languages: "EN" is not the code of a language — write "en"'),
        ('languages = ["en", "en"]', '[project] languages: "en" is listed twice — delete one of them'),
        ('currency = "som"', '[project] currency: "som" is not the code of a currency — write "KGS"'),
        ('currency = "usd"', '[project] currency: "usd" is not the code of a currency — write "USD"'),
        (
            'currency = "money"',
            '[project] currency: "money" is not the code of a currency — write three capitals, such as "USD"',
        ),
        (
            "start = 2020-01-01\nend = 2019-12-31",
            "[project] start: the project starts on 2020-01-01 and ends before that, on 2019-12-31"
            " — correct one of them",
        ),
    ],
)
def test_a_setting_that_can_mean_nothing_is_refused(setting: str, fault: str) -> None:
    """In plain words, with the code or the number that is meant."""
    assert faults(f"[project]\n{setting}\n{INDICATOR}") == [fault]


@pytest.mark.parametrize(
    "setting",
    ['languages = ["en", "ru", "ky", "kk", "zh-Hans"]', 'currency = "KGS"', "start = 2020-01-01\nend = 2020-01-01", ""],
)
def test_settings_that_make_sense_are_kept(setting: str) -> None:
    """Any language's code, any currency's, a project of one day."""
    assert faults(f"[project]\n{setting}\n{INDICATOR}") == []


@pytest.mark.parametrize(
    ("written", "meant"), [("15", "0.15 for 15%"), ("2.5", "0.025 for 2.5%"), ("-1", "0.15 for 15%")]
)
def test_a_tolerance_is_a_part(written: str, meant: str) -> None:
    """15 would be on track at any value; so many per cent are meant."""
    (fault,) = faults(f"{INDICATOR}tolerance = {written}\n")

    assert fault.startswith("[indicators.n] tolerance: the tolerance is a part of the milestone, from 0 to 1")
    assert fault.endswith(f"write tolerance = {meant}")
    assert faults(f"{INDICATOR}tolerance = 0.15\n") == faults(f"{INDICATOR}tolerance = 1\n") == []
