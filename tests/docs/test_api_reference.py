"""The reference of the interface is what the interface says of itself; its client works."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import api_reference  # noqa: E402  a tool, not a package


def test_the_page_is_the_interface() -> None:
    assert api_reference.PAGE.read_text("utf-8") == api_reference.page(), (
        "run: python tools/api_reference.py"
    )


def test_the_guide_names_only_addresses_that_are_there() -> None:
    guide = (ROOT / "docs" / "guide" / "api.md").read_text("utf-8")
    page = api_reference.page()

    assert "/api/v1/search" in guide
    assert "### GET /search" in page
    assert all(f"({name})" in guide for name in ("client.py", "api-reference.md"))


def test_the_client_can_be_copied() -> None:
    spec = importlib.util.spec_from_file_location("client", ROOT / "docs" / "guide" / "client.py")
    assert spec is not None
    assert spec.loader is not None
    client = importlib.util.module_from_spec(spec)
    sys.modules["client"] = client
    spec.loader.exec_module(client)

    shown = repr(client.Docgen("https://records.example.cn", "docgen_secret"))

    assert "docgen_secret" not in shown
