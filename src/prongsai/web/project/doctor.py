"""Is everything in its place? One line for each, with what to do where it is not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection

from prongsai.core.errors import Finding, Findings, Place, ProngsaiError, Severity
from prongsai.core.text import Text
from prongsai.web.agency.freshness import is_sensitive_post
from prongsai.web.agency.models import Agency, Appointment
from prongsai.web.agency.position_rules import misnamed
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
    for check in (_folder, _space, _keys, _database, _copies, _static, _fonts):
        check(data, findings)
    if not any(
        finding.code == "database" and finding.severity is Severity.ERROR
        for finding in findings.items
    ):
        for of_database in _OF_DATABASE:
            _examine_database(of_database, data, findings)
    return tuple(findings.items)


def _examine_database(check: Check, data: Path, findings: Findings) -> None:
    """Do a check of the database; one that a broken table stops says so, and the next is done."""
    try:
        check(data, findings)
    except DatabaseError as error:
        findings.error(
            check.__name__.removeprefix("check_").removeprefix("_"),
            Text(f"อ่านจากฐานข้อมูลไม่ได้ ({error})", f"the database cannot be read ({error})"),
            next_step=integrity.RESTORE,
        )


def _folder(data: Path, findings: Findings) -> None:
    if not data.is_dir():
        findings.error(
            "folder",
            Text("ไม่มีโฟลเดอร์ข้อมูล", "the data folder does not exist"),
            Place(str(data)),
            next_step=Text("เริ่มเว็บด้วย prongsai serve", "start the site with prongsai serve"),
        )
    elif data.stat().st_mode & 0o077:
        findings.warning(
            "folder",
            Text("คนอื่นในเครื่องอ่านโฟลเดอร์ข้อมูลได้", "others on this machine may read the data folder"),
            Place(str(data)),
            next_step=Text(f"chmod 700 {data}", f"chmod 700 {data}"),
        )
    else:
        findings.note("folder", Text(f"โฟลเดอร์ข้อมูล {data}", f"data folder {data}"))


def _space(data: Path, findings: Findings) -> None:
    free = shutil.disk_usage(data).free
    said = Text(f"เนื้อที่ว่าง {free // 2**20:,} MB", f"{free // 2**20:,} MB of disk space free")
    add: Callable[..., None] = findings.note
    if free < LITTLE_SPACE:
        add = findings.error if free < NO_SPACE else findings.warning
        add(
            "space",
            said,
            Place(str(data)),
            next_step=Text(
                "ย้ายแฟ้มสำรองเก่าออก หรือเพิ่มเนื้อที่", "move old backups away, or add disk space"
            ),
        )
    else:
        add("space", said)


def _keys(data: Path, findings: Findings) -> None:
    for name in ("secret", "journal"):
        path = data / "keys" / name
        if not path.is_file():
            findings.error(
                "keys",
                Text(f"ไม่มีกุญแจ {name}", f"the key “{name}” is missing"),
                Place(str(path)),
                next_step=Text("กู้คืนจากแฟ้มสำรอง", "restore it from a backup"),
            )
            return
        if path.stat().st_mode & 0o077:
            findings.warning(
                "keys",
                Text(f"คนอื่นในเครื่องอ่านกุญแจ {name} ได้", f"others may read the key “{name}”"),
                Place(str(path)),
                next_step=Text(f"chmod 600 {path}", f"chmod 600 {path}"),
            )
            return
    findings.note("keys", Text("กุญแจครบ", "the keys are there"))


def _database(data: Path, findings: Findings) -> None:
    del data
    name = str(connection.settings_dict["NAME"])
    try:
        steps = upgrade.pending()
        fallen = () if steps else append_only.fallen()
    except DatabaseError as error:
        findings.error(
            "database",
            Text(f"เปิดฐานข้อมูลไม่ได้ ({error})", f"the database cannot be opened ({error})"),
            Place(name),
            next_step=Text("ตรวจ DATABASE_URL และสิทธิ์", "check DATABASE_URL and permissions"),
        )
        return
    except ProngsaiError as error:
        findings.error("database", error.message, Place(name), next_step=error.next_step)
        return
    if steps:
        findings.error(
            "database",
            Text(f"ฐานข้อมูลขาดอีก {len(steps)} ขั้น", f"the database lacks {len(steps)} migrations"),
            Place(name),
            next_step=Text("สั่ง prongsai migrate", "run prongsai migrate"),
        )
        return
    is_owner = connection.vendor == "postgresql" and roles.owns_tables(connection)
    if is_owner:
        findings.warning(
            "database",
            Text(
                "บทบาทที่เว็บใช้เป็นเจ้าของตาราง จึงถอดตัวกันแก้ได้",
                "the site's role owns its tables and could drop their guards",
            ),
            Place(name),
            next_step=Text(
                "สั่ง prongsai database roles ที่อยู่ของผู้ดูแล",
                "run prongsai database roles ADMIN_URL",
            ),
        )
    for guard in fallen:
        findings.error("database", guard.missing, Place(name), next_step=guard.next_step)
    if not (fallen or is_owner):
        findings.note(
            "database", Text(f"ฐานข้อมูล {connection.vendor}", f"database {connection.vendor}")
        )


def _copies(data: Path, findings: Findings) -> None:
    """Whole copies of the database that nothing reads any more, and anybody could."""
    left = [*data.glob(f"moved-{backup.SQLITE}*"), *data.parent.glob(".restore-*")]
    left += (data / "backups").glob(".backup-*")
    if connection.vendor != "sqlite":
        left += [path for path in (data / backup.SQLITE, data / backup.ROWS) if path.exists()]
    for path in left:
        findings.warning(
            "copies",
            Text(
                "สำเนาข้อมูลทั้งหมดที่เว็บไม่ใช้แล้วยังอยู่",
                "a whole copy of the data, which the site no longer uses",
            ),
            Place(str(path)),
            next_step=Text(
                "ลบทิ้งเมื่อแน่ใจว่าเว็บใช้ข้อมูลครบ และไม่มีการกู้คืนที่กำลังทำอยู่",
                "delete it once the site has all its data and no restore is running",
            ),
        )


def _static(data: Path, findings: Findings) -> None:
    del data
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file() or not hasattr(
        staticfiles_storage, "manifest_name"
    ):
        findings.note("static", Text("หน้าตาเว็บพร้อม", "styles and scripts are built"))
        return
    findings.error(
        "static",
        Text("ยังไม่ได้สร้างหน้าตาเว็บ", "styles and scripts are not built"),
        Place(str(settings.STATIC_ROOT)),
        next_step=Text("จากซอร์สโค้ดสั่ง make setup", "from a checkout, run make setup"),
    )


def _fonts(data: Path, findings: Findings) -> None:
    del data
    if any(_FONTS.glob("*.ttf")):
        findings.note("fonts", Text("แบบอักษรของเอกสารพร้อม", "the papers' font is there"))
        return
    findings.error(
        "fonts",
        Text("ไม่มีแบบอักษร จึงทำเอกสารไม่ได้", "the font is missing: no papers can be made"),
        Place(str(_FONTS)),
        next_step=Text("จากซอร์สโค้ดสั่ง make setup", "from a checkout, run make setup"),
    )


def _worker(data: Path, findings: Findings) -> None:
    del data
    living = Worker.objects.filter(seen_alive__gte=now() - _SILENT).count()
    if living:
        findings.note("worker", Text(f"ตัวทำงานเบื้องหลัง {living} ตัว", f"{living} workers alive"))
        return
    findings.warning(
        "worker",
        Text("ไม่มีตัวทำงานเบื้องหลัง เอกสารจะไม่ถูกทำ", "no worker is alive: no papers are made"),
        next_step=Text(
            "สั่ง prongsai serve หรือ prongsai worker", "run prongsai serve or prongsai worker"
        ),
    )


def _titles(data: Path, findings: Findings) -> None:
    """Posts that were called so before a rule was: papers name who signed by the title alone."""
    del data
    told = [(agency, *one) for agency in Agency.objects.all() for one in misnamed(agency)]
    for agency, position, fault in told:
        why = fault.next_step or Text("", "")
        findings.warning(
            "titles",
            Text(f"{agency.name}: {fault.message.th}", f"{agency.name}: {fault.message.en}"),
            Place(position.title),
            next_step=Text(
                f"เขียนชื่อตำแหน่งใหม่ในหน้า “คนและตำแหน่ง” ของเว็บ {why.th}",
                f"write the title anew on the site's page of people and positions: {why.en}",
            ),
        )
    if not told:
        findings.note(
            "titles",
            Text("ไม่มีชื่อตำแหน่งที่อ่านเป็นตำแหน่งอื่น", "no post's title reads as another's"),
        )


def _self_appointed(data: Path, findings: Findings) -> None:
    """Who alone managed people and put himself into a post that signs or reads; none stops it."""
    del data
    rows = Appointment.objects.on(today()).select_related("agency", "position__agency", "user")
    written = written_by()
    own = (row for row in rows.order_by("pk") if (str(row.pk), row.user_id) in written)
    told = [row for row in own if is_sensitive_post(row.position)]
    for row in told:
        findings.note(
            "self-appointed",
            Text(
                f"{row.agency.name}: {row.user.login} บันทึกให้ตนเองเป็น{row.position.title}",
                f"{row.agency.name}: {row.user.login} made himself {row.position.title}",
            ),
            next_step=Text(
                "ตั้งผู้ดูแลระบบอีกคนให้เป็นผู้แต่งตั้ง: prongsai person administrator",
                "make somebody else administrator, who appoints: prongsai person administrator",
            ),
        )
    if not told:
        findings.note(
            "self-appointed",
            Text("ไม่มีใครแต่งตั้งตนเอง", "nobody appointed himself"),
        )


def _address(data: Path, findings: Findings) -> None:
    del data
    address = site_address()
    if is_local(address):
        findings.warning(
            "address",
            Text(
                f"QR บนเอกสารนำไปที่ {address} ซึ่งเครื่องอื่นเปิดไม่ได้",
                f"the QR codes on papers lead to {address}, which no other machine can open",
            ),
            Place("PRONGSAI_ADDRESS"),
            next_step=Text(
                "ตั้งเช่น PRONGSAI_ADDRESS=https://ita.example.go.th",
                "set it like PRONGSAI_ADDRESS=https://ita.example.go.th",
            ),
        )
    else:
        findings.note("address", Text(f"ที่อยู่ของเว็บ {address}", f"the site's address is {address}"))


def _mail(data: Path, findings: Findings) -> None:
    """Whether reminders leave the site; the server is greeted, nothing is sent to it."""
    del data
    found = server()
    if found is None:
        findings.note(
            "mail",
            Text(
                "ไม่ได้ตั้งเครื่องส่งอีเมล เตือนในเว็บอย่างเดียว", "no mail server: reminders stay on the site"
            ),
        )
        return
    state = queries.state()
    said = Text(
        f"อีเมล: รอส่ง {state.waiting} ส่งแล้ว {state.sent} ถูกปฏิเสธ {state.refused} "
        f"ไม่แน่ใจ {state.unsure}",
        f"mail: {state.waiting} waiting, {state.sent} sent, {state.refused} refused, "
        f"{state.unsure} unsure",
    )
    fault = smtp.check(found)
    if fault:
        findings.warning(
            "mail",
            Text(f"{said.th} เครื่องส่งไม่รับ ({fault})", f"{said.en}; the server takes none ({fault})"),
            Place("PRONGSAI_SMTP_URL"),
            next_step=Text(
                "ตรวจ PRONGSAI_SMTP_URL ที่รอส่งอยู่ไม่หาย", "check PRONGSAI_SMTP_URL; what waits is kept"
            ),
        )
    elif state.refused:
        findings.warning(
            "mail",
            said,
            next_step=Text(
                f"ตรวจอีเมลของ {', '.join(state.refused_logins)}",
                f"check the e-mail address of {', '.join(state.refused_logins)}",
            ),
        )
    else:
        findings.note("mail", said)


_OF_DATABASE: tuple[Check, ...] = (
    _worker, *integrity.CHECKS, _titles, _self_appointed, _address, _mail,
)  # fmt: skip
