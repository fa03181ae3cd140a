"""What few may see is walked for at every address, by colleagues who may not see it."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import chain

import pypdfium2
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from tests.core.registers.test_cases import case_of_typed
from tests.web.full_agency import full
from tests.web.registers.samples import head_of
from tests.web.roles import ITA_OFFICER, OFFICE_HEAD, UNIT_HEAD
from tests.web.test_every_address import ALL, EXAMPLES, VALUES

from prongsai.core.registers.fields import FieldKind
from prongsai.core.registers.reading import shipped, shipped_register
from prongsai.core.registers.rows import read_row
from prongsai.core.registers.rules import CheckKind
from prongsai.web.disclosure.registers.queries.catalogue import context_of, core_row
from prongsai.web.disclosure.registers.rights import seen_by
from prongsai.web.disclosure.registers.services import saving
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]

YEAR = 2569
# A page tells what was searched for: half of the secret is searched, the whole is looked for.
SOUGHT, SECRET = "คำลับ", "คำลับของแถวที่น้อยคนเห็น"
RESTRICTED = [one.key for one in shipped().registers if one.is_restricted]


def typed_of(register):
    """A row of the cases, with the secret wherever words stand."""
    typed = dict(case_of_typed(register)[0])
    for field in register.typed_fields:
        if field.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT):
            typed[field.name] = SECRET
        elif field.kind is FieldKind.UNIT:
            typed[field.name] = "กองคลัง"
        elif field.kind is FieldKind.POSITION:
            typed[field.name] = "ผู้อำนวยการกองคลัง"
    # The clock of these tests stands before the days of the cases.
    to_come = [one.fields for one in register.checks if one.kind is CheckKind.HAPPENED]
    return typed | dict.fromkeys(chain(*to_come), "")


@pytest.fixture
def finance(agency, settings, tmp_path):
    settings.DATA = tmp_path
    return head_of(agency)


@pytest.fixture
def rows(agency, officer, finance):
    """One of everything, and a secret row in each register that few see."""
    agency.second_factor = []
    agency.save()
    world = full(agency, officer)
    kept = {}
    for key in RESTRICTED:
        register = shipped_register(key)
        context = context_of(agency, register, YEAR)
        reading = read_row(register, typed_of(register), context)
        assert not [one for one in reading.faults if one.is_error], key
        row = saving.add(agency, by=finance, register=register, year=YEAR, row=reading.row)
        # Changed once, so that there is a line of the journal of that too.
        saving.change(
            row, by=finance, register=register, row=core_row(register, row, YEAR), seen=row.version
        )
        kept[key] = row
    return world, kept


def words_in(answer):
    """All that an answer holds, its files opened."""
    is_stream = getattr(answer, "streaming", False)
    data = b"".join(answer.streaming_content) if is_stream else answer.content
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return " ".join(
                archive.read(one).decode(errors="replace") for one in archive.namelist()
            )
    if data[:5] == b"%PDF-":
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:  # a stand-in of the agency that has one of everything
            return data.decode(errors="replace")
        return " ".join(page.get_textpage().get_text_bounded() for page in document)
    return re.sub(r"<[^>]+>|\u2060", "", data.decode(errors="replace"))


def walked(world, kept):
    """Every address with the arguments that are known; those of registers once for each."""
    for name, _right, names in ALL:
        known = VALUES | world.rows | EXAMPLES.get(name, {})
        given = {one: world.rows.get(known[one], known[one]) for one in names if one in known}
        if set(names) - set(given):
            continue
        yield name, reverse(name, kwargs=given)
        if name.startswith("registers:") and "key" in names:
            for key, row in kept.items():
                for more in _of_register(names, key, row):
                    yield f"{name} {key}", reverse(name, kwargs=given | more)


def _of_register(names, key, row):
    """The arguments of an address for one register: each of its papers, each form of a file."""
    more = {"key": key} | ({"year": YEAR} if "year" in names else {})
    if "row_id" in names:
        more["row_id"] = row.pk
    if "paper" in names:
        return [more | {"paper": one.key, "slot": 1} for one in shipped_register(key).papers]
    if "form" in names:
        return [more | {"form": form} for form in ("csv", "xlsx")]
    return [more]


def found_at(browser, world, kept):
    """The addresses that show the secret; and how many were walked."""
    found, count = [], 0
    for name, address in walked(world, kept):
        for asked in ({}, {"q": SOUGHT}):
            with transaction.atomic():
                answer = browser.get(address, asked)
                count += 1
                if SECRET in words_in(answer):
                    found.append((name, bool(asked), answer.status_code))
                transaction.set_rollback(True)
    return found, count


def test_there_are_registers_that_few_see():
    assert {"appraisals", "call-log", "gifts", "non-compliance"} <= set(RESTRICTED)


@pytest.mark.long
@pytest.mark.parametrize("role", [UNIT_HEAD, ITA_OFFICER, OFFICE_HEAD], ids=lambda role: role.key)
def test_who_may_not_see_a_row_finds_no_word_of_it_at_any_address(
    role, rows, agency, make_actor, client_of
):
    world, kept = rows
    person = head_of(agency, "กองช่าง") if role == UNIT_HEAD else make_actor(agency, role)
    hidden = {
        key: row
        for key, row in kept.items()
        if not seen_by(person, shipped_register(key), today()).holds(row)
    }
    assert hidden, "else nothing is walked for"
    for key, row in kept.items():
        if key not in hidden:
            row.delete()
    found, count = found_at(client_of(person), world, hidden)
    assert found == []
    assert count > len(ALL)


@pytest.mark.long
def test_a_stranger_finds_no_word_of_it_at_any_address(rows):
    world, kept = rows
    assert found_at(Client(), world, kept)[0] == []


def test_who_wrote_it_finds_it_in_its_row(rows, finance, client_of):
    """Else the walk by a stranger proves nothing."""
    _world, kept = rows
    browser = client_of(finance)
    for key, row in kept.items():
        address = reverse("registers:row", kwargs={"year": YEAR, "key": key, "row_id": row.pk})
        assert SECRET in words_in(browser.get(address)), key


@pytest.mark.long
def test_who_wrote_it_finds_it(rows, finance, client_of):
    """Else the walk proves nothing: the secret is there, in pages and in files."""
    world, kept = rows
    found = {name for name, _, _ in found_at(client_of(finance), world, kept)[0]}
    for key in kept:
        assert {f"registers:{name} {key}" for name in ("row", "export")} <= found
    # The list of appraisals names no words, only positions and results.
    assert {f"registers:register {key}" for key in kept if key != "appraisals"} <= found


def test_the_journal_holds_no_word_of_it(rows, agency):
    assert not JournalEntry.objects.filter(agency=agency, verb__startswith="register-row").exists()
