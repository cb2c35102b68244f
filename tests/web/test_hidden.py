"""What somebody may not know of sounds like what is not there, wherever a number can be given.

Addresses of pages are played by ``test_reach``. Here are the addresses of the interface, the
numbers that are typed into forms, and the papers that are printed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.reach.cast import Cast
from tests.web.test_reach import browser, undone, words

from docgen.office import customers, lending, tokens
from docgen.register.models import Customer, Loan, Person
from docgen.register.models_postings import Posting
from docgen.render.words import words as printed_words
from docgen.web import api_papers

BODY = "application/json"


def program(cast: Cast, role: str) -> Client:
    """A program with a token of this person for everything."""
    key, _ = tokens.make(cast.office, cast.people[role], "x", list(tokens.SCOPES), 1)
    return Client(SERVER_NAME="127.0.0.1", HTTP_AUTHORIZATION=f"Bearer {key}")


def numbers(cast: Cast) -> dict[str, str]:
    """What the addresses of the interface are made of."""
    own = {"item": cast.item, "customer": cast.customer, "loan": cast.loan, "case": cast.case}
    own |= {"number": cast.dossier, "dossier": cast.dossier}
    return own | {"duty": cast.duty, "step": "close", "index": "3"}


def nines(text: str) -> str:
    """A number that nothing has."""
    return re.sub(r"\d", "9", text)


def addresses(described: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each address that names something, with its methods; templates are everybody's."""
    for path, methods in described["paths"].items():
        if "{" in path and "/templates/" not in path:
            yield from ((path, method) for method in methods if method in {"get", "post"})


def told(asker: Client, method: str, path: str) -> tuple[int, str]:
    """What a program hears, without figures."""
    with undone():
        if method == "get":
            answer = asker.get(path, {"purpose": "service"})
        elif path.endswith("/papers"):
            file = SimpleUploadedFile("a.txt", b"words")
            answer = asker.post(path, {"title": "x", "file": file})
        else:
            sent = json.dumps({"reason": "x", "answers": {}})
            answer = asker.post(path, sent, content_type=BODY)
    return answer.status_code, nines(answer.content.decode())


def differing(cast: Cast, asker: Client) -> list[str]:
    """Addresses that answer otherwise for what is there than for what is not."""
    described = asker.get("/api/v1/openapi.json").json()
    there = numbers(cast)
    absent = {name: nines(value) for name, value in there.items()}
    asked = [
        (method, path.format(**there), path.format(**absent), path)
        for path, method in addresses(described)
    ]
    return [
        f"{method} {path}"
        for method, one, other, path in asked
        if told(asker, method, one) != told(asker, method, other)
    ]


def test_a_program_of_a_stranger_hears_the_same_of_everything(cast: Cast) -> None:
    with undone():
        found = differing(cast, program(cast, "stranger"))

    assert found == []


def test_an_address_that_tells_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_papers, "item_of", lambda _, number: number)

    with undone():
        found = differing(cast, program(cast, "stranger"))

    assert found == ["get /api/v1/items/{item}/copy", "get /api/v1/items/{item}/files"]


@pytest.mark.parametrize("rank", [0, 3])
def test_a_wish_for_a_paper_tells_nothing_of_it(cast: Cast, rank: int) -> None:
    with undone():
        Person.objects.filter(login="lena").update(clearance=rank)
        asker = program(cast, "stranger")
        heard = []
        for item in (cast.item, nines(cast.item)):
            wish = json.dumps({"item": item, "purpose": "nothing of the list"})
            answer = asker.post("/api/v1/loans", wish, content_type=BODY)
            heard.append((answer.status_code, answer.content))

    assert heard[0] == heard[1]
    assert heard[0][0] == 404


#: Who, where, which fields, and which of them names something.
TYPED: list[tuple[str, str, dict[str, str], str]] = [
    ("stranger", "/loans/scan/", {"scan": "item"}, "scan"),
    ("stranger", "/loans/scan/", {"scan": "loan"}, "scan"),
    ("stranger", "/loans/new/", {"item": "item", "kind": "paper", "purpose": ""}, "item"),
    ("stranger", "/cases/new/", {"item": "item", "profile": "oil"}, "item"),
    ("stranger", "/cases/new/", {"customer": "customer", "profile": "oil"}, "customer"),
    ("stranger", "/cases/new/", {"dossier": "number", "profile": "oil"}, "dossier"),
    ("stranger", "/visits/papers/call/", {"customer": "customer"}, "customer"),
    ("stranger", "/visits/papers/month/", {"dossier": "number", "month": "2026-01"}, "dossier"),
    ("stranger", "/dossiers/open/", {"customer": "customer"}, "customer"),
    ("stranger", "/new/complaint/complaint-record/", {"case": "case"}, "case"),
    ("stranger", "/new/complaint/complaint-record/", {"dossier": "number"}, "dossier"),
    ("stranger", "/destructions/new/", {"items": "item", "opinion": "x"}, "items"),
    ("stranger", "/registers/regradings/propose/", {"number": "item", "grade": "B"}, "number"),
    ("stranger", "/registers/regradings/propose/", {"number": "number", "grade": "B"}, "number"),
    ("archivist", "/loans/scan/", {"scan": "item"}, "scan"),
    ("archivist", "/retention/holds/put/", {"place": "item", "name": "x", "reason": "x"}, "place"),
    ("archivist", "/retention/lengthen/", {"item": "item", "period": "permanent"}, "item"),
    ("archivist", "/cases/new/", {"item": "item", "profile": "oil"}, "item"),
]


def typed(cast: Cast, role: str, url: str, sent: Mapping[str, str]) -> tuple[int, str, str]:
    """What a page says to what was typed, without figures."""
    asker = browser(role)
    with undone():
        # An archivist keeps all dossiers: here he is cleared for public papers alone.
        Person.objects.filter(login="jonas").update(clearance=0)
        Loan.objects.update(borrower=cast.people["manager"], state="returned")
        answer = asker.post(url, sent)
    return answer.status_code, answer.get("Location", ""), nines(words(answer.content, url, {}))


@pytest.mark.parametrize(("role", "url", "fields", "names"), TYPED)
def test_what_is_typed_tells_nothing_of_what_is_there(
    cast: Cast, role: str, url: str, fields: dict[str, str], names: str
) -> None:
    there = numbers(cast)
    sent = {name: there.get(value, value) for name, value in fields.items()}

    one = typed(cast, role, url, sent)
    other = typed(cast, role, url, sent | {names: nines(sent[names])})

    assert one == other


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("/registers/copies/", "item"),
        ("/registers/copies/", "dossier"),
        ("/loans/new/", "item"),
        ("/new/complaint/complaint-record/", "customer"),
        ("/search/?q=like:{}", "item"),
    ],
)
def test_what_an_address_asks_for_tells_nothing_of_what_is_there(
    cast: Cast, url: str, name: str
) -> None:
    asker, heard = browser("stranger"), []
    for value in (numbers(cast)[name], nines(numbers(cast)[name])):
        asked = url.format(value)
        with undone():
            answer = asker.get(asked, {} if "?" in url else {name: value})
        heard.append((answer.status_code, words(answer.content, asked, {name: value})))

    assert heard[0] == heard[1]


def test_a_form_that_tells_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lending, "is_known", lambda *_: True)
    sent = {"item": cast.item, "profile": "oil"}

    one = typed(cast, "stranger", "/cases/new/", sent)

    assert one != typed(cast, "stranger", "/cases/new/", sent | {"item": nines(cast.item)})


@pytest.mark.parametrize(("role", "sees"), [("archivist", True), ("auditor", False)])
@pytest.mark.parametrize(
    "what", ["{loan}/slip/?as=docx", "{loan}/sheet/?as=docx", "register/?as=docx"]
)
def test_what_is_printed_of_loans_has_titles_for_those_who_may_know_them(
    cast: Cast, what: str, role: str, *, sees: bool
) -> None:
    answer = browser(role).get(f"/loans/{what.format(loan=cast.loan)}")

    text = printed_words(answer.content)
    title = Loan.objects.get(pk=int(cast.loan[1:])).item.title
    assert (title in text, "（略）" in text) == (sees, not sees)
    assert cast.item in text


@pytest.mark.parametrize(("role", "sees"), [("clerk", True), ("stranger", False)])
@pytest.mark.usefixtures("cast")
def test_who_is_posted_where_is_told_by_name_to_those_who_may_know_it(
    role: str, *, sees: bool
) -> None:
    posted = Posting.objects.earliest("pk")

    asker = browser(role)
    with undone():
        text = asker.get("/postings/areas/").content.decode()

    assert (posted.name in text, posted.code in text) == (sees, sees)
    assert sees or posted.unit in text


def test_a_customer_of_another_unit_is_no_number_to_a_stranger(cast: Cast) -> None:
    name = Customer.objects.earliest("pk").name
    new = customers.NewCustomer(name)

    asker = browser("stranger")
    with undone():
        answer = asker.post("/customers/new/", {"name": name, "kind": "company"})
    with undone(), pytest.raises(customers.SameCustomer) as known:
        customers.add(cast.office, cast.people["clerk"], new)

    assert answer.status_code == 422
    assert cast.customer not in answer.content.decode()
    assert cast.customer in str(known.value.why)


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("url", "name", "text"),
    [("/visits/plan/", "customers", "K"), ("/visits/plan/", "visitor", "p-")],
)
def test_a_number_of_thousands_of_figures_is_none(url: str, name: str, text: str) -> None:
    sent = {name: text + "9" * 5000, "period": "2027"}

    asker = browser("clerk")
    with undone():
        answer = asker.post(url, sent)

    assert answer.status_code == 422
