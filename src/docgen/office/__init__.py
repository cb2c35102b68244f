"""What the office does: one function a verb, one transaction and one log entry each.

Importing this package sets Django up, so that the tables can be imported below it.
"""

from docgen.register import connect as connect
