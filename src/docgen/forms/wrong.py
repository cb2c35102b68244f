"""How one value says that it does not fit. Never leaves the forms: many become one ``BadInput``."""

from __future__ import annotations


class WrongValueError(Exception):
    """One value does not fit: the sentence, and what to do about it."""

    def __init__(self, text: str, fix: str) -> None:
        """Keep both sentences for the list of faults."""
        super().__init__(text, fix)
        self.text, self.fix = text, fix
