"""The cupboard: bad and odd files, each with the findings that `check` must tell and the numbers, or refusals, to come.

What is written for a finding is its code and its row (`missing-cell 4`), the code alone where it has no row. What is
asked is a measure and a column (`sum:usd`); what must come is the number, or the code of the refusal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from tests.tables.workbooks import Rows, archive, cell, compound, ods, row, without, xls, xlsx

NUMBER, DAY, LABEL = "ambiguous-number", "ambiguous-date", "definition-error"


class Odd(NamedTuple):
    """One file: its name, its bytes, what must be found (errors first), what must come, and how it is declared."""

    name: str
    content: bytes
    errors: Sequence[str] = ()
    warnings: Sequence[str] = ()
    asks: Mapping[str, object] = {}
    declared: Mapping[str, Any] = {}


def usd(*cells: str, end: str = "") -> bytes:
    """A table with semicolons whose column usd holds these cells."""
    return "".join(["id;usd\n", *(f"A{number};{one}\n" for number, one in enumerate(cells, 1)), end]).encode()


def days(*cells: str) -> bytes:
    """A table whose column day holds these cells."""
    return "".join(["id,day\n", *(f"A{number},{one}\n" for number, one in enumerate(cells, 1))]).encode()


def schema(name: str, **keys: Any) -> dict[str, Any]:
    """A schema that declares one column."""
    return {"schema": {"fieldsMatch": ["subset"], "fields": [{"name": name, **keys}]}}


RUSSIAN = "Код;Пол;Сумма\nА-1;жен;1 200,50\nА-2;муж;10,00\n"
PEOPLE = "id,usd\nA1,10\nA2,20\nA3,12.5\n"
SUM: dict[str, object] = {"count": 3, "unique:id": 3, "sum:usd": "42.5"}
ALL = ("count", "unique:id", "sum:usd")


def refused(code: str) -> dict[str, object]:
    """Every number is refused with this code."""
    return dict.fromkeys(ALL, code)


def _damaged() -> Iterator[Odd]:
    """Files that can't be read, or not to their end."""
    source = refused("source-error")
    yield Odd("nothing.csv", b"", ["source-error"], asks=source)
    yield Odd("blanks.csv", b"\n ; \n\t\n", ["source-error"], asks=source)
    yield Odd("mark_only.csv", b"\xef\xbb\xbf", ["source-error"], asks=source)
    yield Odd("cut_in_quotes.csv", b'id,usd\nA1,10\n"A2,20\nA3,5\n', ["source-error 3"], asks=source)
    yield Odd("text_after_quotes.csv", b'id,usd\nA1,"10"x\n', ["source-error 2"], asks=source)
    yield Odd("nul.csv", b"id,usd\nA1,1\x000\nA2,20\n", ["null-byte 2"], asks=refused("null-byte"))
    yield Odd(
        "page.csv", b"<!DOCTYPE html>\n<html><body>Log in, please</body></html>\n", ["source-error 1"], asks=source
    )
    yield Odd("old_export.xls", b"<html><table><tr><td>id</td></tr></table></html>", ["source-error 1"], asks=source)
    yield Odd("web_archive.xls", b"MIME-Version: 1.0\nX-Document-Type: Workbook\n", ["source-error 1"], asks=source)
    yield Odd(
        "xml.csv", b'\xef\xbb\xbf<?xml version="1.0"?>\n<rows><row id="1"/></rows>\n', ["source-error 1"], asks=source
    )
    yield Odd("json.csv", b'[{"id": "A1", "usd": 10}]', ["source-error 1"], asks=source)
    yield Odd("json_in_lines.csv", b'{\n  "id": "A1",\n  "usd": 10\n}\n', ["source-error 1"], asks=source)
    yield Odd("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ["source-error"], asks=source)
    yield Odd("letter.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", ["source-error"], asks=source)
    yield Odd("packed.csv", b"\x1f\x8b\x08\x00\x00\x00\x00\x00", ["source-error"], asks=source)
    yield Odd("archive.csv", archive({"list.csv": PEOPLE}), ["source-error"], asks=source)
    yield Odd("database.csv", b"SQLite format 3\0" + b"\0" * 84, ["source-error"], asks=source)
    yield Odd("letter.doc", compound({"WordDocument": b"x"}), ["source-error"], asks=source)
    yield Odd("noise.csv", bytes(range(1, 256)) * 4, ["source-error"], asks=source)


def _encodings() -> Iterator[Odd]:
    """Letters in bytes: told by a mark, guessed, declared, mixed."""
    good = {"count": 2, "unique:Код": 2, "sum:Сумма": "1210.5"}
    for codec in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        yield Odd(f"{codec}.csv", RUSSIAN.encode(codec), asks=good)
    guess = ["encoding-guessed"]
    yield Odd("cp1251.csv", RUSSIAN.encode("cp1251"), warnings=guess, asks=good)
    yield Odd("utf-16-le_without_mark.csv", RUSSIAN.encode("utf-16-le"), warnings=guess, asks=good)
    yield Odd("utf-16-be_without_mark.csv", RUSSIAN.encode("utf-16-be"), warnings=guess, asks=good)
    sexes = "id;sex\n" + "".join(f"{number};{'жм'[number % 2]}\n" for number in range(9))
    yield Odd("cp1251_letters.csv", sexes.encode("cp1251"), warnings=guess, asks={"unique:sex": 2})
    yield Odd(
        "cp1252.csv", "id;ville\n1;Genève\n2;Orléans\n".encode("cp1252"), warnings=guess, asks={"unique:ville": 2}
    )
    for codec in ("koi8-r", "cp866", "mac-cyrillic", "ptcp154"):
        yield Odd(f"{codec}.csv", RUSSIAN.encode(codec), warnings=guess, asks=good)
    for codec, word in (("cp1250", "Łódź"), ("cp1256", "القاهرة"), ("gbk", "北京市")):
        places = f"id;place\n1;{word}\n2;{word}\n".encode(codec)
        yield Odd(f"{codec}.csv", places, warnings=guess, asks={"unique:place": 1})
    greek = "id;place\n1;Θεσσαλονίκη\n2;Παπαδοπούλου\n".encode("cp1253")
    yield Odd("no_words.csv", greek, ["encoding-error 2"], asks={"count": "encoding-error"})
    mixed = "Код;Пол\nА-1;жен\n".encode() + "А-2;муж\n".encode("cp1251")
    yield Odd("two_encodings.csv", mixed, ["encoding-error 3"], asks={"count": "encoding-error"})
    code = {"encoding": "utf-8"}
    wrong = RUSSIAN.encode("cp1251")
    yield Odd("declared_wrongly.csv", wrong, warnings=guess, asks={"count": "encoding-error"}, declared=code)
    yield Odd("declared_koi8.csv", RUSSIAN.encode("koi8-r"), warnings=guess, asks=good, declared={"encoding": "koi8-r"})
    half = RUSSIAN.encode("utf-16")[:-1]
    yield Odd("cut_in_a_letter.csv", half, ["encoding-error 3"], asks={"count": "encoding-error"})
    glued = "\ufeffid,usd\nA1,10\nA2,20\n\ufeffid,usd\nA3,5\n".encode()
    yield Odd("glued.csv", glued, ["encoding-error 4"], asks=refused("encoding-error"))
    yield Odd("taken_apart.csv", "Имя й;n\nА;1\n".encode(), asks={"unique:Имя й": 1})
    yield Odd("two_scripts.csv", "код\nA-1\nА-1\n".encode(), asks={"unique:код": 2})


def _layout() -> Iterator[Odd]:
    """Delimiters, line ends, rows that are none, names that can't be used."""
    text = PEOPLE.replace("12.5", "12.5")
    for name, mark in (("semicolons", ";"), ("tabs", "\t"), ("bars", "|")):
        yield Odd(f"{name}.csv", text.replace(",", mark).encode(), asks=SUM)
    for name, end in (("windows", "\r\n"), ("old_mac", "\r")):
        yield Odd(f"{name}.csv", text.replace("\n", end).encode(), asks=SUM)
    yield Odd("mixed_line_ends.csv", b"id,usd\r\nA1,10\nA2,20\rA3,12.5", asks=SUM)
    yield Odd("lines_in_quotes.csv", b'id,usd\n"A\n1",10\r\n"A\r2",20\nA3,12.5\n', asks=SUM)
    yield Odd("stated.csv", b"sep=;\r\nid;usd\r\nA1;10\r\nA2;20\r\nA3;12,5\r\n", asks=SUM)
    yield Odd("decimal_commas.csv", b"id;usd, USD\nA1;10,25\nA2;20,00\n", asks={"sum:usd, USD": "30.25"})
    yield Odd("all_quoted.csv", b'"id","usd"\n"A1","10"\n"A2","20"\n"A3","12.5"\n', asks=SUM)
    yield Odd("blank_rows.csv", b"\nid,usd\n,\nA1,10\n\n  , \nA2,20\nA3,12.5\n,\n",
              warnings=["blank-row 3", "blank-row 5", "blank-row 6", "blank-row 9"], asks=SUM)  # fmt: skip
    short = b"id,usd\nA1,10\nA2\nA3,12.5,x\n"
    yield Odd("ragged.csv", short, ["missing-cell 3", "extra-cell 4"], asks=refused("missing-cell"))
    yield Odd("title.csv", b"List of grants\n\nid,usd\nA1,10\n", warnings=["title-row 1"], asks={"count": 1})
    yield Odd("title_declared.csv", b"List of grants\n\nid,usd\nA1,10\nA2,20\nA3,12.5\n",
              warnings=["title-row 1"], asks=SUM, declared={"dialect": {"headerRows": [3]}})  # fmt: skip
    yield Odd("two_headers.csv", b"id,amount\n,usd\nA1,10\nA2,20\nA3,12.5\n", warnings=["title-row 1"],
              asks={"count": 3, "sum:amount usd": "42.5"}, declared={"dialect": {"headerRows": [1, 2]}})  # fmt: skip
    again = b"id,usd\nA1,10\nid,usd\nA2,20\n"
    title = "Список участников;;\n№;ФИО;Пол\n1;Айгуль;ж\n2;Бакыт;м\n"
    yield Odd("title_above.csv", title.encode(), warnings=["title-row 1"], asks={"count": 2, "unique:Пол": 2})
    unnamed = "id;;\n1;2;ж\n2;3;м\n"
    yield Odd(
        "columns_without_names.csv", unnamed.encode(), [], ["blank-label 1"] * 2, asks={"count": 2, "unique:id": 2}
    )
    numbered = "ФИО;Пол;Сумма\n1;2;3\nАйгуль;ж;100\nБакыт;м;400\n"
    yield Odd("columns_numbered.csv", numbered.encode(), warnings=["title-row 2"], asks={"count": 2, "sum:Сумма": 500})
    yield Odd("first_record_1_2.csv", b"id,usd\n1,2\n2,4\n", asks={"count": 2, "sum:usd": 6})
    nameless = "№;Имя;Сумма\n1;Айгуль;100\n2;Бакыт;200\n;;300\n"
    yield Odd("total_without_a_name.csv", nameless.encode(), ["total-row 4"], asks={"count": "total-row"})
    unknown = "id;usd\nA1;100\nA2;200\n;150\n"
    yield Odd("record_without_a_code.csv", unknown.encode(), asks={"count": 3, "unique:id": 2, "sum:usd": 450})
    yield Odd("header_again.csv", again, warnings=["repeated-header 3"], asks={"count": 2, "sum:usd": 30})
    yield Odd("named_twice.csv", b"id,usd,usd\nA1,10,1\n", warnings=["duplicate-label 1"],
              asks={"count": 1, "sum:usd": LABEL})  # fmt: skip
    yield Odd("without_a_name.csv", b"id,,usd\nA1,x,10\n", warnings=["blank-label 1"], asks={"sum:usd": 10})
    yield Odd("rows_twice.csv", b"id,usd\nA1,10\nA1,10\n", warnings=["duplicate-row 3"],
              asks={"count": 2, "unique:id": 1, "sum:usd": 20})  # fmt: skip
    yield Odd("tagged.csv", b"Place,Grant\n#adm1,#value+usd\nA1,10\nA2,20\n",
              asks={"count": 2, "sum:#value+usd": 30, "sum:Grant": 30})  # fmt: skip
    wider = b"Place,Grant,Note\n#adm1,#value+usd\nA1,10\n"
    yield Odd("tagged_under_more.csv", wider, asks={"sum:Grant": 10, "unique:Note": LABEL})
    yield Odd("header_only.csv", b"id,usd\n", asks={"count": 0, "unique:id": 0, "sum:usd": 0})
    yield Odd("one_column.csv", b"usd\n10\n20\n12.5\n", asks={"count": 3, "sum:usd": "42.5"})
    yield Odd("kobo.csv", b"group/id;group/usd;tags/a;tags/b\nA1;10;1;0\nA2;20;0;1\n",
              asks={"sum:usd": 30, "sum:group/usd": 30, "sum:a": 1})  # fmt: skip


def _totals() -> Iterator[Odd]:
    """Rows of totals are no records; rows that only look so are."""
    for name, word in (("english", "Total"), ("russian", "Итого:"), ("kyrgyz", "Бардыгы"), ("general", "Всего")):
        yield Odd(f"total_{name}.csv", usd("10,25", "20,00", end=f"{word};30,25\n"), warnings=["total-row 4"],
                  asks={"count": 2, "unique:id": 2, "sum:usd": "30.25"})  # fmt: skip
    sums: list[tuple[str, tuple[str, ...], str, object]] = [
        ("over_a_dash", ("1,5", "-", "2,5"), "4,0", 4),
        ("over_brackets", ("1,5", "(0,5)", "2,5"), "3,5", "3.5"),
        ("over_a_minus", ("$1.50", "-$0.50", "$2.50"), "$3.50", "3.5"),
        ("over_nothing", ("", "", ""), "0", None),
    ]
    for name, cells, total, value in sums:
        yield Odd(f"total_{name}.csv", usd(*cells, end=f"Итого;{total}\n"), warnings=["total-row 5"],
                  asks={"count": 3, "sum:usd": value})  # fmt: skip
    mixed: Rows = [["id", "usd"], ["A1", 0.1], ["A2", "0,2"], ["Итого", 0.1 + 0.2]]
    yield Odd("total.xlsx", xlsx(mixed), warnings=["total-row 4"], asks={"count": 2, "sum:usd": "0.3"})
    spaced = usd(*["1\u00a0000,50"] * 9, end="Итого;9\u00a0004,50\n").decode().encode("cp1251")
    yield Odd("total_and_spaces.csv", spaced, warnings=["encoding-guessed", "total-row 11"],
              asks={"count": 9, "sum:usd": "9004.5"})  # fmt: skip
    yield Odd(
        "total_of_else.csv", usd("10,25", "20,00", end="Итого;99,00\n"), ["total-row 4"], asks={"count": "total-row"}
    )
    yield Odd("total_over_thousands.csv", usd("8\u00a0847,57", "53\u00a0085,43", end="Итого;61\u00a0933,00\n"),
              warnings=["total-row 4"], asks={"count": 2, "sum:usd": 61933})  # fmt: skip
    yield from _totals_told()
    yield from _named_totals()


def _totals_told() -> Iterator[Odd]:
    """Rows of totals elsewhere than in the last row, and notes below them, are left out; doubtful ones are refused."""
    left_out: list[tuple[str, str, list[int], int]] = [
        ("of_a_mean", "Код,Возраст,Сумма\nA-1,20,100\nA-2,30,200\nИтого,25,300\n", [4], 2),
        ("of_a_mean_english", "code,age,usd\nA-1,20,100\nA-2,30,200\nTotal,25,300\n", [4], 2),
        ("of_a_mean_kyrgyz", "Код,Жашы,Сом\nA-1,20,100\nA-2,30,200\nЖалпы,25,300\n", [4], 2),
        ("of_a_mean_only", "code,age\nA-1,20\nA-2,33\nTotal,26.5\n", [4], 2),
        ("of_records_in_words", "Код;Имя;Сумма\nA-1;Аня;5\nA-2;Оля;6\nВсего;2 записи;11\n", [4], 2),
        ("with_an_empty_row", "Код,Имя,Сумма\nA-1,Аня,5\nA-2,Оля,6\nИтого,,\n", [4], 2),
        ("inside", "id,usd\nA,5\nB,6\nИтого,11\nC,1\nD,2\nИтого,3\nE,9\n", [4, 7], 5),
        ("of_one_row", "id,usd\nA,5\nИтого,5\nB,6\nC,7\n", [3], 3),
        ("of_groups", "place,usd\nОш,5\nОш Итог,5\nТалас,4\nТалас,3\nТалас Итог,7\nB,1\n", [3, 6], 4),
        ("of_groups_english", "place,sex,n\nOsh,f,5\nOsh,m,6\nOsh Total,,11\nTalas,f,4\n", [4], 3),
        ("of_groups_kyrgyz", "жер,аты,сом\nОш,А,5\nОш,Б,6\nОш боюнча жалпы,,11\nТалас,В,4\n", [4], 3),
        ("on_top", "sex,n\nВсего,100\nжен,60\nмуж,40\n", [2], 2),
        ("beside_numbers", "№,ФИО,сом\n1,А,5\n2,Б,6\n,И Т О Г О:,11\n3,В,4\n", [4], 3),
        ("of_means", "пол,год,usd\nж,2018,25\nм,2018,30\nВсего,2018,27.5\nж,2019,26\nм,2019,31\nВсего,2019,28.5\n",
         [4, 7], 4),
    ]  # fmt: skip
    for name, text, rows, count in left_out:
        yield Odd(f"totals_{name}.csv", text.encode(), warnings=[f"total-row {row}" for row in rows],
                  asks={"count": count})  # fmt: skip
    for name, text, notes in (
        ("signature", "Код,Сумма\nA,5\nB,6\nИтого,11\nподпись,\n", [5]),
        ("signature_beside",
         "Код,Имя,Сом\nA,Аня,5\nB,Оля,6\nБардыгы,,11\nДиректор,,Иванов\nкүнү,05.02.2018,\n", [5, 6]),
    ):  # fmt: skip
        yield Odd(f"totals_over_a_{name}.csv", text.encode(),
                  warnings=[*(f"note-row {row}" for row in notes), "total-row 4"], asks={"count": 2})  # fmt: skip
    doubtful: list[tuple[str, str, list[int]]] = [
        ("of_records", "Код,Возраст\nA-1,20\nA-2,30\nA-3,40\nИтого,3\n", [5]),
        ("of_records_english", "code,age\nA-1,20\nA-2,30\nA-3,40\nTotal,3\n", [5]),
        ("of_records_named", "Код,Имя\nA-1,Аня\nA-2,Оля\nA-3,Ира\nБардыгы,3\n", [5]),
    ]
    for name, text, rows in doubtful:
        yield Odd(f"totals_{name}.csv", text.encode(), [f"total-row {row}" for row in rows],
                  asks={"count": "total-row"})  # fmt: skip
    subtotals: Rows = [
        ["id", "usd"],
        ["A", 5],
        ["B", 6],
        ["Итого", 11],
        ["C", 5],
        ["D", 1],
        ["Итого", 6],
        ["Всего", 17],
    ]
    yield Odd("totals_of_all.xlsx", xlsx(subtotals), warnings=["total-row 4", "total-row 7", "total-row 8"],
              asks={"count": 4, "sum:usd": 17})  # fmt: skip
    signed: Rows = [["id", "day", "usd"], ["A", "x", 5], ["B", "y", 6], ["Total", None, 11], [], ["Директор: Иванов"]]
    yield Odd("totals_signed.xlsx", xlsx(signed), warnings=["blank-row 5", "note-row 6", "total-row 4"],
              asks={"count": 2, "sum:usd": 11})  # fmt: skip
    yield Odd("total_of_a_project.csv", "Код,Сумма\nA,5\nB,6\nИтого по проекту,11\n".encode(),
              warnings=["total-row 4"], asks={"count": 2, "sum:Сумма": 11})  # fmt: skip


def _named_totals() -> Iterator[Odd]:
    """Records whose names totals have too: full, and no sums of others."""
    records = [
        ("company", "co,usd\nAgip,5\nBP,7\nTotal,99\nShell,4\n", 4, 115),
        ("last_company", "co,usd\nAgip,5\nBP,7\nShell,4\nTotal,99\n", 4, 115),
        ("company_with_gaps", "co,land,usd\nAgip,IT,5\nBP,UK,7\nTotal,France,\nShell,NL,3\n", 4, 15),
        ("longer_company", "co,land,usd\nAgip,IT,5\nBP,UK,7\nTotal Energies,,12\nShell,NL,3\n", 4, 27),
        ("school", "аты,шаар,usd\nА,Ош,5\nБ,Ош,6\nЖалпы билим берүү мектеби,,11\n", 3, 22),
        ("category", "пол,год,usd\nжен,2018,25\nмуж,2018,30\nВсего,2018,26\nжен,2019,26\nмуж,2019,31\nВсего,2019,30\n",
         6, 168),
        ("topic", "тема,день,usd\nПраво,,4\nИтоги года,,5\nСуммы,,9\n", 3, 18),
        ("only_one", "co,usd\nTotal,5\n", 1, 5),
    ]  # fmt: skip
    for name, text, count, total in records:
        yield Odd(f"named_total_{name}.csv", text.encode(), asks={"count": count, "sum:usd": total})
    book: Rows = [["sex", "usd"], ["female", 5], ["Total", 42], ["male", 7]]
    yield Odd("named_total.xlsx", xlsx(book), asks={"count": 3, "sum:usd": 54})


def _two_rows() -> Iterator[Odd]:
    """Names that stand in the row below the header's; and records below names that are blank."""
    groups = "Участник,,Тренинг,\nКод,Пол,Тема,Дата\nA-1,жен,право,05.02.2018\nA-2,муж,право,06.02.2018\n"
    years = "Отчёт,,\nКод,2018,2019\nA-1,5,7\nA-2,6,7\n"
    lines = "Отчёт,,\nза 2018 год,,\nКод,Пол,n\nA-1,жен,7\nA-2,муж,7\n"
    yield Odd("names_in_groups.csv", groups.encode(), ["title-row 1"], ["blank-label 1"] * 2, {"count": "title-row"})
    yield Odd("names_in_groups_declared.csv", groups.encode(), ["title-row 1"], ["blank-label 1"] * 2,
              {"count": 2, "unique:Тренинг Дата": 2}, {"dialect": {"headerRows": [1, 2]}})  # fmt: skip
    for name, text, rows, asked, answer in (
        ("years", years, [2], "unique:Код", 2),
        ("lines", lines, [3], "unique:Код", 2),
        ("ages", "Район,Дети,\n,0-6,7+\nОш,5,6\nТалас,5,7\n", [1, 2], "sum:Дети 7+", 13),
    ):
        told = [f"title-row {row}" for row in range(1, max(rows))]
        yield Odd(f"names_in_{name}.csv", text.encode(), warnings=told, asks={"count": 2, asked: answer})
        yield Odd(f"names_in_{name}_declared.csv", text.encode(), warnings=told,
                  asks={"count": 2, asked: answer}, declared={"dialect": {"headerRows": rows}})  # fmt: skip
    book: Rows = [["Катышуучу", None, "usd"], ["Аты", "Жынысы", "2018"], ["А", "аял", 5], ["Б", "эркек", 6]]
    yield Odd("names_in_groups.xlsx", xlsx(book), ["title-row 1"], ["blank-label 1"], {"count": "title-row"})
    for name, text, blank in (
        ("numbers", "id,,usd\nА,Ош,5\nБ,Баткен,6\n", 1),
        ("dates", "id,,day\nА,Ош,05.02.2018\nБ,Баткен,06.02.2018\n", 1),
        ("texts_again", "имя,,город\nАня,жен,Ош\nОля,жен,Баткен\n", 1),
        ("codes", "код,,город\nA-1,жен,Ош\nA-2,муж,Баткен\n", 1),
        ("years", "имя,год,\nАня,2018,Ош\nОля,2019,Баткен\n", 1),
    ):
        yield Odd(f"blank_names_over_{name}.csv", text.encode(), [], ["blank-label 1"] * blank, {"count": 2})


def _numbers() -> Iterator[Odd]:
    """Numbers as people write them, and those that can be read in two ways."""
    read: list[tuple[str, tuple[str, ...], object]] = [
        ("comma", ("1,5", "2,25"), "3.75"),
        ("point_groups", ("1.234,50", "10,00"), "1244.5"),
        ("comma_groups", ("1,234.50", "10.00"), "1244.5"),
        ("space_groups", ("1 234,5", "1\u202f000,5"), 2235),
        ("apostrophes", ("1'234.50", "2’000.25"), "3234.75"),
        ("dollars", ("$1,250.00", "$7.50"), "1257.5"),
        ("dollars_in_words", ("100 долл.", "2 500 USD"), 2600),
        ("brackets", ("(1 200,50)", "3,00"), "-1197.5"),
        ("minus_signs", ("−5,5", "1,0"), "-4.5"),
        ("nothing_as_a_dash", ("10,5", "-", "2,0"), "12.5"),
        ("per_cent", ("12,5%", "7%"), "19.5"),
        ("blanks", ("1,5", "", "2,5"), 4),
        ("millions", ("1,234,567", "12"), 1234579),
    ]
    for name, cells, total in read:
        yield Odd(f"number_{name}.csv", usd(*cells), asks={"count": len(cells), "sum:usd": total})
    yield Odd("number_in_two_ways.csv", usd("1,234", "5"), asks={"count": 2, "sum:usd": NUMBER})
    yield Odd("number_in_two_ways_each.csv", usd("1,234", "1.500"), asks={"count": 2, "sum:usd": NUMBER})
    yield Odd("number_declared.csv", usd("1,234", "5"), asks={"sum:usd": 1239},
              declared=schema("usd", type="number", groupChar=","))  # fmt: skip
    text = [
        ("two_currencies", ("$5", "7 KGS"), "currency"),
        ("another_currency", ("100 сом", "2 500 сом"), "currency"),  # the heading says USD
        ("word", ("5", "seven"), "type-error"),
        ("code", ("007", "12"), LABEL),
        ("exponent", ("1e3", "2"), LABEL),
        ("account", ("1234567890123456", "1"), LABEL),
        ("phone", ("+996555123456", "5"), LABEL),
        ("odd_group", ("1 00", "5"), "type-error"),
    ]
    for name, cells, code in text:
        yield Odd(f"no_number_{name}.csv", usd(*cells), asks={"count": 2, "sum:usd": code})
    for name, error in (("reference", "#REF!"), ("division", "#ДЕЛ/0!"), ("width", "####"), ("office", "Err:502")):
        yield Odd(f"error_{name}.csv", usd("1,5", error), ["formula-error 3"],
                  asks={"count": 2, "sum:usd": "formula-error"})  # fmt: skip


def _dates() -> Iterator[Odd]:
    """Dates as people write them; the latest and earliest tell how they were read."""
    read = [
        ("iso", ("2018-02-05", "2018-11-19"), date(2018, 11, 19)),
        ("points", ("05.02.2018", "19.11.2018"), date(2018, 11, 19)),
        ("day_first", ("05/02/2018", "13/02/2018"), date(2018, 2, 13)),
        ("month_first", ("05/02/2018", "02/13/2018"), date(2018, 5, 2)),
        ("year_first", ("2018/02/05", "2018/11/19"), date(2018, 11, 19)),
    ]
    for name, cells, latest in read:
        yield Odd(f"day_{name}.csv", days(*cells), asks={"count": 2, "max:day": latest})
    yield Odd("day_in_two_ways.csv", days("05/02/2018", "03/04/2018"), asks={"count": 2, "max:day": DAY})
    yield Odd("day_declared.csv", days("05/02/2018", "03/04/2018"), asks={"max:day": date(2018, 4, 3)},
              declared=schema("day", type="date", format="%d/%m/%Y"))  # fmt: skip
    yield Odd("day_that_is_none.csv", days("31.02.2018", "05.02.2018"), asks={"count": 2, "max:day": LABEL})
    yield Odd("day_as_a_number.csv", days("43423", "43424"), asks={"max:day": date(2018, 11, 20)},
              declared=schema("day", type="date", **{"rt:serial": 1900}))  # fmt: skip


def _workbooks() -> Iterator[Odd]:
    """Workbooks of each kind."""
    rows: Rows = [["id", "usd"], ["A1", 10], ["A2", 20], ["A3", 12.5]]
    cells = [
        row(cell("id"), cell("usd")),
        row(cell("A1"), cell(10)),
        row(cell("A2"), cell(20)),
        row(cell("A3"), cell(12.5)),
    ]
    yield Odd("book.xlsx", xlsx(rows), asks=SUM)
    yield Odd("book.csv", xlsx(rows), asks=SUM)
    yield Odd("book.xls", xls(rows), warnings=["old-format"], asks=SUM)
    yield Odd("text.xls", PEOPLE.encode(), asks=SUM)
    yield Odd("text.xlsx", PEOPLE.encode(), asks=SUM)
    yield Odd("book.ods", ods("".join(cells)), asks=SUM)
    far = row(cell(None, 'table:number-columns-repeated="1024"'), times=9999)
    yield Odd("far_rows.ods", ods("".join([*cells, far])), asks=SUM)
    source = refused("source-error")
    yield Odd("empty.xlsx", xlsx([]), ["source-error"], asks=source)
    for name, content in (
        ("locked.xlsx", compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"})),
        ("locked.xls", xls(rows, password=True)),
        ("locked.ods", ods("".join(cells), password=True)),
        ("cut.xlsx", xlsx(rows)[:-40]),
        ("cut_early.xlsx", xlsx(rows)[:400]),
        ("no_sheet.xlsx", without(xlsx(rows), "xl/worksheets/sheet1.xml")),
        ("no_content.ods", without(ods("".join(cells)), "content.xml")),
    ):
        yield Odd(name, content, ["source-error"], asks=source)
    yield from _sheets()
    yield from _cells()


def _sheets() -> Iterator[Odd]:
    rows: Rows = [["id", "usd"], ["A1", 10], ["A2", 20], ["A3", 12.5]]
    two: Rows = [["id", "usd"], ["B1", 5]]
    names = ["Grants", "Other"]
    refusal = refused("source-error")
    yield Odd("two_sheets.xlsx", xlsx(rows, two, names=names), asks=refusal)
    yield Odd(
        "two_sheets_named.xlsx", xlsx(rows, two, names=names), asks={"sum:usd": 5}, declared={"rt:sheet": "Other"}
    )
    yield Odd("sheet_that_is_none.xlsx", xlsx(rows, two, names=names), asks=refusal, declared={"rt:sheet": "Grant"})
    yield Odd("blank_second_sheet.xlsx", xlsx(rows, []), asks=SUM)
    over: Rows = [["Grants of 2018"], [], [None, "id", "usd"], [None, "A1", 10], [None, "A2", 20], [None, "A3", 12.5]]
    yield Odd("header_in_row_3.xlsx", xlsx(over), warnings=["blank-label 3", "title-row 1"], asks=SUM,
              declared={"dialect": {"headerRows": [3]}})  # fmt: skip

    def merge(book: Any) -> None:
        book.active.merge_cells("A2:A3")

    yield Odd("merged.xlsx", xlsx([["id", "usd"], ["A1", 10], [None, 20]], change=merge), warnings=["merged-cells 3"],
              asks={"count": 2, "unique:id": 1, "sum:usd": 30})  # fmt: skip


def _cells() -> Iterator[Odd]:
    def formats(book: Any) -> None:
        from openpyxl.styles import Font

        for number in range(4, 50):
            book.active.cell(number, 1).font = Font(bold=True)
        book.active["B2"].number_format = book.active["B3"].number_format = "0.0%"

    yield Odd("formatted.xlsx", xlsx([["id", "usd"], ["A1", 0.125], ["A2", 0.5]], change=formats),
              asks={"count": 2, "sum:usd": "62.5"})  # fmt: skip
    texts: Rows = [["id", "usd"], ["A1", "1 200,50"], ["A2", 847.573], ["A3", 3]]
    yield Odd("numbers_as_texts.xlsx", xlsx(texts), asks={"sum:usd": "2051.073"})
    beside: Rows = [["id", "usd"], ["A1", "1,234"], ["A2", 1.5]]
    yield Odd("number_in_two_ways.xlsx", xlsx(beside), asks={"count": 2, "sum:usd": NUMBER})
    percent: Rows = [["id", "usd"], ["A1", "12,5%"], ["A2", 0.125]]
    yield Odd("per_cent_and_fraction.xlsx", xlsx(percent), asks={"count": 2, "sum:usd": "ambiguous-number"})
    groups: Rows = [["id", "usd"], ["A1", 847.573], ["A2", "1.200,50"]]
    yield Odd("groups_declared.xlsx", xlsx(groups), asks={"sum:usd": "2048.073"},
              declared=schema("usd", type="number", decimalChar=",", groupChar="."))  # fmt: skip
    yield Odd("no_integer.xlsx", xlsx(groups[:2]), asks={"sum:usd": "type-error"},
              declared=schema("usd", type="integer", decimalChar=",", groupChar="."))  # fmt: skip
    dated: Rows = [["id", "day"], ["A1", datetime(2018, 2, 5)], ["A2", "19.11.2018"]]
    yield Odd("dates_as_texts.xlsx", xlsx(dated), asks={"max:day": date(2018, 11, 19), "min:day": date(2018, 2, 5)})
    yield Odd("times.xlsx", xlsx([["id", "at"], ["A1", time(10, 30)]]), asks={"count": 1, "unique:at": 1})
    yield Odd("identifiers.xlsx", xlsx([["id"], [1234567890123456], ["007"]]), asks={"unique:id": 2, "sum:id": LABEL})
    yield Odd("tiny.xlsx", xlsx([["id", "usd"], ["A1", 1e-7], ["A2", 0.5]]), asks={"sum:usd": "0.5000001"})
    wrong: Rows = [["id", "usd"], ["A1", 1.5], ["A2", "#REF!"]]
    told = {"count": 2, "sum:usd": "formula-error"}
    yield Odd("error.xlsx", xlsx(wrong), ["formula-error 3"], asks=told)
    yield Odd(
        "never_computed.xlsx", xlsx([["id", "usd"], ["A1", 1.5], ["A2", "=B2*2"]]), ["formula-error 3"], asks=told
    )
    last: Rows = [["id", "usd"], ["A1", 1.5], ["=A2", "=B2*2"]]
    yield Odd("never_computed_row.xlsx", xlsx(last), ["formula-error 3"] * 2, asks=told)
    error = cell("#DIV/0!", 'calcext:value-type="error"')
    lines = [
        row(cell("id"), cell("x"), cell("usd")),
        row(cell("A1"), cell(None, kind="covered-table-cell"), error, times=2),
    ]
    yield Odd("error.ods", ods("".join(lines)), ["formula-error 2", "formula-error 3"], ["duplicate-row 3"], told)


CUPBOARD = [
    odd
    for shelf in (_damaged, _encodings, _layout, _totals, _two_rows, _numbers, _dates, _workbooks)
    for odd in shelf()
]
