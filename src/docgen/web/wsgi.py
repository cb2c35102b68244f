"""The page as a WSGI application; ``server`` runs it."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application

import docgen.web.setup  # noqa: F401  Django before anything else

application = get_wsgi_application()
