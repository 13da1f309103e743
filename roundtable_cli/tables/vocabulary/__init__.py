"""What words of people say about columns: the kinds that headings speak of, and names of persons, as catalogues.

In comes the text of a heading or a cell, out goes what it says. What the cells of a column hold does not belong here,
but in `inference` and `profiling`.
"""
