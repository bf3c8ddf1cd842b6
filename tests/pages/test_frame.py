"""The frame of every page, the pages of no app, sign-in, and what is shown when something fails."""

import datetime as dt

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from accounts.models import User
from commitments.models import SweepRun
from config import static
from organisations.models import Area, Membership, Organisation, Role
from tests.html import one_line

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.pages.urls")]
PASSWORD = "compact-demo-2026"


@pytest.fixture
def area():
    return Area.objects.create(slug="exampleshire", name="Exampleshire", gss_code="E00000001")


@pytest.fixture
def officer(area):
    body = Organisation.objects.create(
        area=area, slug="c", name="Council", sector="public", kind="council"
    )
    user = User.objects.create_user("officer@demo.example", PASSWORD, post="Compact officer")
    Membership.objects.create(user=user, area=area, organisation=body, role=Role.COMPACT_OFFICER)
    return user


@pytest.mark.parametrize("path", ["/", "/about/", "/accessibility/", "/accounts/login/"])
def test_public_pages_are_open_and_framed(client, path):
    page = client.get(path)
    html = one_line(page)
    assert page.status_code == 200
    assert html.count("<h1") == 1
    assert html.count("<main") == 1
    assert 'href="#main-content"' in html
    assert 'lang="en-GB"' in html
    for forbidden in ("style=", "<style", "onclick=", "javascript:"):
        assert forbidden not in html
    assert "crown" not in html.lower()


@pytest.mark.parametrize("path", ["/", "/about/", "/accessibility/"])
def test_public_pages_read_no_table(client, path, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(path)


def test_every_script_is_a_file(client):
    html = one_line(client.get("/"))
    assert html.count("<script") == html.count("<script src=") > 0


def test_signed_in_pages_show_the_area_s_pages_that_exist(client, officer):
    client.force_login(officer)
    html = one_line(client.get("/about/"))
    assert 'href="/exampleshire/desk/"' in html
    assert 'href="/funding/exampleshire/notices/"' in html
    assert "Disputes" not in html


def test_navigation_marks_where_one_is(client, officer):
    client.force_login(officer)
    html = one_line(client.get("/exampleshire/desk/"))
    assert 'href="/exampleshire/desk/" aria-current="page"' in html


def swept(minutes_ago):
    at = timezone.now() - dt.timedelta(minutes=minutes_ago)
    SweepRun.objects.create(on=timezone.localdate(), started_at=at, finished_at=at)


def test_heartbeat_without_any_run_warns(client, officer):
    SweepRun.objects.create(on=timezone.localdate(), started_at=timezone.now())
    client.force_login(officer)
    assert "They have not been checked since" in one_line(client.get("/about/"))


def test_heartbeat_that_is_stale_warns(client, officer):
    swept(minutes_ago=31)
    client.force_login(officer)
    html = one_line(client.get("/about/"))
    assert "Deadlines are not being checked." in html
    assert "They were last checked <time" in html


def test_heartbeat_that_is_fresh_reassures(client, officer):
    swept(minutes_ago=300)
    swept(minutes_ago=5)
    client.force_login(officer)
    html = one_line(client.get("/about/"))
    assert "Deadlines last checked <time" in html
    assert "not being checked" not in html


def test_frame_costs_a_query_each_for_the_areas_what_waits_for_a_neutral_and_the_heartbeat(
    client, officer, django_assert_num_queries
):
    client.force_login(officer)
    with django_assert_num_queries(5):  # and two for the session and the person
        client.get("/about/")


def test_signed_out_pages_show_no_heartbeat(client):
    assert "Deadlines" not in one_line(client.get("/about/"))


def test_typed_kept_says_so():
    assert "What you typed is still here" in render_to_string("base.html", {"typed_was_kept": True})


def test_title_begins_with_error_when_the_form_came_back(client):
    page = client.post("/accounts/login/", {"login": "", "password": ""})
    html = one_line(page)
    assert "<title>Error: Sign in" in html
    assert "Enter the e-mail address" in html
    assert "Enter the password" in html


def test_demo_sign_in_takes_one_button(client, officer):
    html = one_line(client.get("/accounts/login/"))
    assert "Compact officer" in html
    assert f'name="password" value="{PASSWORD}"' in html
    page = client.post(
        "/accounts/login/",
        {"login": officer.email, "password": PASSWORD, "next": "/about/"},
        follow=True,
    )
    assert page.context["user"] == officer


def test_without_demo_nobody_is_listed(client, officer, settings):
    settings.DEMO = False
    html = one_line(client.get("/accounts/login/"))
    assert officer.email not in html
    assert PASSWORD not in html
    assert client.get("/style-guide/").status_code == 404


def test_style_guide_shows_every_component(client):
    html = one_line(client.get("/style-guide/"))
    assert "Apparent breach" in html
    wrong = one_line(client.post("/style-guide/", {"organisation": ""}))
    assert wrong.count("There is a problem") == 1


def test_sign_up_is_closed(client):
    html = one_line(client.get("/accounts/signup/"))
    assert "Accounts are made by invitation" in html
    assert "<form" not in html[html.index("<main") :]


@pytest.mark.parametrize(
    "path",
    ["/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/inactive/"],
)
def test_sign_in_pages_wear_the_same_frame(client, path):
    assert "house-header" in one_line(client.get(path))


@pytest.mark.parametrize(
    "path", ["/accounts/logout/", "/accounts/password/change/", "/accounts/reauthenticate/"]
)
def test_signed_in_account_pages_wear_the_same_frame(client, officer, path):
    client.force_login(officer)
    page = client.get(path)
    assert page.status_code == 200
    assert "house-header" in one_line(page)


def test_password_reset_sends_plain_words(client, officer, mailoutbox):
    client.post("/accounts/password/reset/", {"email": officer.email})
    assert "Choose a new password" in mailoutbox[0].subject
    assert "/accounts/password/reset/key/" in mailoutbox[0].body
    link = next(line for line in mailoutbox[0].body.splitlines() if "/key/" in line)
    page = client.get(link[link.index("/accounts/") :].strip(), follow=True)
    assert "New password" in one_line(page)


def test_not_found_has_a_way_on(client):
    page = client.get("/nowhere/")
    assert page.status_code == 404
    assert 'href="/"' in one_line(page)


def test_refusal_shows_its_reason():
    assert "Only the forum can." in render_to_string("403.html", {"reason": "Only the forum can."})


def test_failure_page_needs_no_database(django_assert_num_queries):
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create(email="a@example.org", post="Clerk"))
    page = client.get("/breaks/")
    assert page.status_code == 500
    with django_assert_num_queries(0):
        assert "Something went wrong on our side" in render_to_string("500.html")


def test_csrf_failure_says_to_send_again():
    client = Client(enforce_csrf_checks=True)
    page = client.post("/accounts/login/", {"login": "a"})
    assert page.status_code == 403
    assert "send the form again" in one_line(page)


@pytest.mark.front_end
def test_front_end_package_comes_without_its_typeface():
    css = finders.find("govuk/govuk-frontend.min.css")
    with open(css) as opened:
        text = opened.read()
    assert "@font-face" not in text
    assert "GDS Transport" not in text
    assert "url(/assets" not in text
    assert ".govuk-button" in text


def test_only_two_files_of_the_package_are_offered():
    finder = static.FrontEndPackageFinder()
    assert {path for path, _ in finder.list(None)} <= {
        "govuk/govuk-frontend.min.css",
        "govuk/govuk-frontend.min.js",
    }
    assert finder.find("govuk/assets/fonts/bold-b542beb274-v2.woff2") == []


def test_missing_package_is_a_warning_with_its_remedy(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "FRONT_END_PACKAGE", tmp_path)
    found = static.FrontEndPackageFinder().check()
    assert "npm ci" in found[0].hint
