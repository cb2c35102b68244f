"""The interface keeps what its description promises, whatever is sent (schemathesis).

A few requests to each address here; 5,000 by ``make slow``.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from tests.support.offices import founder

from docgen.office import tokens
from docgen.office.desk import Office
from docgen.web.wsgi import application

MANY = 5_000
FEW = 2
LONG = bool(os.environ.get("DOCGEN_LONG"))


@pytest.fixture
def described(office: Office) -> tuple[Any, str]:
    """The description, and a key of somebody who may do nearly everything."""
    key, _ = tokens.make(office, founder(), "test", list(tokens.SCOPES), 30)
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application), key


def test_no_request_breaks_the_server(described: tuple[Any, str]) -> None:
    schema, key = described
    operations = [one.ok() for one in schema.get_all_operations()]
    examples = MANY // len(operations) + 1 if LONG else FEW
    answered: set[int] = set()

    for operation in operations:

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:  # noqa: ANN401  schemathesis's own
            headers = {"Authorization": f"Bearer {key}", "Host": "127.0.0.1"}
            answer = case.call(headers=headers)
            answered.add(answer.status_code)
            assert answer.status_code < 500, (case.as_curl_command(), answer.text)
            if answer.status_code >= 400:
                assert answer.headers["content-type"] == ["application/problem+json"]

        ask()

    assert 200 in answered
    assert answered & {404, 422}


def test_the_description_is_of_version_3_1(described: tuple[Any, str]) -> None:
    schema, _ = described

    assert schema.raw_schema["openapi"].startswith("3.1")
    assert len(schema.raw_schema["paths"]) > 20
