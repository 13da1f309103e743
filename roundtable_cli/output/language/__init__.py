"""In which words: values, units, rules and conditions come in, texts in one language come out.

`words.toml` holds the fixed words in each language. Rounding happens here and nowhere else; where a text stands on a
page is settled by `layouts`.
"""
