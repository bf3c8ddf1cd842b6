"""Every limit on how often something may be tried: the one table, for our own pages and allauth's.

Signing in has a lock besides, by account and device: accounts/lockout.py.
"""

from __future__ import annotations

from pages.counting import Allowance

MINUTE, HOUR = 60, 3600

ALLOWANCES = {
    "reading": Allowance(
        120, MINUTE, is_light=True
    ),  # pages for everybody that have to work something out
    "following": Allowance(20, HOUR),
    "export": Allowance(60, HOUR, is_light=True),
    "inviting": Allowance(60, HOUR),
    "way in": Allowance(20, MINUTE),
    "provider": Allowance(30, MINUTE),
}
"""By name: so many from one place, or by one person where somebody is signed in."""

ADDRESSES = {
    "calculator": "reading",
    "calculator-ics": "reading",
    "compacts:search": "reading",
    "compacts:compare": "reading",
    "consultations:public": "reading",
    "consultations:public_feed": "reading",
    "consultations:public_calendar": "reading",
    "consultations:public_json": "reading",
    "notifications:follow_consultation": "following",
    "notifications:follow_area": "following",
    "disputes:bundle_pdf": "export",
    "disputes:bundle_zip": "export",
    "disputes:neutral": "inviting",
    "organisations:invite": "inviting",
    "organisations:invite_again": "inviting",
    "account_way_in": "way in",
    "openid_connect_login": "provider",
    "openid_connect_callback": "provider",
}
"""Which allowance each address draws on. What only shows a form counts when the form is sent."""

COUNTED_WHEN_SENT = {"following", "inviting", "way in"}
EXPORTED = {"csv", "import"}
"""A list in one of these formats (`?format=csv`) is an export, whatever its address."""

ALLAUTH = {
    "login": "30/m/ip",
    "password": "10/m/ip",  # wrong ones
    "login_failed": "10/m/ip,5/5m/key",  # of the second step
    "request_login_code": "20/m/ip,5/h/key",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "signup": "20/m/ip",
}
"""What django-allauth counts by itself: tries, within a minute or an hour, by place, address or person."""

ALLAUTH_SECOND_FACTOR = {"webauthn_login": "10/m/ip"}
