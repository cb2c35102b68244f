"""Claim: a PDF from a running LibreOffice costs at most 0.2 of one that starts for each paper,
and one of a batch set together at most 0.06.

    python bench/bench_pdf.py [papers in the batch]        default 120

Wall-clock time per paper, one process at a time, rounds interleaved, medians; the last line is
the batch on all cores. Batches are set in groups, so that a batch of 300 costs per paper what
one of 120 does. The papers are complaint records, each with other words.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path

from docgen.render.docx import fill
from docgen.render.example import example_context
from docgen.render.folder import find_template
from docgen.render.pdf import TOGETHER, Pool, to_pdf, to_pdfs

TEMPLATES = Path(__file__).parents[1] / "templates"
NAME = "complaint/complaint-record"
ROUNDS, COLD, WARM, BATCH = 3, 4, 20, 120
WARM_LIMIT, BATCH_LIMIT = 0.2, 0.06
PLACES = "云汀 北岸 南塘 东桥 西岭 青禾 白鹭 长亭 石门 柳湾".split()
TRADES = "食品 纺织 器材 印务 物流 园林 家具 乳业 建材 茶叶".split()
FAULTS = "到货短少 包装破损 规格不符 送货延误 票据有误 服务态度生硬".split()


def records(count: int) -> list[bytes]:
    """Filled complaint records, no two alike."""
    folder = find_template(TEMPLATES, NAME)
    context = example_context(folder)
    words = list(product(PLACES, TRADES, FAULTS))
    return [
        fill(folder.docx, {**context, **_own(number, *words[number % len(words)])}, labels={})
        for number in range(count)
    ]


def _own(number: int, place: str, trade: str, fault: str) -> Mapping[str, object]:
    return {
        "number": f"TS-202603{number:04d}",
        "customer_name": f"{place}{trade}（示例）有限公司",
        "content": f"{place}{trade}来电称第{number}批货物{fault}，要求三日内答复并补齐。" * 2,
    }


def per_paper(work: Callable[[], object], count: int) -> float:
    """Seconds a paper."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) / count


def main(batch: int = BATCH) -> int:
    """Measure, print medians and ratios."""
    papers = records(batch)
    cold, warm, together, wide = [], [], [], []
    with Pool(1) as one, Pool() as all_cores:
        to_pdf(papers[0], pool=one)
        to_pdfs(papers[: 2 * all_cores.size], pool=all_cores)
        for _ in range(ROUNDS):
            cold.append(per_paper(lambda: [to_pdf(each) for each in papers[:COLD]], COLD))
            warm.append(per_paper(lambda: [to_pdf(each, pool=one) for each in papers[:WARM]], WARM))
            for pool, times in ((one, together), (all_cores, wide)):
                times.append(
                    per_paper(
                        lambda pool=pool: to_pdfs(papers, same_template=True, pool=pool),  # type: ignore[misc]
                        batch,
                    )
                )
    whole = statistics.median(cold)
    print(f"{batch} complaint records, groups of {TOGETHER}, {ROUNDS} rounds, median s per paper")
    shares = []
    for name, times in (
        ("one process per paper", cold),
        ("running, one at a time", warm),
        ("batch set together", together),
        (f"the same, {all_cores.size} processes", wide),
    ):
        shares.append(statistics.median(times) / whole)
        spread = f"{min(times):.3f}..{max(times):.3f}"
        print(f"{name:24s}{statistics.median(times):7.3f}   {spread}   ratio {shares[-1]:.3f}")
    return 0 if shares[1] <= WARM_LIMIT and shares[2] <= BATCH_LIMIT else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
