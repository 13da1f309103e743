"""The arithmetic of the measures, a module for each family, which `catalogue` lists by name.

Each computes over the rows of a view, over the rows that belong to a row, and over columns of a row. A view comes in,
exact answers or expressions go out. How answers become results, and which rows count, is the matter of `computing`.
"""
