"""What a column looks like, told by its heading and its counted texts: kinds, personal data, currencies.

In come columns of a `Source` with their texts counted (`ColumnProfile`); out go kinds and names of columns. Nothing
here says that a cell is wrong: that is of `quality` and `checks`.
"""
