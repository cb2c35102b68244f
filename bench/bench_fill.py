"""Claim: a form is filled at least 150 times as fast as by docxtpl, 50 times docxtemplater.

    python bench/bench_fill.py [FOLDER]     FOLDER: one in which npm has put the peers before

One run, one core, the same two templates and 300 different records for every engine, three
rounds in turn, medians. Rates are documents per second of CPU, the time to start left out. The
engines in JavaScript are fetched by npm into a folder that is thrown away; without npm the rest
is measured all the same.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fill_peers import Braces, Carbone, Translation
from fill_records import records
from fill_worker import COUNT, LIBRARY, ROWS

from docgen.render.docx import fill, words
from docgen.render.folder import read_template

HERE = Path(__file__).parent
TEMPLATES = ("complaint/complaint-record", "dispatch/dispatch-agreement")
ROUNDS = 3
PACKAGES = ("docxtemplater@3.71.0", "pizzip@3.3.0", "easy-template-x@7.2.8", "carbone@3.8.2")
PEERS = {"docxtemplater": Braces, "easy-template-x": Braces, "carbone": Carbone}
#: How many times as fast docgen must at least be.
FLOORS = {"docxtpl": 150, "docxtemplater": 50, "easy-template-x": 40}
#: The same for papers that can be read back, against docxtpl's plain ones.
CONTROLS_FLOOR = 60
ROWS_FLOOR = 20
PINNED = ["taskset", "-c", "0"] if shutil.which("taskset") else []


@dataclass(frozen=True)
class Job:
    """One engine on one template: what to run, and what it filled for comparison."""

    engine: str
    template: str
    command: list[str]


def main() -> int:
    """Measure, print the tables, and fail below a floor."""
    with tempfile.TemporaryDirectory(prefix="docgen-bench-") as scratch:
        modules = Path(sys.argv[1]) if len(sys.argv) > 1 else fetched(Path(scratch))
        jobs = [*our_jobs(), *(peer_jobs(Path(scratch), modules) if modules else [])]
        rates = measured(jobs)
        same = [compared(Path(scratch), *pair) for pair in pairs(jobs)]
    print_rates(rates)
    print(*same, sep="\n")
    rows = {
        engine: measured([Job(engine, "rows", worker(engine, "rows"))])[engine, "rows"]
        for engine in ("docxtpl", "docgen")
    }
    seconds = {engine: 1 / statistics.median(found) for engine, found in rows.items()}
    ratio = seconds["docxtpl"] / seconds["docgen"]
    print(f"\n{ROWS:,} rows: docxtpl {seconds['docxtpl']:.3f} s, docgen {seconds['docgen']:.4f} s,")
    print(f"ratio {ratio:.0f}")
    return 0 if ratio >= ROWS_FLOOR and floors_hold(rates) else 1


def fetched(scratch: Path) -> Path | None:
    """Let npm put the peers into the folder; ``None`` if that cannot be done."""
    if not (shutil.which("npm") and shutil.which("node")):
        print("node and npm are not here: the engines in JavaScript are left out")
        return None
    (scratch / "package.json").write_text('{"private": true}', "utf-8")
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run([*command, *PACKAGES], cwd=scratch, check=False, capture_output=True)
    if done.returncode:
        print("npm cannot be reached: the engines in JavaScript are left out")
        return None
    return scratch


def worker(engine: str, template: str) -> list[str]:
    """The command that measures an engine in Python."""
    return [*PINNED, sys.executable, str(HERE / "fill_worker.py"), engine, template]


def our_jobs() -> list[Job]:
    """Docxtpl, docgen without and with controls, and what docgen cannot do without."""
    engines = ("docxtpl", "docgen", "controls", "alone")
    return [Job(engine, name, worker(engine, name)) for name in TEMPLATES for engine in engines]


def peer_jobs(scratch: Path, modules: Path) -> list[Job]:
    """The engines in JavaScript, with the templates and records turned into theirs."""
    return [
        Job(engine, name, peer(scratch, modules, engine, name))
        for name in TEMPLATES
        for engine in PEERS
    ]


def peer(scratch: Path, modules: Path, engine: str, name: str) -> list[str]:
    """Write down what an engine needs; the command that measures it."""
    folder = read_template(LIBRARY / name, name)
    translation = Translation(folder.docx, PEERS[engine]())
    out = scratch / engine / name.replace("/", "-")
    out.mkdir(parents=True)
    given = [translation.data(record) for record in records(folder.form, COUNT)]
    (out / "template.docx").write_bytes(translation.docx)
    (out / "records.json").write_text(json.dumps(given, ensure_ascii=False), "utf-8")
    files = [str(out / "template.docx"), str(out / "records.json"), str(out)]
    return [*PINNED, "node", str(HERE / "fill_peers.mjs"), engine, str(modules), *files]


def measured(jobs: list[Job]) -> dict[tuple[str, str], list[float]]:
    """Run all jobs in turn, several rounds; the rates of each."""
    rates: dict[tuple[str, str], list[float]] = {}
    for _ in range(ROUNDS):
        for job in jobs:
            done = subprocess.run(job.command, check=True, capture_output=True, text=True)
            rate = float(done.stdout.split()[0])
            rates.setdefault((job.engine, job.template), []).append(rate)
    return rates


def pairs(jobs: list[Job]) -> list[tuple[str, str]]:
    """The peers that filled something, with the template."""
    return [(job.engine, job.template) for job in jobs if job.engine in PEERS]


def compared(scratch: Path, engine: str, name: str) -> str:
    """Whether a peer's papers say what ours say, so that like was measured with like."""
    folder = read_template(LIBRARY / name, name)
    out = scratch / engine / name.replace("/", "-")
    labels = folder.form.labels
    same = sum(
        words(fill(folder.docx, record, labels=labels))
        == words((out / f"{engine}-{turn}.docx").read_bytes())
        for turn, record in enumerate(records(folder.form, 3))
    )
    return f"{engine}, {name}: {same} of 3 papers say the same as ours"


def print_rates(rates: dict[tuple[str, str], list[float]]) -> None:
    """One line an engine, as the page beside this file shows it."""
    print("| engine |" + "".join(f" {name.partition('/')[2]} | × docxtpl |" for name in TEMPLATES))
    print("| --- |" + " ---: | ---: |" * len(TEMPLATES))
    for engine in dict.fromkeys(engine for engine, _ in rates):
        cells = ""
        for name in TEMPLATES:
            found = rates[engine, name]
            middle = statistics.median(found)
            times = middle / statistics.median(rates["docxtpl", name])
            cells += f" {middle:,.1f} ({min(found):,.0f}–{max(found):,.0f}) | {times:,.1f} |"
        print(f"| {engine} |{cells}")


def floors_hold(rates: dict[tuple[str, str], list[float]]) -> bool:
    """Whether docgen is as many times as fast as it promises; says each ratio."""
    held = True
    for name in TEMPLATES:
        ours, theirs = (statistics.median(rates[e, name]) for e in ("controls", "docxtpl"))
        print(f"controls / docxtpl, {name}: {ours / theirs:.0f} (floor {CONTROLS_FLOOR})")
        held &= ours / theirs >= CONTROLS_FLOOR
    for engine, floor in FLOORS.items():
        for name in TEMPLATES:
            if (engine, name) not in rates:
                continue
            ours, theirs = (statistics.median(rates[e, name]) for e in ("docgen", engine))
            print(f"docgen / {engine}, {name}: {ours / theirs:.0f} (floor {floor})")
            held &= ours / theirs >= floor
    return held


if __name__ == "__main__":
    sys.exit(main())
