"""What every installation has: no debugging, strict headers, whole migrations."""

import io
import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from tests.web.running import Site

from prongsai.core.errors import Misuse
from prongsai.web.project import environment

DEPLOYED = """
import io, json
from django.conf import settings
from django.core.management import call_command
out = io.StringIO()
call_command("check", "--deploy", fail_level="WARNING", stdout=out, stderr=out)
from django.test import Client
from prongsai.web.agency.models import Agency
from prongsai.web.platform import clock
Agency.objects.create(name="ตัวอย่าง", kind="other", made_at=clock.now())
browser = Client(enforce_csrf_checks=True, headers={"host": "ita.example.go.th"})
plain = browser.get("/health/")
answer = browser.get("/account/login/", secure=True)
print(json.dumps({
    "said": out.getvalue(), "debug": settings.DEBUG,
    "plain": [plain.status_code, plain.headers.get("Location")],
    "headers": {name.lower(): value for name, value in answer.headers.items()},
    "cookies": {name: dict(value) for name, value in answer.cookies.items()},
    "stale": browser.post("/account/login/", secure=True).status_code,
    "wrong": Client(headers={"host": "evil.example"}).get("/health/").status_code,
}))
"""


@pytest.fixture(scope="module")
def deployed(tmp_path_factory):
    """What a site behind HTTPS says about itself."""
    site = Site(
        tmp_path_factory.mktemp("deployed") / "data",
        PRONGSAI_HTTPS="1",
        PRONGSAI_HOSTS="ita.example.go.th",
    )
    site.prepare()
    # Tests may run before the styles are built.
    code = (
        "from django.conf import settings\n"
        "settings.STORAGES['staticfiles'] = {'BACKEND':"
        " 'django.contrib.staticfiles.storage.StaticFilesStorage'}\n"
        "settings.SILENCED_SYSTEM_CHECKS += ['staticfiles.W004']\n"
    )
    answer = site.python(code + DEPLOYED)
    assert answer.code == 0, answer.err
    return json.loads(answer.out.splitlines()[-1])


@pytest.mark.long
def test_the_deployment_check_is_silent(deployed):
    assert deployed["said"].startswith("System check identified no issues")
    assert deployed["debug"] is False


def test_https_is_all_there_is(deployed):
    assert deployed["plain"] == [301, "https://ita.example.go.th/health/"]
    assert "max-age=31536000" in deployed["headers"]["strict-transport-security"]
    assert deployed["wrong"] == 400
    assert deployed["stale"] == 403
    assert deployed["cookies"]
    for name, cookie in deployed["cookies"].items():
        assert name.startswith("__Host-")
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/account/login/", "/health/", "/nothing/here/"])
def test_no_answer_forgets_its_headers(address):
    answer = Client().get(address)
    assert (
        HEADERS.items() <= {name.lower(): value for name, value in answer.headers.items()}.items()
    )
    assert "no-store" in answer["Cache-Control"]
    assert "camera=()" in answer["Permissions-Policy"]
    policy = answer["Content-Security-Policy"]
    for directive in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert directive in policy
    assert "unsafe" not in policy
    assert "*" not in policy


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    out = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=out, stderr=out)
    except SystemExit:
        pytest.fail(out.getvalue())


def test_the_settings_of_operators_never_debug(monkeypatch, tmp_path):
    monkeypatch.setenv("DEBUG", "1")
    assert settings.DEBUG is False
    code = (
        "from prongsai.web.project import settings; print(settings.DEBUG, settings.ATOMIC_REQUESTS)"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-c", code],
        env=os.environ | {"PRONGSAI_DATA": str(tmp_path), "DJANGO_DEBUG": "1"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.split() == ["False", "False"]


def test_sqlite_keeps_what_it_acknowledged():
    described = environment.sqlite(settings.DATA / "x")
    assert described["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    for word in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        assert word in described["OPTIONS"]["init_command"]


def test_postgresql_comes_by_its_address():
    described = environment.postgresql("postgresql://u:p%40ss@host:6543/prongsai?sslmode=require")
    assert [described[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "prongsai", "u", "p@ss", "host", "6543",
    ]  # fmt: skip
    assert described["OPTIONS"] == {"prepare_threshold": 2, "sslmode": "require"}
    behind_pooler = environment.postgresql("postgresql://host/prongsai?prepare=no")
    assert behind_pooler["OPTIONS"] == {"prepare_threshold": None}


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://host", "nonsense"])
def test_another_address_is_refused_in_words(url):
    with pytest.raises(Misuse) as caught:
        environment.postgresql(url)
    assert "postgresql://" in caught.value.next_step.en


def test_keys_are_made_once_and_are_the_owners_alone(tmp_path):
    first = environment.secret(tmp_path, "secret")
    assert len(first) >= 50
    assert environment.secret(tmp_path, "secret") == first
    assert (tmp_path / "keys" / "secret").stat().st_mode & 0o077 == 0


def test_only_a_demo_folder_is_a_demo(tmp_path):
    asked = {"PRONGSAI_DATA": str(tmp_path)}
    assert environment.Environment.from_variables(asked | {"PRONGSAI_DEMO": "1"}).demo is False
    (tmp_path / "demo").touch()
    assert environment.Environment.from_variables(asked).demo is True
