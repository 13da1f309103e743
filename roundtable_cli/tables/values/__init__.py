"""From the text of a cell to its value: the one table of accepted forms, the same for every file and engine.

In comes a text and the `Field` of its column, out goes a value or a fault in words. What is white space, a number, a
date, a currency's sign, the error of a formula is written here and nowhere else. Files and rows do not belong here.
"""
