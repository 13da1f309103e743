"""A request computed. Bound indicators come in, results go out.

The way is: what to read (`load_plan`), tables read (`loading`), columns joined to them (`joins`), the rows of a period
(`windows`) with their categories (`category_columns`), the measures asked in each cell (`cell_answers`), results in
order (`results_table`). No name of a definition is looked up here, and no words are made but those of refusals.
"""
