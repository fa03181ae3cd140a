"""Surveys, the points where they are answered, cards, and answers that belong to nobody.

An answer has no time, address, agent, order or reference to a card or a person (ADR 54). Its key
is drawn by lot, and the table lies in the order of its keys.
"""

import hmac
import uuid
from datetime import date
from hashlib import sha256
from secrets import randbits, token_bytes

from django.conf import settings
from django.db import models

from prongsai.core.progress.rounds import LABELS
from prongsai.core.slips import drawn_slip
from prongsai.core.surveys.questionnaire import SURVEYS
from prongsai.core.surveys.retention import Term
from prongsai.web.disclosure.disclosure.items import MadePaper
from prongsai.web.platform.models import AgencyModel
from prongsai.web.platform.references import LONGEST_CODE

LONGEST_NAME = 120
LONGEST_TEXT = 1_000


def by_lot() -> int:
    """A key that tells nothing: SQLite keeps a table in the order of such keys, not of arrival."""
    return randbits(62) + 1


class Survey(AgencyModel):
    """One round of asking.

    Shape:  `instrument` is what it rehearses, "" where it asks `questions` of the agency's own;
            `former` is the round before it. `people` is how many may be asked, null where nobody
            knows; `cards` how many cards were printed; `official_url` leads to the NACC's own
            survey; `told` is how many had answered by the morning of `told_on`: what is told no
            more often tells of nobody; `mixed` how many answers were mixed together last.
            `elsewhere` is what is kept of a file of answers that were taken elsewhere
            (`core.surveys.elsewhere`), null of a survey that was answered here. `term` is until
            when rows of answers are kept (`core.surveys.retention`); `kept` what is left of them
            since `kept_on`, null while they are there.
    """

    fiscal_year = models.PositiveIntegerField()
    instrument = models.CharField(
        max_length=3, choices=[(code, code) for code in SURVEYS], blank=True
    )
    questions = models.JSONField(null=True)
    former = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    people = models.PositiveIntegerField(null=True)
    opens_on = models.DateField()
    closes_on = models.DateField()
    closed_on = models.DateField(null=True)
    official_url = models.URLField(max_length=500, blank=True)
    cards = models.PositiveIntegerField(default=0)
    keyed = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(default=0)
    told_on = models.DateField(null=True)
    mixed = models.PositiveIntegerField(default=0)
    elsewhere = models.JSONField(null=True)
    term = models.CharField(max_length=8, default=Term.ASKED.value)
    kept = models.JSONField(null=True)
    kept_on = models.DateField(null=True)

    class Meta:
        ordering = ["-opens_on", "name"]

    def __str__(self) -> str:
        return f"{self.instrument or 'own'} {self.fiscal_year} {self.name}"

    @property
    def is_rehearsal(self) -> bool:
        """Whether it puts the questions of an instrument."""
        return bool(self.instrument)

    @property
    def is_elsewhere(self) -> bool:
        """Whether its answers were taken elsewhere and brought in as a file."""
        return self.elsewhere is not None

    @property
    def has_rows(self) -> bool:
        """Whether rows of answers are, or may come to be, in the database."""
        return not self.is_elsewhere and self.kept is None

    @property
    def rows_until(self) -> date | None:
        """From which day on its rows are gone; None before its end, and where somebody must say."""
        return Term(self.term).last_day(self.closed_on) if self.closed_on else None

    @property
    def asks_for_cards(self) -> bool:
        """Whether who answers must hold a card: staff, who answer once each."""
        return self.instrument == "IIT"


class Point(models.Model):
    """Where a survey is answered; each has an address and a QR of its own.

    Shape:  `keyed` is how many of its answers were keyed in; of the sitting under way `sitting` is
            the key, `began` and `last` the times of its first and last answer: they are gone when
            it ends.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="points")
    name = models.CharField(max_length=LONGEST_NAME)
    code = models.CharField(max_length=LONGEST_CODE, unique=True)
    answers = models.PositiveIntegerField(default=0)
    keyed = models.PositiveIntegerField(default=0)
    sitting = models.UUIDField(null=True)
    began = models.DateTimeField(null=True)
    last = models.DateTimeField(null=True)
    in_sitting = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["survey", "name"], name="survey_point_once")]

    def __str__(self) -> str:
        return self.name


class Card(models.Model):
    """A card that was not used yet: a keyed digest of its number; an answer deletes it."""

    digest = models.CharField(max_length=64, primary_key=True)
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="+")

    class Meta:
        """No order: that of printing would tell of one another."""

    def __str__(self) -> str:
        return "card"


class Answer(models.Model):
    """What one respondent answered, in one row, but for choices of questions of one's own.

    Shape:  `survey` and `point` are keys without a reference; `values` the place of the option by
            question; `sitting` is that of eight or more answers close together, null of all others
            once it has ended; `again` where the device said that it had answered before.
    """

    id = models.BigAutoField(primary_key=True)
    survey = models.UUIDField(db_index=True)
    point = models.UUIDField()
    values = models.JSONField()
    sitting = models.UUIDField(null=True)
    again = models.BooleanField(default=False)

    class Meta:
        """No order."""

    def __str__(self) -> str:
        return "answer"


class Choice(models.Model):
    """What somebody chose in a question of one's own, apart from their grades and other choices.

    A unit of three is a choice that few can give: in the row of grades it would tell whose it is.
    `option` is its place.
    """

    id = models.BigAutoField(primary_key=True)
    survey = models.UUIDField(db_index=True)
    question = models.CharField(max_length=LONGEST_CODE)
    option = models.PositiveIntegerField()

    def __str__(self) -> str:
        return "choice"


class Remark(models.Model):
    """Words that somebody wrote, apart from their answers and from each other.

    Shape:  `question` is the code of what they answer, "" where nothing was asked.
    """

    id = models.BigAutoField(primary_key=True)
    survey = models.UUIDField(db_index=True)
    question = models.CharField(max_length=LONGEST_CODE, blank=True)
    text = models.CharField(max_length=LONGEST_TEXT)

    def __str__(self) -> str:
        return "remark"


class Received(models.Model):
    """The key of a form that was taken in, so that one sent twice counts once."""

    key = models.CharField(max_length=32, primary_key=True)
    survey = models.UUIDField(db_index=True)

    def __str__(self) -> str:
        return "received"


class SittingRow(models.Model):
    """A sitting of eight or more that has ended: how many, on which day, how many minutes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    point = models.ForeignKey(Point, models.CASCADE, related_name="sittings")
    day = models.DateField()
    count = models.PositiveIntegerField()
    minutes = models.FloatField()

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.count} on {self.day}"


class SurveyReport(MadePaper):
    """The report of a closed survey of one's own, beside the rounds before it.

    Shape:  `said` is what a person wrote under a heading, by its key; `months` the round of the
            year of which a person says that it reports, null of none; `memo` brings it to the
            executive, null before that.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="reports")
    said = models.JSONField(default=dict)
    months = models.PositiveSmallIntegerField(
        null=True, choices=[(months, label.th) for months, label in LABELS.items()]
    )
    memo = models.ForeignKey("papers.Memo", models.SET_NULL, null=True, related_name="+")
    pieces = models.ManyToManyField("disclosure.Piece", related_name="survey_reports")

    class Meta(MadePaper.Meta):
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="survey_report_once")
        ]

    def __str__(self) -> str:
        return f"report {self.number} of {self.survey_id}"


_BYTES = 32


def new_card() -> str:
    """The number of a card, drawn by lot."""
    return drawn_slip(token_bytes(_BYTES))


def digest_of(survey: Survey, card: str) -> str:
    """What is kept of a card."""
    text = f"card:{survey.pk}:{card}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), sha256).hexdigest()
