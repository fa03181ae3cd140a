"""Service points with their tickets, charts of services, and forms that citizens fill in."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.urls import reverse
from msgspec import convert

from prongsai.core.counter.charts import Chart, ServiceChange
from prongsai.core.counter.queue import LONGEST_NAME, TicketState, printed_number, state_on
from prongsai.core.text import Text
from prongsai.core.thai import thai_digits
from prongsai.web.disclosure.disclosure.items import MadePaper
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import AgencyModel


class ServicePoint(AgencyModel):
    """Where people come to be served; `unit` is the one whose people call.

    Shape:  `code` stands in the addresses of its screens; `taking_on` is the day on which numbers
            are given, None or another day while they are not; `version` counts the savings.
    """

    name = models.CharField(max_length=120)
    code = models.CharField(max_length=16, unique=True)
    unit = models.ForeignKey("agency.Unit", models.PROTECT, null=True, related_name="+")
    has_thai_digits = models.BooleanField(default=False)
    taking_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "name"], name="service_point_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether numbers are given today."""
        return self.taking_on == today()

    @property
    def short_address(self) -> str:
        """Where a number is taken, as people type it; posters and screens show it."""
        return f"{site_address()}{reverse('counter:short', args=[self.code])}"


class Line(models.Model):
    """A line of people for one service; its numbers bear the letter `prefix`."""

    point = models.ForeignKey(ServicePoint, models.CASCADE, related_name="lines")
    place = models.PositiveSmallIntegerField()
    prefix = models.CharField(max_length=2)
    name = models.CharField(max_length=LONGEST_NAME)
    is_shown = models.BooleanField(default=True)

    class Meta:
        ordering = ["place", "id"]
        constraints = [models.UniqueConstraint(fields=["point", "prefix"], name="queue_line_once")]

    def __str__(self) -> str:
        return f"{self.prefix} {self.name}"


class Window(models.Model):
    """A window at which somebody is served; without `lines` it serves all."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    point = models.ForeignKey(ServicePoint, models.CASCADE, related_name="windows")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=LONGEST_NAME)
    lines = models.ManyToManyField(Line, related_name="windows")
    is_shown = models.BooleanField(default=True)

    class Meta:
        ordering = ["place", "id"]
        constraints = [models.UniqueConstraint(fields=["point", "name"], name="queue_window_once")]

    def __str__(self) -> str:
        return thai_digits(self.name) if self.point.has_thai_digits else self.name


class Ticket(models.Model):
    """A number that somebody took; nothing of who it was is kept, nor who called.

    Shape:  `number` counts in its line on its day in Thailand; `code` stands in the address of its
            state; `called_at` is the first call, `last_called_at` the last; `calls` counts them;
            `ended_at` when it was served, skipped or left.
    """

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="+")
    point = models.ForeignKey(ServicePoint, models.CASCADE, related_name="tickets")
    line = models.ForeignKey(Line, models.PROTECT, related_name="tickets")
    window = models.ForeignKey(Window, models.PROTECT, null=True, related_name="tickets")
    day = models.DateField()
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=24)
    state = models.CharField(
        max_length=10,
        choices=[(state, state) for state in TicketState],
        default=TicketState.WAITING,
    )
    taken_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    last_called_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    calls = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["day", "id"]
        indexes = [models.Index(fields=["point", "day", "state"])]
        constraints = [
            models.UniqueConstraint(fields=["line", "day", "number"], name="queue_number_once"),
            models.UniqueConstraint(fields=["agency", "code"], name="queue_ticket_once"),
            models.UniqueConstraint(
                fields=["window", "day"], condition=models.Q(state="called"),
                name="queue_window_serves_one",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return printed_number(self.line.prefix, self.number, thai=self.point.has_thai_digits)

    @property
    def state_now(self) -> TicketState:
        """What has become of it: one of a day that is over waits no more."""
        return state_on(TicketState(self.state), self.day, today())

    @property
    def is_today(self) -> bool:
        return self.day == today()

    @property
    def is_open(self) -> bool:
        return self.is_today and self.state in (TicketState.WAITING, TicketState.CALLED)


class Service(AgencyModel):
    """What the agency does for people: charts and forms belong to it."""

    name = models.CharField(max_length=160)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="service_once")]

    def __str__(self) -> str:
        return self.name


class ServiceChartQuerySet(models.QuerySet["ServiceChart"]):
    """Charts by what everybody sees of them."""

    def public(self) -> Self:
        """Those that were published and not taken back."""
        return self.filter(published_at__isnull=False, withdrawn_at=None)

    def in_force(self) -> Self:
        """Those whose day has come too."""
        return self.public().filter(since__lte=today())


class ServiceChart(MadePaper):
    """The chart of a service, one edition; its file is the poster on A4.

    Shape:  `content` is a `core.counter.charts.Chart`; `since` the day since which it is done so;
            `published_at` None until somebody publishes it, `withdrawn_at` once it is taken back;
            `anyway` why it was published in spite of what was known against it, and `against` the
            digests of these facts.
    """

    service = models.ForeignKey(Service, models.CASCADE, related_name="charts")
    content = models.JSONField()
    since = models.DateField()
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    anyway = models.CharField(max_length=500, blank=True)
    against = models.JSONField(default=list)
    pieces = models.ManyToManyField("disclosure.Piece", related_name="service_charts")

    objects = ServiceChartQuerySet.as_manager()

    class Meta(MadePaper.Meta):
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="service_chart_once")
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.number}"

    @property
    def chart(self) -> Chart:
        return convert(self.content, Chart)

    @property
    def is_public(self) -> bool:
        """Whether it was published and not taken back."""
        return self.published_at is not None and self.withdrawn_at is None

    @property
    def is_in_force(self) -> bool:
        return self.is_public and self.since <= today()

    @property
    def is_coming(self) -> bool:
        """Whether everybody will see it once its day has come."""
        return self.is_public and self.since > today()

    def change_from(self, before: ServiceChart) -> ServiceChange:
        """Steps and times beside those of an earlier edition."""
        return ServiceChange(before.chart.total, self.chart.total)


class RequestForm(AgencyModel):
    """A form that citizens fill in for a service; `retired_at` once it is no longer used."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="forms")
    name = models.CharField(max_length=160)
    retired_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="request_form_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def newest(self) -> FormEdition | None:
        return next(iter(self.editions.all()), None)

    @property
    def published(self) -> FormEdition | None:
        """The edition that everybody sees."""
        return next((row for row in self.editions.all() if row.published_at is not None), None)

    @property
    def is_offered(self) -> bool:
        return self.retired_at is None and self.published is not None


class FormEdition(models.Model):
    """The file of a form, one edition, and its filled example.

    Shape:  `name` and `service` are what the form is called and belongs to from this edition on,
            "" and None where that stays as it is: everybody reads them once it is published;
            `dated` is the day that the form itself bears; `found` what looks like a person's in
            the files, as texts, `unread` what could not be looked into; `published_at` None until
            somebody publishes it, with a `reason` where something was found.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.ForeignKey(RequestForm, models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=160, blank=True)
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="+")
    dated = models.DateField()
    file = models.ForeignKey("platform.StoredFile", models.PROTECT, related_name="+")
    example = models.ForeignKey("platform.StoredFile", models.PROTECT, null=True, related_name="+")
    found = models.JSONField()
    unread = models.JSONField()
    made_at = models.DateTimeField()
    by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="form_edition_once")]

    def __str__(self) -> str:
        return f"{self.form} {self.number}"

    @property
    def remarks(self) -> tuple[Text, ...]:
        """What looks like a person's, then what could not be looked into."""
        return tuple(convert(text, Text) for text in (*self.found, *self.unread))

    @property
    def new_name(self) -> str:
        """What the form will be called once this is published; "" where that stays."""
        name, service = self.name or self.form.name, self.service or self.form.service
        is_new = name != self.form.name or service.pk != self.form.service_id
        return f"{name} · {service.name}" if is_new and self.published_at is None else ""

    @property
    def can_publish(self) -> bool:
        """Whether no newer edition is published, nor this one."""
        public = self.form.published
        return self.published_at is None and (public is None or self.number > public.number)


class QueueReport(MadePaper):
    """The queues of half a year or a year as a paper, one edition.

    Shape:  `months` six or twelve; `figures` what may be shown, as it stood when the edition was
            made (`core.papers.queue_paper.Queues`): what is withheld is not in it.
    """

    fiscal_year = models.PositiveIntegerField()
    months = models.PositiveSmallIntegerField()
    figures = models.JSONField()
    pieces = models.ManyToManyField("disclosure.Piece", related_name="queue_reports")

    class Meta(MadePaper.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "fiscal_year", "months", "number"], name="queue_report_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.months}/{self.fiscal_year} {self.number}"
