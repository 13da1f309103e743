"""How it is shown: from results to text. Only here are labels, languages and rounding known."""
