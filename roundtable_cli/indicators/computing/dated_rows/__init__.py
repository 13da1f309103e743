"""What the dates of rows tell of periods: whether a period divides a row's own, how many are empty, where records end.

Dated rows come in, refusals and days go out. Which rows a period counts is in `windows`.
"""
