"""How a report is laid out.

In come results and tracking tables that are computed already, out comes a `ReportDocument` in a language. Nothing is
computed here, and no format is known here.
"""
