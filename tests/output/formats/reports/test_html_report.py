"""Reports as HTML: closed to the outside, readable for machines, escaped."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from roundtable_cli.output.formats.reports.html_report import write_html_report
from roundtable_cli.output.page import Page, PageTable
from roundtable_cli.output.report_document import ReportDocument, ReportSection
from tests.charts import needs_browser, needs_charts
from tests.conftest import Run

BROWSER = (
    *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--enable-logging=stderr"),
)
HOSTILE = "</td><script>alert('x')</script>\"&"


def test_all_is_escaped() -> None:
    """What stands in the data is text wherever it stands; nothing of it is a tag."""
    table = PageTable((HOSTILE, HOSTILE), ((HOSTILE, HOSTILE),), HOSTILE)
    section = ReportSection(HOSTILE, Page(lines=(HOSTILE,), tables=(table,), notes=(HOSTILE,)))
    text = write_html_report(ReportDocument("en", HOSTILE, (HOSTILE,), (section,)))
    assert "<script" not in text
    assert text.count(html.escape(HOSTILE)) == 13


def test_tables_for_screen_readers() -> None:
    """A table has a caption, and its headings say what they are of; a status has its class, in the last column."""
    page = Page(tables=(PageTable(("a", "b"), (("on track", "on track"),)),), statuses={"on track": "on-track"})
    text = write_html_report(ReportDocument("ky", "t", (), (ReportSection("s", page),)))
    assert '<html lang="ky">' in text
    assert re.search(r'<caption class="unseen">s</caption>\s*<thead><tr><th scope="col">a</th>', text)
    assert '<th scope="row">on track</th><td class="on-track" data-label="b">on track</td>' in text


@needs_charts
@pytest.mark.in_process
def test_whole_file(run: Run, tmp_path: Path) -> None:
    """The sample's report names no other place to load from, runs nothing, and is the same on a rerun."""
    for name in ("one.html", "two.html"):
        assert run("report", "activists", "-d", "sample", "-o", tmp_path / name).returncode == 0
    text = (tmp_path / "one.html").read_text(encoding="utf-8")
    assert text == (tmp_path / "two.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert not re.search(r"<script|<link|<img|@import|url\(|\bsrc=|\bon\w+=", text)
    assert len(re.findall("<figure>", text)) == 3
    assert re.search(r'<svg [^>]*role="img" aria-labelledby="(\w+)t \1d"><title id="\1t">', text)


@pytest.mark.long
@needs_charts
@needs_browser
@pytest.mark.parametrize("language", os.environ.get("RT_STATS_BROWSER_LANGUAGES", "ky").split())
def test_in_a_browser(run: Run, tmp_path: Path, language: str) -> None:
    """Nothing is complained of, nothing is wider than the page at 1280 and 360 pixels, and it prints.

    `RT_STATS_BROWSER_LANGUAGES="en ru ky"` looks at the others too.
    """
    report = tmp_path / "report.html"
    assert run("report", "-d", "sample", "--lang", language, "-o", report).returncode == 0
    pdf = browse(tmp_path, report, f"--print-to-pdf={tmp_path / 'report.pdf'}")
    assert "CONSOLE" not in pdf.stderr
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    frame = tmp_path / "frame.html"
    for width in (1280, 360):
        frame.write_text(_frame(report.read_text(encoding="utf-8"), width), encoding="utf-8")
        seen = browse(tmp_path, frame, "--dump-dom", "--virtual-time-budget=5000")
        assert "<title>measured []</title>" in seen.stdout, (width, seen.stdout[:1000])


def browse(tmp_path: Path, page: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """What a browser with a new profile says of a page."""
    command = [*BROWSER, f"--user-data-dir={tmp_path / 'profile'}", *options, page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)


def _frame(report: str, width: int) -> str:
    """A page with the report in a frame so wide; its title tells what is cut off or sticks out in it."""
    held = json.dumps(report).replace("</", "<\\/")
    return f"""<!doctype html><meta charset="utf-8"><iframe style="width:{width}px;height:900px;border:0"></iframe>
<script>
const frame = document.querySelector("iframe");
frame.onload = () => {{
  const inner = frame.contentDocument, page = inner.documentElement, out = [];
  if (page.scrollWidth > page.clientWidth) out.push("page " + page.scrollWidth);
  for (const one of inner.querySelectorAll("th, td, h1, h2, h3, p, caption:not(.unseen), figure, svg text")) {{
    const box = one.getBoundingClientRect();
    if (box.right > page.clientWidth + 1 || box.left < -1) out.push(one.tagName + " " + one.textContent.slice(0, 40));
    if (one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1 && !one.closest("thead"))
      out.push("cut " + one.textContent.slice(0, 40));
  }}
  document.title = "measured " + JSON.stringify(out);
}};
frame.srcdoc = {held};
</script>"""
