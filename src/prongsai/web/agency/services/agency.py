"""Make an agency, keep its settings, its emblem and its rules of sign-in."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.dispatch import Signal
from msgspec import Struct

from prongsai.core.errors import Findings
from prongsai.core.roles import Role, all_roles
from prongsai.core.thai import printed, skeleton
from prongsai.readers.picture import is_vector, read_picture
from prongsai.web.agency.missing import keeps_address
from prongsai.web.agency.models import Agency, AgencyKind, Appointment, Position, Unit, User
from prongsai.web.agency.people import Actor, actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.roles import LEADING_OFFICE, LEADING_UNITS, system_administrator, title_of
from prongsai.web.agency.services import appointing
from prongsai.web.agency.services.people import login_taken
from prongsai.web.platform import address, files, journal, upload_validation
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.db.tenancy import one_agency
from prongsai.web.platform.models import JournalEntry, StoredFile, check_undo
from prongsai.web.platform.versions import mark_of

# Sent inside the transaction that makes an agency: agency, fiscal_year (Buddhist era), by (Actor).
agency_started = Signal()
# Sent inside the transaction in which units get a name, new or another, are closed or opened again:
# agency, units, former (the name that they bore while open, "" for none), by (Actor, or None).
units_named = Signal()


@transaction.atomic
def add_unit(*, agency: Agency, by: Actor, name: str) -> Unit:
    """Add a unit.

    Errors: Refused where a unit has this name.
    """
    wanted = printed(name)
    _refuse_taken(agency, wanted)
    unit = Unit.objects.create(agency=agency, name=wanted)
    announce_names(agency, (unit,))
    journal.record(agency, by, "unit-added", wanted)
    return unit


@transaction.atomic
def rename_unit(*, unit: Unit, by: Actor, name: str) -> None:
    """Give a unit another name; what belongs to it stays with it.

    Errors: Refused where another unit has this name.
    """
    wanted = printed(name)
    if wanted == unit.name:
        return
    _refuse_taken(unit.agency, wanted, but=unit.pk)
    old, unit.name = unit.name, wanted
    unit.save(update_fields=["name", "sort_key"])
    announce_names(unit.agency, (unit,), by, former="" if unit.is_closed else old)
    journal.record(unit.agency, by, "unit-renamed", wanted, old=old)


def announce_names(
    agency: Agency, units: Sequence[Unit], by: Actor | None = None, *, former: str = ""
) -> None:
    """Units got a name: what was written of them before they were there is theirs now.

    Shape:  `by` is who gave a unit that was there another name than `former`; None for new units.
    """
    if not Unit.objects.filter(agency=agency, is_office=True).exists():
        find_office(agency, by)
    units_named.send(Unit, agency=agency, units=units, former=former, by=by)


def find_office(agency: Agency, by: Actor | None) -> None:
    """The unit that bears the name of the central office is it; the former one if none does.

    Shape:  the post of its head goes there, and leads the unit: where a person makes a unit that
            was there the office, that is an appointment to it. Terms have no unit of their own, so
            those of before go along: what the head was given by name in the former office stays
            the head's, and notes that the head wrote there are the new office's to correct.
    """
    unit = Unit.objects.filter(agency=agency, name=agency.office).first() if agency.office else None
    if unit is None or unit.is_office:
        return
    posts = Position.objects.filter(agency=agency, kind__in=LEADING_OFFICE)
    if posts.exists() and unit.positions.filter(kind__in=LEADING_UNITS).exists():
        raise Refused("agency/office_with_two_heads", field="name", unit=unit.name)
    Unit.objects.filter(agency=agency, is_office=True).update(is_office=False)
    Unit.objects.filter(pk=unit.pk).update(is_office=True)
    posts.update(unit=unit)
    if by is not None:
        rows = Appointment.objects.between(today(), None).filter(
            agency=agency, position__unit=unit, position__kind__in=LEADING_OFFICE
        )
        for row in rows.select_related("position__agency", "user"):
            appointing.refuse_oneself(
                agency,
                row.position.role,
                row.user_id,
                by=by,
                title=f"หัวหน้า{unit.name}",
                has_unit=True,
            )
            appointing.wait_again(row.user, by)
            appointing.tell_appointed(row, by)


@transaction.atomic
def close_unit(*, unit: Unit, by: Actor, is_open: bool = False) -> None:
    """Offer a unit for nothing new, or again; its positions and their history stay."""
    journal.hold(unit.agency)
    if not Unit.objects.filter(pk=unit.pk, is_closed=is_open).update(is_closed=not is_open):
        return
    unit.is_closed = not is_open
    former = "" if is_open else unit.name
    units_named.send(Unit, agency=unit.agency, units=(unit,), former=former, by=by)
    journal.record(unit.agency, by, "unit-reopened" if is_open else "unit-closed", unit.name)


def _refuse_taken(agency: Agency, name: str, *, but: UUID | None = None) -> None:
    journal.hold(agency)  # of two at once one is first
    # Plans name units by words: two that read the same could not be told apart.
    units = {skeleton(unit.name): unit for unit in Unit.objects.filter(agency=agency)}
    same_named = units.get(skeleton(name))
    if same_named is None or same_named.pk == but:
        return
    if same_named.is_closed:
        raise Refused("agency/unit_name_taken.closed", field="name", name=name)
    raise Refused("agency/unit_name_taken.open", field="name", name=name)


SETTINGS = (
    "name", "kind", "district", "province", "office", "telephone", "email", "website",
    "social_pages", "street", "fax", "map_address", "duties", "number_prefix", "authority",
    "digits", "prints_names",
)  # fmt: skip


# The site's, and the agency's to say where the site is its alone.
ADDRESS = "address"


def create_agency(*, name: str, kind: AgencyKind, **settings: Any) -> Agency:
    """Make an agency. Its first person and their entry in the journal come with `start`.

    Errors: Misuse where this database holds its one agency already.
    """
    with transaction.atomic():
        one_agency()
        return Agency.objects.create(name=printed(name), kind=kind, made_at=now(), **settings)


@transaction.atomic
def edit_agency(*, agency: Agency, by: Actor, revision: int, values: Mapping[str, Any]) -> bool:
    """Change settings; whether anything changed. Untouched settings are not journalled.

    Shape:  `values` may hold the site's address beside the settings; "" leaves it as it is.
    Errors: Refused where somebody changed the settings since the page with `revision` was opened,
            would become head of another unit by its name, or the host keeps the address.
    """
    current = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    changes = {
        name: [getattr(current, name), values[name]]
        for name in SETTINGS
        if name in values and values[name] != getattr(current, name)
    }
    new_address = values.get(ADDRESS)
    if new_address and new_address != address.address_for_others():
        if not keeps_address(agency):
            raise Refused("agency/address_kept_by_host", field=ADDRESS)
        changes[ADDRESS] = [address.address_for_others(), new_address]
    if not changes:
        return False
    if current.revision != revision:
        raise Refused("agency/agency_changed_meanwhile")
    for name, (_, value) in changes.items():
        if name != ADDRESS:
            setattr(current, name, value)
    current.revision += 1
    current.save()
    if "office" in changes:
        find_office(current, by)
    journal.record(agency, by, "agency-edited", current.name, fields=sorted(changes))
    if ADDRESS in changes:
        transaction.on_commit(lambda: address.write_address(str(new_address)))
    return True


def set_emblem(*, agency: Agency, by: Actor, name: str, data: bytes) -> Findings:
    """Keep a picture, drawn anew, as the agency's emblem; what was noticed about it.

    Errors: UnreadableInput where it is no picture that may be printed and served.
    """
    clean, passed = _validated(name, data)
    picture, findings = read_picture(passed, clean)
    with transaction.atomic():
        current = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
        current.emblem = files.store(agency, by, clean, picture.media_type, picture.data)
        current.save()
        journal.record(agency, by, "emblem-set", clean)
    return findings


def _validated(name: str, data: bytes) -> tuple[str, bytes]:
    """The cleaned name and content of a file that may be kept.

    Only drawings of plain shapes are unknown to validation: `read_picture` lets nothing
    but shapes through, and is stricter than validation.
    """
    if is_vector(data):
        return upload_validation.clean_name(name), data
    passed = upload_validation.checked(name, data)
    return passed.name, passed.data


@transaction.atomic
def remove_emblem(*, agency: Agency, by: Actor, is_back: bool = False) -> None:
    """Papers go without an emblem, or with the removed one again; those made before keep theirs.

    Errors: Refused where another emblem was set meanwhile; Misuse as `check_undo`.
    """
    current = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    acts = JournalEntry.objects.filter(agency=agency, verb__startswith="emblem-")
    last = acts.order_by("-number").first() if is_back else None
    if last is not None and current.emblem_id and last.verb == "emblem-set":
        raise Refused("agency/emblem_set_meanwhile")
    if is_back == (current.emblem_id is not None) or (is_back and last is None):
        return
    file = str(current.emblem_id)
    if last is not None:
        check_undo(by, last.by_id, last.at)
        file = last.detail.get("file")
    files_of_agency = StoredFile.objects.filter(agency=agency, pk=file)
    current.emblem = files_of_agency.first() if is_back else None
    current.save()
    verb = "emblem-brought-back" if is_back else "emblem-removed"
    journal.record(agency, by, verb, file=file)


@transaction.atomic
def set_second_factor(
    *, agency: Agency, by: Actor, roles: Iterable[Role], seen: str | None = None
) -> None:
    """Say which positions sign in with a second factor; it holds from their next page on."""
    wanted = sorted(role.key for role in roles)
    current = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    if sorted(current.second_factor) == wanted:
        return
    if seen not in (None, mark_of(*current.second_factor)):
        raise Refused("agency/changed_meanwhile")
    current.second_factor = wanted
    current.save()
    journal.record(agency, by, "second-factor-rules", kinds=wanted)


class FirstPerson(Struct, frozen=True):
    """Who sets the site up, and the positions they hold from today on."""

    login: str
    password: str
    display_name: str
    roles: frozenset[Role]


class NewAgency(Struct, frozen=True):
    """What the wizard asks of an agency; only name, kind and year must be there."""

    name: str
    kind: AgencyKind
    fiscal_year: int
    district: str = ""
    province: str = ""


def start(*, new: NewAgency, person: FirstPerson) -> Actor:
    """Make the agency, all its positions, and the person who holds some; listeners open the year.

    Shape:  the person is the administrator whatever else they hold: somebody must be.
    Errors: Misuse where the login is taken, the database holds its one agency, or a listener
            cannot open the year.
    """
    hashed = make_password(person.password)
    try:
        with transaction.atomic():
            agency = create_agency(
                name=new.name, kind=new.kind, district=new.district, province=new.province
            )
            user = User.objects.create(
                agency=agency,
                login=person.login.strip().lower(),
                display_name=printed(person.display_name),
                password=hashed,
                made_at=now(),
            )
            _appoint(agency, user, person.roles | {system_administrator()})
            by = actor_on(user, today())
            if by is None:  # the agency was given a line above
                raise AssertionError
            journal.record(agency, by, "agency-started", agency.name, year=new.fiscal_year)
            agency_started.send(Agency, agency=agency, fiscal_year=new.fiscal_year, by=by)
    except IntegrityError as error:
        raise login_taken(person.login) from error
    return by


def _appoint(agency: Agency, user: User, roles: Iterable[Role]) -> None:
    """The central office and every position that needs no other unit; the person takes theirs."""
    office = Unit.objects.create(agency=agency, name=agency.office, is_office=True)
    held = set(roles)
    for role in all_roles():
        if role.needs_unit:
            continue
        position = Position.objects.create(
            agency=agency,
            kind=role.key,
            title=title_of(role, AgencyKind(agency.kind)),
            unit=office if role.leads_office else None,
        )
        if role in held:
            # Nothing was brought to an agency that was not there: nothing of before can wait.
            Appointment.objects.create(
                agency=agency,
                position=position,
                user=user,
                first_day=today(),
                entered_by=user,
                waits_since=None,
            )
