"""One kind before it is drafted, one announcement, one of its versions."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.announcements.content import compared, words_of
from prongsai.core.announcements.drafting import Carried
from prongsai.core.announcements.model import AnnouncementKind, AnnouncementText, TextPart
from prongsai.core.announcements.reading import shipped
from prongsai.core.measures.model import Measure
from prongsai.core.messages import read_words
from prongsai.core.thai import squeeze
from prongsai.web.agency.models import Agency
from prongsai.web.office.announcements.content import KIND, announcement_of, current_words, draft_of
from prongsai.web.office.announcements.models import (
    Announcement,
    AnnouncementState,
    AnnouncementVersion,
)
from prongsai.web.office.announcements.queries.register import chief_executive_since, is_before
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.office.circulation.queries import circulation_of
from prongsai.web.platform.files import drawn_files
from prongsai.web.platform.hits import Hit
from prongsai.web.platform.models import Job, StoredFile
from prongsai.web.platform.tags import Tag
from prongsai.web.platform.templatetags.ui import thai_date
from prongsai.web.signing.approval.queries import (
    ApprovalState,
    approved_file,
    signed_copy,
    state_of,
)
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.signing.evidence.queries import evidence_of
from prongsai.web.signing.publication.models import Publication
from prongsai.web.year.assessment.queries import codes_of
from prongsai.web.year.measures.queries import plan_of

CEREMONY = "notice-ceremony"
JOB = "notice-files"


class AnnouncementPage(Struct, frozen=True):
    """One announcement with all that happened to it.

    Shape:  `kind` None where its YAML is gone; `job` the newest drawing of the draft and `files`
            its results where they print the version that stands; `photos` None where no ceremony
            belongs to it.
    """

    row: Announcement
    kind: AnnouncementKind | None
    paper: AnnouncementText
    codes: tuple[str, ...]
    approval: ApprovalState | None
    publication: Publication | None
    circulation: Circulation | None
    photos: tuple[EvidenceRow, ...] | None
    versions: tuple[AnnouncementVersion, ...]
    editions: tuple[Announcement, ...]
    job: Job | None
    files: Mapping[str, StoredFile]
    signed_file: StoredFile | None
    is_new_chief_executive: bool

    @property
    def is_held(self) -> bool:
        """Whether somebody objects to its approval, and it waits for that."""
        return self.approval is not None and self.approval.is_held and not self.is_fallen

    @property
    def is_fallen(self) -> bool:
        """Whether its approval was set aside: it is a draft again, or ended since."""
        return self.approval is not None and self.approval.state == "set-aside"

    @property
    def is_taken_back(self) -> bool:
        """Whether what was published of it was withdrawn although nobody ended it."""
        publication = self.publication
        return self.row.state == AnnouncementState.PUBLISHED and bool(
            publication and publication.withdrawn_at
        )

    @property
    def waits_for_public(self) -> bool:
        """Whether a person may publish it: never published, or not anew since it stands again."""
        edition = self.publication
        is_again = edition is not None and edition.replaced_at is not None
        return self.row.state == AnnouncementState.SIGNED or (
            self.row.state == AnnouncementState.PUBLISHED and is_again
        )

    @property
    def is_in_force(self) -> bool:
        """Whether it may be told as the one that stands: neither held nor withdrawn."""
        is_over = self.is_held or self.is_fallen or self.is_taken_back
        return self.row.stands and not is_over

    @property
    def poster_parts(self) -> tuple[TextPart, ...]:
        """What its poster shows while it is public and in force; nothing where a part is gone."""
        parts = {part.heading: part for part in self.paper.parts}
        wanted = self.kind.poster if self.kind is not None else ()
        is_public = self.is_in_force and self.publication is not None and not self.waits_for_public
        if not is_public or not parts.keys() >= set(wanted):
            return ()
        return tuple(parts[heading] for heading in wanted)

    @property
    def can_send(self) -> bool:
        """Whether it can be submitted: never was, came back, or was edited since."""
        if not self.row.is_open:
            return False
        approval = self.approval
        return approval is None or not approval.is_open or approval.is_changed or self.is_back

    @property
    def is_back(self) -> bool:
        """Whether it was sent back to its drafter."""
        return self.approval is not None and self.approval.state == "sent-back"

    @property
    def finding(self) -> str:
        if self.row.state == AnnouncementState.WITHDRAWN:
            return _("เลิกใช้แล้ว เพราะ %(why)s") % {"why": self.row.why}
        if self.row.state == AnnouncementState.REPLACED:
            return _("มีฉบับใหม่แทนแล้ว")
        if finding := self._finding_of_signed:
            return finding
        if self.is_back:
            return _("ส่งกลับให้แก้ อ่านเหตุผล แก้ แล้วเสนอใหม่")
        if self.approval is not None and self.approval.is_open and not self.can_send:
            return _("เสนอลงนามแล้ว")
        return _("ร่าง ตรวจข้อความแล้วเสนอลงนาม")

    @property
    def _finding_of_signed(self) -> str:
        if self.is_taken_back:
            return _("ไม่ใช้อยู่ เพราะถอนการเผยแพร่แล้ว")
        if self.is_held:
            return _("ยังไม่ถือว่าใช้อยู่")
        if self.row.state == AnnouncementState.PUBLISHED:
            day = thai_date(self.row.signed_on)
            return _("ประกาศ ณ วันที่ %(day)s เผยแพร่แล้ว") % {"day": day}
        if self.row.state == AnnouncementState.SIGNED:
            return _("ลงนามแล้ว ระบบกำลังทำสำเนาลงนามและเผยแพร่")
        return ""

    @property
    def send_words(self) -> str:
        """The button that submits it."""
        is_again = self.approval is not None and self.approval.is_open
        return _("เสนอฉบับที่แก้") if is_again else _("เสนอลงนาม")

    @property
    def publication_tag(self) -> Tag:
        """Whether what is published of it can be read."""
        if self.publication is not None and self.publication.withdrawn_at:
            return Tag("bad", _("ถอนแล้ว"))
        if self.is_held:
            return Tag("bad", _("มีผู้คัดค้าน"))
        if self.waits_for_public:
            return Tag("warn", _("รอเผยแพร่อีกครั้ง"))
        return Tag("ok", _("เผยแพร่แล้ว"))

    @property
    def can_discard(self) -> bool:
        """Whether it is a draft that was never submitted."""
        return self.row.state == AnnouncementState.DRAFT and self.approval is None


def announcement_row(agency: Agency, year: int, announcement_id: UUID) -> Announcement | None:
    rows = Announcement.objects.select_related("agency__emblem")
    return rows.filter(agency=agency, fiscal_year=year, pk=announcement_id).first()


def hits(agency: Agency) -> Iterator[Hit]:
    """The announcements of every year, newest first, as a search lists them."""
    rows = Announcement.objects.filter(agency=agency).order_by("-fiscal_year", "-changed_at")
    for row in rows.only("pk", "subject", "state", "number", "fiscal_year"):
        name, state = read_words("announcements/announcement.found"), row.get_state_display()
        yield Hit(row.url, row.subject, (name, state, row.number, str(row.fiscal_year)))


def kind_page(agency: Agency, year: int, key: str) -> dict[str, Any] | None:
    """One kind as it would be drafted; None where there is no such kind.

    Shape:  `former` is the newest announcement of an earlier year, `own` that of the year.
    """
    kind = shipped().kind(key)
    if kind is None:
        return None
    rows = Announcement.objects.filter(agency=agency, kind=key, fiscal_year__lte=year)
    editions = list(rows.order_by("-fiscal_year", "-edition"))
    is_own = (row for row in editions if row.fiscal_year == year and (row.is_open or row.stands))
    own = next(is_own, None)
    former = next((row for row in editions if row.fiscal_year < year and not row.is_open), None)
    return {
        "kind": kind,
        "sample": draft_of(agency, kind, year),
        "codes": codes_of(agency, year, kind.lineages),
        "former": former,
        "own": own,
    }


def drawing_of(row: Announcement) -> dict[str, Any]:
    """The newest drawing of a draft, and its files where they print the version that stands."""
    jobs = Job.objects.filter(agency=row.agency, kind=JOB, arguments__notice=str(row.pk))
    job = jobs.order_by("-asked_at").first()
    is_fresh = job is not None and job.result.get("version") == row.version
    return {"row": row, "job": job, "files": drawn_files(job) if is_fresh else {}}


def announcement_page(row: Announcement, on: date) -> AnnouncementPage:
    agency, kind = row.agency, shipped().kind(row.kind)
    same = Announcement.objects.filter(agency=agency, kind=row.kind).exclude(pk=row.pk)
    photos = None
    if kind is not None and kind.has_photos:
        photos = evidence_of(agency, CEREMONY, [row.pk]).get(row.pk, ())
    return AnnouncementPage(
        **drawing_of(row),
        kind=kind,
        paper=announcement_of(row),
        codes=codes_of(agency, row.fiscal_year, row.items),
        approval=state_of(agency, KIND, row.pk),
        publication=_publication(agency, row),
        circulation=circulation_of(agency, KIND, row.pk),
        photos=photos,
        versions=tuple(row.versions.defer("content")),
        editions=tuple(same.order_by("-fiscal_year", "-edition")),
        signed_file=None if row.is_open else signed_copy(agency, KIND, row.pk),
        is_new_chief_executive=is_before(kind, row, chief_executive_since(agency, on)),
    )


def version_page(row: Announcement, number: int) -> dict[str, Any] | None:
    """One version of an announcement, paragraph by paragraph beside what stands."""
    version = row.versions.filter(number=number).first()
    if version is None:
        return None
    return {
        "row": row,
        "version": version,
        "lines": compared(words_of(version.content), current_words(row)),
        "is_standing": version.number == row.version,
    }


def newest_version(row: Announcement) -> AnnouncementVersion | None:
    """Who saved what stands, and when."""
    return row.versions.filter(number=row.version).first()


def _publication(agency: Agency, row: Announcement) -> Publication | None:
    if row.is_open:
        return None
    rows = Publication.objects.filter(agency=agency, subject=row.series)
    # Its approved file, also while somebody objects to the approval.
    file = approved_file(agency, KIND, row.pk)
    return rows.filter(file=file).order_by("-edition").first() if file else None


def carried_of(announcement: Announcement) -> tuple[Carried, ...]:
    """The measures of the year's plan for an announcement that may carry them; () for others."""
    kind = shipped().kind(announcement.kind)
    if kind is None or not kind.carries_measures:
        return ()
    plan = plan_of(announcement.agency, announcement.fiscal_year)
    return tuple(
        Carried(
            squeeze(measure.title),
            tuple(map(squeeze, measure.steps)),
            squeeze(measure.unit),
            _period(measure),
        )
        for measure in (plan.measures if plan else ())
    )


def _period(measure: Measure) -> str:
    days = " – ".join(filter(None, (squeeze(measure.start), squeeze(measure.due))))
    return squeeze(measure.period) or days
