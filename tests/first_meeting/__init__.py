"""Files as they come from partners, met for the first time: no number that comes out of one is wrong in silence."""
