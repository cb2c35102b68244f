"""Where tests find what they share; no test is held to a wall clock."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parents[1]))
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
