"""What few may see is looked for in every file of a copy, its archives and papers opened."""

from types import SimpleNamespace

import pytest
from tests.web.full_agency import MARK
from tests.web.registers.test_walk import SECRET, finance, rows, words_in  # noqa: F401 - fixtures

from prongsai.core.desk.reading import shipped
from prongsai.core.slips import slip_of
from prongsai.web.citizens.desk.models import CaseEntry, CasePhoto
from prongsai.web.citizens.desk.services.receiving import Brought, receive
from prongsai.web.disclosure.public_site.models import PageKind
from prongsai.web.disclosure.public_site.services.publishing import Shown, begin
from prongsai.web.platform.clock import today
from prongsai.web.project.export.exporting import export

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock"), pytest.mark.long]


def test_no_secret_row_no_case_and_no_draft_is_in_any_file(agency, officer, rows, tmp_path):  # noqa: F811 - a fixture
    for number, kind in enumerate(shipped(), start=1):
        typed = {field.name: SECRET for field in kind.fields}
        case = receive(agency, kind, Brought(typed, slip_of(number)))
        CasePhoto.objects.create(case=case, number=1, data=SECRET.encode())
        CaseEntry.objects.create(case=case, number=9, act="note", day=today(), text=SECRET)
    begin(agency, by=officer, kind=PageKind.NEWS, shown=Shown(SECRET, SECRET))
    export(agency, tmp_path / "copy")
    files = [one for one in (tmp_path / "copy").rglob("*") if one.is_file()]
    words = {str(one): words_in(SimpleNamespace(content=one.read_bytes())) for one in files}
    assert any(MARK in told for told in words.values()), "what is public is there"
    assert [name for name, told in words.items() if SECRET in told] == []
