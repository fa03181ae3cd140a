"""Agency, units, people, positions and who holds them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from prongsai.core.papers.digits import Digits
from prongsai.core.roles import Role, keys_where, role_of
from prongsai.core.text import Text
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.db.ordering import SortKeyField
from prongsai.web.platform.models import AgencyModel
from prongsai.web.platform.thai_order import folded, sort_key
from prongsai.web.platform.versions import Version


class AgencyKind(models.TextChoices):
    """Kinds of agencies; the local ones first, being nearly all."""

    SUBDISTRICT_MUNICIPALITY = "subdistrict-municipality", _("เทศบาลตำบล")
    TOWN_MUNICIPALITY = "town-municipality", _("เทศบาลเมือง")
    CITY_MUNICIPALITY = "city-municipality", _("เทศบาลนคร")
    SUBDISTRICT = "subdistrict", _("องค์การบริหารส่วนตำบล")
    PROVINCE = "province", _("องค์การบริหารส่วนจังหวัด")
    OTHER = "other", _("หน่วยงานอื่น")


def demanding_positions() -> list[str]:
    """Positions that need a second factor where an agency has not said otherwise."""
    return list(keys_where(lambda role: role.second_factor))


class Agency(models.Model):
    """One public agency; every other row belongs to one.

    Shape:  `duties` stand on its public page, `authority` is the law that its orders cite; `street`
            is told before the district; `second_factor` holds keys of roles; `social_pages` as
            `social` reads them; `revision` counts changes of the settings, so that a page left
            open over somebody else's change is noticed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, choices=AgencyKind.choices)
    district = models.CharField(max_length=100, blank=True)
    province = models.CharField(max_length=100, blank=True)
    office = models.CharField(max_length=200, default="สำนักปลัด")
    telephone = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    website = models.CharField(max_length=200, blank=True)
    social_pages = models.TextField(blank=True)
    street = models.CharField(max_length=300, blank=True)
    fax = models.CharField(max_length=60, blank=True)
    map_address = models.URLField(max_length=500, blank=True)
    duties = models.TextField(blank=True)
    number_prefix = models.CharField(max_length=60, blank=True)
    authority = models.TextField(blank=True)
    prints_names = models.BooleanField(default=True)
    digits = models.CharField(
        max_length=20,
        choices=[(digits.value, digits.label.th) for digits in Digits],
        default=Digits.THAI_IN_PROSE.value,
    )
    emblem = models.ForeignKey(
        "platform.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_sample = models.BooleanField(default=False)
    second_factor = models.JSONField(default=demanding_positions)
    revision = models.PositiveIntegerField(default=1)
    sort_key = SortKeyField(max_length=300, editable=False)
    search_text = models.CharField(max_length=500, editable=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sort key and the searched text in step with the name."""
        self.sort_key = sort_key(self.name)
        self.search_text = folded(f"{self.name} {self.district} {self.province}")
        super().save(*args, **kwargs)

    @property
    def district_words(self) -> str:
        """The district as a paper writes it, whether or not the word was typed with it."""
        return _called("อำเภอ", self.district, ("เขต",))

    @property
    def province_words(self) -> str:
        """The province as a paper writes it; the capital is no province."""
        return _called("จังหวัด", self.province, ("กรุงเทพ",))


def _called(word: str, name: str, alone: tuple[str, ...]) -> str:
    plain = name.strip()
    if not plain or plain.startswith((word, *alone)):
        return plain
    return f"{word}{plain}"


class Unit(models.Model):
    """A part of an agency that owns work (กอง, สำนัก, งาน).

    Shape:  `is_office` for the central office, which the office head's post belongs to; found once
            by the name in the agency's settings, and it stays that office whatever its name.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="units")
    name = models.CharField(max_length=200)
    is_closed = models.BooleanField(default=False)
    is_office = models.BooleanField(default=False)
    sort_key = SortKeyField(max_length=300, editable=False)

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="unit_name_once"),
            models.UniqueConstraint(
                fields=["agency"], condition=models.Q(is_office=True), name="unit_office_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sort key in step with the name."""
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)


_SESSIONS = "prongsai.web.agency.User.session"


class UserManager(BaseUserManager["User"]):
    """Makes users by their login."""

    def create_user(self, login: str, password: str | None = None, **fields: Any) -> User:
        """A user; without a password nobody can sign in as them."""
        user = self.model(login=login.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def without_password(self, agency: Agency) -> models.QuerySet[User]:
        """Active people who were taken over from a file and never had a password."""
        return self.filter(
            agency=agency, is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX
        )

    def with_unused_password(self, agency: Agency) -> models.QuerySet[User]:
        """Active people who have not signed in with a one-time password, the oldest first."""
        rows = self.filter(agency=agency, is_active=True, one_time_until__isnull=False)
        return rows.order_by("one_time_until")

    def get_by_natural_key(self, username: str | None) -> User:
        """Logins do not differ by case."""
        return self.get(login=(username or "").strip().lower())


class User(AbstractBaseUser):
    """One person who signs in. People are shown by position; a name is theirs to give or not.

    Shape:  `is_host` looks after the installation and belongs to no agency; `one_time_until` is
            set while the password is one that was handed over: it must be changed before anything
            else, and signs nobody in after that moment; `sign_outs` ends all sessions when it
            grows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="users")
    login = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    is_host = models.BooleanField(default=False)
    one_time_until = models.DateTimeField(null=True, blank=True)
    sign_outs = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    is_staff = False
    is_superuser = False

    class Meta:
        ordering = ["login"]

    def __str__(self) -> str:
        return self.display_name or self.login

    @property
    def password_state(self) -> str:
        """Whether the password is the person's own: "own", "one-time", "expired" or "none"."""
        if not self.has_usable_password():
            return "none"
        if self.one_time_until is None:
            return "own"
        return "one-time" if self.one_time_until >= now() else "expired"

    def get_session_auth_hash(self) -> str:
        """What a session must have begun with: this password, and no sign-out since."""
        return salted_hmac(_SESSIONS, f"{self.sign_outs} {self.password}").hexdigest()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under former keys of the installation."""
        for key in settings.SECRET_KEY_FALLBACKS:
            text = f"{self.sign_outs} {self.password}"
            yield salted_hmac(_SESSIONS, text, secret=key).hexdigest()


class Position(models.Model):
    """A position in an agency; rights belong to its role, whoever holds it.

    Shape:  `kind` is the key of its role in `data/roles.yaml`; the words are no choices here, for
            a new role needs no migration: who makes a position names a `Role`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="positions")
    kind = models.CharField(max_length=30)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="positions")
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["kind", "title"]
        constraints = [
            # Two, for SQLite knows no `nulls_distinct`. What a role says of its posts is asked
            # where they are made (`position_rules`).
            models.UniqueConstraint(
                fields=["agency", "kind", "unit", "title"], name="position_once"
            ),
            models.UniqueConstraint(
                fields=["agency", "kind", "title"],
                condition=models.Q(unit__isnull=True),
                name="position_once_without_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def role(self) -> Role:
        """What the position is, whatever it is called here."""
        return role_of(self.kind)


def in_force(day: date, prefix: str = "") -> Q:
    """The condition that an appointment is in force on a day, its first and last included.

    Shape:  `prefix` is the way to the appointment from the rows that are asked, such as
            "waits_for__appointments__". All conditions on one appointment belong into one `filter`.
    """
    ended = Q(**{f"{prefix}last_day__isnull": True}) | Q(**{f"{prefix}last_day__gte": day})
    return Q(**{f"{prefix}first_day__lte": day}) & ended


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Appointments, by the day and by whether the person can still sign in."""

    def on(self, day: date) -> Self:
        return self.filter(in_force(day))

    def between(self, first_day: date, last_day: date | None) -> Self:
        """Those in force on a day of some days; `last_day` None for until further notice."""
        rows = self.filter(Q(last_day__isnull=True) | Q(last_day__gte=first_day))
        return rows.filter(first_day__lte=last_day) if last_day else rows

    def of_active(self) -> Self:
        """Those of people whose account is open."""
        return self.filter(user__is_active=True)


class Appointment(models.Model):
    """A person in a position from one day to another; acting (รักษาราชการแทน) for a period.

    Shape:  `authority` is the order or law by which somebody acts, as typed; `entered_on` the day
            on which it was written down, null for one of before this was kept; `entered_by` who
            wrote it, or last handed this person a password, null for the server's administrator;
            `waits_since` the day up to which restricted cases wait for a second person's word,
            null where none do: it was given, or the appointment is older than the rule.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="appointments")
    position = models.ForeignKey(Position, models.CASCADE, related_name="appointments")
    user = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    is_acting = models.BooleanField(default=False)
    authority = models.CharField(max_length=300, blank=True)
    entered_on = models.DateField(null=True, default=today)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # Whatever way an appointment is made, it waits unless somebody says that it does not.
    waits_since = models.DateField(null=True, default=today)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        """An end is never before its beginning; one who acts does so for a period."""

        ordering = ["-first_day"]
        indexes = [models.Index(fields=["agency", "user"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__isnull=True)
                | models.Q(last_day__gte=models.F("first_day")),
                name="appointment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(is_acting=False) | models.Q(last_day__isnull=False),
                name="acting_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position_id} {self.first_day}"

    @property
    def state(self) -> str:
        """How the term stands today: "past", "now" or "coming"."""
        if self.last_day is not None and self.last_day < today():
            return "past"
        return "coming" if self.first_day > today() else "now"


class Roster(models.Model):
    """A file of units, positions and people that was read and waits for a person's yes.

    Shape:  `rows` are the file's rows as read, each with its number in the file; they are checked
            again against the day's state when they are taken over, so nothing else is kept but the
            headings of `unread` columns.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="rosters")
    name = models.CharField(max_length=255)
    rows = models.JSONField(default=list)
    unread = models.JSONField(default=list)
    made_at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name


class WordingRow(Version):
    """One version of an agency's own sentence in its papers, never overwritten.

    Shape:  `key` as in data/papers/wording.yaml ("memo.closing"); `text` the sentence, of a list
            one sentence a line, "" where this version went back to the program's own; `shipped`
            the program's sentence of that day, so that an update that changes it is noticed; each
            key is numbered from 1.
    """

    key = models.CharField(max_length=100)
    text = models.TextField(blank=True)
    shipped = models.TextField()

    class Meta:
        ordering = ["key", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "key", "number"], name="wording_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.key} v{self.number}"


class Notification(AgencyModel):
    """What was done about a person or their post; it waits until they say they read it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    said_th = models.CharField(max_length=600)
    said_en = models.CharField(max_length=600)
    url = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["agency", "user", "read_at"])]

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d}"

    @property
    def said(self) -> Text:
        return Text(self.said_th, self.said_en)
