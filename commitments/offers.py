"""What apps above may put on the pages of this app."""

from commitments.models import Act, Breach
from organisations.models import Area
from pages.offers import Link, Place

ABOVE_REGISTERS: Place[Area, Link] = Place()  # the way back from a register of checks or cases
ON_A_CASE: Place[Breach, Link] = Place()  # what else a person may do about a finding
ON_AN_ACT: Place[Act, Link] = Place()  # what a person may do about what somebody did
