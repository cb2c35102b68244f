"""Claim: ``docgen --help`` costs at most 0.15 s of CPU. Beside it: Python doing nothing."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

ROUNDS = 9
LIMIT = 0.15


def cpu_seconds(command: list[str]) -> float:
    """Processor time of one run, the child's alone."""
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    spent = after.children_user + after.children_system
    return spent - before.children_user - before.children_system


def main() -> int:
    """Interleave both, print medians and ratio."""
    docgen = [str(Path(sys.executable).with_name("docgen")), "--help"]
    nothing = [sys.executable, "-c", "pass"]
    ours, bare = [], []
    for _ in range(ROUNDS):
        bare.append(cpu_seconds(nothing))
        ours.append(cpu_seconds(docgen))
    help_, python = statistics.median(ours), statistics.median(bare)
    print(f"docgen --help   {help_:.3f} s of CPU (median of {ROUNDS})")
    print(f"python -c pass  {python:.3f} s")
    print(f"ratio           {help_ / python:.1f}")
    return 0 if help_ <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
