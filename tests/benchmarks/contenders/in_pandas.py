"""The same answers by a plain pandas script: a typed read of the columns needed, then sums and distinct counts.

python in_pandas.py [cross], which adds people by settlement and sex
"""

from __future__ import annotations

import sys
from typing import Any

import pandas as pd

TYPES = {"person_id": "str", "settlement": "category", "sex": "category", "kind": "category"}
TYPES |= {"age": "float64", "amount_usd": "float64"}


def indicators(rows: pd.DataFrame) -> dict[str, Any]:
    """The twelve indicators."""
    training, women, known = rows[rows["kind"] == "training"], rows[rows["sex"] == "female"], rows[rows["sex"].notna()]
    people, paid = rows["person_id"].nunique(), rows["amount_usd"].sum()
    return {
        "enrolments": len(rows),
        "people": people,
        "trained": training["person_id"].nunique(),
        "young_women": women.loc[women["age"].between(14, 28), "person_id"].nunique(),
        "youngest": rows["age"].min(),
        "paid_usd": paid,
        "training_usd": training["amount_usd"].sum(),
        "second_year_usd": rows.loc[rows["joined_on"] >= "2019-01-01", "amount_usd"].sum(),
        "mean_usd": rows["amount_usd"].mean(),
        "largest_usd": rows["amount_usd"].max(),
        "share_women": 100 * women["person_id"].nunique() / known["person_id"].nunique(),
        "usd_per_person": paid / people,
    }


def cross(rows: pd.DataFrame, people: int) -> dict[str, Any]:
    """People by settlement and sex, with both margins."""
    rows["sex"] = rows["sex"].cat.add_categories("not recorded").fillna("not recorded")
    cells = rows.groupby(["settlement", "sex"], observed=True)["person_id"].nunique().reset_index()
    settlements = rows.groupby("settlement", observed=True)["person_id"].nunique()
    sexes = rows.groupby("sex", observed=True)["person_id"].nunique()
    answers = {f"people/{settlement}/{sex}": number for settlement, sex, number in cells.itertuples(index=False)}
    answers |= {f"people/{settlement}/total": number for settlement, number in settlements.items()}
    return answers | {f"people/total/{sex}": number for sex, number in sexes.items()} | {"people/total/total": people}


register = pd.read_csv("enrolments.csv", usecols=[*TYPES, "joined_on"], dtype=TYPES, parse_dates=["joined_on"])
found = indicators(register)
if "cross" in sys.argv:
    found |= cross(register, found["people"])
for name, value in found.items():
    print(name, value, sep=",")
