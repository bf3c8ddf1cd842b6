"""Places on a page that apps above fill."""

from pages.offers import Link, Place


def test_a_place_asks_everybody_who_offers_something_in_turn() -> None:
    place: Place[str, Link] = Place()
    assert place.offered("somebody", "Grays") == []
    place.add(lambda user, subject: [Link(f"{subject} for {user}", "/one/")])
    place.add(lambda user, subject: [])
    place.add(lambda user, subject: [Link("More", "/two/", about=subject)])
    assert place.offered("Ada", "Grays") == [
        Link("Grays for Ada", "/one/"),
        Link("More", "/two/", about="Grays"),
    ]
