"""The decision about a file's headings: how it is read by it, told, declared, and noticed to be out of date."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Refused
from roundtable_cli.tables.table import Field
from tests.tables.reading.layout.sheets import text_file, told

BODY = "village,men,women\nOsh,5,7\nTalas,6,8\nNaryn,4,9\n"


def test_titles_are_passed_over_and_told(tmp_path: Path) -> None:
    """Row numbers stay the spreadsheet's, and the table declares the row of the headings."""
    file = text_file(tmp_path, f"Report\nof 2018\n\n{BODY}")
    assert (file.records.header, file.records.row_numbers) == (("village", "men", "women"), [5, 6, 7])
    assert told(file) == [("title-row", 1), ("title-row", 2)]
    assert file.decided_table().header_rows == (4,)
    declared = text_file(tmp_path, f"Report\nof 2018\n\n{BODY}", header_rows=(4,))
    assert (declared.records.rows, told(declared)) == (file.records.rows, [])


def test_headings_in_two_rows_are_joined_and_told(tmp_path: Path) -> None:
    """And read the same once they are declared."""
    text = "village,people,,visits,\n,m,f,m,f\nOsh,1,2,3,4\nTalas,5,6,7,8\n"
    file = text_file(tmp_path, text)
    assert file.records.header == ("village", "people m", "people f", "visits m", "visits f")
    assert told(file) == [("title-row", 1)]
    declared = text_file(tmp_path, text, header_rows=file.decided_table().header_rows)
    assert (declared.records, told(declared)) == (file.records, [])


def test_rows_above_the_labels_of_hashtags_are_told(tmp_path: Path) -> None:
    """The row right above has the headings in words."""
    file = text_file(tmp_path, "Report,\nPlace,People\n#adm1,#affected\nOsh,5\n")
    assert (file.records.header, told(file)) == (("#adm1", "#affected"), [("title-row", 1)])


def test_a_file_without_headings(tmp_path: Path) -> None:
    """Its first row is a record, told; the columns are called by their numbers, and so it is declared."""
    text = "1,Osh,05.02.2018\n2,Talas,06.02.2018\n3,Osh,07.02.2018\n4,Osh,08.02.2018\n"
    file = text_file(tmp_path, text)
    assert (file.records.header, file.records.row_numbers) == (("field1", "field2", "field3"), [1, 2, 3, 4])
    assert told(file) == [("no-headings", None)]
    assert not file.decided_table().has_header


def test_declared_fields_name_the_columns_of_a_file_without_headings(tmp_path: Path) -> None:
    """In their order; where the schema lets there be more columns, the others are numbered."""
    fields = (Field("n"), Field("place"))
    text = "7,Osh,x\n9,Talas,y\n"
    with pytest.raises(Refused, match="3 cells, but 2 column headings"):
        _ = text_file(tmp_path, text, fields=fields, has_header=False).records
    file = text_file(tmp_path, text, fields=fields, fields_match="subset", has_header=False)
    assert (file.records.header, len(file.records.rows), told(file)) == (("n", "place", "field3"), 2, [])


def test_headings_that_look_like_a_record_are_told(tmp_path: Path) -> None:
    """They are headings all the same."""
    file = text_file(tmp_path, "Osh,10,5\nTalas,7,6\nNaryn,9,1\nChuy,4,4\n")
    assert (len(file.records.rows), told(file)) == (3, [("no-headings", 1)])


def test_a_record_that_looks_like_headings_is_told(tmp_path: Path) -> None:
    """It is counted, until the rows of headings are declared."""
    text = "start,q1,q2\nStart time,What sex?,How many\n2024-01-01,f,3\n2024-01-02,m,4\n"
    file = text_file(tmp_path, text)
    assert (len(file.records.rows), told(file)) == (3, [("no-headings", 2)])
    for declared, count in (((1,), 3), ((1, 2), 2)):
        file = text_file(tmp_path, text, header_rows=declared)
        assert (len(file.records.rows), told(file)) == (count, [])


@pytest.mark.parametrize(("above", "wanted"), [("Report\nof 2018\nin Osh\n", 4), ("", 1), ("Report\n", 2)])
def test_declared_headings_that_have_moved_are_refused(tmp_path: Path, above: str, wanted: int) -> None:
    """As titles above them became more or fewer: the row where they are now is named."""
    with pytest.raises(Refused) as refused:
        _ = text_file(tmp_path, f"{above}{BODY}", header_rows=(3,)).records
    (finding,) = refused.value.findings
    assert (finding.code, finding.row) == ("title-row", 3)
    assert finding.remedy == f'write "headerRows": [{wanted}] there'


def test_declared_headings_stay_where_they_are_wanted(tmp_path: Path) -> None:
    """Rows of words may be told from each other by nobody but the reader."""
    text = "q1,q2\nWhat village?,How many?\nOsh,5\nTalas,6\n"
    assert text_file(tmp_path, text, header_rows=(2,)).records.header == ("What village?", "How many?")
    assert len(text_file(tmp_path, text, header_rows=(1,)).records.rows) == 3


def test_a_huge_title(tmp_path: Path) -> None:
    """Of any length, with delimiters in it: it is a title like others, and no message has it."""
    file = text_file(tmp_path, f"{'Report, ' * 5000}\n{BODY}")
    assert (file.records.header, told(file)) == (("village", "men", "women"), [("title-row", 1)])
    assert all(len(str(finding)) < 300 for finding in file.decision_warnings())


def test_a_file_of_one_record_without_headings_is_told(tmp_path: Path) -> None:
    """It has no rows below what is read as headings, and so no columns that a schema could name."""
    assert told(text_file(tmp_path, "7,Ira,2021-05-03\n", fields=())) == [("no-headings", 1)]


def test_headings_in_two_rows_below_a_title_are_told_in_one_line(tmp_path: Path) -> None:
    """Which rows they are, that they are joined, and what declares them."""
    file = text_file(tmp_path, "Report 2018,,\nvillage,people,\n,m,f\nOsh,1,2\nTalas,3,4\n")
    (finding,) = (finding for finding in file.decision_warnings() if finding.code == "title-row")
    assert (finding.row, finding.fault) == (
        1,
        "this row is a title; the column headings are in rows 2 and 3, which are joined (used)",
    )
    assert finding.remedy.endswith('declares "headerRows": [2, 3]')


LABELLED = (
    "_id,start,sex,age\nSubmission ID,Start time,Sex,Age of respondent\n101,2024-01-05,f,34\n102,2024-01-06,m,25\n"
)


def test_labels_below_the_headings_are_no_record(tmp_path: Path) -> None:
    """As KoboToolbox writes them: words above values in three columns; the names above stay the columns' names."""
    for declared in ((), (1,)):
        file = text_file(tmp_path, LABELLED, header_rows=declared)
        assert file.records.header == ("_id", "start", "sex", "age")
        assert [row[0] for row in file.records.rows] == ["101", "102"]
        assert told(file) == [("repeated-header", 2)]


def test_labels_that_are_about_the_headings_are_sure_above_two_columns(tmp_path: Path) -> None:
    """Others may be a record in words, and are counted and told."""
    for labels, count in (("Start time,Which sex,Age in years", 2), ("Monday,unclear,many", 3), ("Start,Age,Age", 3)):
        text = f"start,sex,age\n{labels}\n2024-01-01,f,30\n2024-01-02,m,40\n"
        assert len(text_file(tmp_path, text).records.rows) == count
