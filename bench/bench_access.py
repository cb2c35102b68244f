"""Claim: the rules of access decide 300,000 requests a second on one core.

    python bench/bench_access.py

A mixture of readers, desks and strangers, two in five allowed, made beforehand; beside
it the same loop with a function that returns at once. A second line reads every reason in words,
which a decision does only when somebody asks. CPU time of this process, median of 5.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from itertools import product
from statistics import median
from time import process_time

from docgen.model.access import Act, LoanFact, Paper, Request, decide
from docgen.model.people import Person, Role

ROUNDS, TIMES, LIMIT = 5, 60, 300_000
TODAY = dt.date(2026, 3, 9)
ITEM, DOSSIER, UNIT = "0000000042-0007", "0000000042", "客户服务部"
ACTS = (Act.FIND, Act.VIEW, Act.READ, Act.COPY, Act.FILE, Act.AMEND, Act.REQUEST_LOAN)


def requests() -> list[Request]:
    """Every person with every act, paper and loan of the mixture."""
    people = [
        Person("p-0001", "mira", unit, rank, frozenset(roles))
        for unit in (UNIT, "工程部")
        for rank in (1, 3)
        for roles in ({Role.CLERK}, {Role.ARCHIVIST, Role.CLERK}, {Role.MANAGER}, {Role.AUDITOR})
    ]
    papers = [Paper(ITEM, rank, UNIT, DOSSIER) for rank in range(4)]
    loans = [None, LoanFact(ITEM, "p-0001", "out", TODAY)]
    return [
        Request(person, act, TODAY, paper, "service", loan)
        for person, act, paper, loan in product(people, ACTS, papers, loans)
    ]


def rate(asked: list[Request], judge: Callable[[Request], object]) -> float:
    """Requests a second: the median of some rounds."""
    found = []
    for _ in range(ROUNDS):
        start = process_time()
        for _ in range(TIMES):
            for one in asked:
                judge(one)
        found.append(len(asked) * TIMES / (process_time() - start))
    return median(found)


def nothing(_request: Request) -> None:
    """An empty call."""


def main() -> int:
    """Measure and print."""
    asked = requests()
    allowed = sum(decide(one).allow for one in asked)
    decided, empty = rate(asked, decide), rate(asked, nothing)
    spoken = rate(asked, lambda one: decide(one).reasons)
    print(f"requests            {len(asked)}, {allowed} of them allowed")
    print(f"decide              {decided:,.0f}/s (median of {ROUNDS}, one core)")
    print(f"an empty call       {empty:,.0f}/s")
    print(f"ratio               {empty / decided:.1f}")
    print(f"with all reasons    {spoken:,.0f}/s")
    return 0 if decided >= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
