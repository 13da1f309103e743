"""What is assumed about the cells of a column that nobody declared so, or likely wrong with a table: each is told.

In come a `Field` and the texts of its column, or a table of submissions; out go fields that read some texts as no
value, and warnings that stand under every table of numbers. How a type is found does not belong here.
"""
