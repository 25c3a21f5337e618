"""What was launched and is a company, not a thing."""

import re

_FUNDED = re.compile(  # Halden launched in May with $6 million in seed funding: a company did
    r"(?: (?:in|on|last|this|earlier|\w+day|[A-Z]\w+|\d{1,4},?|year|month|week)){0,5} with (?:[a-z]+ ){0,2}[$€£]\d"
)


def is_funded(text: str, place: int) -> bool:
    """Whether behind a verb of release stands what it was funded with."""
    return _FUNDED.match(text, place) is not None
