"""A project whose rows are left out for each kind of reason: visits of people, and members with a personal income."""

from __future__ import annotations

VISITS = """
[dimensions.sex]
column = "sex"
[indicators.people]
table = "visits"
measure = "unique"
column = "id"
where = { kind = "call" }
[indicators.last]
table = "visits"
measure = "latest"
column = "staff"
date = "day"
[indicators.anybody]
table = ["visits", "members"]
measure = "unique"
column = "id"
[indicators.income]
table = "members"
measure = "sum"
column = "income"
"""
TABLES = {
    "visits": "id,sex,kind,staff,day\nP1,f,call,3,2018-01-05\n\nP2,m,visit,4,2018-02-05\nP1,f,call,5,2018-03-07\n"
    ",m,call,6,2018-02-01\nP3,f,call,7,\nP3,m,call,8,2018-01-02\n",
    "members": "id,income\nP1,10\nP9,20\nP2,30\nP3,40\n",
}
PERSONAL = {
    "resources": [
        {
            "name": "members",
            "path": "members.csv",
            "schema": {"fields": [{"name": "id"}, {"name": "income", "type": "integer", "rt:personal": True}]},
        },
        {"name": "visits", "path": "visits.csv"},
    ]
}
