"""A case as a page: who sees it, what it shows, and the three things people do with it."""

import csv
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments.acts import void_act
from commitments.cases import determine, reply
from commitments.models import Breach
from tests.cast import at, council, group, notice, organisation, person, signed_out_by_time
from tests.forums import story
from tests.html import filled_in, one_line

pytestmark = pytest.mark.django_db

REGISTER = "/areas/thurrock/breaches/"
LATER = date(2026, 12, 8)


@pytest.fixture
def clock():
    with time_machine.travel(at(story.TODAY), tick=False) as traveller:
        yield traveller


@pytest.fixture
def breach(clock):
    notice(story.TODAY, received_on=date(2026, 11, 20), last_day=date(2026, 12, 31))
    return Breach.objects.get()


@pytest.fixture
def officer():
    return person("officer", council())


@pytest.fixture
def cvs_chair():
    return person("forum_chair", organisation("thurrock-cvs"))


def page_of(breach, verb=""):
    return f"/breaches/{breach.pk}/{verb and verb + '/'}"


def text_of(answer):
    return one_line(answer)


def confirmed(breach, chair):
    determine(breach, by=chair, decision="confirmed", reasons="Short.", on=LATER, at=at(LATER))
    breach.refresh_from_db()


# Who sees it


@pytest.mark.parametrize("verb", ["", "reply", "determine", "remedy"])
def test_strangers_are_sent_to_sign_in(client, breach, verb):
    assert "login" in client.get(page_of(breach, verb))["Location"]


@pytest.mark.parametrize("verb", ["", "reply", "determine", "remedy"])
def test_other_area_and_other_body_see_nothing(client, breach, verb):
    for stranger in (
        person("forum_chair", council("southend")),
        person("vcs_member", group("Tilbury Choir")),
    ):
        client.force_login(stranger)
        assert client.get(page_of(breach, verb)).status_code == 404
    assert client.get("/areas/southend/breaches/").status_code == 404


def test_recipient_sees_the_case_and_why_they_cannot_reply(client, breach):
    client.force_login(person("vcs_member", breach.check_made.act.counterpart))
    said = text_of(client.get(page_of(breach)))
    assert "Only Thurrock Council has the right of reply here." in said
    answer = client.get(page_of(breach, "reply"))
    assert answer.status_code == 403
    assert "Only Thurrock Council has the right of reply here." in text_of(answer)


# What it shows


def test_page_shows_dates_parties_clause_and_working(client, breach, cvs_chair):
    client.force_login(cvs_chair)
    said = text_of(client.get(page_of(breach)))
    assert breach.check_made.rule.provision.text[:40] in said
    for words in (
        "Thurrock Council (Public sector)",
        "Grays Befriending",
        "1 October 2026",
        "23 November 2026",
        "7 December 2026",
        "10 working days after it was found, a local setting",
        "The latest day for notice is 30 September 2026",
        "It is a finding, not a decision",
        "Found by the checks",
    ):
        assert words in said, words
    assert "unlawful" not in said.lower()
    assert "illegal" not in said.lower()


# The reply


def test_body_replies(client, breach, officer):
    client.force_login(officer)
    answer = filled_in(
        client, page_of(breach, "reply"), {"position": "explains", "text": "The building closed."}
    )
    assert answer["Location"] == breach.get_absolute_url()
    said = text_of(client.get(page_of(breach)))
    assert "We departed from the clause, for these reasons" in said
    assert "The building closed." in said
    assert "The body replied" in said


def test_reply_without_words_is_refused(client, breach, officer):
    client.force_login(officer)
    page = filled_in(client, page_of(breach, "reply"), {"position": "explains", "text": " "})
    assert "There is a problem" in text_of(page)
    assert breach.explanations.count() == 0


def test_reply_typed_before_the_sign_in_ran_out_is_kept(client, breach, officer):
    client.force_login(officer)
    signed_out_by_time(client)
    client.post(page_of(breach, "reply"), {"position": "contests", "text": "By hand in May."})
    client.force_login(officer)
    said = text_of(client.get(page_of(breach, "reply")))
    assert "By hand in May." in said
    assert "What you typed is still here" in said


# The decision


def test_chair_of_the_other_sector_confirms_with_reasons(client, breach, officer, cvs_chair, clock):
    reply(breach, by=officer, position="accepts", text="We were late.", at=at(story.TODAY))
    clock.move_to(at(LATER))
    client.force_login(cvs_chair)
    assert "We were late." in text_of(client.get(page_of(breach, "determine")))
    typed = {"decision": "confirmed", "reasons": "Six weeks, not three months."}
    assert filled_in(client, page_of(breach, "determine"), typed).status_code == 302
    said = text_of(client.get(page_of(breach)))
    assert "The promise was broken" in said
    assert "Six weeks, not three months." in said
    assert "A chair confirmed the finding" in said


def test_chair_never_decides_a_case_of_their_own_body(client, breach, clock):
    clock.move_to(at(LATER))
    client.force_login(person("forum_chair", council()))
    sentence = "Nobody decides a case of their own organisation, and you act for Thurrock Council."
    assert sentence in text_of(client.get(page_of(breach)))
    for answer in (
        client.get(page_of(breach, "determine")),
        filled_in(client, page_of(breach, "determine"), {"decision": "rejected", "reasons": "No."}),
    ):
        assert answer.status_code == 403
        assert sentence in text_of(answer)
    assert breach.determinations.count() == 0


def test_chair_waits_for_the_right_of_reply(client, breach, cvs_chair):
    client.force_login(cvs_chair)
    answer = client.get(page_of(breach, "determine"))
    assert answer.status_code == 403
    assert "Thurrock Council may still reply, until 7 December 2026." in text_of(answer)


def test_a_case_says_when_the_time_to_reply_is_over(client, breach, cvs_chair, clock):
    over = "so it can be decided without a reply."
    for day, is_over in ((date(2026, 12, 7), False), (date(2026, 12, 8), True)):
        clock.move_to(at(day))
        client.force_login(cvs_chair)
        assert (over in text_of(client.get(page_of(breach)))) is is_over


# The remedy


def test_body_records_how_it_was_put_right(client, breach, officer, cvs_chair, clock):
    confirmed(breach, cvs_chair)
    clock.move_to(at(LATER))
    client.force_login(officer)
    typed = {
        "remedied_on_0": "8",
        "remedied_on_1": "12",
        "remedied_on_2": "2026",
        "remedy": "Support was extended to 28 February.",
    }
    assert filled_in(client, page_of(breach, "remedy"), typed).status_code == 302
    said = text_of(client.get(page_of(breach)))
    assert "Support was extended to 28 February." in said
    assert "The breach stays in the history" in said


@pytest.mark.parametrize(
    ("day", "refusal"),
    [("9", "cannot be in the future"), ("1 9 2026", "cannot be before the duty was missed")],
)
def test_remedy_has_a_possible_date(client, breach, officer, cvs_chair, clock, day, refusal):
    confirmed(breach, cvs_chair)
    clock.move_to(at(LATER))
    client.force_login(officer)
    number, month, year = (day.split() + ["12", "2026"])[:3]
    typed = {
        "remedied_on_0": number,
        "remedied_on_1": month,
        "remedied_on_2": year,
        "remedy": "Extended.",
    }
    assert refusal in text_of(filled_in(client, page_of(breach, "remedy"), typed))


def test_remedy_waits_for_the_decision(client, breach, officer):
    client.force_login(officer)
    answer = filled_in(client, page_of(breach, "remedy"), {})
    assert answer.status_code == 403
    assert "A remedy is recorded once a case has been confirmed." in text_of(answer)


# What its state is called


@pytest.mark.parametrize(
    ("day", "state", "not_said"),
    [
        (date(2026, 12, 7), "Waiting for a reply", "Reply overdue"),
        (LATER, "Reply overdue: a chair may decide", "Waiting for a reply"),
    ],
)
def test_a_case_is_called_the_same_everywhere(
    client, breach, officer, cvs_chair, clock, day, state, not_said
):
    clock.move_to(at(day))
    client.force_login(officer)
    pages = [page_of(breach), "/areas/thurrock/", f"/checks/{breach.check_made_id}/"]
    for page in pages:
        said = text_of(client.get(page))
        assert state in said, page
        assert not_said not in said, page
    [row] = client.get(REGISTER).context["listing"].rows
    assert state in str(row.cells)
    csv_text = client.get(f"{REGISTER}?format=csv").getvalue().decode()
    assert state in csv_text
    assert not_said not in csv_text
    act = text_of(client.get(breach.check_made.act.notice.get_absolute_url()))
    assert state.lower() in act
    assert not_said.lower() not in act


# The register


def test_register_filters_by_what_figures_ask(client, breach, cvs_chair):
    story.consultation("C-2", story.TODAY, date(2026, 2, 2), date(2026, 3, 2))
    client.force_login(cvs_chair)
    found = {
        question: client.get(f"{REGISTER}?{question}").context["listing"].count
        for question in (
            "",
            "state=open",
            "state=closed",
            "age=29-84",
            "age=183",
            "clause=4.4",
            "ref=4.4",
            "provision=4.4",
            "found_after=2026-11-22",
            "found_after=2026-11-23",
            "state=open&as_at=2026-11-01",
            "sector=vcs",
        )
    }
    assert list(found.values()) == [2, 2, 0, 1, 1, 1, 1, 1, 2, 0, 0, 0]


def test_a_case_of_a_voided_record_is_listed_by_that_name_alone(client, breach, officer, cvs_chair):
    act = breach.check_made.act
    void_act(act, by=officer, reason="Entered twice.", on=story.TODAY, at=at(story.TODAY))
    client.force_login(cvs_chair)
    found = {
        question: client.get(f"{REGISTER}?{question}").context["listing"].count
        for question in (
            "",
            "state=open",
            "state=closed",
            "found_after=2026-11-01",
            "closed_after=2026-11-01",
            "state=voided",
        )
    }
    assert list(found.values()) == [0, 0, 0, 0, 0, 1]
    answer = client.get(f"{REGISTER}?state=voided&format=csv")
    [headings, row] = list(csv.reader(answer.getvalue().decode("utf-8-sig").splitlines()))
    assert dict(zip(headings, row, strict=True))["State"] == "Record voided"
    page = text_of(client.get(page_of(breach)))
    assert "Its record was voided, so it counts nowhere. It stays here with its history." in page
    assert "year’s count" not in page


def test_csv_holds_what_is_shown(client, breach, cvs_chair):
    client.force_login(cvs_chair)
    answer = client.get(f"{REGISTER}?format=csv")
    [headings, row] = list(csv.reader(answer.getvalue().decode("utf-8-sig").splitlines()))
    shown = dict(zip(headings, row, strict=True))
    assert shown["Clause"] == "4.4 (2012)"
    assert shown["State"] == "Waiting for a reply"
    assert shown["Reply due by"] == "2026-12-07"


def test_register_asks_the_same_number_of_queries_at_one_and_three_rows(client, breach, cvs_chair):
    client.force_login(cvs_chair)

    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(REGISTER).status_code == 200
        return len(captured)

    few = asked()
    story.many(2)
    assert asked() == few
