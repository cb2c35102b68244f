"""Claim: 10,000 rows of an Excel sheet become Word files at 2,000 a second or more, in 300 MB.

    python bench/bench_batch.py [rows]        default 10,000

The whole command, from its start to its end: reading and checking the sheet, numbers, an entry
of the log for each form, files, result sheet. The rate is rows per second of the clock; memory is
the proportional share (PSS) of all its processes together, looked at while it runs. Beside it,
docxtpl fills its records in a plain loop, one process, without sheet, numbers, files or log.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from openpyxl import Workbook

NAME = "complaint/complaint-record"
WORKER = Path(__file__).with_name("fill_worker.py")
PROGRAM = Path(sys.executable).with_name("docgen")
ROWS = 10_000
FLOOR, MOST_MEGABYTES = 2_000, 300
HEADS = ("投诉时间", "投诉客户", "联系人", "联系电话", "投诉方式", "投诉级别")
MORE_HEADS = ("投诉内容", "联系部门", "经办人", "处理意见", "备注")
FIRST = dt.datetime(2026, 3, 1, 9)  # noqa: DTZ001  a form's time has no zone


def main() -> int:
    """Measure, print, and fail below the floor."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory(prefix="docgen-bench-") as scratch:
        rows = sheet(Path(scratch) / "rows.xlsx", count)
        office = Path(scratch) / "office"
        subprocess.run(
            [PROGRAM, "init", office, "--company", "样例"], check=True, stdout=sys.stderr
        )
        command = [PROGRAM, "batch", NAME, rows, "--out", Path(scratch) / "out", "--json"]
        seconds, megabytes, told = watched([*map(str, command), "--office", str(office)])
    rate = count / seconds
    print(f"docgen batch: {told['done']:,} rows in {seconds:.2f} s, {rate:,.0f} rows/s")
    print(f"memory of all processes: {megabytes:.0f} MB at most")
    theirs = plain_loop()
    print(f"docxtpl in a loop: {theirs:,.1f} rows/s, ratio {rate / theirs:.0f}")
    return 0 if rate >= FLOOR and megabytes <= MOST_MEGABYTES else 1


def sheet(path: Path, count: int) -> Path:
    """A data sheet of so many complaints, no two alike."""
    book = Workbook(write_only=True)
    page = book.create_sheet()
    page.append([*HEADS, *MORE_HEADS])
    for turn in range(count):
        received = FIRST + dt.timedelta(minutes=turn)
        first = (received, f"云汀物流（示例）第{turn}公司", "梁若岚", "0755-5555 0123", "来电")
        said = f"客户反映第{turn}批货物到站后短少{turn % 97}升；要求查明原因，补足油量，并作说明。"
        page.append(
            [
                *(*first, "较大", said * 2),
                *("储运部、质量计量科", "周映秋", "差额属卸油管余油未排净所致。", "一月后回访"),
            ]
        )
    book.save(path)
    return path


def watched(command: list[str]) -> tuple[float, float, dict[str, int]]:
    """Run a command; its seconds, the most memory its processes had together, and its answer."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
    most, over = [0.0], threading.Event()

    def look() -> None:
        while not over.wait(0.05):
            most[0] = max(most[0], group_megabytes(process.pid))

    watcher = threading.Thread(target=look)
    watcher.start()
    told, _ = process.communicate()
    seconds = time.perf_counter() - started
    over.set()
    watcher.join()
    if process.returncode:
        sys.exit("the batch failed")
    return seconds, most[0], json.loads(told)


def group_megabytes(leader: int) -> float:
    """The memory of a process and all that it started; what they share is counted once."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(process.name)) == leader or parent(process) == leader:
                total += share(process)
        except OSError:  # it has just ended
            continue
    return total / 1_000


def parent(process: Path) -> int:
    """Who started a process."""
    return int((process / "stat").read_text().rpartition(")")[2].split()[1])


def share(process: Path) -> int:
    """The proportional share of a process, in kB."""
    lines = (process / "smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def plain_loop() -> float:
    """Documents per second of docxtpl on the same template, as ``bench_fill`` measures it."""
    command = [sys.executable, str(WORKER), "docxtpl", NAME]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout.split()[0])


if __name__ == "__main__":
    sys.exit(main())
