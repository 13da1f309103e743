"""Where the table stands in the rows of a file: the titles above it, the rows that name its columns, the notes below.

In come rows of texts with their numbers; out come numbers of rows, each with its part in the file. What the cells of
records mean does not belong here.
"""
