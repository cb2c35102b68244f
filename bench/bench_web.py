"""Claims: pages stay quick with 100,000 papers, 12,000 customers and 20 people at work.

    python bench/bench_web.py [--papers 100000] [--customers 12000] [--people 20] [--seconds 60]
        [--office DIR]      an office that an earlier run made there is used again

The office is made by the office's own verbs, in memory where there is room. ``docgen serve`` runs
as people start it; the load comes from this process. Two rounds: people at work, who look at what
came for one to three seconds before they go on; and people who never wait, which shows what the
server can do. Times are those of the whole answer, by the clock, on a machine that does both.
"""

from __future__ import annotations

import argparse
import http.client
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from statistics import median, quantiles
from urllib.parse import quote

import docgen.web.setup as web  # Django before anything else

# isort: split

from django.test import Client
from papers import CITIES, company
from papers import papers as invented
from places import MEMORY, load

from docgen.cli.base import os_login
from docgen.office import customers, dossiers, filing, opening, people
from docgen.office.desk import Office, one_transaction
from docgen.office.filing import NewPaper
from docgen.register.models import Customer, Dossier, Person
from docgen.web import desk

GROUP = 250
UNIT = "客户服务部"
THINK = (1.0, 3.0)
#: What is looked for: words of many papers and of none, names, numbers, filters.
WORDS = (
    *("投诉 漏水", "维修", "发票", "客户 处理", "grade:C since:2023", "满意", "地址"),
    *("供气压力不足", "customer:样云 维修", "云州样云物叶", "TS-2024", "19900000042"),
)
#: What somebody has typed so far: a place, a name by its sound, a number, a phrase.
TYPED = (*(city[:2] for city in CITIES), "szyb", "TS-20", "客户 处理", "水质")


def main() -> None:
    """Measure and print one table a round."""
    chosen = _options()
    folder = chosen.office or MEMORY / f"docgen-bench-web-{os.getpid()}"
    if not (folder / "docgen.toml").is_file():
        _make(folder, chosen.papers, chosen.customers, chosen.people)
    office = opening.open_office(folder)
    numbers = [str(one) for one in Dossier.objects.all()[:5000]]
    port = 8765
    server = subprocess.Popen(
        [
            str(Path(sys.executable).with_name("docgen")),
            "--office",
            str(folder),
            "serve",
            "--port",
            str(port),
        ]
    )
    try:
        _wait(port)
        cookies = _cookies(office)
        for name, think in (("at work", THINK), ("never waiting", (0.0, 0.0))):
            taken = _round(port, cookies, numbers, think, chosen.seconds)
            _tell(name, taken, chosen.seconds)
    finally:
        server.terminate()
        server.wait()


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser()
    for name, default in (("papers", 100_000), ("customers", 12_000), ("people", 20)):
        options.add_argument(f"--{name}", type=int, default=default)
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--office", type=Path)
    return options.parse_args()


def _make(folder: Path, papers: int, count: int, crew: int) -> None:
    """The office: people, customers with a dossier each, papers filed in groups."""
    started = time.perf_counter()
    office = opening.init(
        folder,
        company="样例客户服务有限公司",
        language="zh",
        login="shen",
        name="沈砚",
        unit=UNIT,
        os_login=os_login(),
        act_as=True,
    )
    web.migrate()
    who = people.by_login("shen")
    for n in range(crew):
        people.add(office, who, login=f"p{n:02}", name=f"员工{n:02}", unit=UNIT, roles=["clerk"])
    random = Random(8)  # noqa: S311  the same office every time
    places: list[Dossier] = []
    while len(places) < count:
        with one_transaction():
            some = range(len(places), min(count, len(places) + GROUP))
            places += [_place(office, who, random, n) for n in some]
    print(f"{count} customers: {time.perf_counter() - started:.0f} s", flush=True)
    drawn = invented(papers, characters=range(200, 900))
    batch: list[tuple[Dossier, NewPaper]] = []
    for n, one in enumerate(drawn, 1):
        files = {"材料.txt": one.body.encode()}
        paper = NewPaper(files, one.title, "other", one.body, number=f"{one.number}-{n}")
        batch.append((random.choice(places), paper))
        if len(batch) == GROUP or n == papers:
            filing.file_many(office, who, batch)
            batch = []
    opening.open_office(folder)  # the index takes what is left
    print(f"{papers} papers: {time.perf_counter() - started:.0f} s, {load()}", flush=True)


def _place(office: Office, who: Person, random: Random, n: int) -> Dossier:
    new = customers.NewCustomer(name=f"{company(random)}{n:05}")
    customer: Customer = customers.add(office, who, new, separate=True, unit=UNIT)
    return dossiers.open_dossier(office, who, customer)


def _cookies(office: Office) -> list[str]:
    """A session for each of the crew, as signing in makes it."""
    desk.use(office)
    crew = Person.objects.filter(login__startswith="p").order_by("pk")
    return list(map(_signed_in, crew))


def _signed_in(person: Person) -> str:
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    session = browser.session
    shown = [{"method": "password", "at": time.time(), "username": person.login}]
    session["account_authentication_methods"] = shown
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return browser.cookies["docgen_session"].value


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health/")
            if connection.getresponse().status == http.client.OK:
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def _round(
    port: int, cookies: list[str], numbers: list[str], think: tuple[float, float], seconds: int
) -> dict[str, list[float]]:
    """All people at once for so long; the times of each page in milliseconds."""
    taken: dict[str, list[float]] = {}
    until = time.perf_counter() + seconds
    crew = [
        threading.Thread(target=_work, args=(port, cookie, numbers, think, until, n, taken))
        for n, cookie in enumerate(cookies)
    ]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    return taken


def _work(
    port: int,
    cookie: str,
    numbers: list[str],
    think: tuple[float, float],
    until: float,
    seed: int,
    taken: dict[str, list[float]],
) -> None:
    random = Random(seed)  # noqa: S311  the same questions every time
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    time.sleep(random.uniform(0, think[1]))
    for name, path in _pages(random, numbers):
        if time.perf_counter() > until:
            return
        started = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": f"docgen_session={cookie}"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.client.OK:
            raise SystemExit(f"{path}: {answer.status}")
        taken.setdefault(name, []).append((time.perf_counter() - started) * 1000)
        time.sleep(random.uniform(*think))


def _pages(random: Random, numbers: list[str]) -> Iterator[tuple[str, str]]:
    asked: dict[str, Callable[[], str]] = {
        "home": lambda: "/",
        "search": lambda: f"/search/?q={quote(random.choice(WORDS))}",
        "suggestions": lambda: f"/search/suggestions/?q={quote(random.choice(TYPED))}",
        "dossier": lambda: f"/dossiers/{random.choice(numbers)}/",
    }
    while True:
        name = random.choice([*asked, "suggestions", "search"])
        yield name, asked[name]()


def _tell(round_: str, taken: dict[str, list[float]], seconds: int) -> None:
    every = sum(map(len, taken.values()))
    print(f"\n{round_}: {every / seconds:.1f} answers/s, {load()}\n")
    print("| page | answers | p50 ms | p95 ms | worst ms |\n| --- | ---: | ---: | ---: | ---: |")
    for name, times in sorted(taken.items()):
        p95 = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
        print(f"| {name} | {len(times)} | {median(times):.0f} | {p95:.0f} | {max(times):.0f} |")


if __name__ == "__main__":
    main()
