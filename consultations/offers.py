"""What apps above may put on the pages of this app."""

from consultations.models import Consultation
from organisations.models import Area
from pages.offers import Link, Place

TO_FOLLOW_AN_AREA: Place[Area, Link] = Place()
TO_FOLLOW_A_CONSULTATION: Place[Consultation, Link] = Place()
