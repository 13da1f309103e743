"""Rows that hold the totals of other rows, and the notes below them: they are no records.

In come the rows below a header, out goes what each of them is, told from its label and from the sums of the others.
What is said of them does not belong here, but in `row_faults`.
"""
