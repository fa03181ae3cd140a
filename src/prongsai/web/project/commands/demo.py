"""`prongsai demo`: the site with an invented agency, to look around in."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from prongsai.cli.commands import Option
from prongsai.cli.session import Session, command
from prongsai.core.errors import Misuse, Place
from prongsai.core.text import Text
from prongsai.web.project.commands.common import awake, chosen, make_folder
from prongsai.web.project.environment import is_demo, mark_demo

_CASE = Option(
    ["--case"],
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("examples/ban-song"),
    show_default=True,
    metavar="DIR",
    help_text=Text("โฟลเดอร์ที่มีคะแนนตัวอย่าง", "Case folder with the demo's figures."),
)
_DATA = Option(
    ["--data"],
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build/demo"),
    show_default=True,
    metavar="DIR",
    help_text=Text("โฟลเดอร์ข้อมูลของตัวอย่าง", "The demo's data folder."),
)
_NO_SERVE = Option(
    ["--no-serve"],
    is_flag=True,
    help_text=Text("เตรียมข้อมูลแล้วจบ ไม่เริ่มเว็บ", "Load the data and end; do not serve."),
)
_PORT = Option(
    ["--port"],
    type=int,
    metavar="PORT",
    help_text=Text(
        "พอร์ต (ปกติ 8000 หรือถัดไปที่ว่าง)", "Port (default: 8000, or the next that is free)."
    ),
)


@command(
    "demo",
    Text(
        "เว็บตัวอย่าง: หน่วยงานสมมติพร้อมคะแนนที่เผยแพร่ เข้าได้โดยไม่ต้องใช้รหัสผ่าน หยุดด้วย Ctrl-C",
        "The site with an invented agency and published figures, no password; Ctrl-C stops it.",
    ),
    [_CASE, _DATA, _PORT, _NO_SERVE],
)
def demo(case: Path, data: Path, port: int | None, *, no_serve: bool) -> int:
    """Load the demo where it is not loaded, then serve it."""
    session = Session.of()
    _refuse_missing_case(case)
    _refuse_real_data(data)
    from prongsai.web.project.server import Server, free_port, migrated

    environment = chosen(data)
    _mark(environment.data)
    code = migrated(session.language)
    if code:
        return code
    _load(session, case, data)
    if no_serve:
        return 0
    from prongsai.web.project import lock

    with lock.held(environment.data, alone=False):
        host = "127.0.0.1"
        return Server(session, chosen(data), host, free_port(host, port)).run()


def _mark(data: Path) -> None:
    # Written before Django wakes: settings read it. The site's day is Thailand's, wherever it runs.
    make_folder(data)
    mark_demo(data, datetime.now(ZoneInfo("Asia/Bangkok")).date())


def _load(session: Session, case: Path, data: Path) -> None:
    environment = awake(data)
    from django.db import connections

    from prongsai.web.platform import drawing
    from prongsai.web.project.demo import load

    loaded = load(case)
    # The processes that serve open their own.
    connections.close_all()
    drawing.rest()
    words = (
        session.say("เตรียมข้อมูลตัวอย่างแล้ว", "the demo's data is ready")
        if loaded.is_new
        else session.say("ใช้ข้อมูลตัวอย่างที่มีอยู่", "using the demo's data there is")
    )
    click.echo(f"{words}: {loaded.agency.name} ({environment.data})")


def _refuse_missing_case(case: Path) -> None:
    if not any(case.glob("scores.*")):
        raise Misuse(
            Text("ไม่พบคะแนนตัวอย่าง", "the demo's scores are not there"),
            place=Place(str(case / "scores.csv")),
            next_step=Text("ระบุโฟลเดอร์ที่มีด้วย --case", "name the folder that has them by --case"),
        )


def _refuse_real_data(data: Path) -> None:
    """Doors without passwords open to nothing but what this command made itself.

    Errors: Misuse where DATABASE_URL names a database, or the folder holds anything unmarked.
    """
    if os.environ.get("DATABASE_URL"):
        raise Misuse(
            Text("ตัวอย่างไม่ใช้ฐานข้อมูลของ DATABASE_URL", "the demo uses no database of DATABASE_URL"),
            place=Place("DATABASE_URL"),
            next_step=Text("สั่งใหม่โดยไม่ตั้ง DATABASE_URL", "unset DATABASE_URL and try again"),
        )
    if data.is_dir() and any(data.iterdir()) and not is_demo(data):
        raise Misuse(
            Text("โฟลเดอร์นี้มีข้อมูลอื่นอยู่แล้ว ไม่ใช่ตัวอย่าง", "this folder holds other data, no demo"),
            place=Place(str(data)),
            next_step=Text("เลือกโฟลเดอร์อื่นด้วย --data", "choose another folder by --data"),
        )
