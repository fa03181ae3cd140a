"""Rows of registers, their versions, and the word that there is nothing to report."""

from django.db import models
from django.utils.http import urlencode

from prongsai.core.registers.fields import LONGEST_NAME
from prongsai.web.disclosure.disclosure.items import MadePaper
from prongsai.web.platform.models import NOT_REMOVED, AgencyModel, Discardable
from prongsai.web.platform.versions import Version

LASTING = 0  # the year of rows that belong to none
LONGEST_VIEW_NAME = 80


class RegisterRow(AgencyModel):
    """One row of a register; its fields are those that the register's YAML declares.

    Shape:  `register` is the register's key; `fiscal_year` LASTING where rows belong to no year;
            `values` plain data by the names of fields (`core.registers.rows.to_data`). From them
            are taken, so that lists need not read every row: `key`, by what the row is the same
            row again, `day`, which places it, `unit`, whose it is, and `words`, by which a search
            finds it. `version` is the number of the version that stands; a removed row stays.
    """

    register = models.CharField(max_length=LONGEST_NAME)
    fiscal_year = models.PositiveIntegerField()
    key = models.CharField(max_length=200, blank=True)
    values = models.JSONField()
    state = models.CharField(max_length=LONGEST_NAME, blank=True)
    unit = models.ForeignKey("agency.Unit", models.PROTECT, null=True, related_name="+")
    day = models.DateField(null=True)
    words = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by_words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-day", "-added_at", "id"]
        indexes = [
            models.Index(fields=["agency", "register", "fiscal_year", "removed_at", "-day"]),
            models.Index(fields=["agency", "register", "key"]),
        ]

    def __str__(self) -> str:
        """For logs: no word of what it holds."""
        return f"{self.register} {self.fiscal_year} {self.pk}"


class RegisterRowVersion(Version):
    """One state of a row; `values` and `state` are those of the row then."""

    row = models.ForeignKey(RegisterRow, models.CASCADE, related_name="versions")
    values = models.JSONField()
    state = models.CharField(max_length=LONGEST_NAME, blank=True)
    is_removed = models.BooleanField(default=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["row", "number"], name="register_row_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.number}"


class RegisterFile(AgencyModel):
    """A file that was sent for a row: who sees the row sees it, and nobody else.

    Shape:  its id is what the row's field names (`core.registers.values`); `small` is a little
            picture of a photo. One that was replaced stays, as the versions of the row do.
    """

    row = models.ForeignKey(RegisterRow, models.CASCADE, related_name="files")
    file = models.ForeignKey("platform.StoredFile", models.PROTECT, related_name="+")
    small = models.ForeignKey("platform.StoredFile", models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()
    by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["sent_at", "id"]

    def __str__(self) -> str:
        """For logs: no word of what it holds."""
        return f"{self.row_id} {self.pk}"


class NothingToReport(AgencyModel):
    """Somebody said that a month, quarter or half of a year has nothing to report.

    Shape:  `slot` counts the times of the year from 1; `unit` null where the agency says it as one;
            taken back, it stays, and counts no more.
    """

    register = models.CharField(max_length=LONGEST_NAME)
    fiscal_year = models.PositiveIntegerField()
    slot = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("agency.Unit", models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField()
    said_by = models.ForeignKey("agency.User", models.PROTECT, null=True, related_name="+")
    said_by_words = models.CharField(max_length=200, blank=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by_words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["slot", "said_at"]
        indexes = [models.Index(fields=["agency", "register", "fiscal_year"])]

    def __str__(self) -> str:
        return f"{self.register} {self.fiscal_year} {self.slot}"


class RowsFile(AgencyModel):
    """A file of rows that was read and waits for a yes; the file itself is not kept.

    Shape:  `sheets` are its cells (`core.registers.sheet`), emptied once it was taken;
            `given` and `defaults` what a person said of its columns (`importing.Options`), or
            said of the last file of its form: `is_said` where anybody did.
    """

    register = models.CharField(max_length=LONGEST_NAME)
    fiscal_year = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    sheets = models.JSONField()
    given = models.JSONField(default=dict)
    defaults = models.JSONField(default=dict)
    only_year = models.BooleanField(default=False)
    is_said = models.BooleanField(default=False)
    read_at = models.DateTimeField()
    read_by = models.ForeignKey("agency.User", models.CASCADE, related_name="+")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-read_at"]
        indexes = [models.Index(fields=["agency", "register", "read_at"])]

    def __str__(self) -> str:
        """For logs: no word of what it holds."""
        return f"{self.register} {self.fiscal_year} {self.pk}"


class RememberedColumns(models.Model):
    """What a person said of the columns of a file that was taken: the next of its form is alike.

    Shape:  `form` is a digest of the headings.
    """

    agency = models.ForeignKey("agency.Agency", models.CASCADE, related_name="+")
    register = models.CharField(max_length=LONGEST_NAME)
    form = models.CharField(max_length=64)
    given = models.JSONField(default=dict)
    defaults = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "register", "form"], name="register_columns_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.form}"


class SavedView(AgencyModel, Discardable):
    """How a person narrowed and sorted a register's list, under a name.

    Shape:  `asked` is what the address of the list asks for (`queries.rows.Asked`), without what
            it leaves open; it names no year. `is_shared` where all who see the register see it.
    """

    register = models.CharField(max_length=LONGEST_NAME)
    user = models.ForeignKey("agency.User", models.CASCADE, related_name="+")
    name = models.CharField(max_length=LONGEST_VIEW_NAME)
    asked = models.JSONField()
    is_shared = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "changed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "register", "user", "name"],
                condition=NOT_REMOVED,
                name="register_view_once",
            )
        ]

    def __str__(self) -> str:
        """For logs: no word of what it searches."""
        return f"{self.register} {self.pk}"

    @property
    def query(self) -> str:
        """What its address asks for, so that it shows what its reader may see."""
        return urlencode(self.asked)


class RegisterPaper(MadePaper):
    """A paper of a register, made of what was there when it was drawn.

    Shape:  `paper` is the key of one of the register's papers, `slot` which quarter or month it is
            about; `said` what a person wrote under headings, by their keys.
    """

    register = models.CharField(max_length=LONGEST_NAME)
    fiscal_year = models.PositiveIntegerField()
    paper = models.CharField(max_length=LONGEST_NAME)
    slot = models.PositiveSmallIntegerField()
    said = models.JSONField(default=dict)
    pieces = models.ManyToManyField("disclosure.Piece", related_name="register_papers")

    class Meta(MadePaper.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "register", "fiscal_year", "paper", "slot", "number"],
                name="register_paper_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.paper} {self.fiscal_year}-{self.slot} {self.number}"


class OwnRegister(AgencyModel):
    """A register that an agency made for itself.

    Shape:  `key` is that of no other register of the agency; `text` the YAML that stands, which is
            that of the newest version; a closed one is offered no more, and its rows stay.
    """

    key = models.CharField(max_length=LONGEST_NAME)
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["agency", "key"], name="own_register_once")]

    def __str__(self) -> str:
        return self.key


class OwnRegisterVersion(Version):
    """One state of a register that an agency made."""

    own = models.ForeignKey(OwnRegister, models.CASCADE, related_name="versions")
    text = models.TextField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["own", "number"], name="own_register_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.own_id} {self.number}"


class ChosenWriters(AgencyModel):
    """Who writes a register as an agency chose; the journal tells what stood before.

    Shape:  without such a row it is as the register says. `own_unit` whether each unit writes its
            own rows; `units` and `posts` are the ids of units and positions that write all rows.
    """

    register = models.CharField(max_length=LONGEST_NAME)
    own_unit = models.BooleanField(default=False)
    units = models.JSONField(default=list)
    posts = models.JSONField(default=list)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["register"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "register"], name="register_writers_once")
        ]

    def __str__(self) -> str:
        return self.register
