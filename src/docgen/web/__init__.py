"""The web page: Django views, HTML and static files; no rule and no query stands here.

A view reads what was sent, calls one function of ``office`` and shows what it gave. Importing
``docgen.web.setup`` before anything of the register sets Django up with all that a page needs.
"""
