"""A register filters, searches, sorts, counts, pages, and gives exactly that as CSV."""

import django_filters
import pytest
from django.test import RequestFactory

from accounts.models import User
from pages.filters import DateFilter
from pages.registers import Column, Listing, Register, register_page
from tests.html import one_line

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.pages.urls")]


class PeopleFilters(django_filters.FilterSet):
    joined_since = DateFilter("joined_at__date", "gte", label="Joined since")
    staff = django_filters.ChoiceFilter(
        field_name="is_staff", choices=[("True", "Staff"), ("False", "Others")], label="Who"
    )


def people(**changes):
    columns = [
        Column("post", "Post", "post", sort="post"),
        Column("email", "E-mail", "email", sort="email"),
        Column("joined", "Joined", "joined_at", kind="date", sort="joined_at"),
        Column("state", "State", lambda row: ("Open", "green"), kind="state"),
    ]
    given = {
        "name": "People",
        "columns": columns,
        "queryset": User.objects.all(),
        "filterset_class": PeopleFilters,
        "search_fields": ("post", "email"),
        "default_sort": "post",
        "link": lambda row: f"/people/{row.pk}/",
        "noun": ("person", "people"),
    }
    return Register(**given | changes)


def add(*posts):
    for number, post in enumerate(posts):
        User.objects.create(email=f"{User.objects.count()}-{number}@example.org", post=post)


def ask(query="", **changes):
    request = RequestFactory().get(f"/people/{query}")
    from django.contrib.auth.models import AnonymousUser  # noqa: PLC0415 - after the set-up

    request.user = AnonymousUser()
    return register_page(request, people(**changes))


def listing(query="", **changes):
    return Listing(people(**changes), RequestFactory().get(f"/people/{query}"))


def posts(query="", **changes):
    return [row.row.post for row in listing(query, **changes).rows]


def csv_of(query):
    return b"".join(ask(query).streaming_content).decode("utf-8-sig").splitlines()


def test_register_shows_its_rows_count_and_links():
    add("Clerk")
    html = one_line(ask())
    assert "1 person" in html
    assert '<a class="govuk-link" href="/people/' in html
    assert "Open</strong>" in html


def test_register_costs_the_same_queries_for_one_row_and_three(django_assert_num_queries):
    add("A")
    with django_assert_num_queries(2):
        ask()
    add("B", "C")
    with django_assert_num_queries(2):
        ask()


def test_register_sorts_by_its_default_and_by_what_is_asked():
    add("B", "A", "C")
    assert posts() == ["A", "B", "C"]
    assert posts("?sort=-post") == ["C", "B", "A"]


def test_register_marks_the_sorted_column():
    add("A")
    assert 'aria-sort="ascending"' in one_line(ask())
    assert 'aria-sort="descending"' in one_line(ask("?sort=-post"))


def test_register_ignores_a_sort_it_does_not_offer():
    add("B", "A")
    assert posts("?sort=password") == ["A", "B"]


def test_register_searches_every_word_in_any_field():
    add("Compact officer", "Forum chair")
    assert posts("?q=officer+compact") == ["Compact officer"]
    assert posts("?q=officer+chair") == []


def test_register_filters_by_date_in_one_text_or_three_parts():
    add("A")
    assert posts("?joined_since=2999-01-01") == ["A"]
    assert posts("?joined_since=2099-01-01") == []
    assert posts("?joined_since_0=1&joined_since_1=1&joined_since_2=2099") == []


@pytest.mark.parametrize(
    "query", ["?joined_since=rubbish", "?staff=zz", "?page=zz", "?page=-4", "?sort=%00", "?q=%00"]
)
def test_register_never_breaks_on_bad_values(query):
    add("A")
    assert ask(query).status_code == 200


def test_register_says_which_filter_is_wrong():
    html = one_line(ask("?joined_since=rubbish"))
    assert "There is a problem" in html
    assert "The joined since must include a month and a year" in html


def test_register_filters_say_any_where_nothing_is_chosen():
    html = one_line(ask())
    assert '<option value="" selected>Any</option>' in html
    assert "---" not in html


def test_register_pages_and_keeps_the_question_in_its_links():
    add(*[f"Person {number}" for number in range(5)])
    page = listing("?q=person&page=2", page_size=2)
    assert [row.row.post for row in page.rows] == ["Person 2", "Person 3"]
    assert page.next_url == "/people/?q=person&page=3"
    assert page.csv_url == "/people/?q=person&format=csv"
    assert page.counted == "5 people"


def test_register_empty_says_so_and_what_to_do():
    html = one_line(ask(empty_text="Invite the first person."))
    assert "Invite the first person." in html
    assert "<table" not in html


def test_register_with_no_match_offers_all():
    add("A")
    html = one_line(ask("?q=zzz"))
    assert "Nothing matches" in html
    assert "Show all" in html


def test_csv_holds_every_page_of_exactly_what_was_asked():
    add("B", "=A", "C", "other")
    lines = csv_of("?sort=-post&q=example&format=csv")
    assert lines[0] == "Post,E-mail,Joined,State"
    assert [line.split(",")[0] for line in lines[1:]] == ["other", "C", "B", "'=A"]
    assert lines[1].endswith(",Open")


def test_csv_costs_one_query(django_assert_num_queries):
    add("A", "B", "C")
    with django_assert_num_queries(1):
        csv_of("?format=csv")


def test_column_of_an_unknown_kind_is_a_mistake():
    with pytest.raises(ValueError, match="no kind is called"):
        Column("a", "A", "a", kind="colour")


def test_column_follows_a_path_and_stops_at_nothing():
    class Row:
        organisation = None

    column = Column("name", "Name", "organisation.name")
    assert column.value_of(Row()) is None
    assert column.html_of(Row()) == '<span class="muted">not given</span>'
    assert column.csv_of(Row()) is None
