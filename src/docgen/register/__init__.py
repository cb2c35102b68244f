"""The office's tables. Thin rows: no rule and no signal lives here."""
