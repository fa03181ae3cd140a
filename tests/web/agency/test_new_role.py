"""A new role is lines of a table and one line of the matrix: no migration, no other change."""

import subprocess
import sys

import pytest

NEW = """
import pathlib, tempfile
from prongsai.core import roles
table = pathlib.Path(tempfile.mkdtemp()) / "roles.yaml"
table.write_text(roles.SHIPPED.read_text(encoding="utf-8") + '''
- key: trial-role
  name: {th: บทบาททดลอง, en: trial role}
  titles: {usual: ตำแหน่งทดลอง}
  signs: true
  unit: never
''', encoding="utf-8")
roles.SHIPPED = table

import django, os
os.environ["DJANGO_SETTINGS_MODULE"] = "prongsai.web.project.testing"
django.setup()
from django.core.management import call_command
from prongsai.web.agency import permissions
from prongsai.web.agency.models import AgencyKind, Position
from prongsai.web.agency.roles import SIGNING
from prongsai.web.agency.roles import choices_of
"""
HELD = """
role = roles.role_of("trial-role")
kind = AgencyKind.SUBDISTRICT_MUNICIPALITY
assert Position(kind=role.key).role == role and role.key in SIGNING
assert (role.key, "ตำแหน่งทดลอง") in choices_of(roles.all_roles(), kind)
"""
CHECK = "call_command('makemigrations', check=True, dry_run=True)"
WITH_CHOICES = """
from django.db import models
field = Position._meta.get_field("kind")
field.choices = [(role.key, role.name.th) for role in roles.all_roles()]
"""


def run(program):
    done = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-c", program], capture_output=True, check=False, timeout=120
    )
    return done.returncode, f"{done.stdout.decode()}{done.stderr.decode()}"


@pytest.mark.long
def test_a_new_role_needs_no_migration():
    code, said = run(NEW + HELD + CHECK)
    assert (code, "No changes detected" in said) == (0, True), said


def test_choices_of_a_field_would_need_one():
    code, said = run(NEW + HELD + WITH_CHOICES + CHECK)
    assert code == 1
    assert "kind" in said
