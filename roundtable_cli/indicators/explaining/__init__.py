"""How a value came about: each row of the tables behind it, counted or left out, and why.

A computed request comes in; steps that add up and rows that tell their reasons go out. What is counted is decided in
`computing`; here it is only asked and told. No text in a language belongs here.
"""
