"""Tables of any headings over any values, for the tests of what is proposed: what a heading says need not be so."""

from __future__ import annotations

import csv
import io
from random import Random

HEADINGS = (
    "sex|gender|пол|жынысы|age|возраст|Age (months)|жашы|age group|birth date|дата рождения|year|год|жылы|month|date|"
    "period|id|person_id|Код|№|name|ФИО|имя|phone|mobile_phone|email|ИНН|passport|patients|trainees|staff|participants|"
    "бенефициары|катышуучулар|amount|сумма|currency|валюта|cost, USD|rate|%|share|score|кол-во|total|cumulative|topics|"
    "topics/food|topics/water|_id|_uuid|_index|_parent_index|_parent_table_name|_submission__uuid|_validation_status|"
    "meta/instanceID|value|orgunit|dataElement|village|село|status|attended|comment||not recorded|lat|kids_name|"
    'hh_head|mother|hh_id|quarter|week|lop|unit|type|code|label|where|table|a.b|"q"|=x|@id|none of these|m/f|weight|'
    "Сколько человек приняло участие в мероприятии, включая женщин и девушек?"
).split("|")
VALUES = [
    values.split("|")
    for values in (
        "b|g",
        "f|m",
        "(f)|(m)",
        "child|adult",
        "mixed|f",
        "Male|Female|male ",
        "1|2",
        "0|1",
        "1|2|3|4|5",
        "12|15|20|n/a",
        "",
        "TRUE|FALSE",
        "yes|no",
        "да|нет",
        "P1|P2|P3",
        "001|002",
        "2019|2020|2021",
        "2019|x",
        "2020-01-01|2021-05-04",
        "01.02.2020|13.02.2020",
        "01.02.2020",
        "2018Q1|2018Q2",
        "201801|201802",
        "10:30|11:40",
        "1,5|2,5",
        "1.5|2",
        "80 418|1 200",
        "$5|$6",
        "5 USD|6 KGS",
        "USD|EUR|RUB",
        "a; b|a|b; c|c; a",
        "food water|food",
        "Асанова Айгуль|Бекова Анна",
        "Aizada|Nurlan",
        "+996 555 123456|0555 123456",
        "a@b.kg",
        "10101199000123|10101199000124",
        "10|30|60",
        "-1|5|-99|9",
        "45%|50%",
        "0.5|0.7|0.25",
        "total|not recorded",
        "none of these|x",
        "<5|7|9|10",
        "5,6|7|8",
        "-",
        "−5|7",
        "é|Ω",
        "uuid:a|uuid:b",
        "42.87, 74.59",
        "9-May|10-14",
        "31 июля 2021 г.",
        "{a}|{b}",
        'a\nb|"c"|\\',
        "1e13|2E+12",
    )
]
_ROW_COUNTS = (0, 1, 2, 3, 6, 12, 30)


def make_any_table(rng: Random) -> str:
    """A table in CSV: some of the headings, each over some of the values, blank cells and numbers among them."""
    headings = rng.sample(HEADINGS, rng.randint(1, 7))
    pools = [
        rng.choice(VALUES) if rng.random() < 0.85 else [*rng.choice(VALUES), *rng.choice(VALUES)] for _ in headings
    ]
    rows = [[_make_cell(rng, pool, number) for pool in pools] for number in range(rng.choice(_ROW_COUNTS))]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([headings, *rows])
    return text.getvalue()


def _make_cell(rng: Random, pool: list[str], number: int) -> str:
    if rng.random() < 0.03:
        return str(number)
    return rng.choice(pool) if rng.random() < 0.9 else ""
