import django.db.models.deletion
import prongsai.core.bills.matching
import prongsai.core.bills.promptpay
import prongsai.web.platform.clock
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agency", "0002_initial"),
        ("agency", "__first__"),
        ("desk", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PayAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agency.agency",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            (
                                prongsai.core.bills.promptpay.AccountKind["BILLER"],
                                prongsai.core.bills.promptpay.AccountKind["BILLER"],
                            ),
                            (
                                prongsai.core.bills.promptpay.AccountKind["TAX_ID"],
                                prongsai.core.bills.promptpay.AccountKind["TAX_ID"],
                            ),
                            (
                                prongsai.core.bills.promptpay.AccountKind["MOBILE"],
                                prongsai.core.bills.promptpay.AccountKind["MOBILE"],
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                ("number", models.CharField(max_length=15)),
                ("name", models.CharField(max_length=120)),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agency.unit",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="Bill",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agency.agency",
                    ),
                ),
                ("fiscal_year", models.PositiveIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("reference", models.CharField(max_length=16)),
                ("payer", models.CharField(max_length=120)),
                ("about", models.CharField(max_length=200)),
                ("items", models.JSONField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                (
                    "account_kind",
                    models.CharField(
                        choices=[
                            (
                                prongsai.core.bills.promptpay.AccountKind["BILLER"],
                                prongsai.core.bills.promptpay.AccountKind["BILLER"],
                            ),
                            (
                                prongsai.core.bills.promptpay.AccountKind["TAX_ID"],
                                prongsai.core.bills.promptpay.AccountKind["TAX_ID"],
                            ),
                            (
                                prongsai.core.bills.promptpay.AccountKind["MOBILE"],
                                prongsai.core.bills.promptpay.AccountKind["MOBILE"],
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                ("account_number", models.CharField(max_length=15)),
                ("account_name", models.CharField(max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (
                                prongsai.core.bills.matching.BillState["OPEN"],
                                prongsai.core.bills.matching.BillState["OPEN"],
                            ),
                            (
                                prongsai.core.bills.matching.BillState["PAID"],
                                prongsai.core.bills.matching.BillState["PAID"],
                            ),
                            (
                                prongsai.core.bills.matching.BillState["CANCELLED"],
                                prongsai.core.bills.matching.BillState["CANCELLED"],
                            ),
                        ],
                        default=prongsai.core.bills.matching.BillState["OPEN"],
                        max_length=10,
                    ),
                ),
                ("day", models.DateField()),
                ("due_on", models.DateField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_by_words", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="desk.case",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["-fiscal_year", "-number"],
                "indexes": [
                    models.Index(fields=["agency", "state"], name="bills_bill_agency__493a17_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "fiscal_year", "number"), name="bill_number_once"
                    ),
                    models.UniqueConstraint(
                        fields=("agency", "reference"), name="bill_reference_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state", prongsai.core.bills.matching.BillState["CANCELLED"]),
                            _negated=True,
                        ),
                        fields=("case",),
                        name="bill_of_case_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agency.agency",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("known", models.PositiveIntegerField(default=0)),
                ("passed_over", models.PositiveIntegerField(default=0)),
                ("unread", models.PositiveIntegerField(default=0)),
                ("taken_at", models.DateTimeField(default=prongsai.web.platform.clock.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("by_words", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["-taken_at"],
            },
        ),
        migrations.CreateModel(
            name="BankLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agency.agency",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="bills.bankfile",
                    ),
                ),
                ("line", models.PositiveIntegerField()),
                ("day", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("reference", models.CharField(blank=True, max_length=100)),
                ("text", models.CharField(blank=True, max_length=300)),
                ("fingerprint", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ["file", "line"],
                "indexes": [
                    models.Index(fields=["agency", "day"], name="bills_bankl_agency__c4b252_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "fingerprint"), name="bank_line_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agency.agency",
                    ),
                ),
                (
                    "bill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="bills.bill",
                    ),
                ),
                ("fiscal_year", models.PositiveIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("day", models.DateField()),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("transfer", "โอนหรือพร้อมเพย์"),
                            ("cash", "เงินสด"),
                            ("cheque", "เช็คหรือตั๋วแลกเงิน"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="bills.bankline",
                    ),
                ),
                ("at", models.DateTimeField(default=prongsai.web.platform.clock.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("by_words", models.CharField(blank=True, max_length=200)),
                ("taken_back_at", models.DateTimeField(null=True)),
                ("taken_back_by_words", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["fiscal_year", "number"],
                "indexes": [
                    models.Index(fields=["agency", "day"], name="bills_payme_agency__7cdb2c_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "fiscal_year", "number"), name="payment_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at", None)),
                        fields=("bill",),
                        name="bill_paid_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at", None)),
                        fields=("line",),
                        name="bank_line_pays_once",
                    ),
                ],
            },
        ),
    ]
