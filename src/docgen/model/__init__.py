"""Values and rules. Pure: no file, no clock, no framework, no database."""
