"""Clause text and conditions: the only place that knows Jinja.

While a text is filled, each value goes to a list and one private-use character goes to the page, so that
no value ever passes through the Markdown parser: a value can be nothing but text.
"""

from avvgen.templating.fill import Filled, as_plain, fill
from avvgen.templating.rules import evaluate, names_in
from avvgen.templating.scope import Scope
from avvgen.templating.values import Gap, NoSuchNameError, Record, Row, Unknown, Value, as_value, is_given, letters

__all__ = [
    "Filled",
    "Gap",
    "NoSuchNameError",
    "Record",
    "Row",
    "Scope",
    "Unknown",
    "Value",
    "as_plain",
    "as_value",
    "evaluate",
    "fill",
    "is_given",
    "letters",
    "names_in",
]
