"""Bills, the money that was taken for them, and the lines of the bank."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from prongsai.core.bills.matching import BillState
from prongsai.core.bills.promptpay import Account, AccountKind, payload
from prongsai.core.papers.bill_papers import BillLine
from prongsai.web.platform.clock import now
from prongsai.web.platform.language import in_language
from prongsai.web.platform.models import AgencyModel
from prongsai.web.platform.tags import Tag

_TAGS = {BillState.OPEN: "wait", BillState.PAID: "ok", BillState.CANCELLED: "bad"}


class PaymentWay(models.TextChoices):
    """How money came."""

    TRANSFER = "transfer", _("โอนหรือพร้อมเพย์")
    CASH = "cash", _("เงินสด")
    CHEQUE = "cheque", _("เช็คหรือตั๋วแลกเงิน")


class PayAccount(models.Model):
    """Where an agency's bills are paid to; `unit` is the one whose head makes bills.

    Shape:  `by_officers` where everybody of that unit makes them; `number` in digits alone; `name`
            as the payer's bank shows it; `version` counts savings.
    """

    agency = models.OneToOneField("agency.Agency", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in AccountKind])
    number = models.CharField(max_length=15)
    name = models.CharField(max_length=120)
    unit = models.ForeignKey("agency.Unit", models.PROTECT, null=True, related_name="+")
    by_officers = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.kind} {self.number[-4:]}"


class Bill(AgencyModel):
    """What somebody is asked to pay.

    Shape:  `number` counts in the agency's fiscal year; `reference` is the slip of sixteen digits
            that the payer types and the bank hands on; `items` are pairs of words and baht as
            text; `amount` is their sum in baht; `account` is the one of the day on which it was
            made, which a later change leaves alone; `case` what it was made for, null for
            anything that stands by itself; `assessed` how a tax was reckoned: `how` in Thai words,
            `reckoned` as text, "" where it was not, and the `reason` why another is asked for; null
            for what is no tax; `version` counts what happened to it.
    """

    fiscal_year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=16)
    payer = models.CharField(max_length=120)
    about = models.CharField(max_length=200)
    items = models.JSONField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    account_kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in AccountKind])
    account_number = models.CharField(max_length=15)
    account_name = models.CharField(max_length=120)
    state = models.CharField(
        max_length=10, choices=[(state, state) for state in BillState], default=BillState.OPEN
    )
    day = models.DateField()
    due_on = models.DateField(null=True)
    made_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    made_by_words = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    case = models.ForeignKey("desk.Case", models.SET_NULL, null=True, related_name="+")
    assessed = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-fiscal_year", "-number"]
        indexes = [models.Index(fields=["agency", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "fiscal_year", "number"], name="bill_number_once"
            ),
            models.UniqueConstraint(fields=["agency", "reference"], name="bill_reference_once"),
            models.UniqueConstraint(
                fields=["case"],
                condition=~models.Q(state=BillState.CANCELLED),
                name="bill_of_case_once",
            ),
        ]

    def __str__(self) -> str:
        """For logs: no word of who pays."""
        return f"{self.number}/{self.fiscal_year}"

    @property
    def is_open(self) -> bool:
        """Whether it is to be paid."""
        return self.state == BillState.OPEN

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody has to pay it."""
        return self.state == BillState.CANCELLED

    @property
    def tag(self) -> Tag:
        state = BillState(self.state)
        return Tag(_TAGS[state], in_language(state.label))

    @property
    def lines(self) -> Sequence[BillLine]:
        return tuple(BillLine(words, Decimal(baht)) for words, baht in self.items)

    @property
    def account(self) -> AccountKind:
        return AccountKind(self.account_kind)

    @property
    def code(self) -> str:
        """The text of its QR."""
        account = Account(self.account, self.account_number)
        return payload(account, self.amount, self.reference)

    @cached_property
    def history(self) -> Sequence[Payment]:
        """All that was paid or taken back."""
        return tuple(self.payments.order_by("number"))

    @property
    def payment(self) -> Payment | None:
        return next((row for row in self.history if row.taken_back_at is None), None)


class BankFile(AgencyModel):
    """A statement of the bank that was taken in; the file itself is not kept.

    Shape:  `known` counts its lines that an earlier file had, `passed_over` those without money
            that came in, `unread` those that could not be read; `first_day` and `last_day` are
            those of its lines.
    """

    name = models.CharField(max_length=200)
    first_day = models.DateField()
    last_day = models.DateField()
    known = models.PositiveIntegerField(default=0)
    passed_over = models.PositiveIntegerField(default=0)
    unread = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField(default=now)
    by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-taken_at"]

    def __str__(self) -> str:
        return self.name


class BankLine(AgencyModel):
    """One sum that came in; `at` is the bank's time, null where its file told none."""

    file = models.ForeignKey(BankFile, models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField()
    day = models.DateField()
    at = models.TimeField(null=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    reference = models.CharField(max_length=100, blank=True)
    text = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["file", "line"]
        indexes = [models.Index(fields=["agency", "day"])]

    def __str__(self) -> str:
        return f"{self.day} {self.amount}"


class Payment(AgencyModel):
    """Money that was taken for a bill; never deleted: one in error is taken back with a reason.

    Shape:  `number` counts in the agency's fiscal year, taken-back ones included; `day` is when
            the money came; `line` the sum at the bank, null where nobody compared it.
    """

    bill = models.ForeignKey(Bill, models.PROTECT, related_name="payments")
    fiscal_year = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    day = models.DateField()
    way = models.CharField(max_length=10, choices=PaymentWay.choices)
    line = models.ForeignKey(BankLine, models.PROTECT, null=True, related_name="payments")
    at = models.DateTimeField(default=now)
    by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    by_words = models.CharField(max_length=200, blank=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by_words = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["fiscal_year", "number"]
        indexes = [models.Index(fields=["agency", "day"])]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "fiscal_year", "number"], name="payment_number_once"
            ),
            models.UniqueConstraint(
                fields=["bill"], condition=models.Q(taken_back_at=None), name="bill_paid_once"
            ),
            models.UniqueConstraint(
                fields=["line"], condition=models.Q(taken_back_at=None), name="bank_line_pays_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.fiscal_year}"
