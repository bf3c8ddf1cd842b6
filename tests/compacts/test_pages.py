"""The public pages: all compacts, one compact, one provision. Nobody signs in for them."""

from datetime import date

import pytest
from django.urls import reverse

from commitments.models import Act
from compacts.models import Compact, Provision
from tests.cast import at, council, notice, person
from tests.html import one_line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]


def text_of(answer) -> str:
    assert answer.status_code == 200
    return one_line(answer)


def page(client, slug: str, *refs: str) -> str:
    name = "compacts:provision" if refs else "compacts:compact"
    return text_of(client.get(reverse(name, args=[slug, *refs])))


def test_index_lists_each_edition_with_its_standing(client):
    shown = text_of(client.get(reverse("compacts:index")))
    for words in ("In force", "Expired", "Superseded", "Undated, taken as in force"):
        assert words in shown
    assert "70 provisions: 10 checked by dates, order or records, 25 in part." in shown
    assert shown.index("Southend-on-Sea") < shown.index("Stockton-on-Tees")


def test_index_without_a_compact_says_what_to_do(client):
    # Nothing is loaded: rows are hidden rather than removed, since they protect each other.
    from compacts.views import reading  # noqa: PLC0415 - patched below

    original = reading.with_standing
    reading.with_standing = lambda compacts: original(compacts.none())
    try:
        assert "No compact is loaded yet" in text_of(client.get(reverse("compacts:index")))
    finally:
        reading.with_standing = original


def test_compact_shows_source_parties_sections_and_sectors(client):
    shown = page(client, "thurrock-2012")
    assert "The text itself carries no date" in shown
    assert "Thurrock Council and Partners" in shown
    assert "Binds: Public sector" in shown
    assert "Binds: Voluntary, community and faith sector" in shown
    assert 'id="p-4.4"' in shown
    assert shown.index('id="p-1.2"') < shown.index('id="p-1.10"') < shown.index('id="p-2.0"')
    assert "Known practice" in shown
    assert "Joint Strategic Forum" in shown


def test_compact_shows_codes_action_plan_and_posts(client):
    shown = page(client, "thurrock-2006")
    assert shown.count('id="p-A') == 31
    assert "printed: On-going" in shown
    assert "Community Groups" in shown
    assert "Chair" in shown
    assert shown.count("Promised") == 6


def test_dispute_limits_are_shown_as_local_settings(client):
    shown = page(client, "stockton-2014")
    assert "10 working days <strong" in shown
    assert "Local setting" in shown
    assert "No time limit in the text" in page(client, "southend")


def test_compact_narrows_to_one_sector_and_to_what_is_checked(client):
    address = reverse("compacts:compact", args=["thurrock-2012"])
    shown = text_of(client.get(address, {"sector": "public", "checkable": "yes"}))
    assert 'id="p-4.4"' in shown
    assert 'id="p-4.5"' not in shown
    nothing = text_of(client.get(address, {"sector": "both", "checkable": "yes"}))
    assert "No provision of this compact fits both choices" in nothing


def test_unknown_filter_shows_everything(client):
    address = reverse("compacts:compact", args=["thurrock-2012"])
    assert "70 provisions" in text_of(client.get(address, {"sector": "martian"}))


@pytest.mark.parametrize("ref", ["4.4", "PRE", "1.10"])
def test_provision_has_its_own_page(client, ref):
    provision = Provision.objects.get(compact__slug="thurrock-2012", ref=ref)
    assert f"Clause {ref}" in text_of(client.get(provision.get_absolute_url()))


@pytest.mark.parametrize(
    ("slug", "ref"),
    [("stockton-2014", "S3.7(i)"), ("southend", "9(s2)"), ("thurrock-2006", "4.1-1")],
)
def test_refs_with_parentheses_and_dashes_have_addresses(client, slug, ref):
    assert f"Clause {ref}" in page(client, slug, ref)


def test_provision_says_how_it_is_checked_with_worked_verdicts(client):
    shown = page(client, "thurrock-2012", "4.4")
    assert "at least 3 months before the last day of support" in shown
    assert "Received two days late" in shown
    assert "Apparent breach" in shown
    assert "<li>In writing</li>" in shown
    assert "?compact=thurrock-2012&amp;rule=4.4%3Aminimum_notice" in shown


def test_provision_without_a_computed_rule_says_who_judges(client):
    assert "No date or record decides this clause" in page(client, "thurrock-2012", "1.1")


def test_local_reading_is_called_so(client):
    assert "Local reading" in page(client, "stockton-2014", "S2.18")


def test_provision_links_both_ways_between_editions(client):
    assert "What it carries on" in page(client, "thurrock-2012", "1.1")
    assert "Where the next edition carries it on" in page(client, "thurrock-2006", "V7")


def test_track_record_counts_with_numerator_and_denominator(client):
    day = date(2026, 11, 23)
    for number, received in enumerate((date(2026, 11, 20), date(2026, 11, 20), date(2026, 11, 23))):
        last = date(2027, 3, 31) if number < 2 else date(2026, 12, 31)
        notice(day, reference=f"N-{number}", received_on=received, last_day=last)
    notice(day, reference="N-9", received_on=None, last_day=date(2027, 6, 30))
    voided = notice(
        day, reference="N-10", received_on=date(2026, 11, 20), last_day=date(2027, 3, 31)
    )
    voided.act.checks.update(voided=True)
    shown = page(client, "thurrock-2012", "4.4")
    assert "2 of 3" in shown
    assert "67%" in shown
    assert "1 of 3" in shown
    assert "1 still open" in shown
    assert council().name not in shown.partition("How often it was kept")[2].partition("footer")[0]


def test_superseded_wording_is_shown_against_the_new_one(client):
    now = Provision.objects.get(compact__slug="thurrock-2012", ref="4.4")
    old = Provision.objects.get(pk=now.pk)
    old.pk, old.superseded_at = None, at(date(2026, 1, 5))
    old.text = now.text.replace("three months", "two months")
    old.save()
    shown = page(client, "thurrock-2012", "4.4")
    assert "Earlier wording" in shown
    assert "5 January 2026" in shown
    assert "since removed: </span>two " in shown
    assert "Nothing was decided under this wording." in shown


def test_clause_that_a_later_file_dropped_is_still_found(client):
    gone = Provision.objects.filter(compact__slug="thurrock-2012", ref="1.1")
    gone.update(superseded_at=at(date(2026, 1, 5)))
    assert "no longer part of the compact" in page(client, "thurrock-2012", "1.1")


@pytest.mark.parametrize("path", ["atlantis/", "atlantis/4.4/", "thurrock-2012/9.99/"])
def test_what_is_not_there_is_404(client, path):
    assert client.get(reverse("compacts:index") + path).status_code == 404


def test_pages_name_posts_and_not_people(client):
    user = person("officer", council(), "jane.doe@test.example")
    Act.objects.update(recorded_by=user)
    shown = page(client, "thurrock-2012")
    assert "jane.doe" not in shown
    assert "Posts and bodies, not names" in shown


def test_queries_do_not_grow_with_the_document(client, django_assert_num_queries):
    for slug in ("southend", "thurrock-2006"):
        with django_assert_num_queries(6):
            page(client, slug)
    with django_assert_num_queries(7):
        page(client, "southend", "1")
    Compact.objects.filter(slug="southend").update(in_force_from=date(2001, 1, 1))
    with django_assert_num_queries(2):
        client.get(reverse("compacts:index"))
