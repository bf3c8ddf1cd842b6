"""The sign-in pages' forms in plain words, with errors that name their field."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account

from pages.naming import name_errors

LABELS = {
    "login": "E-mail address",
    "email": "E-mail address",
    "password": "Password",
    "oldpassword": "Password you use now",
    "password1": "New password",
    "password2": "New password again",
    "code": "Code",
}


class PlainWords:
    """Labels and messages of ours; no placeholder, for it goes away as soon as one types."""

    use_required_attribute = False
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if name in ("login", "password", "oldpassword"):
                field.help_text = ""
            name_errors(name, field)


class LoginForm(PlainWords, account.LoginForm):
    pass


class ResetPasswordForm(PlainWords, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(PlainWords, account.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(PlainWords, account.ChangePasswordForm):
    pass


class SetPasswordForm(PlainWords, account.SetPasswordForm):
    pass


class ReauthenticateForm(PlainWords, account.ReauthenticateForm):
    pass


class RequestLoginCodeForm(PlainWords, account.RequestLoginCodeForm):
    pass


class ConfirmLoginCodeForm(PlainWords, account.ConfirmLoginCodeForm):
    pass
