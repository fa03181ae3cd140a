"""`prongsai database roles`."""

from __future__ import annotations

import click

from prongsai.cli.commands import Argument, LazyGroup, Option
from prongsai.cli.session import LANGUAGE, Session, command
from prongsai.core.text import Text


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
def roles(admin_url: str, *, new_passwords: bool) -> int:
    """Make the roles; their addresses are printed once."""
    session = Session.of()
    from prongsai.web.project import roles as making

    made = making.make(admin_url, new_passwords=new_passwords)
    for setting, address in (("PRONGSAI_OWNER_URL", made.owner), ("DATABASE_URL", made.site)):
        if address:
            click.echo(f"{setting}={address}")
            continue
        click.echo(
            session.say(
                f"บทบาทของ {setting} มีอยู่แล้ว รหัสผ่านคงเดิม (ตั้งใหม่ด้วย --new-passwords)",
                f"the role of {setting} is there already and keeps its password"
                " (--new-passwords gives another)",
            ),
            err=True,
        )
    if made.owner or made.site:
        click.echo(
            session.say(
                "ตั้งสองค่านี้ให้ prongsai serve, migrate และ restore ระบบใช้ค่าแรกเฉพาะตอนเปลี่ยนตาราง",
                "set both for prongsai serve, migrate and restore; the first is used for changing"
                " tables only",
            ),
            err=True,
        )
    return 0


database = LazyGroup(
    "database",
    help_text=Text("ฐานข้อมูล PostgreSQL", "The PostgreSQL database."),
    table={
        "roles": (
            "prongsai.web.project.commands.database:roles",
            Text("ตั้งบทบาทสองบทบาท", "Make the two roles."),
        )
    },
    params=[LANGUAGE],
    no_args_is_help=True,
)
