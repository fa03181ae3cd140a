"""Sums beyond all bounds, which SQLite took in and no page could show, are no sums any more."""

from decimal import Decimal

from django.db import migrations

_MOST = Decimal("9999999999.99")


def forget(apps, schema_editor):
    """Without reading them, which fails; no payment can stand for one."""
    rows = apps.get_model("bills", "BankLine").objects.filter(amount__gt=_MOST)
    rows._raw_delete(schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("bills", "0002_bill_of_case")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop, elidable=True)]
