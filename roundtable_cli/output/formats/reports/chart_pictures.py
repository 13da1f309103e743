"""Charts as pictures, drawn by Vega in vl-convert: SVG in which text stays text, the same on every run."""

from __future__ import annotations

import json

from roundtable_cli.output.formats import registry
from roundtable_cli.output.report_document import BarChart

# Two colours of Okabe and Ito's palette, which the colour-blind tell apart, and which differ in lightness too.
BAR_COLOUR, MUTED_COLOUR = "#0072b2", "#999999"
_WIDTH, _STEP, _LABEL_WIDTH = 260, 26, 150  # pixels: with the labels, a picture fits the width of a telephone
_MAX_LABEL = 18  # letters
_TEXT_SHARE = 0.6  # the room right of the longest bar for its text, as a part of the room for bars
# Fonts differ between machines, and the picture does not: the room for labels is always the same.
_AXIS_PLACE = {"minExtent": _LABEL_WIDTH, "maxExtent": _LABEL_WIDTH}
_SPECIFICATION = "https://vega.github.io/schema/vega-lite/v5.json"


def check_charts_installed() -> None:
    """Refused where the library that draws charts is missing."""
    registry.check_library("vl-convert-python", "vl_convert", "draws the charts", "report")


def draw_svg(chart: BarChart) -> str:
    """The chart as an `<svg>` element without title or description: these belong to what it is put into."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(_specify_chart(chart), vl_version="5.21", show_warnings=False)).strip()


def _specify_chart(chart: BarChart) -> dict[str, object]:
    """The chart in Vega-Lite's terms. Bars begin at zero, in the order given, with their texts at their ends."""
    bars = [
        {"row": number, "label": bar.label, "length": bar.length or 0, "text": bar.text, "muted": bar.is_muted}
        for number, bar in enumerate(chart.bars)
    ]
    # Rows are told apart by their number: two categories may have the same label.
    labels = {"labelExpr": f"{json.dumps([_shorten_label(bar.label) for bar in chart.bars])}[datum.value]"}
    axis = {"title": None, "labelLimit": _LABEL_WIDTH - 8, **_AXIS_PLACE, "ticks": False, "labelPadding": 6, **labels}
    return {
        "$schema": _SPECIFICATION,
        "width": _WIDTH,
        "height": {"step": _STEP},
        "data": {"values": bars},
        "encoding": {
            "y": {"field": "row", "type": "ordinal", "sort": None, "axis": axis},
            "x": {"field": "length", "type": "quantitative", "scale": _bar_scale(chart), "axis": None},
        },
        "layer": [{"mark": {"type": "bar", "height": 18}, "encoding": {"color": _bar_colour()}}, _text_layer()],
        "config": {
            "background": None,
            "aria": False,  # the element that it stands in has the words
            "font": "system-ui, sans-serif",
            "axis": {"labelFontSize": 13, "labelColor": "#222222", "domainColor": "#666666"},
            "view": {"stroke": None},
        },
    }


def _shorten_label(label: str) -> str:
    """A long label without its middle: many begin alike and end with a number."""
    half = _MAX_LABEL // 2
    return label if len(label) <= _MAX_LABEL else f"{label[: half - 1].rstrip()}…{label[-half:].lstrip()}"


def _bar_scale(chart: BarChart) -> dict[str, object]:
    """From zero, or the lowest value below it, to the highest value and the room for its text."""
    lengths = [bar.length or 0.0 for bar in chart.bars]
    low, high = min(0.0, *lengths), max(0.0, *lengths)
    return {"domain": [low, high + ((high - low) or 1.0) * _TEXT_SHARE], "nice": False}


def _bar_colour() -> dict[str, object]:
    return {"condition": {"test": "datum.muted", "value": MUTED_COLOUR}, "value": BAR_COLOUR}


def _text_layer() -> dict[str, object]:
    """The texts, right of the bars; of a negative value right of zero, where there is no bar."""
    mark = {"type": "text", "align": "left", "dx": 4, "fontSize": 13, "color": "#222222"}
    return {
        "transform": [{"calculate": "max(datum.length, 0)", "as": "end"}],
        "mark": mark,
        "encoding": {"x": {"field": "end", "type": "quantitative"}, "text": {"field": "text"}},
    }
