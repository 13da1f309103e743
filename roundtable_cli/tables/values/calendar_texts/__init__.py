"""How dates, times, months and periods are written: the accepted forms of each, in digits and in words.

In comes the text of a cell, or of two; out goes a day, or the days of a period. Numbers and currencies, and which of
the forms a column has, do not belong here.
"""
