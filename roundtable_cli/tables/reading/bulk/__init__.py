"""The quick way through large, clean files: cells as places in the bytes, all looked at once with numpy.

In come the bytes of a file, out goes a `CellGrid`, or None where some row asks for a decision: then the file is read
row by row. Both ways give the same; no rule of its own belongs here.
"""
