"""`prongsai serve` and `prongsai worker`."""

from __future__ import annotations

import os
from pathlib import Path

from prongsai.cli.commands import Option
from prongsai.cli.session import Session, command
from prongsai.core.errors import Misuse, Place
from prongsai.core.text import Text
from prongsai.web.platform.hosts import is_loopback
from prongsai.web.project.commands.common import DATA, awake, chosen, make_folder

_HOST = Option(
    ["--host"],
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help_text=Text(
        "ที่อยู่ที่รับฟัง 0.0.0.0 คือทุกเครื่องในเครือข่าย (ตั้ง PRONGSAI_HOSTS ด้วย)",
        "Address to listen at; 0.0.0.0 is for the whole network (set PRONGSAI_HOSTS too).",
    ),
)
_PORT = Option(
    ["--port"],
    type=int,
    metavar="PORT",
    help_text=Text(
        "พอร์ต (ปกติ 8000 หรือถัดไปที่ว่าง)", "Port (default: 8000, or the next that is free)."
    ),
)
_DEMO_FOR_ALL = Option(
    ["--demo-for-all"],
    is_flag=True,
    help_text=Text(
        "เปิดเว็บตัวอย่างให้เครื่องอื่นเข้าได้โดยไม่ต้องใช้รหัสผ่าน",
        "Let other machines into a demo, without a password.",
    ),
)
_ONCE = Option(
    ["--once"],
    is_flag=True,
    help_text=Text("ทำงานที่รออยู่ให้หมดแล้วจบ", "Do what is waiting, then end."),
)


@command(
    "serve",
    Text(
        "เริ่มเว็บและตัวทำงานเบื้องหลัง หยุดด้วย Ctrl-C ฐานข้อมูลถูกอัปเดตก่อน (สำรองให้ก่อน)",
        "Start the site and its worker; Ctrl-C stops both. Updates the database first, after a "
        "backup.",
    ),
    [DATA, _HOST, _PORT, _DEMO_FOR_ALL],
)
def serve(
    session: Session, data: Path | None, host: str, port: int | None, *, demo_for_all: bool
) -> int:
    """Serve until stopped."""
    environment = chosen(data)
    make_folder(environment.data)
    if demo_for_all:
        os.environ["PRONGSAI_DEMO_FOR_ALL"] = "1"
    elif environment.demo and not is_loopback(host):
        raise Misuse("project/demo_served_to_others", place=Place("--host"))
    from prongsai.web.project import lock
    from prongsai.web.project.server import Server, free_port, migrated

    code = migrated(session.language)
    if code:
        return code
    # Tables are changed by now; what serves needs the rows alone.
    os.environ.pop("PRONGSAI_OWNER_URL", None)
    with lock.serving(environment.data), lock.held(environment.data, alone=False):
        return Server(session, chosen(data), host, free_port(host, port)).run()


@command(
    "worker",
    Text(
        "ทำงานเบื้องหลัง เช่น ทำเอกสาร (prongsai serve เริ่มให้แล้วหนึ่งตัว)",
        "Do the jobs, such as making papers (prongsai serve starts one by itself).",
    ),
    [DATA, _ONCE],
)
def worker(session: Session, data: Path | None, *, once: bool) -> int:
    """Work until stopped."""
    del session
    environment = awake(data)
    from prongsai.web.project.server import work

    work(environment, until_empty=once)
    return 0
