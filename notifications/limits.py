"""How often one address is written to. How often one place may ask stands in config/allowances.py."""

from __future__ import annotations

from pages.counting import Allowance, seconds_to_wait

HOUR = 3600
TO_ONE_ADDRESS = 3


def is_within(name: str, who: str, most: int) -> bool:
    """Counts this one, and says whether it is still within so many an hour."""
    return not seconds_to_wait(f"notifications {name}", who, Allowance(most, HOUR))
