"""Cases that are worked on: assigned, asked back, answered, joined, forwarded, brought again."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max
from msgspec import Struct

from prongsai.core.dates import in_words, long_date
from prongsai.core.desk.model import ANSWERING, Act, Channel, Outcome, State, due_on
from prongsai.core.desk.ways import told_of
from prongsai.core.thai import squeeze
from prongsai.web.agency.models import Unit, User
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.models import Case, CaseEntry, CaseForward, CasePhoto, DayOff
from prongsai.web.citizens.desk.rights import is_assignee, is_for_few, kind_in, may_hand
from prongsai.web.citizens.desk.services import news
from prongsai.web.citizens.desk.services.case_entries import (
    add_citizen_photos,
    add_official_photos,
    clean_text,
    copy_photos,
    is_again,
    lock_case,
    record,
    record_act,
    write_entry,
)
from prongsai.web.citizens.desk.services.escalating import settle
from prongsai.web.platform.clock import today

CONTACT_SENT = "ส่งชื่อและช่องทางติดต่อของผู้แจ้งไปด้วย"
CONTACT_KEPT = "ไม่ได้ส่งชื่อและช่องทางติดต่อของผู้แจ้งไป"
# What went along is written down of the main case alone.
_UNKNOWN = "ส่งต่อเรื่องเดียวกันของผู้แจ้งรายอื่น ไม่ได้บันทึกว่าส่งชื่อและช่องทางติดต่อของท่านไปด้วยหรือไม่"


@transaction.atomic
def join(case: Case, main: Case, *, by: Actor, seen: int, main_seen: int) -> None:
    """Join a case with the one that is worked on; one that is answered answers it at once.

    Shape:  `seen` and `main_seen` are the versions that the person looked at.
    """
    if not may(by, Right.KEEP_DESK):
        raise Refused("desk/case_of_other_unit")
    whole = lock_case(main, by, main_seen)
    row = lock_case(case, by, seen)
    refuse_pair(row, whole)
    given = answer_of(whole)
    row.joined_to = whole
    record_act(row, Act.JOIN, whole.printed_number, by)
    # Who is about to answer the main one has not seen this.
    write_entry(whole, Act.JOIN, row.printed_number, by)
    if whole.state == State.ANSWERED and given:
        _refuse_told([whole, *Case.objects.filter(joined_to=whole)], given)
        _answered(row, given, by, photos_of_answer(whole))
    record(row, by, "case-joined", main=whole.printed_number)


@transaction.atomic
def part(case: Case, *, by: Actor, seen: int) -> None:
    """Undo it: the case stands alone again, unanswered, with its own last day."""
    if not may(by, Right.KEEP_DESK):
        raise Refused("desk/case_of_other_unit")
    row = lock_case(case, by, seen)
    if row.joined_to_id is None:
        raise Refused("desk/case_not_joined")
    main = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=row.joined_to_id)
    was_answered = row.state == State.ANSWERED
    row.joined_to, row.answered_on, row.outcome, row.rating = None, None, "", None
    row.is_again = False
    record_act(row, Act.PART, main.printed_number, by)
    if was_answered:
        # What was answered is worked on again: who brought it did not ask for that.
        news.queue(row)
    write_entry(main, Act.PART, row.printed_number, by)
    record(row, by, "case-parted", main=main.printed_number)


def answer_of(main: Case) -> str:
    """What was last told as the answer of a case, as others read it; "" for none."""
    last = last_answer(main)
    return _for_others(last.text) if last else ""


def photos_of_answer(main: Case) -> Sequence[CasePhoto]:
    last = last_answer(main)
    return tuple(last.photos.filter(unfit="")) if last else ()


def last_answer(case: Case) -> CaseEntry | None:
    """The answer that stands, with whatever was corrected."""
    return case.entries.filter(act__in=ANSWERING).last()


def spread(
    main: Case, text: str, by: Actor, photos: Sequence[CasePhoto] = (), act: Act = Act.ANSWER
) -> None:
    """Answer those that are joined with a case by the same words and photos; it is locked."""
    rows = Case.objects.select_for_update(of=("self",), no_key=True).filter(joined_to=main)
    joined = list(rows.order_by("pk"))
    if not joined:
        return
    given = _for_others(text)
    # Who sent the same words again typed the same name: only of others none may read it.
    others = [row for row in joined if not row.is_again]
    if others:
        _refuse_told([main, *others], given)
    for row in joined:
        _answered(row, given, by, photos, act)


def _for_others(text: str) -> str:
    """An answer as it stands where others brought the same: of their name nothing is known."""
    own = (CONTACT_SENT, CONTACT_KEPT)
    return "\n".join(_UNKNOWN if line in own else line for line in text.split("\n"))


def refuse_joined(row: Case, outcome: Outcome) -> None:
    """A joined case is answered where its matter is."""
    if row.joined_to_id is not None or outcome is Outcome.MERGED:
        raise Refused("desk/answered_at_main_case", field="outcome")


def refuse_pair(row: Case, main: Case) -> None:
    """Whether a case may be joined with another."""
    if row.pk == main.pk or row.kind != main.kind:
        raise Refused("desk/joined_case_of_other_kind", field="to")
    if main.joined_to is not None:
        number = main.joined_to.printed_number
        raise Refused("desk/main_case_joined_itself", field="to", number=number)
    # The same words sent again go along; they stay with the one that they repeat.
    if Case.objects.filter(joined_to=row, is_again=False).exists():
        raise Refused("desk/others_joined_with_case", field="to")
    if not State(row.state).is_open or row.joined_to is not None:
        raise Refused("desk/answered_or_joined_already", field="to")
    if State(main.state).is_open and main.due_on > row.due_on:
        # What was promised to the one who came first holds for all.
        raise Refused("desk/main_case_due_later", field="to")


def _answered(
    row: Case, text: str, by: Actor, photos: Sequence[CasePhoto], act: Act = Act.ANSWER
) -> None:
    if act is Act.ANSWER:
        row.state, row.outcome, row.answered_on = State.ANSWERED, Outcome.MERGED, today()
    copy_photos(row, write_entry(row, act, text, by), photos)
    rows = Case.objects.select_for_update(of=("self",), no_key=True)
    for again in rows.filter(joined_to=row, is_again=True).order_by("pk"):
        _answered(again, text, by, photos, act)


def _refuse_told(cases: Iterable[Case], text: str) -> None:
    """The words go to several people: none may read in them who another is."""
    quoted: list[str] = []
    for case in cases:
        kind = kind_in(case.agency_id, case.kind)
        quoted += told_of(case.values, kind.contact if kind else (), text)
    if not quoted:
        return
    quotes = ", ".join(dict.fromkeys(quoted))
    raise Refused("desk/joined_answer_tells_person", field="text", quotes=quotes)


class Forward(Struct, frozen=True):
    """What is forwarded, and how.

    Shape:  `letter` the number of the letter, "" for none; `has_contact` where name and way to
            answer went along; `text` what who brought the case is told beside it; `follow_up_on`
            when the agency asks how it goes, None where the case ends with the forwarding.
    """

    to: str
    sent_on: date
    text: str
    letter: str = ""
    has_contact: bool = False
    follow_up_on: date | None = None


@transaction.atomic
def forward(case: Case, forwarding: Forward, *, by: Actor, seen: int) -> CaseForward:
    """Write down that a case went to another agency; who brought it reads it by their receipt.

    Shape:  without a day to follow it up the case is answered, as “forwarded”, and so are those
            that are joined with it; else it stays open, waits outside, and its last day stands.
    """
    row = lock_case(case, by, seen)
    refuse_joined(row, Outcome.FORWARDED)
    _refuse_days(forwarding, row)
    if squeeze(forwarding.to) == squeeze(row.agency.name):
        raise Refused("desk/forwarded_to_agency_itself", field="to")
    words = _words(forwarding, clean_text(forwarding.text))
    if forwarding.follow_up_on is None:
        row.outcome, row.answered_on = Outcome.FORWARDED, today()
        entry = record_act(row, Act.ANSWER, words, by)
        spread(row, words, by)
        settle(row.agency, row.escalated_to)
    else:
        entry = record_act(row, Act.FORWARD, words, by)
    # To whom it went is not in the journal: of some kinds that alone would tell.
    record(row, by, "case-forwarded")
    return CaseForward.objects.create(
        case=row, entry=entry, to=forwarding.to, letter=forwarding.letter,
        sent_on=forwarding.sent_on,
        has_contact=forwarding.has_contact, follow_up_on=forwarding.follow_up_on,
    )  # fmt: skip


@transaction.atomic
def follow_up(case: Case, *, by: Actor, text: str, again_on: date, seen: int) -> None:
    """Note what the other agency said, and when it is asked again; officials alone read it."""
    row = lock_case(case, by, seen)
    last = row.forwards.last()
    if row.state != State.OUTSIDE or last is None:
        raise Refused("desk/case_not_outside", field="text")
    _refuse_past("again_on", again_on)
    record_act(row, Act.NOTE, f"ติดตามกับ{last.to}: {clean_text(text)}", by)
    last.follow_up_on = again_on
    last.save(update_fields=["follow_up_on"])
    record(row, by, "case-noted")


def _words(forwarding: Forward, text: str) -> str:
    """What stands as the entry, and is copied to those who brought the same."""
    letter = f" ตามหนังสือที่ {forwarding.letter}" if forwarding.letter else ""
    contact = CONTACT_SENT if forwarding.has_contact else CONTACT_KEPT
    after = (
        f"หน่วยงานนี้จะติดตามผลในวันที่ {long_date(forwarding.follow_up_on)}"
        if forwarding.follow_up_on
        else "เรื่องนี้ปิดแล้ว ติดตามต่อได้ที่หน่วยงานที่รับเรื่อง"
    )
    head = f"ส่งต่อถึง{forwarding.to} เมื่อ {long_date(forwarding.sent_on)}{letter}"
    return f"{head}\n{text}\n{contact}\n{after}"


def _refuse_days(forwarding: Forward, case: Case) -> None:
    # What was brought on paper or by telephone may be written in days later.
    if case.channel == Channel.WEB and forwarding.sent_on < case.day:
        raise Refused("desk/forwarded_before_it_came", field="sent_on", day=in_words(case.day))
    if forwarding.sent_on > today():
        raise Refused("desk/forwarded_on_day_to_come", field="sent_on")
    if forwarding.follow_up_on is not None:
        _refuse_past("follow_up_on", forwarding.follow_up_on)


def _refuse_past(field: str, day: date) -> None:
    if day <= today():
        raise Refused("desk/follow_up_day_past", field=field)


BEST = 5
_REOPEN_WITHIN = 30


@transaction.atomic
def assign(
    case: Case, *, by: Actor, unit: Unit, class_key: str, seen: int, assignee: User | None = None
) -> None:
    """Give a case to a unit, or to somebody of it, and say which class it is of.

    Shape:  a restricted case goes to a person, whom only its readers name.
    """
    if not may(by, Right.KEEP_DESK) or unit.agency_id != case.agency_id:
        raise Refused("desk/case_of_other_unit")
    row = lock_case(case, by, seen)
    kind = kind_in(row.agency_id, row.kind)
    offered = {choice.key for choice in kind.offered_classes} if kind else set()
    # One that is offered no more stays where it stood.
    if class_key and kind is not None and class_key not in offered | {row.class_key}:
        raise Refused("desk/class_unknown", field="class_key")
    if is_for_few(row.agency_id, row.kind):
        if not may(by, Right.READ_RESTRICTED):
            raise Refused("desk/case_of_other_unit")
        if assignee is None:
            raise Refused("desk/assignee_missing", field="assignee")
    row.unit, row.class_key = unit, class_key
    _check_assignee(unit, assignee)
    row.assignee = assignee
    record_act(row, Act.ASSIGN, unit.name, by)
    if assignee is not None:
        _note_assignee(row, by)
    record(row, by, "case-assigned", unit=unit.name)


@transaction.atomic
def hand(case: Case, *, by: Actor, assignee: User | None, seen: int) -> None:
    """Let the head of a unit give one of its cases to somebody there, None for all of them."""
    row = lock_case(case, by, seen)
    if not may_hand(by, row, today()) or row.unit is None:
        raise Refused("desk/case_of_other_unit")
    _check_assignee(row.unit, assignee)
    row.assignee = assignee
    _note_assignee(row, by)
    record(row, by, "case-assigned", unit=row.unit.name)


def _check_assignee(unit: Unit, assignee: User | None) -> None:
    if assignee is not None and not is_assignee(unit, assignee, today()):
        raise Refused("desk/assignee_outside_unit", field="assignee", unit=unit.name)


def _note_assignee(row: Case, by: Actor) -> None:
    """Officials alone read who it is."""
    words = str(row.assignee) if row.assignee else "ทุกคนของส่วนราชการ"
    write_entry(row, Act.NOTE, f"ผู้รับผิดชอบ: {words}", by)


@transaction.atomic
def note(case: Case, *, by: Actor, text: str, seen: int) -> None:
    """Write something for colleagues; who brought the case never reads it."""
    row = lock_case(case, by, seen)
    record_act(row, Act.NOTE, clean_text(text), by)
    record(row, by, "case-noted")


@transaction.atomic
def step(case: Case, *, by: Actor, step_key: str, seen: int) -> None:
    """Say how far a case is; who brought it reads it by their receipt, in the words of today."""
    row = lock_case(case, by, seen)
    kind = kind_in(row.agency_id, row.kind)
    steps = [step for step in kind.offered_steps if step.key == step_key] if kind else []
    if not steps:
        raise Refused("desk/step_unknown", field="step")
    record_act(row, Act.STEP, steps[0].title.th, by)
    record(row, by, "case-step")


@transaction.atomic
def ask(case: Case, *, by: Actor, text: str, seen: int) -> None:
    """Ask who brought the case for something; they read it by their receipt."""
    row = lock_case(case, by, seen)
    record_act(row, Act.ASK, clean_text(text), by)
    record(row, by, "case-asked")


@transaction.atomic
def answer(
    case: Case,
    *,
    by: Actor,
    text: str,
    outcome: Outcome,
    seen: int,
    photos: Sequence[bytes] = (),
) -> None:
    """Answer a case: it is closed then, unless who brought it brings it again.

    Shape:  those that are joined with it are answered by the same words and photos, which were
            drawn anew (`pictures.redrawn`) and are shown to whoever holds a receipt.
    """
    if outcome is Outcome.FORWARDED:
        raise Refused("desk/forwarded_to_missing", field="outcome")
    row = lock_case(case, by, seen)
    refuse_joined(row, outcome)
    words = clean_text(text)
    row.outcome, row.answered_on = outcome, today()
    shown = add_official_photos(row, record_act(row, Act.ANSWER, words, by), photos)
    spread(row, words, by, shown)
    settle(row.agency, row.escalated_to)
    record(row, by, "case-answered")


@transaction.atomic
def correct(
    case: Case,
    *,
    by: Actor,
    text: str,
    outcome: Outcome | None,
    seen: int,
    photos: Sequence[bytes] = (),
) -> None:
    """Put another answer in the place of one: both stay readable, each with its day.

    Shape:  `outcome` None leaves it. The day of the first answer counts, and the rating stays:
            neither is mended afterwards. Those that are joined with the case are told the same.
    """
    row = lock_case(case, by, seen)
    refuse_joined(row, outcome or Outcome.DONE)
    words = clean_text(text)
    last = last_answer(row)
    if last and words == last.text and outcome in (None, row.outcome) and not photos:
        raise Refused("desk/answer_unchanged", field="text")
    row.outcome = outcome or row.outcome
    shown = add_official_photos(row, record_act(row, Act.CORRECT, words, by), photos)
    spread(row, words, by, shown, Act.CORRECT)
    record(row, by, "case-corrected")


@transaction.atomic
def reply(case: Case, *, text: str, photos: Sequence[bytes] = ()) -> None:
    """What who brought the case has to add; the same sent twice in a row stands once."""
    row = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    words = clean_text(text)
    if not is_again(row, Act.REPLY, words, photos):
        add_citizen_photos(row, record_act(row, Act.REPLY, words, None), photos)


@transaction.atomic
def rate(case: Case, *, points: int) -> None:
    """How content who brought the case is, 1 to 5; once more replaces it."""
    row = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    if not 1 <= points <= BEST:
        raise Refused("desk/rating_out_of_range", field="points")
    row.rating = points
    record_act(row, Act.RATE, str(points), None)


@transaction.atomic
def reopen(case: Case, *, text: str, photos: Sequence[bytes] = ()) -> None:
    """Bring an answered case again, saying why; its days begin anew, and it stands alone.

    Shape:  an answer that was late stays counted as late: who hands out receipts at the counter
            knows them, and would else bring a case again to answer it in time.
    """
    row = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    words = clean_text(text)
    if is_again(row, Act.REOPEN, words, photos):
        return
    # Who reads a corrected answer has as long as who read the first.
    corrected = row.entries.filter(act=Act.CORRECT).aggregate(day=Max("day"))["day"]
    told_on = max((day for day in (row.answered_on, corrected) if day), default=None)
    if told_on and (today() - told_on).days > _REOPEN_WITHIN:
        raise Refused("desk/reopened_too_late", reopen_within=_REOPEN_WITHIN)
    row.was_late = row.was_late or bool(row.answered_on and row.answered_on > row.due_on)
    kind = kind_in(row.agency_id, row.kind)
    if kind is not None:
        off = set(DayOff.objects.filter(agency=row.agency).values_list("day", flat=True))
        row.due_on = due_on(today(), kind.due, off)
    entry = record_act(row, Act.REOPEN, words, None)
    row.reopened += 1
    row.answered_on, row.outcome, row.rating = None, "", None
    # Whom the answer to another did not help is heard apart.
    row.joined_to, row.escalated_to, row.is_again = None, "", False
    row.save()
    add_citizen_photos(row, entry, photos)
