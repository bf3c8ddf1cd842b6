"""Forms for an installation and its areas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from accounts.models import User
from organisations.forms.people import PASSWORD_HINT, POST_HINT
from organisations.models import Area, Organisation, WaysToDecide
from pages.forms import PageForm


class SetUpForm(PageForm):
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    post = forms.CharField(label="Post", max_length=120, help_text=POST_HINT)
    password = forms.CharField(
        label="Password",
        strip=False,
        help_text=PASSWORD_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if password := answers.get("password"):
            user = User(email=answers.get("email", ""), post=answers.get("post", ""))
            try:
                validate_password(password, user)
            except forms.ValidationError as fault:
                self.add_error("password", fault)
        return answers


class AreaForm(PageForm):
    name = forms.CharField(label="Name", max_length=80, help_text="Such as Thurrock.")
    gss_code = forms.CharField(
        label="GSS code", max_length=9, help_text="An E and 8 figures, such as E06000034."
    )
    right_of_reply_days = forms.IntegerField(
        label="Right of reply, in working days",
        min_value=1,
        max_value=60,
        initial=10,
        help_text="How long a body has to answer a finding.",
    )

    def __init__(self, *args: Any, area: Area | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = Area.objects.exclude(pk=area.pk) if area else Area.objects.all()

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if self.others.filter(name__iexact=name).exists():
            raise forms.ValidationError("There is an area of that name already")
        return name

    def clean_gss_code(self) -> str:
        code = re.sub(r"\s", "", self.cleaned_data["gss_code"]).upper()
        if not re.fullmatch(r"E\d{8}", code):
            raise forms.ValidationError("The GSS code must be an E and 8 figures")
        if self.others.filter(gss_code=code).exists():
            raise forms.ValidationError("There is an area with that GSS code already")
        return code


class NewAreaForm(AreaForm):
    council = forms.CharField(label="Name of the council", max_length=200)
    cvs = forms.CharField(
        label="Name of the infrastructure body (CVS)",
        max_length=200,
        help_text="It speaks for the voluntary sector, and invites its people.",
    )
    ways_to_decide = forms.ChoiceField(
        label="How the forum decides cases",
        choices=WaysToDecide.choices,
        initial=WaysToDecide.EITHER,
        widget=forms.RadioSelect,
        help_text="The forum’s chairs can change it.",
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        council, cvs = answers.get("council", ""), answers.get("cvs", "")
        if council and council.lower() == cvs.lower():
            self.add_error("cvs", "The CVS is another organisation than the council")
        return answers


class FirstForm(PageForm):
    organisation = forms.ChoiceField(label="Organisation", widget=forms.RadioSelect)
    email = forms.EmailField(label="E-mail address", max_length=254)
    post = forms.CharField(label="Post", max_length=120, help_text=POST_HINT)

    def __init__(self, *args: Any, bodies: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {str(each.pk): each for each in bodies}
        self.fields["organisation"].choices = [(pk, each.name) for pk, each in self.bodies.items()]

    def clean_organisation(self) -> Organisation:
        return self.bodies[self.cleaned_data["organisation"]]


class ReasonForm(PageForm):
    reason = forms.CharField(
        label="Reason", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
