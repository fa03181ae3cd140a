"""`prongsai person`: for the office that locked itself out, on the server's command line."""

from __future__ import annotations

from pathlib import Path

import click

from prongsai.cli.commands import Argument, LazyGroup, Option
from prongsai.cli.session import Session, command
from prongsai.core.text import Text
from prongsai.web.project.commands.common import DATA, awake_with_data

_LOGIN = Argument(
    ["login"], metavar="LOGIN", help_text=Text("ชื่อผู้ใช้ที่ใช้เข้าระบบ", "The login of the person.")
)
_FACTOR = Option(
    ["--second-factor"],
    is_flag=True,
    help_text=Text(
        "ล้างการยืนยันสองขั้นด้วย (เครื่องหาย)", "Forget the second factor too (a lost device)."
    ),
)


@command(
    "reset",
    Text(
        "ออกรหัสผ่านครั้งเดียวให้คนที่เข้าระบบไม่ได้ แสดงครั้งเดียว",
        "Make a one-time password for somebody who is locked out; it is shown once.",
    ),
    [_LOGIN, _FACTOR, DATA],
)
def reset(session: Session, login: str, data: Path | None, *, second_factor: bool) -> int:
    """Print the password on the output, all else beside it."""
    awake_with_data(data)
    from prongsai.web.agency.services import people

    user = people.person(login)
    handed = people.hand_over_password(user=user, by=None)
    if second_factor:
        people.remove_second_factor(user=user, by=None)
    click.echo(handed.password)
    click.echo(
        session.message("project/password_handed_over", login=user.login),
        err=True,
    )
    return 0


@command(
    "administrator",
    Text(
        "ตั้งคนเป็นผู้ดูแลระบบของหน่วยงานตั้งแต่วันนี้",
        "Make somebody administrator of their agency from today on.",
    ),
    [_LOGIN, DATA],
)
def administrator(session: Session, login: str, data: Path | None) -> int:
    """For an agency in which nobody can manage people any more."""
    awake_with_data(data)
    from prongsai.web.agency.services import people

    user = people.person(login)
    is_new = people.make_administrator(user)
    told = (
        Text(f"{user.login} เป็นผู้ดูแลระบบแล้ว", f"{user.login} is administrator now")
        if is_new
        else Text(f"{user.login} เป็นผู้ดูแลระบบอยู่แล้ว", f"{user.login} was administrator already")
    )
    click.echo(session.text(told), err=True)
    return 0


@command(
    "let-read",
    Text(
        "ยืนยันให้ผู้อ่านคนใหม่อ่านเรื่องร้องเรียนที่เข้ามาก่อน เมื่อหน่วยงานไม่มีคนที่สองซึ่งยืนยันได้",
        "Let a new reader read restricted cases of before, where an office has no second person.",
    ),
    [_LOGIN, DATA],
)
def let_read(session: Session, login: str, data: Path | None) -> int:
    """Whoever watches over complaints is told."""
    awake_with_data(data)
    from prongsai.web.agency.services import people
    from prongsai.web.citizens.desk.services import readers

    user = people.person(login)
    told = (
        Text(
            f"{user.login} อ่านเรื่องที่เข้ามาก่อนได้แล้ว ระบบแจ้งผู้ที่เกี่ยวข้องให้ทราบ",
            f"{user.login} reads what came before now; who is concerned is told",
        )
        if readers.let_read_by_server(user)
        else Text(f"{user.login} ไม่ได้รอคำยืนยัน", f"{user.login} waits for nobody's word")
    )
    click.echo(session.text(told), err=True)
    return 0


@command(
    "list",
    Text("รายชื่อผู้ใช้ หน่วยงาน และตำแหน่งวันนี้", "All logins with agency and today's positions."),
    [DATA],
)
def list_(session: Session, data: Path | None) -> int:
    """One line for each person, with tabs between."""
    awake_with_data(data)
    from prongsai.web.agency.services import people

    for user, words in people.everybody():
        state = "" if user.is_active else session.say("ปิดบัญชี", "deactivated")
        click.echo("\t".join([user.login, str(user.agency or ""), words, state]).rstrip())
    return 0


person = LazyGroup(
    "person",
    help_text=Text("คนที่เข้าระบบเว็บ", "The people of the site."),
    table={
        name: (f"prongsai.web.project.commands.people:{attribute}", words)
        for name, attribute, words in (
            ("reset", "reset", Text("ออกรหัสผ่านครั้งเดียว", "Make a one-time password.")),
            (
                "administrator",
                "administrator",
                Text("ตั้งผู้ดูแลระบบของหน่วยงาน", "Make somebody administrator."),
            ),
            (
                "let-read",
                "let_read",
                Text("ยืนยันให้ผู้อ่านคนใหม่", "Let a new reader read what came before."),
            ),
            ("list", "list_", Text("รายชื่อผู้ใช้", "List all logins.")),
        )
    },
)
