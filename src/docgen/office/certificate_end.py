"""When the certificate of the page's own address ends: asked of whoever answers there."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
from urllib.parse import urlsplit

from docgen.errors import OutsideFailed, say

_HTTPS = 443
#: How long it may take to answer (seconds).
PATIENCE = 3.0


def end_of(address: str) -> dt.datetime:
    """The last moment of the certificate that an https address shows.

    Raises:
        OutsideFailed: Nobody answers there, or the certificate is not to be trusted.
    """
    parts = urlsplit(address)
    host, context = parts.hostname or "", ssl.create_default_context()
    try:
        with (
            socket.create_connection((host, parts.port or _HTTPS), PATIENCE) as line,
            context.wrap_socket(line, server_hostname=host) as safe,
        ):
            told = safe.getpeercert() or {}
    except (OSError, ssl.SSLError) as error:
        raise OutsideFailed(
            say("{address} cannot be asked for its certificate", address=address),
            why=say(
                "it does not answer, or its certificate is not to be trusted: {error}", error=error
            ),
            fix=say("look at the proxy in front of the page, and renew its certificate"),
        ) from error
    return dt.datetime.fromtimestamp(ssl.cert_time_to_seconds(str(told["notAfter"])), dt.UTC)
