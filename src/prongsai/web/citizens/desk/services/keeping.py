"""What an agency keeps at its desk: kinds, answers, frequent questions, the map, days off."""

import io
import re
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Manager
from msgspec.structs import replace
from PIL import Image

from prongsai.core.desk.model import (
    CaseKind,
    State,
)
from prongsai.core.desk.own import OwnKind as Said
from prongsai.core.desk.own import content_of, content_said
from prongsai.core.desk.reading import read_kind
from prongsai.core.desk.ways import told_of
from prongsai.core.errors import Finding, Place, Severity, UnreadableInput
from prongsai.core.messages import read_words
from prongsai.core.personal_data import personal_data
from prongsai.core.registers.own import yaml_of
from prongsai.core.text import Text, same
from prongsai.core.thai import printed, skeleton
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import (
    CannedAnswer,
    Case,
    DayOff,
    DeskMap,
    OwnKind,
    OwnKindVersion,
    ShutKind,
)
from prongsai.web.citizens.desk.pictures import redrawn
from prongsai.web.citizens.desk.rights import kind_in, kinds_of, sees_kind
from prongsai.web.citizens.desk.services.case_entries import lock_case, record
from prongsai.web.citizens.desk.services.news import notify_watchers
from prongsai.web.disclosure.public_site.markdown import plain
from prongsai.web.disclosure.public_site.models import PageKind, SitePage
from prongsai.web.disclosure.public_site.services.publishing import Shown, begin
from prongsai.web.platform import journal
from prongsai.web.platform.clock import today
from prongsai.web.platform.typed import whole_number
from prongsai.web.platform.versions import made, mark_of
from prongsai.web.signing.publication.gate import own_data

MOST_OF_A_KIND = 100


@transaction.atomic
def add_answer(kind: CaseKind, *, by: Actor, name: str, text: str) -> CannedAnswer:
    if not _may_keep(by, kind):
        raise Refused("desk/keeping_answers_not_allowed")
    journal.hold(by.agency)
    _refuse_new(by, kind, name)
    row = CannedAnswer.objects.create(agency=by.agency, kind=kind.key, name=name, text=text)
    journal.record(by.agency, by, "canned-answer-saved", name, kind=kind.title.th)
    return row


@transaction.atomic
def change_answer(canned: CannedAnswer, *, by: Actor, name: str, text: str, seen: int) -> None:
    """Save another name or text."""
    row, kind = _locked(canned, by)
    if row.version != seen:
        raise Refused("desk/answer_changed_meanwhile")
    if name != row.name:
        _refuse_taken(by, kind, name)
    row.name, row.text, row.version = name, text, row.version + 1
    row.save()
    journal.record(by.agency, by, "canned-answer-saved", name, kind=kind.title.th)


@transaction.atomic
def remove_answer(canned: CannedAnswer, *, by: Actor, is_back: bool = False) -> None:
    """Delete one, or bring it back; answers that were given with it stay."""
    row, kind = _locked(canned, by, CannedAnswer.with_removed)
    if not row.would_change(by, is_back=is_back):
        return
    if is_back:
        _refuse_new(by, kind, row.name)
    row.mark_removed(by, is_back=is_back)
    verb = "canned-answer-brought-back" if is_back else "canned-answer-removed"
    journal.record(by.agency, by, verb, row.name, kind=kind.title.th)


def _locked(
    canned: CannedAnswer, by: Actor, among: Manager[CannedAnswer] = CannedAnswer.objects
) -> tuple[CannedAnswer, CaseKind]:
    kind = kind_in(canned.agency_id, canned.kind)
    if kind is None or canned.agency_id != by.agency.pk or not _may_keep(by, kind):
        raise Refused("desk/keeping_answers_not_allowed")
    journal.hold(by.agency)
    row = among.filter(pk=canned.pk).first()
    if row is None:
        raise Refused("desk/answer_removed_already")
    return row, kind


def _may_keep(by: Actor, kind: CaseKind) -> bool:
    return may(by, Right.KEEP_DESK) and sees_kind(by, kind)


def _refuse_new(by: Actor, kind: CaseKind, name: str) -> None:
    rows = CannedAnswer.objects.filter(agency=by.agency, kind=kind.key)
    if rows.count() >= MOST_OF_A_KIND:
        raise Refused("desk/too_many_answers_of_kind", most_of_a_kind=MOST_OF_A_KIND)
    _refuse_taken(by, kind, name)


def _refuse_taken(by: Actor, kind: CaseKind, name: str) -> None:
    if CannedAnswer.objects.filter(agency=by.agency, kind=kind.key, name=name).exists():
        raise Refused("desk/answer_name_taken", field="name")


def may_become_faq(case: Case, person: Actor) -> bool:
    """Whether a person may write a frequent question from a case that they see."""
    kind = kind_in(case.agency_id, case.kind)
    is_answered = case.state == State.ANSWERED
    has_page = case.faq is not None and case.faq.removed_at is None
    is_offered = kind is not None and kind.may_be_faq and is_answered and not has_page
    return is_offered and may(person, Right.KEEP_DESK)


@transaction.atomic
def make_faq(case: Case, *, by: Actor, question: str, answer: str, seen: int) -> SitePage:
    """Draft the page of a frequent question; who publishes submits it, as every page.

    Shape:  `question` and `answer` are what the officer wrote; nothing is taken from the case.
    """
    if not may(by, Right.KEEP_DESK):
        raise Refused("desk/case_of_other_unit")
    row = lock_case(case, by, seen)
    if not may_become_faq(row, by):
        raise Refused("desk/not_fit_for_frequent")
    _refuse_persons(row, "question", question)
    _refuse_persons(row, "answer", answer)
    page = begin(row.agency, by=by, kind=PageKind.FAQ, shown=Shown(question, answer))
    row.faq = page
    row.save(update_fields=["faq"])
    record(row, by, "case-made-faq")
    return page


def _refuse_persons(case: Case, field: str, text: str) -> None:
    read = f"{text}\n{plain(text)}"
    hits = personal_data(read, own_data(case.agency))
    kind = kind_in(case.agency_id, case.kind)
    own = told_of(case.values, kind.contact if kind else (), read)
    if not (hits or own):
        return
    quotes = "; ".join(dict.fromkeys([*(hit.masked for hit in hits), *own]))
    raise Refused("desk/personal_data_found", field=field, quotes=quotes)


LONGEST_REASON = 200


@transaction.atomic
def shut(kind: CaseKind, *, by: Actor, reason: str) -> None:
    """Take no more cases of a kind; those that came go on, and so do their receipts.

    Shape:  `reason` is shown to everybody.
    """
    if not _may_keep(by, kind):
        raise Refused("desk/shutting_kind_not_allowed")
    checked_reason = printed(reason)[:LONGEST_REASON]
    if not checked_reason:
        raise Refused("desk/reason_missing", field="reason")
    journal.hold(by.agency)
    if ShutKind.objects.filter(agency=by.agency, kind=kind.key).exists():
        raise Refused("desk/done_meanwhile")
    ShutKind.objects.create(
        agency=by.agency, kind=kind.key, reason=checked_reason, day=today(), by_words=by.words
    )
    journal.record(by.agency, by, "case-kind-shut", kind.title.th, reason=checked_reason)
    message = read_words(
        "desk/notice.kind_shut", who=by.words, kind=kind.title, reason=checked_reason
    )
    notify_watchers(by.agency, message)


@transaction.atomic
def open_again(kind: CaseKind, *, by: Actor) -> None:
    """Take cases of a kind in again."""
    if not _may_keep(by, kind):
        raise Refused("desk/shutting_kind_not_allowed")
    journal.hold(by.agency)
    if not ShutKind.objects.filter(agency=by.agency, kind=kind.key).delete()[0]:
        raise Refused("desk/done_meanwhile")
    journal.record(by.agency, by, "case-kind-opened", kind.title.th)
    message = read_words("desk/notice.kind_opened", who=by.words, kind=kind.title)
    notify_watchers(by.agency, message)


PREFIX = "own-"
MOST_OWN = 60
MOST_LETTERS = 100_000
_NUMBER = re.compile(rf"{PREFIX}([0-9]+)")


@transaction.atomic
def make_kind(*, by: Actor, definition: Said) -> OwnKind:
    """Make a kind of what a person says.

    Errors: Refused for who keeps no such cases, for what cannot be, for the name of another kind,
            and where the agency has as many as it may; UnreadableInput for what no kind may be.
    """
    return _create_kind(by, yaml_of(content_said(definition)))


@transaction.atomic
def bring_kind(*, by: Actor, name: str, text: str) -> OwnKind:
    """Make a kind of a YAML file, as another agency shares it.

    Errors: UnreadableInput with the first thing that is wrong in it; Refused as `make`.
    """
    if len(text) > MOST_LETTERS:
        raise UnreadableInput("desk/kind_file_too_large", place=Place(name))
    kind = _read(f"{PREFIX}1", text, name)
    # What an agency asked before is none of another's.
    used = {field.name for field in kind.fields}
    contact = tuple(name for name in kind.contact if name in used)
    return _create_kind(by, yaml_of(replace(content_of(kind), former=(), contact=contact)), name)


@transaction.atomic
def change_kind(own: OwnKind, *, by: Actor, definition: Said, seen: int) -> bool:
    """Change a kind; whether anything changed. Cases of before stay readable, and as they are.

    Shape:  `seen` is the version that the form was opened with.
    """
    journal.hold(by.agency)
    row = OwnKind.objects.filter(agency=by.agency, pk=own.pk).first()
    if row is None or seen != row.version:
        raise Refused("desk/kind_changed_meanwhile")
    before = _read(row.key, row.text, row.key)
    if not _may_keep(by, before):
        raise Refused("desk/editing_kind_not_allowed", field="restricted")
    if before.restricted and not definition.restricted:
        raise Refused("desk/fewer_readers_promised", field="restricted")
    open_now = {field.name for field in definition.fields if not field.identifies}
    for name in before.contact:
        field = before.field(name)
        if name in open_now and field is not None:
            raise Refused("desk/identifying_field_opened", title=field.title)
    text = yaml_of(content_said(definition, before))
    if text == yaml_of(content_of(before)):
        return False
    kind = _checked(by, row.key, text, row.key)
    row.text, row.version = text, row.version + 1
    row.save(update_fields=["text", "version"])
    _write_version(row, by)
    _tell_changed(row, before, kind, by)
    return True


def _tell_changed(row: OwnKind, before: CaseKind, kind: CaseKind, by: Actor) -> None:
    verb = "case-kind-changed"
    if kind.restricted and not before.restricted:
        # From now on superiors read neither its cases nor, in the journal, what is done with them.
        verb = "case-kind-restricted"
        # Heads gave them to somebody, perhaps to themselves: readers say anew who works on them.
        Case.objects.filter(agency=row.agency_id, kind=row.key).update(assignee=None)
    _record(row, by, verb, kind)
    change = verb.removeprefix("case-kind-")
    message = read_words(f"desk/notice.kind_{change}", who=by.words, kind=kind.title)
    notify_watchers(by.agency, message)


def _create_kind(by: Actor, text: str, name: str = "") -> OwnKind:
    agency = by.agency
    journal.hold(agency)
    keys = list(OwnKind.objects.filter(agency=agency).values_list("key", flat=True))
    if len(keys) >= MOST_OWN:
        raise Refused("desk/too_many_own_kinds", most_own=MOST_OWN)
    numbers = [whole_number(match[1]) or 0 for key in keys if (match := _NUMBER.fullmatch(key))]
    key = f"{PREFIX}{max(numbers, default=0) + 1}"
    kind = _checked(by, key, text, name or key)
    own = OwnKind.objects.create(agency=agency, key=key, text=text)
    _write_version(own, by)
    _record(own, by, "case-kind-made", kind)
    notify_watchers(by.agency, read_words("desk/notice.kind_made", who=by.words, kind=kind.title))
    return own


def _checked(by: Actor, key: str, text: str, name: str) -> CaseKind:
    """The kind that a text is, beside those that the agency has.

    Errors: UnreadableInput with the first fault; Refused where the person keeps no such cases, or
            people could not tell it from another kind.
    """
    kind = _read(key, text, name)
    if not _may_keep(by, kind):
        raise Refused("desk/editing_kind_not_allowed", field="restricted")
    title = skeleton(kind.title.th)
    for other in kinds_of(by.agency.pk):
        if other.key != key and skeleton(other.title.th) == title:
            raise Refused("desk/kind_title_taken", field="title", title=other.title)
    return kind


def _read(key: str, text: str, name: str) -> CaseKind:
    kind, findings = read_kind(key, text, name)
    if kind is None:
        wrong = next(finding for finding in findings if finding.severity is Severity.ERROR)
        raise UnreadableInput(_located(wrong, name), next_step=wrong.next_step)
    return kind


def _located(finding: Finding, name: str) -> Text:
    """What is wrong with a file, and where in it; of what was said on a page only what."""
    if _NUMBER.fullmatch(name):
        return finding.message
    line = finding.places[0].line if finding.places else None
    place = Place(name, line=line).text()
    return same("{place}: {fault}").format(place=place, fault=finding.message)


def _write_version(own: OwnKind, by: Actor) -> None:
    OwnKindVersion.objects.create(
        agency_id=own.agency_id, own=own, number=own.version, text=own.text, **made(by)
    )


def _record(own: OwnKind, by: Actor, verb: str, kind: CaseKind) -> None:
    journal.record(own.agency, by, verb, kind.title.th[:200], key=own.key)


LONGEST_SOURCE = 200
# Narrower or flatter ones nobody can press on.
_SHAPE = 3


@transaction.atomic
def set_map(*, by: Actor, name: str, data: bytes, source: str) -> DeskMap:
    """Use another picture from now on; points on the former ones stay with those.

    Shape:  `source` says where the picture is from.
    """
    _refuse_others_mapping(by)
    checked_source = printed(source)[:LONGEST_SOURCE]
    if not checked_source:
        raise Refused("desk/map_source_missing", field="source")
    drawn = redrawn(name, data)
    with Image.open(io.BytesIO(drawn), formats=("JPEG",)) as picture:
        width, height = picture.size
    if max(width, height) > _SHAPE * min(width, height):
        raise Refused("desk/picture_shape_extreme", field="photos")
    journal.hold(by.agency)
    last = DeskMap.objects.filter(agency=by.agency).defer("data").first()
    row = DeskMap.objects.create(
        agency=by.agency, number=(last.number if last else 0) + 1, data=drawn, width=width,
        height=height, source=checked_source,
    )  # fmt: skip
    journal.record(by.agency, by, "desk-map-set", str(row.number))
    return row


@transaction.atomic
def stop_map(*, by: Actor) -> None:
    """Take no points any more."""
    _refuse_others_mapping(by)
    journal.hold(by.agency)
    if DeskMap.objects.filter(agency=by.agency, is_used=True).update(is_used=False):
        journal.record(by.agency, by, "desk-map-stopped", by.agency.name)


def _refuse_others_mapping(by: Actor) -> None:
    if not may(by, Right.KEEP_DESK):
        raise Refused("desk/setting_map_not_allowed")


def days_mark(agency: Agency) -> str:
    return mark_of(*DayOff.objects.filter(agency=agency).order_by("day").values_list("day", "name"))


@transaction.atomic
def set_days_off(by: Actor, days: Mapping[date, str], *, seen: str) -> None:
    """Replace the agency's days off; cases that have come keep the day that was told."""
    if not may(by, Right.KEEP_DESK):
        raise Refused("desk/days_off_not_allowed")
    journal.hold(by.agency)
    if seen != days_mark(by.agency):
        raise Refused("agency/changed_meanwhile")
    DayOff.objects.filter(agency=by.agency).delete()
    DayOff.objects.bulk_create(
        DayOff(agency=by.agency, day=day, name=name) for day, name in sorted(days.items())
    )
    journal.record(by.agency, by, "days-off-set", "", count=len(days))
