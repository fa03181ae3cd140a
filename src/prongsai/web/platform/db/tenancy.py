"""SQLite holds one agency: many belong on PostgreSQL, where none holds up another's work."""

from __future__ import annotations

from django.apps import apps
from django.db import connection

from prongsai.core.errors import Misuse
from prongsai.core.text import Text


def one_agency() -> None:
    """Ask before a new agency is made, in the same transaction.

    Errors: Misuse on SQLite where there is one already; its next step is the way to PostgreSQL.
    """
    if connection.vendor != "sqlite" or not apps.get_model("agency", "Agency").objects.exists():
        return
    raise Misuse(
        Text(
            "ฐานข้อมูลแบบแฟ้มเดียว (SQLite) เก็บได้หน่วยงานเดียว และมีอยู่แล้ว",
            "the built-in database (SQLite) holds one agency, and it has one",
        ),
        next_step=Text(
            "ย้ายไป PostgreSQL: prongsai backup site.tar แล้วตั้ง DATABASE_URL และสั่ง "
            "prongsai restore site.tar --data <โฟลเดอร์ใหม่>",
            "move to PostgreSQL: prongsai backup site.tar, set DATABASE_URL, then "
            "prongsai restore site.tar --data <new folder>",
        ),
    )
