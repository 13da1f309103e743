"""Files of many shapes, and the project that begins with them, for the tests of what is proposed."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from roundtable_cli import Project
from roundtable_cli.scaffold import definitions_writer
from roundtable_cli.tables.package import package_writer
from roundtable_cli.tables.table import DataPackage
from tests.scaffold.test_schema_proposal import proposed

PEOPLE = (
    "Код участника;ФИО;Пол;Возраст;Район;Дата\n"
    "P-1;Асанова Айгүл;ж;17;Ленин;05.01.2018\n"
    "P-2;Токтогулов Бакыт;муж.;24;Октябрь;06.01.2018\n"
    "P-1;Асанова Айгүл;Ж;17;Ленин;05.02.2018\n"
    "P-3;Маматова Асель;;31;Ленин;06.02.2018\n"
)
KOBO = (
    "start,today,basic/sex,basic/age,topics,topics/water,topics/light,_GPS_latitude,_GPS_longitude,_uuid,_index\n"
    "2024-03-01T10:00:00.000+06:00,2024-03-01,female,20,water light,1,1,42.87,74.59,aa-1,1\n"
    "2024-03-02T10:00:00.000+06:00,2024-03-02,male,31,water,1,0,42.88,74.60,aa-2,2\n"
    "2024-03-02T11:00:00.000+06:00,2024-03-02,female,45,light,0,1,42.89,74.61,aa-3,3\n"
    "2024-04-02T11:00:00.000+06:00,2024-04-02,male,45,light,0,1,42.89,74.61,aa-4,4\n"
)
HOSTILE = (
    '"say ""hi""",back\\slash,"new\nline",tab\there,#{[}],"a.b",\'q\',total\n'
    + '"x ""1""",C:\\t,"two\nlines",a\tb,#,k.l,\'w\',total\n' * 2
    + '"y"",",\\u0041,"three\nlines",c\td,],m,"""""",not recorded\n' * 2
)
SHAPES: dict[str, dict[str, str]] = {
    "people": {"people": PEOPLE},
    "decimal commas": {"grants": 'Номер;"Сумма, сом";Дата\n1;8 847,57;05.01.2018\n2;5 710,00;06.02.2018\n'},
    "hashtags": {"need": "Region,Affected,Affected\n#adm1,#affected+f,#affected+m\nA,10,20\nB,30,40\n"},
    "kobo": {"form": KOBO},
    "empty column": {"t": "id,nothing,n of people\nA,,3\nB,,4\nB,,5\n"},
    "one row": {"t": "id,sex,age,amount\n1,f,20,5.5\n"},
    "header only": {"t": "id,sex,age,amount,date\n"},
    "one column": {"t": "x\n1\n2\n"},
    "repeated names": {"t": "id,n,n,sex\n1,2,3,f\n2,4,5,m\n1,4,5,m\n"},
    "blank names": {"t": "id,,kind\n1,2,a\n2,3,b\n3,4,a\n4,5,b\n"},
    "two readings": {"t": 'id,amount,day\nA,"1,234",05/02/2018\nA,"5,678",06/03/2018\n'},
    "hostile": {"t": HOSTILE},
    "hostile file": {'a "b" c.d': "id,sex\n1,f\n1,m\n", "№ 1 [x]": "id,sex\n1,f\n1,m\n", "国": "国\n人\n人\n民\n民\n"},
    "reserved": {
        "t": "code,status,value,unit,month,quarter\n"
        + "".join(f"{n},{n % 2}x,{n % 2}y,{n % 2}z,{n % 2}m,{n % 2}q\n" for n in range(5))
    },
    "personal": {
        "t": "имя,фамилия,телефон,дата рождения,дата\n"
        "Асель,Маматова,+996 555 123456,01.02.1990,05.01.2018\nАсель,Маматова,+996 555 123456,01.02.1990,06.01.2018\n"
    },
    "born only": {"t": "id,birth_date\nA,1990-01-01\nB,1991-01-01\nA,1990-01-01\n"},
    "currencies": {"t": "id,amount,currency\n1,5.5,USD\n2,6,KGS\n3,,\n4,1,KGS\n"},
    "some currencies": {"t": "id,amount,currency\n1,5.5,USD\n2,6,KGS\n3,7,\n"},
    "booleans": {"a": "id,pilot\n1,True\n2,False\n", "b": "id,pilot\n" + "1,yes\n2,no\n" * 2},
    "tables": {
        "visits": "visit_id,person_id,settlement,kind\n" + "".join(f"V{n},P{n % 3},S{n % 2},plan\n" for n in range(9)),
        "people": "person_id,sex,age\nP0,f,15\nP1,m,20\nP2,,40\n",
        "settlements": "settlement,name_en,name_ru,district\n"
        "S0,Ak,Ак,D1\nS1,Kok,Көк,D1\nS2,Sary,Сары,D2\nS3,Kara,Кара,D2\n",
    },
    "kinds": {
        "a": "id,kind\n" + "1,x\n2,y\n" * 3,
        "b": "id,kind\n" + "1,p\n2,q\n" * 3,
        "c": "id,kind\n1,x\n2,y\n3,y\n",
    },
}


def begun(folder: Path, files: Mapping[str, str], declared: bool = True) -> Project:
    """A project of these files as it begins: their schema, and their indicators, unedited."""
    found = proposed(folder, **files)
    (folder / "indicators.toml").write_text(definitions_writer.render_definitions(folder.name, found), encoding="utf-8")
    if declared:
        package = DataPackage(folder, {name: proposal.table for name, proposal in found.items()})
        (folder / "datapackage.json").write_text(package_writer.package_to_json(package), encoding="utf-8")
    return Project.open(folder)


def written(folder: Path, **files: str) -> dict[str, Any]:
    """What is written for these files, read as TOML."""
    return tomllib.loads(definitions_writer.render_definitions("t", proposed(folder, **files)))


def value(project: Project, code: str, **asked: Any) -> dict[tuple[str, ...], Any]:
    """The value of each cell of an indicator."""
    return {
        tuple(category for _, category in one.cell) or ("total",): one.value for one in project.compute([code], **asked)
    }
