"""Search with marks, and two editions side by side."""

import pytest
from django.urls import reverse

from compacts.contents import provisions_of
from compacts.editions import compared, in_time_order, marked
from compacts.models import Compact, Provision
from compacts.searching import search, snippet, stem
from compacts.wording import word_difference
from tests.html import one_line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]


def searched(client, **given) -> str:
    answer = client.get(reverse("compacts:search"), given)
    assert answer.status_code == 200
    return one_line(answer)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("notice", "notices"),
        ("consult", "consultation"),
        ("consulting", "consultations"),
        ("fund", "funding"),
        ("policies", "policy"),
        ("planning", "plans"),
        ("ends", "ending"),
    ],
)
def test_endings_do_not_matter(one, other):
    assert stem(one) == stem(other)


def test_search_finds_every_word_and_marks_it(client):
    shown = searched(client, q="notice ending")
    assert "<mark>notice</mark>" in shown
    assert "<mark>ending</mark>" in shown
    assert "4.4, Thurrock Joint Compact 2012" in shown
    assert "3 provisions" in shown


def test_search_for_a_number_puts_that_clause_first(client):
    shown = searched(client, q="S2.38")
    assert "1 provision</strong>" in shown
    assert "S2.38, The Stockton Borough Compact" in shown


def test_search_narrows_by_compact_sector_and_kind(client):
    everywhere = search_refs("funding")
    assert {compact for compact, _ in everywhere} >= {"stockton-2014", "thurrock-2012"}
    shown = searched(client, q="funding", compact="thurrock-2012", sector="vcs", kind="undertaking")
    assert "Thurrock Joint Compact 2012</a>" in shown
    assert "The Stockton Borough Compact</a>" not in shown
    assert "binds: Public sector" not in shown


def search_refs(query: str) -> list[tuple[str, str]]:
    rows = Provision.objects.current().select_related("compact", "section")
    return [(hit.provision.compact.slug, hit.provision.ref) for hit in search(rows, query).hits]


def test_some_words_are_offered_where_no_provision_has_all(client):
    assert "None has all of these words" in searched(client, q="volunteers zeppelin")


def test_nothing_found_says_what_to_try(client):
    assert "No provision has these words" in searched(client, q="zeppelin")
    assert "Type a word" in searched(client, q="  ")


def test_what_is_typed_is_escaped(client):
    shown = searched(client, q='<script>alert("x")</script>')
    assert "<script>alert" not in shown
    assert "&lt;script&gt;" in shown


def test_wording_is_escaped_around_its_marks():
    provision = Provision(ref="1", text='<b>notice</b> & "notices" of <i>change</i>')
    shown = snippet(provision, [stem("notice")])
    assert shown == (
        "&lt;b&gt;<mark>notice</mark>&lt;/b&gt; &amp; &quot;<mark>notices</mark>&quot; "
        "of &lt;i&gt;change&lt;/i&gt;"
    )


def test_long_wording_is_cut_around_the_match():
    provision = Provision(ref="1", text="word " * 100 + "zeppelin " + "word " * 100)
    shown = snippet(provision, [stem("zeppelin")])
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "<mark>zeppelin</mark>" in shown
    assert len(shown) < 400


def test_search_asks_the_database_the_same_for_few_and_many(client, django_assert_num_queries):
    for query in ("zeppelin", "the"):
        with django_assert_num_queries(3):
            searched(client, q=query)


def test_comparison_counts_every_provision_of_both_editions_once():
    earlier = Compact.objects.get(slug="thurrock-2006")
    later = Compact.objects.get(slug="thurrock-2012")
    themes = compared(provisions_of(earlier), provisions_of(later))
    pairs = [pair for theme in themes for pair in theme.pairs]
    assert sum(pair.later is not None for pair in pairs) == 70
    seen = {each.ref for pair in pairs for each in pair.earlier}
    assert len(seen) == 134
    assert {pair.what for pair in pairs} >= {"changed", "added", "dropped"}
    assert in_time_order(later, earlier) == (earlier, later)


def test_comparison_marks_words_with_text_beside_the_colour(client):
    given = {"a": "thurrock-2012", "b": "thurrock-2006"}
    shown = one_line(client.get(reverse("compacts:compare"), given))
    assert '<del><span class="govuk-visually-hidden">[removed: </span>' in shown
    assert '<ins><span class="govuk-visually-hidden">[added: </span>' in shown
    for label in ("Changed", "Added", "Dropped"):
        assert f"{label}</strong>" in shown
    assert shown.index("The Thurrock Compact</div>") < shown.index("Compact 2012</div>")


def test_comparison_shows_one_sort_of_change(client):
    given = {"a": "thurrock-2006", "b": "thurrock-2012", "show": "added"}
    shown = one_line(client.get(reverse("compacts:compare"), given))
    assert "Added</strong>" in shown
    assert "Dropped</strong>" not in shown


def test_editions_of_two_areas_are_not_called_changed(client):
    given = {"a": "southend", "b": "stockton-2014"}
    shown = one_line(client.get(reverse("compacts:compare"), given))
    assert "Neither of these editions took the other" in shown
    assert "Dropped</strong>" not in shown


def test_comparison_needs_two_editions(client):
    address = reverse("compacts:compare")
    assert "Choose two editions" in one_line(client.get(address))
    same = one_line(client.get(address, {"a": "southend", "b": "southend"}))
    assert "Choose two different editions" in same
    assert client.get(address, {"a": "atlantis", "b": "southend"}).status_code == 200


def test_marks_are_escaped():
    old, new = marked("<b>three</b> months notice", "<b>six</b> months notice")
    assert "<b>" not in old + new
    assert "months notice" in old


def test_little_words_between_changes_are_marked_with_them():
    spans = word_difference("give a clear and full reason", "show the plain and whole reason")
    assert [(span.kind, span.text) for span in spans] == [
        ("removed", "give a clear and full "),
        ("added", "show the plain and whole "),
        ("same", "reason"),
    ]
