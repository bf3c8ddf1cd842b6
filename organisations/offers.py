"""What apps above may put on the pages of this app."""

from organisations.models import Organisation
from pages.offers import Link, Place

ON_AN_ORGANISATION: Place[Organisation, Link] = Place()  # what is on record of it
