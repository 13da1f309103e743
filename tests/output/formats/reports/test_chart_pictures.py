"""Charts as SVG."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from roundtable_cli.errors import Refused
from roundtable_cli.output.formats.reports import chart_pictures
from roundtable_cli.output.report_document import BarChart, ChartBar
from tests.charts import needs_charts

HOSTILE = "</text><script>\"'\\]+alert(1)+["


def draw(*bars: ChartBar) -> str:
    """The picture of a chart."""
    return chart_pictures.draw_svg(BarChart("t", "d", bars))


def bar_widths(svg: str) -> list[float]:
    """How long the bars are, of either colour."""
    paths = re.findall(r'd="M([-\d.e]+),[-\d.e]+h([-\d.e]+)v18h[-\d.e]+Z" fill="(#0072b2|#999999)"', svg)
    return [float(width) for _, width, _ in paths]


@needs_charts
def test_bars_begin_at_zero() -> None:
    """Lengths are in the ratio of the values, also of one of a milliard beside ones; a missing one has none."""
    widths = bar_widths(draw(ChartBar("a", 10.0, "10"), ChartBar("b", 5.0, "5"), ChartBar("c", None, "hidden", True)))
    assert widths[0] == pytest.approx(2 * widths[1])
    assert widths[2] == 0
    widths = bar_widths(draw(ChartBar("a", 1e9, "1"), ChartBar("b", 1.0, "1")))
    assert widths[1] < 0.001 * widths[0]


@needs_charts
def test_text_stays_text() -> None:
    """Kyrgyz letters and whatever a label holds are texts in well-formed XML; the same on each run."""
    bars = [ChartBar("өкүлү", -2.0, "−2"), ChartBar(HOSTILE[:18], 1.0, HOSTILE), ChartBar("x" * 200, 3.0, "3")]
    svg = draw(*bars)
    assert svg == draw(*bars)
    texts = ["".join(one.itertext()) for one in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314 - our own
    assert {"өкүлү", HOSTILE[:18], HOSTILE, "−2"} <= set(texts)
    assert max(map(len, texts)) <= len(HOSTILE)
    assert "<script" not in svg


@needs_charts
def test_size_is_that_of_a_telephone() -> None:
    """However long labels and texts are, the picture keeps its width."""
    widths = {
        re.search(r'width="(\d+)"', draw(ChartBar(label, 1.0, "1"), ChartBar("b", 2.0, "2"))).group(1)  # type: ignore[union-attr]
        for label in ("a", "W" * 200)
    }
    assert len(widths) == 1
    assert int(widths.pop()) < 440


def test_library_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library, one line says how to install it."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(Refused, match=r"roundtable-cli\[report\]"):
        chart_pictures.check_charts_installed()
