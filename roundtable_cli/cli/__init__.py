"""How it is asked: one module per command. Only here is click known."""
