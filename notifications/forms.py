from __future__ import annotations

from django import forms

from pages.forms import PageForm


class FollowForm(PageForm):
    email = forms.EmailField(
        label="E-mail address",
        help_text="It is used for nothing else, and forgotten when you stop following.",
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        max_length=254,
    )
