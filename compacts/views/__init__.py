"""The pages of the compacts, one function an address."""

from compacts.views.calculating import calculator, calculator_ics
from compacts.views.finding import compare, search
from compacts.views.keeping import end_keeping, keep
from compacts.views.reading import compact, index, provision

__all__ = [
    "calculator",
    "calculator_ics",
    "compact",
    "compare",
    "end_keeping",
    "index",
    "keep",
    "provision",
    "search",
]
