"""What a project counts, as its own files and the command line say it.

`indicators.toml` comes in, and a frozen `ResultsFramework` goes out: indicators, dimensions, conditions, reporting
periods, and the measures with their traits. No table is known here: what the names stand for is found in `binding`.
"""
