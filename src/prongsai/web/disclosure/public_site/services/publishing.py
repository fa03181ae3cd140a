"""Ask the executive, publish what was agreed to, take it back."""

from __future__ import annotations

from django.db import transaction

from prongsai.core.fiscal import year_of
from prongsai.core.text import Text
from prongsai.core.thai import printed
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.public_site.content import shown_table
from prongsai.web.disclosure.public_site.models import SiteEdition, SitePage
from prongsai.web.disclosure.public_site.queries.open_tables import withheld
from prongsai.web.disclosure.public_site.queries.persons import Look, hits_in, look_of, own_data
from prongsai.web.disclosure.public_site.services import indexing
from prongsai.web.disclosure.public_site.services.editions import locked_page
from prongsai.web.disclosure.public_site.words import KIND
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today
from prongsai.web.signing.approval.models import OPEN_STATES, Submission
from prongsai.web.signing.approval.queries import is_approved, submission_of
from prongsai.web.signing.approval.services import submitting

_LONGEST_REASON = 500


@transaction.atomic
def send(edition: SiteEdition, *, by: Actor) -> Submission:
    """Submit a version to the executive.

    Errors: Refused where a newer version is there, another one is on its way, or this one was
            decided already.
    """
    journal.hold(edition.agency)
    page = locked_page(edition.page)
    _refuse_old(page, edition)
    subjects = SiteEdition.objects.filter(page=page).values("pk")
    rows = Submission.objects.filter(agency=page.agency, kind=KIND, subject__in=subjects)
    if rows.filter(state__in=OPEN_STATES).exists():
        raise Refused(
            Text("หน้านี้มีฉบับที่รอลงนามอยู่", "a version of this page waits for signatures"),
            next_step=Text(
                "รอให้ลงนามครบ หรือเปิดเรื่องที่เสนอแล้วถอนก่อน",
                "wait for them, or open what was submitted and withdraw it",
            ),
        )
    former = submission_of(page.agency, KIND, edition.pk)
    if former is not None and is_approved(former):
        raise Refused(
            Text("ฉบับนี้ได้รับความเห็นชอบแล้ว", "this version is agreed to already"),
            next_step=Text("กดเผยแพร่", "publish it"),
        )
    return submitting.submit(
        page.agency, by=by, kind=KIND, subject=edition.pk,
        year=page.fiscal_year or year_of(today()),
    )  # fmt: skip


@transaction.atomic
def publish(
    edition: SiteEdition, *, by: Actor, anyway: str = "", told: str | None = None
) -> SitePage:
    """Show a version to everybody: exactly the one that the executive agreed to.

    Shape:  `anyway` is why it is published although something of persons was found; `told` the
            mark of what somebody was shown of that, None where nobody was.
    Errors: Refused where it is not agreed to, was shown before, is older than what is shown, was
            made before the page was withdrawn, has expired, has files that nobody looked into,
            holds something of persons without a reason, or another than was shown, or a table
            of which something may be public no more.
    """
    journal.hold(edition.agency)
    page = locked_page(edition.page)
    row = SiteEdition.objects.select_related("agency", "page").get(pk=edition.pk)
    code = _agreed_code(page, row)
    _refuse_shown(page, row)
    _refuse_withheld(row)
    look = look_of(row)
    # A reason where nothing is found is none.
    anyway = printed(anyway)[:_LONGEST_REASON] if look.told else ""
    _refuse_persons(look, anyway)
    if anyway and told is not None and told != look.told:
        raise _other_than_shown()
    row.published_at, row.published_by, row.published_by_words = now(), by.user, by.words
    row.check_code = code
    row.save(update_fields=["published_at", "published_by", "published_by_words", "check_code"])
    page.published, page.withdrawn_at, page.withdrawn_by = row, None, None
    page.withdrawn_by_words = page.reason = ""
    page.save()
    indexing.index_page(page)
    journal.record(page.agency, by, "site-page-published", row.title, number=row.number)
    if anyway:
        journal.record(page.agency, by, "published-with-personal-data", row.title, reason=anyway)
    return page


@transaction.atomic
def withdraw(page: SitePage, *, by: Actor, reason: str) -> SitePage:
    """Take a page back: its address stays and says why.

    Errors: Refused: no reason, one that holds something of persons, never published, withdrawn
            already.
    """
    reason = printed(reason)[:_LONGEST_REASON]
    if not reason:
        raise Refused(
            Text("ยังไม่ได้บอกเหตุผลที่ถอน", "the reason is missing"),
            field="reason",
            next_step=Text("เขียนสั้น ๆ ว่าถอนเพราะอะไร", "write shortly why it is withdrawn"),
        )
    if hits_in(reason, own_data(page.agency)):
        raise Refused(
            Text("เหตุผลมีข้อมูลส่วนบุคคล", "the reason holds something of persons"),
            field="reason",
            next_step=Text(
                "เขียนใหม่โดยไม่มีเลข โทรศัพท์ หรืออีเมลของคน เพราะทุกคนอ่านได้",
                "write it without anybody's number, telephone or mail: everybody reads it",
            ),
        )
    journal.hold(page.agency)
    row = locked_page(page)
    if row.published is None:
        raise Refused(
            Text("หน้านี้ยังไม่เคยเผยแพร่", "this page was never published"),
            next_step=Text("ไม่ต้องถอน", "there is nothing to withdraw"),
        )
    if row.withdrawn_at is not None:
        raise Refused(
            Text("หน้านี้ถอนไปแล้ว", "this page was withdrawn already"),
            next_step=Text("เปิดหน้านี้ใหม่", "open the page again"),
        )
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_by_words = now(), by.user, by.words
    row.reason = reason
    row.save()
    indexing.index_page(row)
    journal.record(row.agency, by, "site-page-withdrawn", row.published.title, reason=reason)
    return row


def _refuse_old(page: SitePage, edition: SiteEdition) -> None:
    if edition.number != page.version:
        raise Refused(
            Text("มีฉบับใหม่กว่านี้แล้ว", "there is a newer version"),
            next_step=Text(
                "เปิดหน้านี้ใหม่ แล้วเสนอฉบับล่าสุด", "open the page again, and submit the newest"
            ),
        )


def _agreed_code(page: SitePage, edition: SiteEdition) -> str:
    """The code of the approval of exactly this version."""
    found = submission_of(page.agency, KIND, edition.pk)
    if found is None or not is_approved(found):
        raise Refused(
            Text("ผู้บริหารยังไม่เห็นชอบฉบับนี้", "the executive has not agreed to this version"),
            next_step=Text("เสนอลงนาม แล้วรอให้เห็นชอบ", "submit it, and wait for the decision"),
        )
    return found.code


def _refuse_shown(page: SitePage, edition: SiteEdition) -> None:
    if edition.published_at is not None:
        raise Refused(
            Text("ฉบับนี้เผยแพร่ไปแล้ว", "this version was published already"),
            next_step=Text(
                "ทำฉบับใหม่แล้วเสนอ ถ้าจะเผยแพร่อีก", "make a new version and submit it to show it again"
            ),
        )
    if edition.is_before_withdrawal(page):
        raise Refused(
            Text("หน้านี้ถูกถอนหลังทำฉบับนี้", "the page was withdrawn after this version was made"),
            next_step=Text(
                "ทำฉบับใหม่แล้วเสนอ ผู้บริหารจะได้เห็นชอบโดยรู้ว่าถอนเพราะอะไร",
                "make a new version and submit it, so that the executive agrees knowing why",
            ),
        )
    if page.published is not None and page.published.number > edition.number:
        raise Refused(
            Text("เผยแพร่ฉบับที่ใหม่กว่านี้ไปแล้ว", "a newer version was published already"),
            next_step=Text("เปิดหน้านี้ใหม่", "open the page again"),
        )
    if edition.expires_on is not None and edition.expires_on < today():
        raise Refused(
            Text("เลยวันสุดท้ายที่จะแสดงแล้ว", "its last day is past"),
            next_step=Text("แก้วันสุดท้าย แล้วเสนอใหม่", "change the last day and submit it again"),
        )


def _refuse_withheld(edition: SiteEdition) -> None:
    """A register may have been closed to others since its rows were frozen."""
    table = shown_table(edition.content)
    lost = withheld(edition.agency, table) if table else None
    if lost is not None:
        raise Refused(
            Text(f"เผยแพร่ไม่ได้แล้วตามทะเบียน: {lost.th}", f"may be public no more: {lost.en}"),
            next_step=Text(
                "แก้หน้าและทำฉบับใหม่ แล้วเสนอ", "edit the page, make a new version and submit it"
            ),
        )


def _other_than_shown() -> Refused:
    return Refused(
        Text("สิ่งที่พบไม่ตรงกับที่แสดงไว้", "what is found is another than what was shown"),
        field="anyway",
        next_step=Text("อ่านรายการข้างบน แล้วกดอีกครั้ง", "read the list above, then try again"),
    )


def _refuse_persons(look: Look, anyway: str) -> None:
    if look.waiting:
        raise Refused(
            Text(
                f"ยังไม่ได้ตรวจข้อมูลส่วนบุคคลในแฟ้ม {look.waiting} แฟ้ม",
                f"nobody has looked for persons' data in {look.waiting} files yet",
            ),
            next_step=Text("รอสักครู่ แล้วกดอีกครั้ง", "wait a moment, then try again"),
        )
    if (look.found or look.unread) and not anyway:
        raise Refused(
            Text(
                "พบข้อมูลส่วนบุคคล หรือมีแฟ้มที่ตรวจไม่ได้",
                "something of persons was found, or a file could not be looked into",
            ),
            field="anyway",
            next_step=Text(
                "ปิดข้อมูลนั้นก่อน หรือบอกเหตุผลที่เผยแพร่", "hide it first, or say why it is published"
            ),
        )
