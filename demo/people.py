"""Who is in the story: organisations of both sectors, and one post a role. Posts, never names."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from accounts.models import User
from demo.sign_ins import DEMO_EMAILS, DEMO_PASSWORD
from organisations.models import Area, Membership, Organisation, Role

GROUPS = {
    "thurrock": [
        ("Tilbury Carers Network", "charity", "1900001"),
        ("Grays Befriending", "community-group", ""),
        ("Thurrock Youth Arts", "charity", "1900002"),
        ("Purfleet Community Hub", "community-group", ""),
        ("South Ockendon Advice", "charity", "1900003"),
        ("Stanford Older People's Lunch Club", "community-group", ""),
        ("Thurrock Mind and Body", "charity", "1900004"),
        ("Corringham Faith Kitchen", "faith-group", ""),
        ("Chafford Hundred Parents", "community-group", ""),
        ("Thurrock Recovery Partnership", "social-enterprise", ""),
    ],
    "southend": [
        ("Shoebury Sheds", "community-group", ""),
        ("Leigh Family Support", "charity", "1900011"),
        ("Westcliff Welcome", "charity", "1900012"),
    ],
    "stockton": [
        ("Thornaby Advice Centre", "charity", "1900021"),
        ("Billingham Carers", "charity", "1900022"),
        ("Yarm Environment Group", "community-group", ""),
    ],
}
POSTS = [
    ("compact.officer", "Compact officer", "thurrock", "thurrock-council", Role.COMPACT_OFFICER),
    ("grants.officer", "Grants officer", "thurrock", "thurrock-council", Role.OFFICER),
    ("policy.lead", "Policy lead", "thurrock", "thurrock-cvs", Role.CVS_STAFF),
    ("treasurer", "Volunteer treasurer", "thurrock", "grays-befriending", Role.VCS_MEMBER),
    ("cochair.council", "Forum co-chair", "thurrock", "thurrock-council", Role.FORUM_CHAIR),
    ("cochair.cvs", "Forum co-chair", "thurrock", "thurrock-cvs", Role.FORUM_CHAIR),
    ("portfolio.holder", "Portfolio holder", "thurrock", "thurrock-council", Role.READ_ONLY),
    (
        "stockton.officer",
        "Compact officer",
        "stockton",
        "stockton-council",
        Role.COMPACT_OFFICER,
    ),
    ("catalyst.manager", "Partnership manager", "stockton", "catalyst", Role.CVS_STAFF),
    (
        "southend.officer",
        "Compact officer",
        "southend",
        "southend-council",
        Role.COMPACT_OFFICER,
    ),
    ("savs.officer", "Policy officer", "southend", "savs", Role.CVS_STAFF),
]


def organisation(area: str, slug: str) -> Organisation:
    return Organisation.objects.select_related("area").get(area__slug=area, slug=slug)


def area_of(slug: str) -> Area:
    return Area.objects.get(slug=slug)


def group(area: str, name: str) -> Organisation:
    return organisation(area, slugify(name))


def post(key: str) -> User:
    """A person of the story, by the first part of their address."""
    return User.objects.get(email=key + DEMO_EMAILS)


def cvs_staff_of(area: str) -> User:
    """Whoever works for the infrastructure body of an area."""
    key = next(key for key, _, slug, _, role in POSTS if (slug, role) == (area, Role.CVS_STAFF))
    return post(key)


def invite_everybody() -> None:
    for slug, groups in GROUPS.items():
        area = Area.objects.get(slug=slug)
        for name, kind, charity_number in groups:
            Organisation.objects.create(
                area=area,
                slug=slugify(name),
                name=name,
                sector="vcs",
                kind=kind,
                charity_number=charity_number,
            )
    password = make_password(DEMO_PASSWORD)
    for key, title, area_slug, slug, role in POSTS:
        body = organisation(area_slug, slug)
        user = User.objects.create(
            email=key + DEMO_EMAILS, post=f"{title}, {body.name}", password=password
        )
        Membership.objects.create(
            user=user, area=body.area, organisation=body, role=role, post=user.post
        )
