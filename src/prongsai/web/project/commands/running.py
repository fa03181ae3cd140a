"""`prongsai serve` and `prongsai worker`."""

import os
from pathlib import Path

from prongsai.cli.commands import Option
from prongsai.cli.session import Session, command
from prongsai.core.errors import Misuse, Place
from prongsai.web.platform.hosts import is_loopback
from prongsai.web.project.commands.common import DATA, awake, chosen, make_folder

_HOST = Option(["--host"], default="127.0.0.1", show_default=True, metavar="ADDRESS")
_PORT = Option(["--port"], type=int, metavar="PORT")
_DEMO_FOR_ALL = Option(["--demo-for-all"], is_flag=True)
_ONCE = Option(["--once"], is_flag=True)


@command("serve", [DATA, _HOST, _PORT, _DEMO_FOR_ALL])
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


@command("worker", [DATA, _ONCE])
def worker(session: Session, data: Path | None, *, once: bool) -> int:
    """Work until stopped."""
    del session
    environment = awake(data)
    from prongsai.web.project.server import work

    work(environment, until_empty=once)
    return 0
