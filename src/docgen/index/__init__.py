"""The search index: derived from the register, to be dropped at any time."""
