"""The pages that belong to no app, and sign-in. Accounts are by invitation."""

from allauth.account import app_settings
from allauth.account import views as account
from django.urls import include, path, re_path

from accounts import oidc
from accounts import views as people
from config import views
from pages import sign_in

urlpatterns = [
    path("about/", views.about, name="about"),
    path("history/", views.history, name="history"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("style-guide/", views.style_guide, name="style_guide"),
    path("accounts/", people.account, name="account_account"),
    path(
        "accounts/second-step/needed/",
        people.second_step_needed,
        name="account_second_step_needed",
    ),
    path("accounts/second-step/", include("allauth.mfa.urls")),
    path("accounts/sessions/", people.sessions, name="account_sessions"),
    path("accounts/sessions/end/", people.end_other_sessions, name="account_end_other_sessions"),
    path("accounts/sessions/<int:pk>/end/", people.end_session, name="account_end_session"),
    path("accounts/access/", people.access, name="account_access"),
    path("accounts/access/all/", people.access_of_all, name="account_access_of_all"),
    path("accounts/provider/<str:provider_id>/", oidc.login, name="openid_connect_login"),
    path(
        "accounts/provider/<str:provider_id>/callback/",
        oidc.callback,
        name="openid_connect_callback",
    ),
    path("accounts/way-in/<str:uid>/<str:token>/", people.enter, name="account_way_in"),
    path(
        "accounts/login/",
        account.LoginView.as_view(form_class=sign_in.LoginForm),
        name="account_login",
    ),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/signup/", account.signup, name="account_signup"),
    path(
        "accounts/reauthenticate/",
        account.ReauthenticateView.as_view(form_class=sign_in.ReauthenticateForm),
        name="account_reauthenticate",
    ),
    path(
        "accounts/login/code/confirm/",
        account.ConfirmLoginCodeView.as_view(form_class=sign_in.ConfirmLoginCodeForm),
        name="account_confirm_login_code",
    ),
    path(
        "accounts/password/change/",
        account.PasswordChangeView.as_view(form_class=sign_in.ChangePasswordForm),
        name="account_change_password",
    ),
    path(
        "accounts/password/set/",
        account.PasswordSetView.as_view(form_class=sign_in.SetPasswordForm),
        name="account_set_password",
    ),
    path(
        "accounts/password/reset/",
        account.PasswordResetView.as_view(form_class=sign_in.ResetPasswordForm),
        name="account_reset_password",
    ),
    path(
        "accounts/password/reset/done/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.PasswordResetFromKeyView.as_view(form_class=sign_in.ResetPasswordKeyForm),
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

if app_settings.LOGIN_BY_CODE_ENABLED:
    urlpatterns.append(
        path(
            "accounts/login/code/",
            account.RequestLoginCodeView.as_view(form_class=sign_in.RequestLoginCodeForm),
            name="account_request_login_code",
        )
    )
