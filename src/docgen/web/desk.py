"""The office that this process serves: opened once, shared by every request.

``turns`` lets one request at a time in, so nothing here has to be safe among threads.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from docgen.errors import OutsideFailed, say
from docgen.office import opening
from docgen.office.desk import Office
from docgen.web import accounts_oidc_settings, address, incoming, secret

_LANGUAGES = {"zh": "zh-hans", "en": "en"}
_office: list[Office] = []


def open_for(folder: Path) -> Office:
    """Open the office and tell Django what depends on it."""
    return use(opening.open_office(folder))


def use(office: Office) -> Office:
    """Serve this office from now on."""
    settings.LANGUAGE_CODE = _LANGUAGES[office.settings.language]
    settings.SECRET_KEY = secret.of_office(office.folder)
    address.settle(office.settings.web)
    incoming.settle(office.folder)
    accounts_oidc_settings.settle(office.settings.web)
    _office[:] = [office]
    return office


def office() -> Office:
    """The office that is served."""
    if not _office:
        raise OutsideFailed(
            say("No office is open"),
            why=say("the page was started without one"),
            fix=say("start it in its folder").by("docgen serve"),
        )
    return _office[0]
