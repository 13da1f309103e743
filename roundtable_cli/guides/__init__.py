"""The handbook: Markdown files, read from the package as they are.

In comes the name of a guide, and perhaps the words of a heading; out comes text. Nothing here knows what a guide says,
and no project, no table and no definition is read.
"""
