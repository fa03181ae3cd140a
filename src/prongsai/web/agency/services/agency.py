"""Make an agency, keep its settings, its emblem and its rules of sign-in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from msgspec import Struct

from prongsai.core.errors import Finding
from prongsai.core.roles import Role
from prongsai.core.text import Text
from prongsai.core.thai import printed
from prongsai.readers.picture import is_vector, read_picture
from prongsai.web.agency.models import Agency, AgencyKind
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services.units import find_office
from prongsai.web.platform import files, journal, upload_validation
from prongsai.web.platform.clock import now
from prongsai.web.platform.db import one_agency

SETTINGS = (
    "name", "kind", "district", "province", "office", "telephone", "email", "website",
    "social_pages", "number_prefix", "authority", "digits", "prints_names",
)  # fmt: skip


class Emblem(Struct, frozen=True):
    """A kept emblem and what was noticed about it."""

    agency: Agency
    findings: tuple[Finding, ...]


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

    Errors: Refused where somebody changed the settings since the page with `revision` was opened,
            or would become head of another unit by its name.
    """
    current = Agency.objects.select_for_update().get(pk=agency.pk)
    changes = {
        name: [getattr(current, name), values[name]]
        for name in SETTINGS
        if name in values and values[name] != getattr(current, name)
    }
    if not changes:
        return False
    if current.revision != revision:
        raise Refused(
            Text(
                "มีคนแก้ข้อมูลหน่วยงานหลังจากท่านเปิดหน้านี้",
                "somebody changed the agency after you opened this page",
            ),
            next_step=Text(
                "ตรวจค่าในหน้านี้อีกครั้งแล้วกดบันทึก ค่าที่ท่านพิมพ์ยังอยู่",
                "look the page over and save again; what you typed is still here",
            ),
        )
    for name, (_, value) in changes.items():
        setattr(current, name, value)
    current.revision += 1
    current.save()
    if "office" in changes:
        find_office(current, by)
    journal.record(agency, by, "agency-edited", current.name, fields=sorted(changes))
    return True


def set_emblem(*, agency: Agency, by: Actor, name: str, data: bytes) -> Emblem:
    """Keep a picture, drawn anew, as the agency's emblem.

    Errors: UnreadableInput where it is no picture that may be printed and served.
    """
    clean, passed = _validated(name, data)
    picture, findings = read_picture(passed, clean)
    with transaction.atomic():
        current = Agency.objects.select_for_update().get(pk=agency.pk)
        current.emblem = files.store(agency, by, clean, picture.media_type, picture.data)
        current.save()
        journal.record(agency, by, "emblem-set", clean)
    return Emblem(current, tuple(findings.items))


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
def remove_emblem(*, agency: Agency, by: Actor) -> None:
    """Papers go without an emblem from now on; those made before keep theirs."""
    current = Agency.objects.select_for_update().get(pk=agency.pk)
    if current.emblem is None:
        return
    current.emblem = None
    current.save()
    journal.record(agency, by, "emblem-removed")


@transaction.atomic
def set_second_factor(*, agency: Agency, by: Actor, roles: Iterable[Role]) -> None:
    """Say which positions sign in with a second factor; it holds from their next page on."""
    wanted = sorted(role.key for role in roles)
    current = Agency.objects.select_for_update().get(pk=agency.pk)
    if sorted(current.second_factor) == wanted:
        return
    current.second_factor = wanted
    current.save()
    journal.record(agency, by, "second-factor-rules", kinds=wanted)
