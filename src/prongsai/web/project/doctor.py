"""Is everything in its place? One line for each, with what to do where it is not."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection

from prongsai.core.errors import Finding, Findings, Place, ProngsaiError, Severity
from prongsai.core.messages import read_message
from prongsai.readers.recognition import PROGRAM, knows_thai
from prongsai.web.agency.models import Agency, Appointment
from prongsai.web.agency.position_rules import is_sensitive_post, misnamed
from prongsai.web.agency.queries.hands import written_by
from prongsai.web.platform.address import is_local, site_address
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.db import append_only
from prongsai.web.platform.models import Worker
from prongsai.web.project import backup, integrity, roles, upgrade
from prongsai.web.year.calendar import queries, smtp
from prongsai.web.year.calendar.services.mailing import server

LITTLE_SPACE = 500 * 2**20
NO_SPACE = 50 * 2**20
_SILENT = timedelta(minutes=2)
Check = Callable[[Path, Findings], None]
_FONTS = Path(__file__).resolve().parents[2] / "documents" / "fonts"


def examine(data: Path) -> tuple[Finding, ...]:
    """All checks in order; a note where a thing is well."""
    findings = Findings()
    for check in (_folder, _space, _keys, _database, _copies, _static, _fonts, _recognition):
        check(data, findings)
    if not any(
        finding.code == "database" and finding.severity is Severity.ERROR
        for finding in findings.items
    ):
        for of_database in _OF_DATABASE:
            try:
                of_database(data, findings)
            except DatabaseError as error:
                code = of_database.__name__.removeprefix("check_").removeprefix("_")
                message = read_message("project/database_unreadable", reason=error)
                findings.error(code, message=message.text, next_step=message.next_step)
    return tuple(findings.items)


def _folder(data: Path, findings: Findings) -> None:
    if not data.is_dir():
        findings.error("project/folder", Place(str(data)))
    elif data.stat().st_mode & 0o077:
        findings.warning("project/folder.readable_by_others", Place(str(data)), data=data)
    else:
        findings.note("project/folder.present", data=data)


def _space(data: Path, findings: Findings) -> None:
    free = shutil.disk_usage(data).free
    megabytes = free // 2**20
    if free >= LITTLE_SPACE:
        findings.note("project/space", free=megabytes)
        return
    add = findings.error if free < NO_SPACE else findings.warning
    add("project/space.little", Place(str(data)), free=megabytes)


def _keys(data: Path, findings: Findings) -> None:
    for name in ("secret", "journal"):
        path = data / "keys" / name
        if not path.is_file():
            findings.error("project/keys.missing", Place(str(path)), name=name)
            return
        if path.stat().st_mode & 0o077:
            findings.warning(
                "project/keys.readable_by_others", Place(str(path)), name=name, path=path
            )
            return
    findings.note("project/keys")


def _database(_data: Path, findings: Findings) -> None:
    name = str(connection.settings_dict["NAME"])
    try:
        steps = upgrade.pending()
        fallen = () if steps else append_only.fallen()
    except DatabaseError as error:
        findings.error("project/database.unopenable", Place(name), reason=error)
        return
    except ProngsaiError as error:
        findings.error("database", Place(name), message=error.message, next_step=error.next_step)
        return
    if steps:
        findings.error("project/database", Place(name), count=len(steps))
        return
    is_owner = connection.vendor == "postgresql" and roles.owns_tables(connection)
    if is_owner:
        findings.warning("project/database.role_owns_tables", Place(name))
    for guard in fallen:
        findings.error("database", Place(name), message=guard.missing, next_step=guard.next_step)
    if not (fallen or is_owner):
        findings.note("project/database.vendor", vendor=connection.vendor)


def _copies(data: Path, findings: Findings) -> None:
    """Whole copies of the database that nothing reads any more, and anybody could."""
    left = [*data.glob(f"moved-{backup.SQLITE}*"), *data.parent.glob(".restore-*")]
    left += (data / "backups").glob(".backup-*")
    if connection.vendor != "sqlite":
        left += [path for path in (data / backup.SQLITE, data / backup.ROWS) if path.exists()]
    for path in left:
        findings.warning("project/copies", Place(str(path)))


def _static(_data: Path, findings: Findings) -> None:
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file() or not hasattr(
        staticfiles_storage, "manifest_name"
    ):
        findings.note("project/static.built")
        return
    findings.error("project/static", Place(str(settings.STATIC_ROOT)))


def _fonts(_data: Path, findings: Findings) -> None:
    if any(_FONTS.glob("*.ttf")):
        findings.note("project/fonts.present")
        return
    findings.error("project/fonts", Place(str(_FONTS)))


def _recognition(_data: Path, findings: Findings) -> None:
    if knows_thai():
        findings.note("project/recognition.present")
        return
    findings.note("project/recognition", Place(PROGRAM))


def _worker(_data: Path, findings: Findings) -> None:
    living = Worker.objects.filter(seen_alive__gte=now() - _SILENT).count()
    if living:
        findings.note("project/worker.alive", living=living)
        return
    findings.warning("project/worker")


def _titles(_data: Path, findings: Findings) -> None:
    """Posts that were called so before a rule was: papers name who signed by the title alone."""
    posts = [(agency, *post) for agency in Agency.objects.all() for post in misnamed(agency)]
    for agency, position, fault in posts:
        findings.warning(
            "project/titles",
            Place(position.title),
            agency=agency.name,
            words=fault.message,
            why=fault.next_step or "",
        )
    if not posts:
        findings.note("project/titles.none_found")


def _self_appointed(_data: Path, findings: Findings) -> None:
    """Who alone managed people and put himself into a post that signs or reads; none stops it."""
    rows = Appointment.objects.on(today()).select_related("agency", "position__agency", "user")
    written = written_by()
    own = (row for row in rows.order_by("pk") if (str(row.pk), row.user_id) in written)
    appointments = [row for row in own if is_sensitive_post(row.position)]
    for row in appointments:
        findings.note(
            "project/self-appointed",
            agency=row.agency.name,
            login=row.user.login,
            title=row.position.title,
        )
    if not appointments:
        findings.note("project/self-appointed.none_found")


def _address(_data: Path, findings: Findings) -> None:
    address = site_address()
    if is_local(address):
        findings.warning("project/address", Place("PRONGSAI_ADDRESS"), address=address)
    else:
        findings.note("project/address.given", address=address)


def _mail(_data: Path, findings: Findings) -> None:
    """Whether reminders leave the site; the server is greeted, nothing is sent to it."""
    mail_server = server()
    if mail_server is None:
        findings.note("project/mail")
        return
    state = queries.state()
    counts = {
        "waiting": state.waiting,
        "sent": state.sent,
        "refused": state.refused,
        "unsure": state.unsure,
    }
    fault = smtp.check(mail_server)
    if fault:
        place = Place("PRONGSAI_SMTP_URL")
        findings.warning("project/mail.server_refuses", place, fault=fault, **counts)
    elif state.refused:
        logins = ", ".join(state.refused_logins)
        findings.warning("project/mail.refused", logins=logins, **counts)
    else:
        findings.note("project/mail.state", **counts)


_OF_DATABASE: tuple[Check, ...] = (
    _worker, *integrity.CHECKS, _titles, _self_appointed, _address, _mail,
)  # fmt: skip
