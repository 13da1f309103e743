"""A request computed. Bound indicators come in, results go out.

The way is: what to read (`load_plan`), tables read (`loading`), columns joined to them (`joins`), the rows of a period
(`windows`), the measures asked in each cell (`period_query`), results in order (`results_table`). No name of a
definition is looked up here, and no words are made for a reader but those of refusals.
"""
