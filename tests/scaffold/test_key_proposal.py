"""Keys that the rows show: they hold, and by no accident."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from roundtable_cli.scaffold.schema_proposal import propose_schemas
from roundtable_cli.tables.reading import open_files
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import ForeignKey, Table
from tests.scaffold.test_schema_proposal import one, proposed
from tests.tables.workbooks import xlsx


def keyed(folder: Path, table: str, columns: Mapping[str, Iterable[object]]) -> tuple[str, ...]:
    """The primary key of a table of these columns, by header, and one of texts."""
    rows = zip(*columns.values(), strict=True)
    text = "".join(",".join([*map(str, row), "a b"]) + "\n" for row in rows)
    return one(folder, f"{','.join(columns)},text\n{text}", table).table.primary_key


def foreign(folder: Path, **files: str) -> dict[str, list[tuple[str, str]]]:
    """The foreign keys of some tables: column and table referred to."""
    return {
        name: [(key.fields[0], key.resource) for key in proposal.table.foreign_keys]
        for name, proposal in proposed(folder, **files).items()
    }


@pytest.mark.parametrize(
    "header",
    ["id", "ID", "Код", "№", "No", "номер", "uuid", "_uuid", "case_id", "caseId", "Код участника", "Катышуучунун коду"],
)
def test_a_column_called_a_code_names_the_rows(tmp_path: Path, header: str) -> None:
    """Where every row has one, each another."""
    assert one(tmp_path, f"what,{header}\na b,11\nc d,25\ne f,17\n").table.primary_key == (header,)


@pytest.mark.parametrize(
    ("first", "is_key"),
    [
        (("S01", "S02", "S03"), True),
        (("education", "sport", "ecology"), True),
        ((1, 2, 3), True),
        ((17, 4, 11), False),  # no header says that they are codes
        (("a place", "another", "a third"), False),
        (("2018-01-01", "2018-01-02", "2018-01-03"), False),
        ((1.5, 2.5, 3.5), False),
    ],
    ids=str,
)
def test_a_first_column_of_codes_names_the_rows(tmp_path: Path, first: Iterable[object], is_key: bool) -> None:
    """Short words without spaces, or the numbers from 1 on."""
    assert keyed(tmp_path, "t", {"thing": first}) == (("thing",) if is_key else ())


@pytest.mark.parametrize(
    "columns",
    [
        {"id": (1, 2, 2)},  # one is there twice
        {"id": (1, 2, "")},  # one has none
        {"age": ("A1", "A2", "A3")},
        {"amount": ("A1", "A2", "A3")},
        {"latitude": ("A1", "A2", "A3")},
        {"name": ("Asan", "Bakyt", "Cholpon")},
        {"currency": ("USD", "KGS", "EUR")},
    ],
    ids=str,
)
def test_other_columns_name_no_rows(tmp_path: Path, columns: Mapping[str, Iterable[object]]) -> None:
    """Neither where the key does not hold, nor amounts, ages, places and people's names, however different they are."""
    assert keyed(tmp_path, "t", columns) == ()


def test_one_row_shows_no_key(tmp_path: Path) -> None:
    """All values of one row are different."""
    assert keyed(tmp_path, "t", {"id": (1,)}) == ()


def test_the_best_key_is_chosen(tmp_path: Path) -> None:
    """A code of the table's own, before another table's, before a number that counts the lines; else that."""
    assert keyed(tmp_path, "people", {"№": (1, 2, 3), "settlement_id": "ABC", "person_id": "XYZ"}) == ("person_id",)
    assert keyed(tmp_path, "visits", {"№": (1, 2, 3), "case_code": "XYZ"}) == ("case_code",)
    assert keyed(tmp_path, "visits", {"№": (1, 2, 3), "day": (5, 5, 6)}) == ("№",)
    assert keyed(tmp_path, "form", {"_id": (7, 8, 9), "_uuid": "xyz", "_index": (1, 2, 3)}) == ("_uuid",)


def test_a_number_of_things_is_no_number_of_the_row(tmp_path: Path) -> None:
    """`Number of people` is a quantity."""
    assert keyed(tmp_path, "t", {"x": (1.5, 2.5, 3.5), "number of people": (3, 1, 2)}) == ()


def test_every_value_of_a_foreign_key_is_found(tmp_path: Path) -> None:
    """A blank is no value; one that is nowhere makes it none."""
    places = "id,name\nS01,Ak\nS02,Kok\nS03,Sary\n"
    assert foreign(tmp_path, settlements=places, visits="settlement_id,n\nS01,1\nS02,1\n,1\n") == {
        "settlements": [],
        "visits": [("settlement_id", "settlements")],
    }
    assert foreign(tmp_path, settlements=places, visits="settlement_id,n\nS01,1\nS09,1\n")["visits"] == []
    assert foreign(tmp_path, settlements=places, visits="settlement_id,n\nS01,1\nS01,1\n")["visits"] == []


@pytest.mark.parametrize(
    ("header", "refers"),
    [
        ("settlement_id", True),
        ("Settlement", True),
        ("settlement_code", True),
        ("number of settlements", False),
        ("n", False),
        ("id", False),
        ("age", False),
        ("settlement_rank", False),
    ],
)
def test_whole_numbers_refer_only_where_the_headers_say_so(tmp_path: Path, header: str, refers: bool) -> None:
    """1, 2 and 3 are in every table of numbered rows."""
    found = foreign(
        tmp_path,
        settlements="id,name\n1,Ak\n2,Kok\n3,Sary\n4,Kara\n",
        visits=f"x,{header}\na b,1\nc d,2\ne f,2\ng h,3\n",
    )
    assert found["visits"] == ([(header, "settlements")] if refers else [])


def test_words_refer_whatever_the_headers(tmp_path: Path) -> None:
    """Most of a list of codes with letters is found elsewhere by no chance; a few of many could be."""
    codes = "priority,name\neducation,a\nsport,b\necology,c\n"
    grants = "grant_id,area\nG1,sport\nG2,ecology\nG3,sport\n"
    assert foreign(tmp_path, priorities=codes, grants=grants)["grants"] == [("area", "priorities")]

    more = codes + "".join(f"topic{number},x\n" for number in range(9))
    assert foreign(tmp_path, priorities=more, grants=grants)["grants"] == []


def test_keys_of_two_types_never_meet(tmp_path: Path) -> None:
    """The code 001 is no number 1."""
    assert foreign(tmp_path, places="id,n\n001,5\n002,5\n", visits="place_id,n\n1,5\n2,5\n2,5\n")["visits"] == []


def test_a_table_of_the_same_keys_does_not_refer_in_a_circle(tmp_path: Path) -> None:
    """Of two keys the one that is a part of the other refers to it; equal ones don't."""
    people, some = "person_id,n\nP1,1\nP2,1\nP3,1\n", "person_id,m\nP1,1\nP3,1\n"
    assert foreign(tmp_path, people=people, follow=some) == {"people": [], "follow": [("person_id", "people")]}
    assert foreign(tmp_path, people=people, follow=people) == {"people": [], "follow": []}


def test_the_submissions_of_a_kobo_export_are_linked_by_uuid(tmp_path: Path) -> None:
    """An index counts anew in every export; the uuid is the same."""
    found = proposed(
        tmp_path,
        form="q,_uuid,_index\na,aa11-b,1\nb,bb22-c,2\nc,cc33-d,3\nd,dd44-e,4\ne,ee55-f,5\n",
        member="sex,_index,_parent_index,_submission__uuid\nf,1,1,aa11-b\nm,2,1,aa11-b\nf,3,2,bb22-c\n",
    )
    assert found["form"].table.primary_key == ("_uuid",)
    assert found["member"].table.foreign_keys == (ForeignKey(("_submission__uuid",), "form", ("_uuid",)),)


@pytest.mark.parametrize("sheet", ["a repeat group with a long name"[:31], "a repeat group with a long nam1"])
def test_a_sheet_with_a_cut_name_is_found(tmp_path: Path, sheet: str) -> None:
    """Excel cuts names to 31 letters, and exports number those that are equal; `_parent_table_name` is whole."""
    file, parent = tmp_path / "form.xlsx", "a repeat group with a long name and more"
    rows = [["what", "_index", "_parent_table_name", "_parent_index"], ["x", 1, parent, 1], ["y", 2, parent, 2]]
    file.write_bytes(xlsx([["n", "_index"], [5, 1], [6, 2], [7, 3]], rows, names=[sheet, "inner"]))
    tables = {table.name: Source(table, tmp_path) for table in open_files.list_file_tables(file)}
    proposals = propose_schemas(tables).values()
    (key,) = next(proposal.table.foreign_keys for proposal in proposals if "_parent_index" in proposal.columns)
    assert (key.fields, key.keys) == (("_parent_index",), ("_index",))


def key_of(folder: Path, name: str, text: str) -> tuple[str, ...]:
    """The primary key that is proposed for a file of this text."""
    path = folder / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    return propose_schemas({name: Source(Table(name, (path,)), folder)})[name].table.primary_key


def test_who_takes_part_in_events_is_no_key(tmp_path: Path) -> None:
    """That nobody came twice in the first quarter says nothing of the next; an id of the events themselves is a key."""
    rows = "K1,P1,2024-01-05\nK2,P2,2024-02-05\nK3,P3,2024-03-05\n"
    assert key_of(tmp_path, "kits", f"kit_id,person_id,day\n{rows}") == ("kit_id",)
    assert key_of(tmp_path, "kits", "person_id,day\nP1,2024-01-05\nP2,2024-02-05\nP3,2024-03-05\n") == ()
    assert key_of(tmp_path, "kits", "school_id,day\nS1,2024-01-05\nS2,2024-02-05\n") == ()


def test_the_places_of_an_aggregated_list_are_no_key(tmp_path: Path) -> None:
    """A row for each village can be broken down by village; words alone are a list of codes."""
    assert key_of(tmp_path, "reached", "village,people\nOsh,5\nNaryn,7\nTalas,9\n") == ()
    assert key_of(tmp_path, "areas", "area,label\neducation,Education\nsport,Sport\n") == ("area",)


def test_strangers_do_not_refer_to_each_other(tmp_path: Path) -> None:
    """Lists that share the letters A, B and C, or the ids of their rows, have nothing to do with each other."""
    strangers = foreign(
        tmp_path,
        budgets="org,usd\nA,5.5\nB,6\nC,7\nD,8\n",
        visits="org,km\nA,5\nB,6\nA,7\nC,7\n",
        scores="school,score\nA,50\nB,60\nB,70\n",
        dates1="person_id,x\nP1,1\nP2,2\nP3,3\n",
        dates2="person_id,y\nP1,1\nP2,2\n",
    )
    assert not any(strangers.values())
