"""Put the analysed codings into one long table."""
