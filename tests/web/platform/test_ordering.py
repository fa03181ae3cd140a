"""Sort keys compare by code point whatever the database was set up in."""

import pytest
from django.db import connection

from prongsai.web.agency.models import Agency, Unit

pytestmark = [pytest.mark.django_db, pytest.mark.databases_differ]


@pytest.mark.parametrize("model", [Agency, Unit])
def test_the_column_has_its_own_order(model):
    if connection.vendor != "postgresql":
        # SQLite knows one order of text, that of its bytes.
        assert model._meta.get_field("sort_key").db_parameters(connection)["collation"] is None
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT collation_name FROM information_schema.columns"
            " WHERE table_name = %s AND column_name = 'sort_key'",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == ("C",)


def test_units_stand_in_thai_order(agency):
    for name in ("กองช่าง", "สำนักปลัด", "กองเกษตร", "โรงเรียน", "หน่วยตรวจสอบ", "กองคลัง"):
        Unit.objects.create(agency=agency, name=name)
    assert [unit.name for unit in Unit.objects.filter(agency=agency)] == [
        "กองเกษตร", "กองคลัง", "กองช่าง", "โรงเรียน", "สำนักปลัด", "หน่วยตรวจสอบ",
    ]  # fmt: skip
