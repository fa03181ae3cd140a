"""`prongsai links` against the hostile server, which it may visit by name only."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from tests.links import replies as r
from tests.links.hostile import HostileServer, Site


@pytest.fixture(scope="module")
def server():
    pages = {
        "/": r.HOME,
        "/plan": r.shows(r.PLAN, "แผน 2566"),
        "/old": r.leads("/"),
        "/503": r.says("x", 503),
        "/hostile": r.shows("<input type=password>", "เข้าสู่ระบบ \x1b[2J\x1b[32mเปิดได้"),
    }
    made = HostileServer({"127.0.0.1": Site(pages, r.APACHE_404)})
    yield made
    made.close()


@pytest.fixture
def check(cli, server):
    """Checks paths of the server, allowed by name."""

    def run(*paths, more=()):
        at = f"127.0.0.1:{server.port}"
        urls = [f"http://{at}{path}" for path in paths]
        return cli("links", *urls, "--allow-host", at, "--interval", "0", *more)

    return run


def test_links_that_are_there_end_with_0(check):
    answer = check("/plan", "/")
    assert answer.code == 0
    assert "เปิดได้ 2" in answer.said


def test_a_link_that_is_gone_ends_with_1_and_says_what_to_do(check):
    answer = check("/plan", "/none", "/old", more=["--lang", "en"])
    assert answer.code == 1
    assert "it answers 404" in answer.said
    assert "→ put the page or file back" in answer.said
    assert "leads to the home page" in answer.said


def test_what_cannot_be_told_is_no_error_unless_asked(check):
    assert check("/503").code == 0
    assert check("/503", more=["--strict"]).code == 1


def test_as_data(check):
    data = check("/plan", "/none", more=["--json"]).data
    assert [one["verdict"] for one in data["links"]] == ["alive", "gone"]
    assert data["links"][0]["title"] == "แผน 2566"
    assert data["links"][0]["hops"][0]["status"] == 200
    assert data["counts"] == {"alive": 1, "gone": 1}
    assert data["findings"] == []


def test_inside_is_not_visited_without_its_name(cli, server):
    answer = cli("links", f"http://127.0.0.1:{server.port}/plan", "--json")
    assert answer.code == 1
    assert answer.data["links"][0]["verdict"] == "not_allowed"


@pytest.mark.parametrize(
    "typed",
    [
        "https://officer:secret@example.go.th/ita", "officer:secret@example.go.th/ita",
        "http://officer:secret@/", "http://officer:sec ret@example.go.th/", "ftp://officer:secret@example.go.th/",
        "http://officer:secret@127.0.0.1/", "http://officer:secret@[::1/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_password_in_an_address_stands_in_no_report(cli, tmp_path, typed, form):
    listed = tmp_path / "links.txt"
    listed.write_text(f"o1 {typed}\n", encoding="utf-8")
    answer = cli("links", str(listed), *form)
    assert answer.code == 1
    assert not any(part in answer.out + answer.err for part in ("secret", "sec ret"))


def test_a_sign_in_a_path_stays(cli, tmp_path):
    listed = tmp_path / "links.txt"
    listed.write_text("o1 http://127.0.0.1/@officer\n", encoding="utf-8")
    assert cli("links", str(listed), "--json").data["links"][0]["address"].endswith("/@officer")


def test_a_file_and_what_changed_since(cli, check, server, tmp_path):
    at = f"127.0.0.1:{server.port}"
    listed = tmp_path / "links.csv"
    listed.write_text(f"o1,http://{at}/plan\no2,http://{at}/none\no3,\n", encoding="utf-8")
    usual = ("--allow-host", at, "--interval", "0", "--json")
    first = cli("links", listed, *usual)
    assert [one["item"] for one in first.data["links"]] == ["o1", "o2"]
    assert first.data["links"][1]["place"]["row"] == 2
    assert first.data["findings"][0]["code"] == "no_address"
    earlier = tmp_path / "first.json"
    earlier.write_text(json.dumps(first.data), encoding="utf-8")
    again = cli("links", listed, *usual, "--since", earlier)
    assert again.data["links"][0]["verdict"] == "alive"
    server.sites["127.0.0.1"].pages["/plan"] = r.shows(r.PLAN.replace("2566", "2567"), "แผน 2566")
    changed = cli("links", listed, *usual, "--since", earlier)
    assert changed.data["links"][0]["verdict"] == "changed"


@pytest.mark.parametrize("words", [["nofile.txt"], [], ["http://a.example/", "--since", "nofile"]])
def test_what_cannot_be_read_ends_with_2(cli, words):
    assert cli("links", *words).code == 2


@pytest.mark.parametrize("text", ["[]", "", '{"links": 3}', '{"a":' + "[" * 50_000])
def test_since_is_a_result(cli, tmp_path, text):
    other = tmp_path / "other.json"
    other.write_text(text, encoding="utf-8")
    answer = cli("links", "http://a.invalid/", "--since", other)
    assert answer.code == 2
    assert "prongsai links --json" in answer.said


def test_a_proof_is_packed_and_verified(cli, server, tmp_path):
    at = f"127.0.0.1:{server.port}"
    pack = tmp_path / "proof.zip"
    usual = ("--allow-host", at, "--interval", "0")
    made = cli("proof", "pack", f"http://{at}/", f"http://{at}/none", "-o", pack, *usual, "--json")
    assert made.code == 1  # one of the two is gone
    digest = made.data["sha256"]
    answer = cli("proof", "verify", pack, "--expect", digest.upper(), "--lang", "en")
    assert answer.code == 0
    assert "every byte is as it was packed" in answer.said
    assert cli("proof", "verify", pack, "--json").data["answers"] == 2
    other = cli("proof", "verify", pack, "--expect", "0" * 64)
    assert other.code == 1
    assert "ไม่ใช่ชุดที่บันทึกไว้" in other.said


def test_a_changed_proof_ends_with_1_and_names_the_place(cli, server, tmp_path):
    at = f"127.0.0.1:{server.port}"
    pack = tmp_path / "proof.zip"
    cli("proof", "pack", f"http://{at}/", "-o", pack, "--allow-host", at)
    pack.write_bytes(pack.read_bytes().replace(b"charset=utf-8", b"charset=utf-9", 1))
    answer = cli("proof", "verify", pack, "--json")
    assert answer.code == 1
    assert answer.data["is_sound"] is False
    assert answer.data["findings"][0]["places"][0]["file"] == "links.warc"


def test_what_is_no_proof_ends_with_2(cli, tmp_path):
    other = tmp_path / "other.zip"
    other.write_bytes(b"PK")
    answer = cli("proof", "verify", other)
    assert answer.code == 2
    assert "ทำต่อ" in answer.said


def test_what_a_page_is_called_moves_no_terminal(check):
    answer = check("/hostile")
    assert answer.code == 1
    assert "เข้าสู่ระบบ" in answer.said
    assert "\x1b" not in answer.said


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_what_a_file_in_a_pack_is_called_moves_no_terminal(cli, tmp_path, how):
    other = tmp_path / "other.zip"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        archive.writestr("\x1b[2J\x1b[32mevery byte is as it was packed", b"x" * 99)
    other.write_bytes(out.getvalue())
    answer = cli("proof", "verify", other, "--lang", "en")
    assert answer.code == 2
    assert "\\x1b[2J" in answer.said
    assert "\x1b" not in answer.said
