"""Forms name what is missing, and an error's link lands on an input that is there."""

import re

import pytest
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.template import Context, Template

from accounts.models import User
from pages.forms import (
    ChoiceRadios,
    ChoiceTicks,
    DateField,
    MoneyField,
    PageForm,
    PageModelForm,
    YesNoField,
)
from pages.naming import subject, the
from tests.html import one_line

pytestmark = pytest.mark.urls("tests.pages.urls")


class Everything(PageForm):
    name = forms.CharField(max_length=5, help_text="As on the letterhead.")
    mail = forms.EmailField(label="E-mail address")
    day = DateField(label="Day received")
    sure = YesNoField(label="Was it in writing?")
    amount = MoneyField()
    kind = ChoiceRadios(choices=[("a", "A"), ("b", "B")], hints={"b": "Rarely."})
    told = ChoiceTicks(choices=[("x", "X"), ("y", "Y")])
    clause = forms.ChoiceField(choices=[("", "Choose"), ("1", "One")])
    why = forms.CharField(widget=forms.Textarea, max_length=100)
    letter = forms.FileField(required=False)
    old = forms.ChoiceField(choices=[("o", "O")], widget=forms.RadioSelect)
    checked = forms.BooleanField(label="I have checked this")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def render(form: forms.BaseForm, source: str = '{% include "_components/form.html" %}') -> str:
    return Template("{% load crispy_forms_tags %}" + source).render(
        Context({"form": form, "csrf_token": "token"})
    )


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Amount", "the amount"),
        ("How it was sent", "how it was sent"),
        ("Your e-mail", "your e-mail"),
        ("NHS body", "the NHS body"),
        ("E-mail address", "the e-mail address"),
        ("The clause", "the clause"),
    ],
)
def test_a_label_inside_a_sentence(label, words):
    assert the(label) == words
    assert subject(label)[0].isupper()


def test_every_missing_field_is_named():
    form = Everything({})
    assert form.errors == {
        "name": ["Enter the name"],
        "mail": ["Enter the e-mail address"],
        "day": ["Enter the day received"],
        "sure": ["Answer: was it in writing?"],
        "amount": ["Enter the amount"],
        "kind": ["Select the kind"],
        "told": ["Select the told"],
        "clause": ["Select the clause"],
        "why": ["Enter why"],
        "old": ["Select the old"],
        "checked": ["Tick to confirm: I have checked this"],
    }


def test_wrong_values_are_named():
    form = Everything({"name": "too long", "mail": "nobody", "kind": "z"})
    assert form.errors["name"] == ["The name must be 5 characters or fewer"]
    assert form.errors["mail"] == ["The e-mail address must be like name@example.org"]
    assert form.errors["kind"] == ["Choose the kind from the list"]


def test_a_message_of_the_form_s_own_stays():
    class Own(PageForm):
        name = forms.CharField(error_messages={"required": "Say who you are"})

    assert Own({}).errors["name"] == ["Say who you are"]


def test_every_link_of_the_error_summary_lands_on_an_input():
    html = one_line(render(Everything({})))
    links = re.findall(r'<li><a href="#([^"]+)">', html)
    assert len(links) == 11
    for target in links:
        assert re.search(rf'<(input|select|textarea)[^>]* id="{target}"', html), target


def test_radios_and_dates_are_linked_by_their_first_input():
    html = render(Everything({}))
    for target in ("#id_kind_0", "#id_sure_0", "#id_told_0", "#id_day_0", "#id_old_0"):
        assert f'href="{target}"' in html


def test_a_date_is_linked_by_its_faulty_part():
    html = render(Everything({"day_0": "1", "day_1": "", "day_2": "2027"}))
    assert 'href="#id_day_1"' in html


def test_every_described_input_has_its_description():
    html = render(Everything({}))
    ids = set(re.findall(r' id="([^"]+)"', html))
    for described in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(described.split()) <= ids, described


def test_no_id_twice():
    ids = re.findall(r' id="([^"]+)"', render(Everything({})))
    assert len(ids) == len(set(ids))


def test_every_input_that_is_seen_has_a_label():
    html = render(Everything())
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', html))
    for tag in re.findall(r"<(?:input|select|textarea)[^>]*>", html):
        if 'type="hidden"' not in tag:
            assert re.search(r' id="([^"]+)"', tag)[1] in labelled, tag


def test_no_inline_style_and_no_browser_validation():
    html = render(Everything({}))
    assert "style=" not in html
    assert " required" not in html
    assert "novalidate" in html
    assert "multipart/form-data" in html


def test_textarea_with_a_limit_counts_instead_of_cutting():
    html = render(Everything())
    assert 'data-maxlength="100"' in html
    assert "You can enter up to 100 characters" in html
    assert 'maxlength="100"' not in html.replace('data-maxlength="100"', "")


def test_optional_fields_say_so():
    assert "Letter (optional)" in render(Everything())
    assert "Name (optional)" not in render(Everything())


def test_filter_and_tag_render_the_same_fields():
    by_filter = render(Everything(), "{{ form|crispy }}")
    by_tag = render(Everything(), "{% crispy form %}")
    names = re.findall(r' name="([^"]+)"', by_filter)
    assert names == re.findall(r' name="([^"]+)"', by_tag)
    assert "secret" in names
    assert "csrfmiddlewaretoken" not in names


def test_a_plain_form_gets_the_same_look():
    class Plain(forms.Form):
        name = forms.CharField()
        kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
        many = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)

    html = render(Plain({}))
    assert "govuk-input--error" in html
    assert "govuk-radios__input" in html
    assert "govuk-checkboxes__input" in html


def test_layout_groups_fields_under_a_legend():
    class Grouped(PageForm):
        one = forms.CharField()
        two = forms.CharField()

        def layout(self):
            return Layout(Fieldset("Both", "one", "two"), Submit("go", "Go on"))

    html = render(Grouped(), "{% crispy form %}")
    assert "Both</legend>" in html
    assert html.index("id_one") < html.index("id_two") < html.index("Go on")


def test_error_summary_is_shown_once():
    form = Everything({})
    html = render(form, "{% error_summary form %}" + '{% include "_components/form.html" %}')
    assert html.count("There is a problem") == 1


def test_formset_shows_every_form():
    made = forms.formset_factory(Everything, extra=2)()
    html = Template("{% load crispy_forms_tags %}{{ made|crispy }}").render(Context({"made": made}))
    assert 'name="form-0-name"' in html
    assert 'name="form-1-day_2"' in html
    assert "TOTAL_FORMS" in html


def test_model_form_takes_our_fields_and_messages():
    class PersonForm(PageModelForm):
        class Meta:
            model = User
            fields = ["email", "post"]

    assert PersonForm({}).errors["post"] == ["Enter the post"]


def test_model_form_asks_dates_in_parts():
    from organisations.models import Membership  # noqa: PLC0415 - one test alone needs it

    class RoleForm(PageModelForm):
        class Meta:
            model = Membership
            fields = ["role"]

    html = str(RoleForm()["role"])
    assert "Choose one" in html
    assert "---" not in html
