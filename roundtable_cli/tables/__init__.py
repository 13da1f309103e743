"""What the data is: from files to typed tables. Nothing here knows of indicators."""
