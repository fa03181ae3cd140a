"""`prongsai serve`: address, port, a clean end."""

import os
import signal
import socket
import threading

import pytest
from tests.web.running import Site, answers, ask, free_port, until

from prongsai.web.project import lock


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "data")


def told(process, word="http://"):
    """The words of the first line with a word in it, and all lines before."""
    lines = []
    while line := process.stdout.readline().decode():
        lines.append(line)
        if word in line:
            return lines
    raise AssertionError("".join(lines))


def address_in(line):
    return next(word for word in line.split() if word.startswith("http://"))


def test_one_command_from_nothing_to_a_page_and_back(site):
    with site.served("--port", free_port()) as process:
        address = address_in(told(process)[-1])
        assert ask(f"{address}health/").code == 200
        until(lambda: site.rows("SELECT id FROM platform_worker"))
        assert site.run("migrate").said.strip() == ""
        assert site.run("backup", site.data.parent / "site.tar").code == 0
        process.send_signal(signal.SIGTERM)
        rest = process.stdout.read().decode()
        assert process.wait(30) == 0
        assert "หยุดแล้ว" in rest
        assert "Traceback" not in rest
    assert site.rows("SELECT id FROM platform_worker") == []
    assert site.run("migrate").code == 0


@pytest.mark.long
def test_an_empty_site_prints_the_key_and_a_second_server_is_told(site, tmp_path):
    """A file of a library's name in the folder from which it is started is not run."""
    (tmp_path / "http.py").write_text("raise SystemExit('run from here')")
    with site.served("--port", free_port(), cwd=tmp_path) as process:
        lines = told(process, "start/?key=")
        address = next(word for word in lines[-1].split() if "start/?key=" in word)
        assert ask(address).code == 200
        second = site.run("serve", "--port", free_port())
        assert second.code == 2
        assert f"โพรเซส {process.pid}" in second.err
        modes = {path.name: path.stat().st_mode & 0o077 for path in site.data.iterdir()}
        assert not any(modes.values()), modes


@pytest.mark.long
def test_a_demo_is_not_served_to_other_machines_unless_that_is_meant(site):
    site.data.mkdir()
    (site.data / "demo").write_text("0\n")
    for host in ("0.0.0.0", "::", "192.0.2.7"):  # noqa: S104 - asked for on purpose
        refused = site.run("serve", "--host", host, "--port", free_port())
        assert refused.code == 2
        assert "--demo-for-all" in refused.err
    with site.served("--port", free_port(), "--host", "0.0.0.0", "--demo-for-all") as process:  # noqa: S104
        assert told(process)


@pytest.mark.long
def test_nothing_is_migrated_under_a_running_site(site):
    site.data.mkdir()
    with lock.held(site.data, alone=False):
        with lock.held(site.data, alone=False):
            pass
        migrating = site.run("migrate")
    assert migrating.code == 2
    assert "เว็บกำลังทำงาน" in migrating.err
    with lock.held(site.data, alone=True):
        serving = site.run("worker", "--once")
    assert serving.code == 2
    assert "กำลังถูกอัปเดต" in serving.err
    assert site.run("migrate").code == 0


@pytest.mark.long
def test_ctrl_c_ends_it_in_order_too(site):
    with site.served("--port", free_port()) as process:
        address = address_in(told(process)[-1])
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(30) == 0
    assert not answers(address)


@pytest.mark.long
def test_another_port_is_taken_where_8000_is_in_use(site):
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            holder.bind(("127.0.0.1", 8000))
            holder.listen()
        except OSError:
            pass  # somebody else holds it: as good
        with site.served() as process:
            address = address_in(told(process)[-1])
            assert not address.endswith(":8000/")
            assert answers(address)


@pytest.mark.long
def test_the_port_asked_for_is_never_exchanged(site):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        answer = site.run("serve", "--port", port)
    assert answer.code == 2
    assert f"พอร์ต {port} มีโปรแกรมอื่นใช้อยู่" in answer.err
    assert "--port 8080" in answer.err


@pytest.mark.long
def test_a_worker_that_dies_is_started_again(site):
    with site.served("--port", free_port()) as process:
        told(process)
        ((first,),) = until(lambda: site.rows("SELECT pid FROM platform_worker"))
        os.kill(first, signal.SIGKILL)
        until(lambda: {first} != {pid for (pid,) in site.rows("SELECT pid FROM platform_worker")})
        until(lambda: len(site.rows("SELECT pid FROM platform_worker")) == 1)


@pytest.mark.long
def test_a_page_of_many_askers_is_answered_by_all_threads(site):
    with site.served("--port", free_port()) as process:
        address = address_in(told(process)[-1])
        codes = []
        askers = [
            threading.Thread(target=lambda: codes.append(ask(f"{address}health/").code))
            for _ in range(16)
        ]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join(30)
    assert codes == [200] * 16


@pytest.mark.long
def test_a_wrong_host_is_refused(site):
    with site.served("--port", free_port()) as process:
        address = address_in(told(process)[-1])
        other = socket.create_connection(("127.0.0.1", int(address.rsplit(":", 1)[1].strip("/"))))
        with other:
            other.sendall(b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
            assert b" 400 " in other.recv(200)


def slow_upload(port):
    """A form that says it is a megabyte, and sends its first letters."""
    line = socket.create_connection(("127.0.0.1", port))
    line.sendall(
        b"POST /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin=a"
    )
    return line


@pytest.mark.long
def test_phones_on_slow_lines_hold_nobody_up(site):
    with site.served("--port", free_port()) as process:
        address = address_in(told(process)[-1])
        port = int(address.rsplit(":", 1)[1].strip("/"))
        lines = [slow_upload(port) for _ in range(24)]
        codes = [ask(f"{address}account/login/").code for _ in range(4)]
        for line in lines:
            line.close()
        assert codes == [200] * 4
        assert ask(f"{address}account/login/").code == 200
        process.send_signal(signal.SIGTERM)
        assert "Traceback" not in process.stdout.read().decode()
