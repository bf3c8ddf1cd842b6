"""People who sign in. A person is a post and an e-mail address; what they may do comes from memberships."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from audit.evidence import Evidence, EvidenceQuerySet


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> EvidenceQuerySet[User]:
        return EvidenceQuerySet(self.model, using=self._db)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        # As the constraint below has it: capitals must not keep anybody out.
        return self.get(email__iexact=username)


EVERYTHING = "everything"
"""Outside a request nobody has chosen for whom they act: what a person may is all that they may."""


class User(AbstractBaseUser, Evidence):
    NOT_EVIDENCE: ClassVar[dict[str, str]] = {
        "password": "its owner changes it, and nobody else may know even its digest",
        "last_login": "says when somebody came, not what was agreed",
    }

    email = models.EmailField(unique=True)
    post = models.CharField(
        max_length=120, help_text="The post, never a name: Compact officer, Thurrock Council."
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, help_text="Runs the installation itself.")
    joined_at = models.DateTimeField(auto_now_add=True)

    # Read once a request: organisations.permissions.scope_of, held_by.
    _scope: Any = None
    _held: Any = None
    _acts_for: Any = EVERYTHING
    _acting_post = ""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["post"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                # unique=True alone takes Officer@ and officer@ for two people.
                Lower("email"),
                name="user_email_once",
                violation_error_message="Somebody already signs in with this e-mail address.",
            )
        ]

    def __str__(self) -> str:
        return self.post

    @property
    def acting_post(self) -> str:
        """The post, and where they chose for whom they act, the post there with the organisation."""
        return self._acting_post or self.post

    @property
    def is_superuser(self) -> bool:
        return self.is_staff

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff


class SentForm(models.Model):
    """A form that somebody sent, by the digest of its token and answers, and where it led."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    leads_to = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "digest"],
                name="form_sent_once",
                violation_error_message="This form has already been sent.",
            )
        ]

    def __str__(self) -> str:
        return self.leads_to or "A form being taken"


class Access(models.Model):
    """Something that happened at the door: a sign-in, a failure, a refusal, an export.

    `hour` is set where it is counted, a row an hour. It is a record of its own, beside the log of
    events: strangers make much of it, and it is forgotten after a year.
    """

    class What(models.TextChoices):
        SIGNED_IN = "signed_in", "Signed in"
        FAILED = "failed", "Failed to sign in"
        LOCKED = "locked", "Had to wait after wrong passwords"
        REFUSED = "refused", "Was refused"
        EXPORTED = "exported", "Exported"
        CHANGED = "changed", "Changed how they sign in"

    what = models.CharField(max_length=9, choices=What)
    person = models.PositiveBigIntegerField(default=0, help_text="Nought where nobody is known.")
    post = models.CharField(max_length=120, blank=True)
    about = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(db_index=True, help_text="Of the last one, where it is counted.")
    hour = models.DateTimeField(null=True)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "-at"], name="access_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["what", "person", "about", "hour"],
                condition=models.Q(hour__isnull=False),
                name="access_counted_once_an_hour",
                violation_error_message="This hour is being counted already.",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    what__in=["signed_in", "failed", "locked", "refused", "exported", "changed"]
                ),
                name="access_what_known",
                violation_error_message="This is nothing that happens at the door.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.post or 'somebody unknown'}"
