"""What apps above say of somebody who leaves."""

from accounts.models import User
from organisations.models import Membership
from pages.offers import Place

LEFT_BEHIND: Place[Membership, str] = Place()
"""What was theirs to do, a sentence each, for whoever is about to end the membership."""

KEEPS_ACCOUNT: Place[User, str] = Place()
"""Why an account without any membership is still needed."""
