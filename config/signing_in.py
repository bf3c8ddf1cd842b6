"""The settings of signing in: passwords, sign-ins by mail, second steps."""

from __future__ import annotations

from typing import Any

import environ

from config.allowances import ALLAUTH, ALLAUTH_SECOND_FACTOR
from config.fitness import OIDC, require_one_of, require_provider
from config.patience import OIDC_TIMEOUT

env = environ.Env()

VALIDATORS = "django.contrib.auth.password_validation"


def settings(*, demo: bool, https: bool) -> dict[str, Any]:
    return {
        **_passwords(),
        **_accounts(https=https),
        **_second_factor(demo=demo),
        **provider(),
    }


def _passwords() -> dict[str, Any]:
    return {
        "AUTHENTICATION_BACKENDS": ["accounts.backends.PeopleBackend"],
        "PASSWORD_HASHERS": [
            "django.contrib.auth.hashers.Argon2PasswordHasher",
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        ],
        "AUTH_PASSWORD_VALIDATORS": [
            {
                "NAME": f"{VALIDATORS}.UserAttributeSimilarityValidator",
                "OPTIONS": {"user_attributes": ["email", "post"], "max_similarity": 0.6},
            },
            {"NAME": f"{VALIDATORS}.NumericPasswordValidator"},
            {"NAME": f"{VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
            {"NAME": f"{VALIDATORS}.CommonPasswordValidator"},
            {"NAME": "accounts.passwords.NotTooLong"},
            {"NAME": "organisations.passwords.NotTheirOrganisation"},
        ],
    }


def _accounts(*, https: bool) -> dict[str, Any]:
    return {
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
        "ACCOUNT_ADAPTER": "accounts.adapter.InvitedOnlyAdapter",
        "ACCOUNT_SESSION_REMEMBER": False,  # it ends with the browser, or as IDLE_MINUTES has it
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_LOGOUT_REDIRECT_URL": "home",
        "ACCOUNT_PREVENT_ENUMERATION": True,
        "ACCOUNT_RATE_LIMITS": ALLAUTH,
        "ACCOUNT_LOGIN_BY_CODE_ENABLED": True,
        "ACCOUNT_LOGIN_BY_CODE_TIMEOUT": 600,
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if https else "http",
    }


def _second_factor(*, demo: bool) -> dict[str, Any]:
    # Of compact officers, chairs of the forum and CVS staff (organisations.permissions).
    second_factor = env.str("SECOND_FACTOR", default="offered" if demo else "required")
    require_one_of("SECOND_FACTOR", second_factor, ("required", "offered"))
    return {
        "SECOND_FACTOR": second_factor,
        "MFA_ADAPTER": "accounts.second_factor.SecondFactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_RATE_LIMITS": ALLAUTH_SECOND_FACTOR,
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_TOTP_TOLERANCE": 1,  # a code is taken for half a minute longer than the app shows it
        "MFA_FORMS": {
            "authenticate": "accounts.forms.CodeForm",
            "reauthenticate": "accounts.forms.CodeAgainForm",
            "activate_totp": "accounts.forms.FirstCodeForm",
            "add_webauthn": "accounts.forms.PasskeyForm",
            "edit_webauthn": "accounts.forms.PasskeyNameForm",
        },
    }


def provider() -> dict[str, Any]:
    """An OpenID Connect provider to sign in at, where OIDC_SERVER_URL names one."""
    asked = {name: env.str(name, default="") for name in OIDC}
    if asked["OIDC_SERVER_URL"]:
        require_provider(asked)
    step = env.str("OIDC_SECOND_FACTOR", default="ours")
    require_one_of("OIDC_SECOND_FACTOR", step, ("ours", "provider"))
    return {
        "OIDC_NAME": asked["OIDC_SERVER_URL"] and env.str("OIDC_NAME", default="your organisation"),
        "OIDC_SECOND_FACTOR": step == "provider",
        "SOCIALACCOUNT_ADAPTER": "accounts.oidc.ProviderAdapter",
        "SOCIALACCOUNT_LOGIN_ON_GET": True,  # only leads there: the answer is bound to this browser
        "SOCIALACCOUNT_REQUESTS_TIMEOUT": OIDC_TIMEOUT,
        "SOCIALACCOUNT_PROVIDERS": {
            "openid_connect": {
                "OAUTH_PKCE_ENABLED": True,
                "SCOPE": ["openid", "email"],
                "APPS": [
                    {
                        "provider_id": "oidc",
                        "name": "OpenID Connect",
                        "client_id": asked["OIDC_CLIENT_ID"],
                        "secret": asked["OIDC_CLIENT_SECRET"],
                        "settings": {"server_url": asked["OIDC_SERVER_URL"].rstrip("/")},
                    }
                ],
            }
        },
    }
