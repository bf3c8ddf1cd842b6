"""Signing in at an OpenID Connect provider that settings name: for people who were invited, only.

The provider's word is taken for an e-mail address that it has verified, and for nothing else; what
it says is checked by its signature, and by state, nonce and PKCE that belong to this browser. No
account is made, and none is tied to the provider: each sign-in is matched by its address anew.
"""

from __future__ import annotations

from typing import Any

import jwt
import structlog
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from requests import RequestException

from accounts import access, second_factor
from accounts.models import User

PROVIDER = "oidc"
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
# By a key of which only the provider has the half that signs.
SIGNED_BY = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
]

log = structlog.get_logger()


def nonce_of(state: str) -> str:
    """The nonce that goes with a state, which belongs to one browser and is used once."""
    return salted_hmac("accounts.oidc", state).hexdigest()


class _Client(OAuth2Client):
    def get_redirect_url(self, authorization_url: str, scope: Any, extra_params: Any) -> str:
        asked = extra_params | {"nonce": nonce_of(self.state)}
        return str(super().get_redirect_url(authorization_url, scope, asked))


class _Exchange(views.OpenIDConnectOAuth2Adapter):
    """What is said between this site and the provider."""

    client_class = _Client

    @property
    def openid_config(self) -> Any:
        config = super().openid_config
        if not isinstance(config, dict) or not all(config.get(name) for name in NEEDED):
            raise OAuth2Error("The provider does not say where its pages are.")
        return config

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """Whatever host was asked for, the provider leads back to this site."""
        return settings.SITE_URL + reverse("openid_connect_callback", args=[self.provider_id])

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        try:
            return self._checked(request, app, token, kwargs["response"]["id_token"])
        except (KeyError, TypeError, ValueError) as wrong:
            raise OAuth2Error("The provider's answer cannot be read.") from wrong

    def _checked(self, request: HttpRequest, app: Any, token: Any, id_token: str) -> Any:
        claims = self._claims(id_token, app.client_id)
        if not constant_time_compare(claims["nonce"], nonce_of(request.GET["state"])):
            raise OAuth2Error("The answer belongs to another question.")
        person = self._fetch_user_info(token.token)
        if person["sub"] != claims["sub"]:
            raise OAuth2Error("The provider speaks of two people.")
        # Some providers say it as a text; any other text would count as yes.
        person["email_verified"] = person.get("email_verified") in (True, "true")
        answer = {"userinfo": person, "id_token": claims}
        return self.get_provider().sociallogin_from_response(request, answer)

    def _claims(self, id_token: str, client_id: str) -> dict[str, Any]:
        """What the token says, by the provider's own signature, of this site and of now."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        try:
            name = jwt.get_unverified_header(id_token).get("kid")
            keys = jwt.PyJWKSet.from_dict(answer.json()).keys
            key = next(each for each in keys if name in (None, each.key_id))
            found: dict[str, Any] = jwt.decode(
                id_token,
                key=key.key,
                algorithms=SIGNED_BY,
                audience=client_id,
                issuer=self.openid_config["issuer"],
                options={"require": ["exp", "iat", "sub", "nonce"]},
            )
        except (jwt.PyJWTError, StopIteration) as wrong:
            raise OAuth2Error("The provider's signature does not fit.") from wrong
        return found


class ProviderAdapter(DefaultSocialAccountAdapter):
    def get_provider(self, *args: Any, **kwargs: Any) -> Any:
        provider = super().get_provider(*args, **kwargs)
        provider.oauth2_adapter_class = _Exchange
        return provider

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        user = _invited(sociallogin)
        if user is None or sociallogin.state.get("process") != AuthProcess.LOGIN:
            access.failed(None, how=f"provider {PROVIDER}")
            raise ImmediateHttpResponse(_page(request, "account/provider_unknown.html", 403))
        sociallogin.user = user

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        log.warning("oidc.failed", error=str(exception or error)[:200])
        access.failed(None, how=f"provider {PROVIDER}")
        raise ImmediateHttpResponse(_page(request, "account/provider_failed.html", 400))


def _invited(sociallogin: Any) -> User | None:
    """Whose account this is: somebody with an address that the provider has verified."""
    verified = [each.email for each in sociallogin.email_addresses if each.verified]
    return (
        User.objects.filter(email__iexact=verified[0], is_active=True).first() if verified else None
    )


class SecondStep(AuthenticateStage):  # type: ignore[misc]
    """Left out for those whose provider has asked for a second step, where settings say it does."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if second_factor.came_with_one(request, self.login.user):
            return False
        return bool(super()._should_handle(request))


# Pages ------------------------------------------------------------------------------------------


@login_not_required
@never_cache
@require_safe
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _answered(OAuth2LoginView, request, provider_id)


@login_not_required
@never_cache
@require_safe
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _answered(OAuth2CallbackView, request, provider_id)


def _answered(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    if not settings.OIDC_NAME or provider_id != PROVIDER:
        raise Http404
    try:
        answer: HttpResponse = view.adapter_view(_Exchange(request, provider_id))(request)
    except (RequestException, OAuth2Error) as wrong:
        log.warning("oidc.away", error=str(wrong)[:200])
        answer = _page(request, "account/provider_away.html", 503)
        answer["Retry-After"] = "60"
    return answer


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return render(request, template, {"provider": settings.OIDC_NAME}, status=status)
