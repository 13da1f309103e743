"""What tables without a schema are, proposed from headers and rows: types, keys, currencies, what is personal."""
