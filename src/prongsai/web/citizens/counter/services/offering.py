"""Keep the forms that citizens fill in: files looked through before they go public."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from msgspec import Struct, to_builtins

from prongsai.core.errors import UnreadableInput
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.counter.models import FormEdition, RequestForm
from prongsai.web.citizens.counter.rights import refuse_others
from prongsai.web.citizens.counter.services.charting import refuse_persons, service_named
from prongsai.web.citizens.counter.services.finding import index_form
from prongsai.web.disclosure.public_site.queries.persons import own_data
from prongsai.web.platform import journal, uploads
from prongsai.web.platform.clock import now
from prongsai.web.platform.sandbox import read_personal
from prongsai.web.platform.upload_validation import Checked

LONGEST_REASON = 300


class Looked(Struct, frozen=True):
    """What was found of persons in files, and which could not be looked into."""

    found: tuple[Text, ...]
    unread: tuple[Text, ...]


class FormWords(Struct, frozen=True):
    """A form as it is typed: its name, its service, the day that it bears."""

    name: str
    service: str
    dated: date


def looked(agency: Agency, files: Iterable[Checked]) -> Looked:
    """Look into files for what is a person's; outside of any transaction, for it takes seconds."""
    found: list[Text] = []
    unread: list[Text] = []
    for file in files:
        try:
            for one in read_personal(file.data, file.name, own_data(agency)):
                where = one.where()
                found.append(
                    Text(
                        f"{file.name}: {one.message.th} ({where.th})",
                        f"{file.name}: {one.message.en} ({where.en})",
                    )
                )
        except UnreadableInput as error:
            unread.append(
                Text(f"{file.name}: {error.message.th}", f"{file.name}: {error.message.en}")
            )
    return Looked(tuple(found), tuple(unread))


@transaction.atomic
def add(
    *,
    by: Actor,
    words: FormWords,
    file: Checked,
    example: Checked | None,
    look: Looked,
    form: RequestForm | None = None,
) -> FormEdition:
    """Keep an edition of a form; nobody outside sees it before it is published.

    Shape:  `form` is the one that it belongs to, None for a new one.
    Errors: Refused where the person keeps no forms, or another form has the name.
    """
    refuse_others(by, form.agency_id if form else None)
    journal.hold(by.agency)
    _refuse_name(by.agency, words.name, form)
    service = service_named(by.agency, words.service)
    row = form or RequestForm(agency=by.agency)
    # What everybody reads changes when somebody publishes it, and not before.
    if form is None or _published(form) is None:
        row.name, row.service = words.name, service
        row.save()
    last = row.editions.first()
    edition = FormEdition.objects.create(
        form=row, number=last.number + 1 if last else 1, name=words.name, service=service,
        dated=words.dated,
        file=uploads.keep(by.agency, by, file),
        example=uploads.keep(by.agency, by, example) if example else None,
        found=[to_builtins(one) for one in look.found],
        unread=[to_builtins(one) for one in look.unread],
        made_at=now(), by=by.user, by_words=by.words,
    )  # fmt: skip
    journal.record(by.agency, by, "request-form-added", row.name, number=edition.number)
    return edition


@transaction.atomic
def publish(edition: FormEdition, *, by: Actor, reason: str = "") -> None:
    """Offer an edition to everybody, in the stead of the one before.

    Errors: Refused where the person may not publish, it is published or an older one than what is,
            another form has its name by now, its name holds something of a person, or something of
            one was found, or nobody could look, and no reason is given.
    """
    _refuse_publishing(by, edition.form)
    journal.hold(by.agency)
    edition.refresh_from_db()
    newest = _published(edition.form)
    if edition.published_at is not None or (newest is not None and newest.number > edition.number):
        raise _changed()
    if (edition.found or edition.unread) and not reason.strip():
        raise Refused(
            Text(
                "พบสิ่งที่เหมือนข้อมูลส่วนบุคคลในแฟ้ม หรือตรวจแฟ้มไม่ได้",
                "something in the files looks like a person's, or they could not be looked into",
            ),
            field="reason",
            next_step=Text(
                "เปลี่ยนแฟ้ม หรือเขียนเหตุผลว่าเหตุใดเผยแพร่ได้ เช่น ตัวอย่างใช้ชื่อสมมติ",
                "replace the file, or write why it may be published: the example is made up",
            ),
        )
    form = edition.form
    form.name, form.service = edition.name or form.name, edition.service or form.service
    _refuse_name(by.agency, form.name, form)
    refuse_persons(by.agency, f"{form.name}\n{form.service.name}")
    edition.published_at, edition.reason = now(), reason.strip()[:LONGEST_REASON]
    edition.save(update_fields=["published_at", "reason"])
    form.retired_at, form.reason = None, ""
    form.save(update_fields=["name", "service", "retired_at", "reason"])
    index_form(form)
    journal.record(
        by.agency, by, "request-form-published", form.name, number=edition.number,
        reason=edition.reason or "–",
    )  # fmt: skip


@transaction.atomic
def retire(form: RequestForm, *, by: Actor, reason: str) -> None:
    """Offer a form no more; its address says so.

    Errors: Refused where the person may not publish, no reason is given, or it is not offered.
    """
    _refuse_publishing(by, form)
    told = reason.strip()[:LONGEST_REASON]
    if not told:
        raise Refused(
            Text("ต้องมีเหตุผล", "a reason is needed"),
            field="reason", next_step=Text("เขียนว่าใช้แบบใดแทน", "write which one takes its place"),
        )  # fmt: skip
    journal.hold(by.agency)
    form.refresh_from_db()
    if form.retired_at is not None or not form.editions.filter(published_at__isnull=False).exists():
        raise _changed()
    form.retired_at, form.reason = now(), told
    form.save(update_fields=["retired_at", "reason"])
    index_form(form)
    journal.record(by.agency, by, "request-form-retired", form.name, reason=told)


def _published(form: RequestForm) -> FormEdition | None:
    return form.editions.filter(published_at__isnull=False).first()


def _refuse_name(agency: Agency, name: str, form: RequestForm | None) -> None:
    named = RequestForm.objects.filter(agency=agency, name=name)
    if (named.exclude(pk=form.pk) if form else named).exists():
        raise Refused(
            Text("มีแบบฟอร์มชื่อนี้แล้ว", "there is a form of this name"),
            field="name", next_step=Text("เปิดแบบนั้น แล้วเพิ่มฉบับใหม่", "open it and add an edition"),
        )  # fmt: skip


def _refuse_publishing(by: Actor, form: RequestForm) -> None:
    if by.agency.pk != form.agency_id or not may(by, Right.PUBLISH):
        raise Refused(
            Text("ตำแหน่งนี้เผยแพร่ไม่ได้", "this position does not publish"),
            next_step=Text("ให้เจ้าหน้าที่ประชาสัมพันธ์เผยแพร่", "ask the publication officer"),
        )


def _changed() -> Refused:
    return Refused(
        Text("แบบฟอร์มนี้เปลี่ยนไปแล้ว", "something happened to this form meanwhile"),
        next_step=Text("เปิดหน้านี้ใหม่", "open the page again"),
    )
