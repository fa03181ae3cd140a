import django.db.models.deletion
import prongsai.core.desk.model
import prongsai.core.desk.ways
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agency", "0002_initial"),
        ("agency", "__first__"),
        ("disclosure", "0001_initial"),
        ("platform", "0001_initial"),
        ("public_site", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeskMap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("number", models.PositiveIntegerField()),
                ("data", models.BinaryField()),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("source", models.CharField(max_length=200)),
                ("is_used", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "number"), name="desk_map_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="BoxOpening",
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
                ("day", models.DateField()),
                ("box", models.CharField(max_length=120)),
                ("slips", models.PositiveIntegerField()),
                ("blank", models.PositiveIntegerField(default=0)),
                ("next_on", models.DateField()),
                (
                    "first",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("first_words", models.CharField(max_length=200)),
                (
                    "second",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("second_words", models.CharField(blank=True, max_length=200)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField(null=True)),
                ("misses", models.PositiveSmallIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["-day", "-id"],
                "indexes": [
                    models.Index(fields=["agency", "-day"], name="desk_boxope_agency__1c1dbd_idx")
                ],
            },
        ),
        migrations.CreateModel(
            name="Case",
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
                ("kind", models.CharField(max_length=40)),
                ("fiscal_year", models.PositiveIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("receipt", models.CharField(max_length=64, unique=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            (
                                prongsai.core.desk.model.Channel["WEB"],
                                prongsai.core.desk.model.Channel["WEB"],
                            ),
                            (
                                prongsai.core.desk.model.Channel["COUNTER"],
                                prongsai.core.desk.model.Channel["COUNTER"],
                            ),
                            (
                                prongsai.core.desk.model.Channel["PHONE"],
                                prongsai.core.desk.model.Channel["PHONE"],
                            ),
                            (
                                prongsai.core.desk.model.Channel["PAPER"],
                                prongsai.core.desk.model.Channel["PAPER"],
                            ),
                            (
                                prongsai.core.desk.model.Channel["BOX"],
                                prongsai.core.desk.model.Channel["BOX"],
                            ),
                            (
                                prongsai.core.desk.model.Channel["CHAT"],
                                prongsai.core.desk.model.Channel["CHAT"],
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                ("values", models.JSONField()),
                ("subject", models.CharField(max_length=200)),
                ("class_key", models.CharField(blank=True, max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (
                                prongsai.core.desk.model.State["RECEIVED"],
                                prongsai.core.desk.model.State["RECEIVED"],
                            ),
                            (
                                prongsai.core.desk.model.State["ASSIGNED"],
                                prongsai.core.desk.model.State["ASSIGNED"],
                            ),
                            (
                                prongsai.core.desk.model.State["ASKED"],
                                prongsai.core.desk.model.State["ASKED"],
                            ),
                            (
                                prongsai.core.desk.model.State["OUTSIDE"],
                                prongsai.core.desk.model.State["OUTSIDE"],
                            ),
                            (
                                prongsai.core.desk.model.State["JOINED"],
                                prongsai.core.desk.model.State["JOINED"],
                            ),
                            (
                                prongsai.core.desk.model.State["ANSWERED"],
                                prongsai.core.desk.model.State["ANSWERED"],
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agency.unit",
                    ),
                ),
                ("day", models.DateField()),
                ("due_on", models.DateField()),
                ("answered_on", models.DateField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                prongsai.core.desk.model.Outcome["DONE"],
                                prongsai.core.desk.model.Outcome["DONE"],
                            ),
                            (
                                prongsai.core.desk.model.Outcome["EXPLAINED"],
                                prongsai.core.desk.model.Outcome["EXPLAINED"],
                            ),
                            (
                                prongsai.core.desk.model.Outcome["NOT_POSSIBLE"],
                                prongsai.core.desk.model.Outcome["NOT_POSSIBLE"],
                            ),
                            (
                                prongsai.core.desk.model.Outcome["FORWARDED"],
                                prongsai.core.desk.model.Outcome["FORWARDED"],
                            ),
                            (
                                prongsai.core.desk.model.Outcome["MERGED"],
                                prongsai.core.desk.model.Outcome["MERGED"],
                            ),
                        ],
                        max_length=20,
                    ),
                ),
                ("rating", models.PositiveSmallIntegerField(null=True)),
                ("reopened", models.PositiveSmallIntegerField(default=0)),
                ("was_late", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "faq",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="public_site.sitepage",
                    ),
                ),
                ("escalated_to", models.CharField(blank=True, max_length=40)),
                (
                    "map",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="desk.deskmap",
                    ),
                ),
                ("across", models.PositiveSmallIntegerField(null=True)),
                ("down", models.PositiveSmallIntegerField(null=True)),
                (
                    "opening",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="desk.boxopening",
                    ),
                ),
                (
                    "joined_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joined",
                        to="desk.case",
                    ),
                ),
                ("is_again", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["-day", "-number"],
                "indexes": [
                    models.Index(
                        fields=["agency", "state", "due_on"], name="desk_case_agency__edcec1_idx"
                    ),
                    models.Index(fields=["agency", "-day"], name="desk_case_agency__489244_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "fiscal_year", "number"), name="case_number_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="desk.case",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "act",
                    models.CharField(
                        choices=[
                            (
                                prongsai.core.desk.model.Act["RECEIVE"],
                                prongsai.core.desk.model.Act["RECEIVE"],
                            ),
                            (
                                prongsai.core.desk.model.Act["ASSIGN"],
                                prongsai.core.desk.model.Act["ASSIGN"],
                            ),
                            (
                                prongsai.core.desk.model.Act["NOTE"],
                                prongsai.core.desk.model.Act["NOTE"],
                            ),
                            (
                                prongsai.core.desk.model.Act["ASK"],
                                prongsai.core.desk.model.Act["ASK"],
                            ),
                            (
                                prongsai.core.desk.model.Act["REPLY"],
                                prongsai.core.desk.model.Act["REPLY"],
                            ),
                            (
                                prongsai.core.desk.model.Act["ANSWER"],
                                prongsai.core.desk.model.Act["ANSWER"],
                            ),
                            (
                                prongsai.core.desk.model.Act["RATE"],
                                prongsai.core.desk.model.Act["RATE"],
                            ),
                            (
                                prongsai.core.desk.model.Act["REOPEN"],
                                prongsai.core.desk.model.Act["REOPEN"],
                            ),
                            (
                                prongsai.core.desk.model.Act["JOIN"],
                                prongsai.core.desk.model.Act["JOIN"],
                            ),
                            (
                                prongsai.core.desk.model.Act["PART"],
                                prongsai.core.desk.model.Act["PART"],
                            ),
                            (
                                prongsai.core.desk.model.Act["ESCALATE"],
                                prongsai.core.desk.model.Act["ESCALATE"],
                            ),
                            (
                                prongsai.core.desk.model.Act["STEP"],
                                prongsai.core.desk.model.Act["STEP"],
                            ),
                            (
                                prongsai.core.desk.model.Act["FORWARD"],
                                prongsai.core.desk.model.Act["FORWARD"],
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                ("day", models.DateField()),
                ("at", models.DateTimeField(null=True)),
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
                ("text", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="case_entry_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CasePhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="desk.case",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("data", models.BinaryField()),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="desk.caseentry",
                    ),
                ),
                (
                    "copy_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="copies",
                        to="desk.casephoto",
                    ),
                ),
                (
                    "unfit",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                prongsai.core.desk.model.Unfit["INDECENT"],
                                prongsai.core.desk.model.Unfit["INDECENT"],
                            ),
                            (
                                prongsai.core.desk.model.Unfit["PERSONAL"],
                                prongsai.core.desk.model.Unfit["PERSONAL"],
                            ),
                        ],
                        max_length=20,
                    ),
                ),
                ("removed_on", models.DateField(null=True)),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="case_photo_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_on", None), ("unfit", "")),
                            models.Q(
                                ("data", b""),
                                ("removed_on__isnull", False),
                                models.Q(("unfit", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="case_photo_gone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseForward",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="forwards",
                        to="desk.case",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="forward",
                        to="desk.caseentry",
                    ),
                ),
                ("to", models.CharField(max_length=200)),
                ("letter", models.CharField(blank=True, max_length=60)),
                ("sent_on", models.DateField()),
                ("has_contact", models.BooleanField()),
                ("follow_up_on", models.DateField(null=True)),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["follow_up_on"], name="desk_casefo_follow__2e4363_idx")
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseWay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="way",
                        to="desk.case",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            (
                                prongsai.core.desk.ways.WayKind["MAIL"],
                                prongsai.core.desk.ways.WayKind["MAIL"],
                            ),
                            (
                                prongsai.core.desk.ways.WayKind["SMS"],
                                prongsai.core.desk.ways.WayKind["SMS"],
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                ("to", models.CharField(max_length=254)),
                ("language", models.CharField(default="th", max_length=2)),
            ],
        ),
        migrations.CreateModel(
            name="CaseNews",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="news",
                        to="desk.caseway",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            (
                                prongsai.core.desk.ways.NewsState["WAITING"],
                                prongsai.core.desk.ways.NewsState["WAITING"],
                            ),
                            (
                                prongsai.core.desk.ways.NewsState["SENDING"],
                                prongsai.core.desk.ways.NewsState["SENDING"],
                            ),
                            (
                                prongsai.core.desk.ways.NewsState["ENDING"],
                                prongsai.core.desk.ways.NewsState["ENDING"],
                            ),
                            (
                                prongsai.core.desk.ways.NewsState["SENT"],
                                prongsai.core.desk.ways.NewsState["SENT"],
                            ),
                            (
                                prongsai.core.desk.ways.NewsState["REFUSED"],
                                prongsai.core.desk.ways.NewsState["REFUSED"],
                            ),
                            (
                                prongsai.core.desk.ways.NewsState["UNSURE"],
                                prongsai.core.desk.ways.NewsState["UNSURE"],
                            ),
                            (
                                prongsai.core.desk.ways.NewsState["GIVEN_UP"],
                                prongsai.core.desk.ways.NewsState["GIVEN_UP"],
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                ("key", models.UUIDField()),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("next_try", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("code", models.PositiveSmallIntegerField(null=True)),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["state", "next_try"], name="desk_casene_state_b66170_idx")
                ],
            },
        ),
        migrations.CreateModel(
            name="ShutKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("kind", models.CharField(max_length=40)),
                ("reason", models.CharField(max_length=200)),
                ("day", models.DateField()),
                ("by_words", models.CharField(max_length=200)),
            ],
            options={
                "ordering": ["kind"],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "kind"), name="kind_shut_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnKind",
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
                ("key", models.CharField(max_length=40)),
                ("text", models.TextField()),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["key"],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "key"), name="own_kind_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnKindVersion",
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
                ("number", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
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
                (
                    "own",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="desk.ownkind",
                    ),
                ),
                ("text", models.TextField()),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("own", "number"), name="own_kind_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DayOff",
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
                ("day", models.DateField()),
                ("name", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "ordering": ["day"],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "day"), name="day_off_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CannedAnswer",
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
                ("kind", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=120)),
                ("text", models.TextField()),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "kind", "name"), name="canned_answer_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CorruptionMonth",
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
                ("month", models.PositiveSmallIntegerField()),
                ("counts", models.JSONField()),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["fiscal_year", "month"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "fiscal_year", "month"), name="corruption_month_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeskReport",
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
                ("number", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
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
                (
                    "job",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="platform.job",
                    ),
                ),
                ("drawn_at", models.DateTimeField(null=True)),
                (
                    "pdf",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="platform.storedfile",
                    ),
                ),
                (
                    "docx",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="platform.storedfile",
                    ),
                ),
                (
                    "xlsx",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="platform.storedfile",
                    ),
                ),
                ("about", models.CharField(max_length=10)),
                ("fiscal_year", models.PositiveIntegerField()),
                ("months", models.PositiveSmallIntegerField()),
                ("figures", models.JSONField()),
                (
                    "pieces",
                    models.ManyToManyField(related_name="desk_reports", to="disclosure.piece"),
                ),
            ],
            options={
                "ordering": ["-number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "about", "fiscal_year", "months", "number"),
                        name="desk_report_once",
                    )
                ],
            },
        ),
    ]
