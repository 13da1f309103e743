"""Rows whose label says that they are totals, and those labelled like them that hold the sum of few rows."""

from __future__ import annotations

from roundtable_cli.tables.reading.totals.total_rows import find_total_rows
from roundtable_cli.tables.reading.totals.total_search import search_totals


def proven(text: str) -> set[int]:
    """The rows that are totals among some that are written with commas and semicolons."""
    return {*search_totals([line.split(",") for line in text.split(";")], {}).proven}


def test_a_total_of_one_row_is_told_by_the_others() -> None:
    """`Gesamt Osh` is proven by its sum, and `Gesamt Naryn` by its likeness."""
    text = "A,10,110;B,20,120;Gesamt Osh,30,230;C,77,77;Gesamt Naryn,77,77;D,4,9;E,6,8;Gesamt Talas,10,17"
    assert proven(text) == {2, 4, 7}


def test_another_number_makes_it_a_record() -> None:
    """A shop whose name begins with that word is counted, if its number is its own."""
    text = "A,10,110;B,20,120;Gesamt Osh,30,230;C,77,77;Gesamt Bau,76,77;D,4,9;E,6,8;Gesamt Talas,10,17"
    assert 4 not in proven(text)


def test_totals_of_single_rows_prove_each_other() -> None:
    """Each group has one row, and all together a row of the same word; answers that begin alike are records."""
    text = "P1,Osh,42,49;Gesamt Osh,Osh,42,49;P2,Talas,2,;Gesamt Talas,Talas,2,0;P3,Chui,20,52;Gesamt Chui,Chui,20,52"
    assert proven(f"{text};Gesamt,,64,101") == {1, 3, 5, 6}
    assert proven("P1,All,42;P2,All men,42;P3,None,2;P4,All men,9;P5,None,4") == set()


def test_rows_of_one_label_prove_each_other() -> None:
    """Two small sums together, and with them the sum of one number and a zero; the total over them follows."""
    assert proven("A,x,10;A,y,13;A,All sites,23;B,x,4;B,y,17;B,All sites,21;All places,,44") == {2, 5, 6}
    assert proven("A,m,12;A,f,19;A,both sexes,31;B,m,5;B,f,8;B,both sexes,13;C,m,7;C,f,0;C,both sexes,7") == {2, 5, 8}


def test_an_answer_that_is_a_word_for_totals_is_a_record() -> None:
    """It holds the number of the row above, or a percentage: no sum. Nor do most rows of the label hold one."""
    assert proven("all,5,none;all,5,all;none,3,none;none,7,all;all,8,some") == set()
    assert proven("none,43,3%;all,32,94%;some,39,4%;all,,9%") == set()
    assert proven("f,34%,0;f,12%,1;m,83%,2;both,57%,3;f,67%,4") == set()
    assert proven("A,m,0;A,f,3;A,both,3;B,m,4;B,f,0;B,both,4;C,m,1;C,f,2;C,both,3") == set()


def test_a_total_of_no_number_has_the_form_of_the_others() -> None:
    """A zero over blank cells; a record of that form with a number of its own shows that records have it as well."""
    rows = (
        "P1,Ann,Osh,53;P2,Eva,Osh,71;Osh,,Osh,124;P3,Kim,Talas,;P4,Lee,Talas,;Talas,,Talas,{};"
        "P5,Olga,Naryn,17;P6,Ira,Naryn,92;Naryn,,Naryn,109;P7,Sara,Chui,5;P8,Eva,Chui,61;Chui,,Chui,66"
    )
    assert proven(rows.format(0)) == {2, 5, 8, 11}
    assert 5 not in proven(rows.format(7))


def test_a_mean_of_equal_numbers_leaves_blank_what_records_fill() -> None:
    """A record that is called by a word for means has its own cells."""
    assert proven("1,Osh,9;2,Talas,9;3,Osh,9;Average,,9") == {3}
    assert proven("1,Osh,9;2,Talas,9;3,Osh,9;Average,Chui,9") == set()
    assert proven("A,9;B,9;Media,9;C,9") == set()


def test_a_total_has_the_name_of_its_group() -> None:
    """It is proven by a word for totals beside that name, though it sums one number; without the word it is possible.

    A place with the name of its district is a record, and so is a row with a number of its own.
    """
    rows = "P1,Ann,Osh,;P2,Eva,Osh,55;{}Osh,,Osh,55;P3,Kim,Talas,8;P4,Lee,Talas,7;P5,Ira,Chui,31"
    assert proven(rows.format("All ")) == {2}
    assert proven(rows.format("All ").replace("Osh,,Osh,55", "Osh,,Osh,54")) == set()
    search = search_totals([line.split(",") for line in rows.format("").split(";")], {})
    assert (search.proven, search.possible) == ({}, {2: (0, 1)})
    towns = "Kara,Osh,5;Osh,Osh,5;Uzgen,Naryn,8;Naryn,Naryn,8;Manas,Talas,2;Bakai,Talas,4"
    search = search_totals([line.split(",") for line in towns.split(";")], {})
    assert (search.proven, search.possible) == ({}, {})


def test_totals_with_the_names_of_their_groups_prove_each_other() -> None:
    """Two that sum several numbers prove the one that sums a single number."""
    groups = (
        "P1,,8,d,Sara,;P2,,9,,,4;P3,,9,d,Kim,;,,26,,,;P4,Kara,1,d,Ulan,7;P5,Kara,,e,Nur,8;"
        "P6,Naryn,8,d,,4;P7,Naryn,,e,Kim,;P8,Naryn,2,e,Bek,2;Naryn,Naryn,10,,,;P9,Osh,,d,Aza,5;P8,Osh,2,e,Kim,8;"
        "Osh,Osh,2,,,;P1,Talas,9,e,Lee,9;P5,Talas,6,d,Ann,;P3,Talas,9,e,Sara,4;Talas,Talas,24,,,"
    )
    assert proven(groups) == {9, 12, 16}


def test_parts_of_a_proven_total_are_no_records() -> None:
    """They follow it, say so, and are no larger; below a record, or larger than the total, they are only told."""
    assert parts_of("A,100;B,300;Total,400;of which women,220;incl. youth,90") == (3, 4)
    assert parts_of("Жители,Osh,100;Жители,Talas,300;Всего,,400;в т.ч. женщины,,220") == (3,)
    assert parts_of("A,100;B,300;Total,400;of which women,420") == ()
    assert parts_of("A,100;of which women,40;B,300;of which women,200") == ()


def test_a_total_over_parts_of_totals_is_found() -> None:
    """The parts of a subtotal are not summed."""
    text = "a,10;b,15;Итого A,25;в т.ч. Ж,12;c,7;d,9;Итого B,16;в т.ч. Ж,8;Всего,41"
    assert proven(text) == {2, 3, 6, 7, 8}


def test_short_words_for_totals_need_sums() -> None:
    """`t` beside `f` and `m` is a total where all such rows add up; a site called T is a record."""
    assert proven("Osh,f,5,6;Osh,m,4,3;Osh,t,9,9;Chui,f,2,3;Chui,m,1,1;Chui,t,3,4") == {2, 5}
    assert proven("R,5,6;S,4,3;T,9,8;U,4,4") == set()


def parts_of(text: str) -> tuple[int, ...]:
    """The rows that are parts of a total."""
    return find_total_rows([line.split(",") for line in text.split(";")]).parts


def test_a_row_that_is_lettered_t_is_a_record() -> None:
    """Below a row that is lettered `S` it is the next one; without it `t`, and `Σ`, name totals of few numbers too."""
    assert proven("m,N,2;x,O,2;w,P,4;m,Q,2;x,R,2;w,S,4;m,T,4") == set()
    assert proven("f,10,41;m,12,30;t,22,71;f,5,17;m,8,9;t,13,26") == {2, 5}
    assert proven("f,10,41;m,12,30;t,22,71") == {2}
    assert proven("A,10,41;B,12,30;Σ,22,71") == {2}
