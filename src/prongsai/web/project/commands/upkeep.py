"""`prongsai migrate`, `backup`, `restore`, `doctor`, `journal verify` and `database roles`."""

from __future__ import annotations

from pathlib import Path

import click

from prongsai.cli.commands import Argument, LazyGroup, Option
from prongsai.cli.session import JSON, Session, command
from prongsai.core.scoring.data import finding_data
from prongsai.core.text import Text
from prongsai.web.project.commands.common import DATA, as_owner, awake, awake_with_data, chosen

_CHANGED = Text("ถูกแก้ไข", "was changed")
_BREAKS = {
    "changed": _CHANGED,
    "missing": Text("หายไป", "is missing"),
    "order": Text("ไม่ต่อจากรายการก่อน", "does not follow the one before"),
}


def _file(words: Text) -> click.Argument:
    return Argument(
        ["file"], metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help_text=words
    )


@command(
    "migrate",
    Text(
        "อัปเดตฐานข้อมูลให้ตรงกับรุ่นของโปรแกรม โดยสำรองข้อมูลก่อน",
        "Bring the database to the program's version, after a backup.",
    ),
    [DATA],
)
def migrate(session: Session, data: Path | None) -> int:
    """Upgrade the database; nothing happens where it is up to date."""
    as_owner()
    environment = awake(data)
    from prongsai.web.platform import remnants
    from prongsai.web.project import lock, upgrade

    if not upgrade.pending() and not remnants.wait_for_owner():
        return 0
    with lock.held(environment.data, alone=True):
        done = upgrade.upgrade(environment.data)
        remnants.remove_patiently()
    if done.kept:
        click.echo(session.say(f"สำรองไว้ที่ {done.kept}", f"backup: {done.kept}"), err=True)
    if done.steps:
        click.echo(
            session.message("project/database_updated", steps=done.steps),
            err=True,
        )
    return 0


@command(
    "backup",
    Text(
        "สำรองฐานข้อมูล ไฟล์ และกุญแจ เป็นไฟล์ tar ไฟล์เดียว ขณะเว็บทำงานอยู่ก็ได้\n"
        "ผู้ที่มีไฟล์สำรองมีข้อมูลทั้งหมด เก็บให้ปลอดภัยเท่าตัวระบบ",
        "Save database, files and keys in one tar file, also while the site runs.\n"
        "Whoever has the backup has everything: keep it as safe as the site itself.",
    ),
    [_file(Text("ไฟล์ที่จะเขียน (.tar)", "The file to write (.tar).")), DATA],
)
def backup(session: Session, file: Path, data: Path | None) -> int:
    """Write a backup."""
    environment = awake_with_data(data)
    from prongsai.web.project import backup as keeping

    manifest = keeping.write(file, environment.data)
    count = len(manifest["files"])
    click.echo(session.say(f"เขียน {file} แล้ว ({count} ไฟล์)", f"wrote {file} ({count} files)"))
    signer = manifest["signer"]
    click.echo(session.message("project/backup_signed", signer=signer))
    return _told_lost(session)


@command(
    "restore",
    Text(
        "กู้คืนไฟล์สำรองลงโฟลเดอร์ข้อมูลใหม่ที่ว่าง ตรวจครบถ้วนก่อนทุกครั้ง\n"
        "ถ้าตั้ง DATABASE_URL ไว้ ข้อมูลลงที่ PostgreSQL ซึ่งเป็นทางย้ายจาก SQLite",
        "Put a backup into a new, empty data folder, after proving it whole.\n"
        "With DATABASE_URL the rows go to PostgreSQL: this is the way there from SQLite.",
    ),
    [
        _file(Text("ไฟล์สำรอง", "The backup.")),
        DATA,
        Option(
            ["--signed-by"],
            metavar="KEY",
            help_text=Text(
                "รับเฉพาะไฟล์สำรองที่ลงลายเซ็นด้วยกุญแจนี้ ซึ่ง prongsai backup บอกไว้",
                "Take only a backup signed with this key, as prongsai backup told it.",
            ),
        ),
    ],
)
def restore(session: Session, file: Path, data: Path | None, *, signed_by: str | None) -> int:
    """Restore a backup."""
    as_owner()
    from prongsai.web.project import lock
    from prongsai.web.project import restore as restoring
    from prongsai.web.project.commands.common import make_folder

    folder = chosen(data).data
    make_folder(folder)
    with (
        lock.held(folder, alone=True),
        restoring.unpacked(file, folder, signed_by=signed_by or "") as manifest,
    ):
        awake(folder)
        restoring.fill(file, folder, manifest)
    made = manifest["made_at"]
    click.echo(session.say(f"กู้คืนข้อมูลของ {made} ลง {folder} แล้ว", f"restored {made} to {folder}"))
    if manifest.get("signer"):
        click.echo(session.message("project/backup_signed_by", signer=manifest["signer"]))
    else:
        click.echo(session.message("project/backup_unsigned"))
    return max(_told_breaks(session), _told_lost(session))


@command(
    "doctor",
    Text(
        "ตรวจว่าทุกอย่างพร้อม: ฐานข้อมูล เนื้อที่ กุญแจ แบบอักษร ตัวทำงานเบื้องหลัง บันทึก",
        "Check that all is well: database, disk space, keys, fonts, worker, journal.",
    ),
    [DATA, JSON],
)
def doctor(session: Session, data: Path | None) -> int:
    """Examine the site; 1 where something is wrong."""
    environment = awake(data)
    from prongsai.web.project import doctor as examining

    findings = examining.examine(environment.data)
    if session.as_json:
        session.print_json([finding_data(finding) for finding in findings])
    else:
        session.print_findings(findings)
    return session.code(findings)


@command(
    "verify",
    Text("พิสูจน์ว่าบันทึกการใช้งานไม่ถูกแก้และไม่ขาด", "Prove that the journal is whole and unchanged."),
    [DATA],
)
def verify(session: Session, data: Path | None) -> int:
    """Verify the journal of every agency; 1 where a chain does not hold."""
    awake_with_data(data)
    return _told_breaks(session)


journal = LazyGroup(
    "journal",
    help_text=Text("บันทึกการใช้งาน", "The journal of the site."),
    table={
        "verify": (
            "prongsai.web.project.commands.upkeep:verify",
            Text("พิสูจน์ว่าบันทึกไม่ถูกแก้และไม่ขาด", "Prove that it is whole and unchanged."),
        )
    },
)


def _told_breaks(session: Session) -> int:
    from prongsai.web.project.integrity import breaks

    found = 0
    for agency, broken in breaks():
        found += 1
        what = session.text(_BREAKS[broken.what])
        whose = agency.name if agency else session.say("ของระบบ", "of the site")
        click.echo(
            session.message("project/journal_broken", whose=whose, number=broken.number, what=what)
        )
    if not found:
        click.echo(session.say("บันทึกการใช้งานครบถ้วน", "the journal is whole"))
    return 1 if found else 0


def _told_lost(session: Session) -> int:
    """Name the kept files that are not as they were; 1 where there is one."""
    from prongsai.web.platform import keeping
    from prongsai.web.project.integrity import FIND_FILE

    lost = list(keeping.verify())
    for one in lost:
        click.echo(session.text(one.words))
    if lost:
        click.echo(session.text(FIND_FILE))
    return 1 if lost else 0


@command(
    "roles",
    Text(
        "ตั้งบทบาทสองบทบาทใน PostgreSQL: เจ้าของตาราง และบทบาทที่เว็บใช้ซึ่งเป็นเจ้าของอะไรไม่ได้",
        "Make two roles in PostgreSQL: the tables' owner, and the site's, which owns nothing.",
    ),
    [
        Argument(
            ["admin_url"],
            metavar="ADMIN_URL",
            help_text=Text(
                "ที่อยู่ของผู้ดูแล PostgreSQL ที่สร้างบทบาทได้ พร้อมชื่อฐานข้อมูลที่มีอยู่",
                "Address of a role that may make roles, with the name of a database that exists.",
            ),
        ),
        Option(
            ["--new-passwords"],
            is_flag=True,
            help_text=Text(
                "ตั้งรหัสผ่านใหม่ให้บทบาทที่มีอยู่แล้ว เว็บที่ทำงานอยู่จะเข้าฐานข้อมูลไม่ได้จนกว่าจะตั้ง DATABASE_URL ใหม่",
                "Give roles that are there new passwords; a running site is shut out until its"
                " DATABASE_URL is set anew.",
            ),
        ),
    ],
)
def roles(session: Session, admin_url: str, *, new_passwords: bool) -> int:
    """Make the roles; their addresses are printed once."""
    from prongsai.web.project import roles as making

    made = making.make(admin_url, new_passwords=new_passwords)
    for setting, address in (("PRONGSAI_OWNER_URL", made.owner), ("DATABASE_URL", made.site)):
        if address:
            click.echo(f"{setting}={address}")
            continue
        click.echo(
            session.message("project/role_kept", setting=setting),
            err=True,
        )
    if made.owner or made.site:
        click.echo(
            session.message("project/roles_to_set"),
            err=True,
        )
    return 0


database = LazyGroup(
    "database",
    help_text=Text("ฐานข้อมูล PostgreSQL", "The PostgreSQL database."),
    table={
        "roles": (
            "prongsai.web.project.commands.upkeep:roles",
            Text("ตั้งบทบาทสองบทบาท", "Make the two roles."),
        )
    },
)
