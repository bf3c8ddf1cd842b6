"""The forms of the second step when signing in, in plain words."""

from __future__ import annotations

from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.core.cache import cache

from accounts import access
from pages.sign_in import PlainWords

CODE_HINT = "Six figures from the app, or one of your recovery codes."
# As long as the app's codes are taken, the moments before and after their own among them.
CODE_LIVES = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)  # seconds


class TakenOnce:
    """A code of the app is taken once. The package remembers it for as long as the app shows it;
    we take it a little longer, so it is remembered longer."""

    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:
            used = f"code-used:{self.user.pk}:{normalize_user_code(code)}"
            if not cache.add(used, True, timeout=CODE_LIVES):
                raise get_adapter().validation_error("incorrect_code")
        return code

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        access.failed(self.user, how="second step")


class _Code(PlainWords, TakenOnce):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.help_text = CODE_HINT
        field.widget.attrs |= {"inputmode": "numeric", "class": "govuk-input--width-10"}


class CodeForm(_Code, base.AuthenticateForm):
    pass


class CodeAgainForm(_Code, base.ReauthenticateForm):
    pass


class FirstCodeForm(PlainWords, totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.help_text = "Code that the app shows now", "Six figures."
        field.widget.attrs |= {"inputmode": "numeric", "class": "govuk-input--width-10"}


class PasskeyForm(PlainWords, webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "A name for it"
        self.fields["name"].help_text = "For example: work laptop."
        self.fields["name"].max_length = 60
        self.fields["passwordless"].label = "Sign in with it alone, without a password"
        self.fields[
            "passwordless"
        ].help_text = "Then the device asks for your fingerprint, your face or its PIN."


class PasskeyNameForm(PlainWords, webauthn.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "A name for it"
