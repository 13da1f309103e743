"""What is counted. Typed tables and the definitions in `indicators.toml` come in, results go out.

Results are values with the counts of the rows behind them, and notes. How a file is read is the matter of `tables`;
how a result is laid out, rounded and worded, that of `output`.
"""
