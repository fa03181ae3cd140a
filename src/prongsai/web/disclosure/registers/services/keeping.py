"""What must be so before rows are kept, be it one or many; then they are written at once.

One row of a form and fifty of a grid go the same way: same rights, same checks, same history.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from msgspec import Struct

from prongsai.core.errors import Misuse
from prongsai.core.person_names import person_names
from prongsai.core.personal_data import personal_data
from prongsai.core.registers.checks import check_row
from prongsai.core.registers.model import Register
from prongsai.core.registers.rows import Row, day_of, name_faults, row_key, row_name, to_data
from prongsai.core.registers.values import Context, attached_of, shown
from prongsai.core.thai import skeleton
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.models import (
    RegisterFile,
    RegisterRow,
    RegisterRowVersion,
    SavedView,
)
from prongsai.web.disclosure.registers.queries.catalogue import (
    context_of,
    core_row,
    standing_rows,
    year_of_rows,
)
from prongsai.web.disclosure.registers.queries.rows import RowFilter, may_be_shared
from prongsai.web.disclosure.registers.rights import decided_among, written_by
from prongsai.web.platform import files, journal, uploads
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.upload_validation import Checked
from prongsai.web.platform.versions import made
from prongsai.web.signing.evidence import pictures

MOST_OF_A_ROW = 60


def sent_files(
    register: Register,
    row: Row,
    sent: Mapping[UUID, Checked],
    before: Row | None = None,
    kept: RegisterRow | None = None,
) -> Mapping[UUID, Checked]:
    """The files that a row newly names, of those that were sent for it.

    Shape:  a row names files of its own alone: what anybody may type must open no other's file.
    Errors: Refused for any other, and where the row has as many as it may.
    """
    fields = register.typed_fields
    stood = (
        {attachment.key for _, attachment in attached_of(fields, before.values)}
        if before
        else set()
    )
    new_files = {}
    for field, attachment in attached_of(fields, row.values):
        if attachment.key in stood:
            continue
        if attachment.key in sent:
            new_files[attachment.key] = sent[attachment.key]
        elif kept is None or not kept.files.filter(pk=attachment.key).exists():
            raise Refused("registers/file_of_other_row", field=field.name)
    if new_files and kept is not None and kept.files.count() + len(new_files) > MOST_OF_A_ROW:
        raise Refused("registers/too_many_row_files", most_of_a_row=MOST_OF_A_ROW)
    return new_files


def store_files(kept: RegisterRow, by: Actor, sent: Mapping[UUID, Checked]) -> None:
    """Keep files that were sent for a row; of a photo a little picture too."""
    for key, file in sent.items():
        small = None
        if file.media_type.startswith("image/"):
            little = pictures.small(file.data)
            small = files.store(kept.agency, by, file.name, pictures.JPEG, little)
        RegisterFile.objects.create(
            pk=key, agency=kept.agency, row=kept, file=uploads.store(kept.agency, by, file),
            small=small, sent_at=now(), by=by.user,
        )  # fmt: skip


REASON = "names_reason"  # what pages call the reason for which names stay
_LONGEST_REASON = 200
_FIELDS = ("values", "state", "key", "unit", "day", "words", "version")
_AT_ONCE = 500


class SomeRefused(Misuse):
    """Some of many rows will not do, and none was kept; `of` tells why, by their place."""

    def __init__(self, of: Mapping[int, Refused]) -> None:
        """Keep them all; the first is what is said in one line."""
        self.of = dict(of)
        first = next(iter(self.of.values()))
        super().__init__(first.message, next_step=first.next_step)


class Wanted(Struct, frozen=True):
    """A row as a person wants it.

    Shape:  `kept` is the row as it stands, None for a new one; `seen` the version that the page
            with it was opened with; `files` those that were sent for it, by their keys.
    """

    row: Row
    kept: RegisterRow | None = None
    seen: int = 0
    files: Mapping[UUID, Checked] = {}


class _Draft(Struct, frozen=True):
    """A row that may be kept; `kept` has nothing of it yet."""

    kept: RegisterRow
    row: Row
    key: str
    files: Mapping[UUID, Checked] = {}
    names_somebody: bool = False


class Keeping:
    """Rows held against what stands; `refused` tells why some may not be kept, by their place.

    Shape:  rows that say what is kept already are in no draft, so that they get no version. The
            number of queries does not grow with the rows.
    """

    def __init__(
        self,
        agency: Agency,
        by: Actor,
        register: Register,
        year: int,
        wanted: Mapping[int, Wanted],
        reason: str = "",
    ) -> None:
        """Look at every row; nothing is written yet.

        Shape:  `reason` is why what looks like the name of a person stays, in a register that
                names nobody; "" where nobody said.
        """
        self.reason = reason.strip()[:_LONGEST_REASON]
        self.agency, self.by, self.register, self.year = agency, by, register, year
        self.context = context_of(agency, register, year)
        self.scope = written_by(by, register, today())
        self.refused: dict[int, Refused] = {}
        keys = [wanted_row.kept.pk for wanted_row in wanted.values() if wanted_row.kept is not None]
        self._decided = decided_among(register, keys)
        self._drafts: dict[int, _Draft] = {}
        for place, wanted_row in wanted.items():
            self._look(place, wanted_row)
        self._look_for_twins()

    def write(self) -> tuple[list[RegisterRow], list[RegisterRow]]:
        """The rows that were added and those that were changed.

        Errors: SomeRefused where one row will not do; then none is written.
        """
        if self.refused:
            raise SomeRefused(self.refused)
        drafts = self._drafts.values()
        added = [draft for draft in drafts if not draft.kept.version]
        changed = [draft for draft in drafts if draft.kept.version]
        for draft in drafts:
            fill(self.register, draft.kept, draft.row, self.year, self.context)
        rows = [draft.kept for draft in added], [draft.kept for draft in changed]
        write_rows(*rows, self.by)
        for draft in (*added, *changed):
            store_files(draft.kept, self.by, draft.files)
        if not self.register.is_restricted:  # as in `record`
            journal.record_each(
                self.agency, self.by, "register-row-added", self._journal_lines(added)
            )
            journal.record_each(
                self.agency, self.by, "register-row-changed", self._journal_lines(changed)
            )
        tell_reason(
            self.agency, self.by, self.register, self.year, self.reason,
            sum(draft.names_somebody for draft in drafts),
        )  # fmt: skip
        return rows

    def _look(self, place: int, wanted: Wanted) -> None:
        try:
            draft = (
                self._added(wanted) if wanted.kept is None else self._changed(wanted.kept, wanted)
            )
        except Refused as refusal:
            self.refused[place] = refusal
            return
        if draft is not None:
            self._drafts[place] = draft

    def _added(self, wanted: Wanted) -> _Draft:
        row = Row(wanted.row.values, self.register.first_state, {})
        files = sent_files(self.register, row, wanted.files)
        return self._draft(new_row(self.agency, self.by, self.register, self.year), row, files)

    def _changed(self, kept: RegisterRow, wanted: Wanted) -> _Draft | None:
        """None where nothing is otherwise."""
        if not self.scope.holds(kept):
            raise Refused("registers/row_not_yours", field=self.register.owned_by or "")
        check_seen(kept, wanted.seen)
        before = core_row(self.register, kept, self.year)
        left = {name: text for name, text in before.left.items() if name not in wanted.row.values}
        after = Row(wanted.row.values, kept.state, left)
        if to_data(after) == kept.values:
            return None
        if kept.pk in self._decided:
            # What was decided on stays as it was; what was empty then may be filled.
            for field_name, value in before.values.items():
                if after.values.get(field_name) != value:
                    raise Refused(
                        "registers/row_state_decided",
                        field=field_name,
                        title=self.register.named(field_name).title,
                    )
        files = sent_files(self.register, after, wanted.files, before, kept)
        return self._draft(kept, after, files, before)

    def _draft(
        self, kept: RegisterRow, row: Row, files: Mapping[UUID, Checked], before: Row | None = None
    ) -> _Draft:
        if not self.scope.has(unit_of(self.register, row)):
            raise Refused("registers/row_not_yours", field=self.register.owned_by or "")
        check_sound(self.register, row)
        names = name_faults(self.register, row, before)
        if names and not self.reason:
            raise Refused(names[0].message, field=REASON, next_step=names[0].next_step)
        if names:
            check_reason(self.reason)
        return _Draft(kept, row, row_key(self.register, row), files, bool(names))

    def _look_for_twins(self) -> None:
        """What identifies a row is not there twice, neither kept nor among these."""
        if not self.register.identified_by:
            return
        keys = {draft.key for draft in self._drafts.values() if draft.key}
        own = {draft.kept.pk for draft in self._drafts.values()}
        taken = taken_keys(self.agency, self.register, self.year, keys, but=own)
        for place, draft in list(self._drafts.items()):
            if draft.key in taken:
                del self._drafts[place]
                self.refused[place] = Refused(
                    "registers/row_exists_already",
                    field=self.register.identified_by[0],
                    titles=self.register.identity,
                )
            elif draft.key:
                taken.add(draft.key)

    def _journal_lines(self, drafts: Iterable[_Draft]) -> Iterator[tuple[str, dict[str, Any]]]:
        for draft in drafts:
            name = journal_name(self.register, draft.row, self.context)
            title = self.register.title.th
            yield name, {"year": self.year, "register": title, "row": str(draft.kept.pk)}


def write_rows(added: Sequence[RegisterRow], changed: Sequence[RegisterRow], by: Actor) -> None:
    """Write rows that are filled already, each with its version; few queries, however many."""
    RegisterRow.objects.bulk_create(added, batch_size=_AT_ONCE)
    if changed:
        RegisterRow.objects.bulk_update(changed, _FIELDS, batch_size=_AT_ONCE)
    write_versions([*added, *changed], by)


def write_versions(rows: Iterable[RegisterRow], by: Actor) -> None:
    """Keep rows as they stand now as their newest versions."""
    maker = made(by)
    RegisterRowVersion.objects.bulk_create(
        (
            RegisterRowVersion(
                agency_id=row.agency_id, row=row, number=row.version, values=row.values,
                state=row.state, is_removed=row.removed_at is not None, **maker,
            )
            for row in rows
        ),
        batch_size=_AT_ONCE,
    )  # fmt: skip


def journal_name(register: Register, row: Row, context: Context) -> str:
    """The name of a row in the journal; a dash if it looks like a person's name."""
    return "–" if name_faults(register, row) else row_name(register, row, context)[:200]


def record(
    agency: Agency, by: Actor, verb: str, register: Register, subject: str, **details: Any
) -> None:
    """Enter in the journal what was done to the rows of a register.

    Shape:  nothing for a restricted register: readers of the journal would learn which unit wrote
            there, and when. The versions of the rows keep who did what.
    """
    if not register.is_restricted:
        journal.record(agency, by, verb, subject, register=register.title.th, **details)


def check_reason(reason: str) -> None:
    """See that why names stay names nobody itself: it stands in the journal for good.

    Errors: Refused.
    """
    if person_names(reason) or personal_data(reason):
        raise Refused("registers/reason_with_personal_data", field=REASON)


def tell_reason(
    agency: Agency, by: Actor, register: Register, year: int, reason: str, count: int
) -> None:
    """Keep in the journal why rows that seem to name somebody were kept; of them no word."""
    if count:
        record(agency, by, "register-names-kept", register, reason, year=year, count=count)


def new_row(agency: Agency, by: Actor, register: Register, year: int) -> RegisterRow:
    """A row of which nothing is filled or written yet."""
    return RegisterRow(
        agency=agency, register=register.key, fiscal_year=year_of_rows(register, year),
        added_at=now(), added_by=by.user,
    )  # fmt: skip


def fill(register: Register, kept: RegisterRow, row: Row, year: int, context: Context) -> None:
    """Write a row's fields into what is kept, and what lists find it by, as its next version."""
    kept.version += 1
    texts = [shown(register.named(name), value, context).th for name, value in row.values.items()]
    kept.values, kept.state = to_data(row), row.state
    kept.key = row_key(register, row)
    kept.unit_id = unit_of(register, row)
    kept.day = day_of(register, row, year)
    kept.words = "\n".join(map(skeleton, texts))


def unit_of(register: Register, row: Row) -> UUID | None:
    unit = row.values.get(register.owned_by or "")
    return UUID(str(unit)) if unit else None


def check_sound(register: Register, row: Row) -> None:
    """See that a row is as the register asks.

    Errors: Refused at the first field that is not.
    """
    for fault in check_row(register, row, today()):
        if fault.is_error:
            raise Refused(fault.message, field=fault.field, next_step=fault.next_step)


def taken_keys(
    agency: Agency, register: Register, year: int, keys: Collection[str], but: Collection[UUID]
) -> set[str]:
    """Those of some keys by which other rows are known already: one query, none for no keys."""
    if not keys:
        return set()
    rows = standing_rows(agency, register, year).filter(key__in=keys).exclude(pk__in=but)
    return set(rows.values_list("key", flat=True))


def check_seen(kept: RegisterRow, seen: int) -> None:
    """See that nobody changed or removed a row since its page was opened.

    Errors: Refused.
    """
    if kept.removed_at is not None:
        raise Refused("registers/row_removed_meanwhile")
    if seen != kept.version:
        raise Refused("registers/row_changed_meanwhile")


MOST_VIEWS = 30


@transaction.atomic
def save(
    person: Actor, register: Register, *, name: str, asked: RowFilter, is_shared: bool
) -> None:
    """Keep a view of a list.

    Errors: Refused where the list is neither narrowed nor sorted, and for one view too many.
    """
    if not asked.parameters:
        raise Refused("registers/view_without_filter")
    own = SavedView.objects.filter(agency=person.agency, register=register.key, user=person.user)
    if own.exclude(name=name).count() >= MOST_VIEWS:
        raise Refused("registers/too_many_views", most_views=MOST_VIEWS)
    SavedView.objects.update_or_create(
        agency=person.agency, register=register.key, user=person.user, name=name,
        defaults={
            "asked": asked.parameters, "changed_at": now(),
            "is_shared": is_shared and may_be_shared(register),
        },
    )  # fmt: skip


@transaction.atomic
def remove_view(view: SavedView, *, by: Actor, is_back: bool = False) -> None:
    """Forget a view that the person saved, or bring it back."""
    journal.hold(by.agency)
    view.refresh_from_db()
    if not view.would_change(by, is_back=is_back):
        return
    own = SavedView.objects.filter(agency=by.agency, register=view.register, user=by.user)
    if is_back and own.filter(name=view.name).exists():
        raise Refused("registers/view_saved_meanwhile")
    if is_back and own.count() >= MOST_VIEWS:
        raise Refused("registers/too_many_views", most_views=MOST_VIEWS)
    view.mark_removed(by, is_back=is_back)
