"""A pack proves what was shown: each of its bytes counts, and hostile packs are told in words."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from tests.links import replies as r
from tests.links.conftest import LIMITS
from warcio.archiveiterator import ArchiveIterator

from prongsai.core.errors import UnreadableInput
from prongsai.links.checking import Checker
from prongsai.links.limits import Pace
from prongsai.links.proof.packing import (
    ARCHIVE,
    LINKS,
    MANIFEST,
    READ_ME,
    SEAL,
    enveloped,
    make_pack,
    sealed,
    stored,
)
from prongsai.links.proof.verifying import (
    DISPUTE_MANIFEST,
    HISTORY,
    LETTER,
    LETTER_TO_EDIT,
    PROOF,
    make_dispute,
    verify,
    verify_pack,
)
from prongsai.links.results import AskedLink

_AT = datetime(2026, 4, 30, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def made():
    return {}


@pytest.fixture
def results(made, guard, trust, server, secure_server, ports):
    """Results with their bytes: a page by a redirect, a page behind TLS, one that is gone."""
    if not made:
        checker = Checker(guard, LIMITS, Pace(0, 4), trust=trust, keep=True)
        server.sites["hard.example"].pages["/proof"] = r.shows("<p>แผน</p>", menu=False)
        server.sites["hard.example"].pages["/toproof"] = r.leads("/proof")
        server.sites["good.secure.example"].pages["/proof"] = r.shows("<p>แผน</p>", menu=False)
        urls = (
            f"http://hard.example:{server.port}/toproof",
            f"https://good.secure.example:{secure_server.port}/proof",
            f"http://hard.example:{server.port}/none",
        )
        made["results"] = [checker.check(AskedLink(url, f"o{n}")) for n, url in enumerate(urls, 1)]
    return made["results"]


@pytest.fixture
def pack(results):
    return make_pack(results, _AT)


def _files(pack):
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_pack_as_it_was_made_is_sound(pack, results):
    found = verify_pack(pack, "proof.zip", hashlib.sha256(pack).hexdigest())
    assert found.is_sound
    assert found.made_at == _AT
    assert found.links == 4  # two of the first, by its redirect
    assert make_pack(results, _AT) == pack


def test_the_archive_is_what_went_over_the_lines(pack, results):
    """Read by warcio's own reader, the digests checked."""
    told = {}
    stream = io.BytesIO(_files(pack)[ARCHIVE])
    for record in ArchiveIterator(stream, check_digests="raise"):
        headers = record.rec_headers
        url = headers.get_header("WARC-Target-URI")
        body = record.content_stream().read()
        told.setdefault((record.rec_type, url), []).append((record, body))
    first = results[0]
    answer, body = told["response", first.final][0]
    assert "แผน".encode() in body
    assert answer.http_headers.get_statuscode() == "200"
    asked, _ = told["request", first.final][0]
    assert asked.http_headers.get_header("User-Agent").startswith(
        "Mozilla/5.0 (compatible; Prongsai"
    )
    moved, _ = told["response", first.asked.address][0]
    assert moved.http_headers.get_statuscode() == "302"
    certificate = results[1].exchanges[0].certificate
    assert len(certificate) > 200
    kept = [body for record, body in told["metadata", results[1].final] if body == certificate]
    assert kept == [certificate]
    said = json.loads(told["metadata", results[2].final][0][1])
    assert said["verdict"] == "gone"


def test_what_was_said_lies_beside_it(pack):
    links = json.loads(_files(pack)[LINKS])["links"]
    assert [one["item"] for one in links] == ["o1", "o2", "o3"]
    assert [one["verdict"] for one in links] == ["alive", "alive", "gone"]


@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.long)])
def test_one_changed_byte_anywhere_is_found_and_named(pack, every):
    """Every byte of a pack, one after the other; in the short run every seventh."""
    silent, nameless = [], []
    for at in range(0, len(pack), every):
        changed = bytearray(pack)
        changed[at] ^= 1
        try:
            found = verify_pack(bytes(changed), "proof.zip")
        except UnreadableInput as told:
            if told.place is None:
                nameless.append(at)
            continue
        if found.is_sound:
            silent.append(at)
        nameless += [at for one in found.findings if not one.places]
    assert silent == []
    assert nameless == []


def test_a_change_inside_a_record_names_the_record(pack):
    changed = pack.replace("แผน".encode(), "แฟน".encode(), 1)
    found = verify_pack(changed, "proof.zip")
    quotes = [place.quote for one in found.findings for place in one.places]
    assert any("response" in quote and "/proof" in quote for quote in quotes)
    assert found.findings[0].message.en.startswith("the record")


@pytest.mark.parametrize("more", [b"x", b"PK\x05\x06" + b"\0" * 18, b"\0" * 30])
def test_bytes_behind_or_before_the_pack_are_found(pack, more):
    for changed in (pack + more, more + pack):
        assert not _is_sound(changed)


def _is_sound(pack):
    try:
        return verify_pack(pack, "proof.zip").is_sound
    except UnreadableInput:
        return False


def test_a_pack_made_anew_is_told_by_what_was_written_down(pack):
    forged = _resealed(pack, {READ_ME: b"another"})
    assert verify_pack(forged, "proof.zip").is_sound  # nothing inside can tell
    found = verify_pack(forged, "proof.zip", hashlib.sha256(pack).hexdigest())
    assert [one.code for one in found.findings] == ["another_pack"]


def _resealed(pack, changes, **said):
    """The pack with other files, whose manifest and seal were made to agree."""
    files = {**_files(pack), **changes}
    manifest = {**json.loads(files[MANIFEST]), **said}
    for one in manifest["files"]:
        data = files[one["name"]]
        one.update(size=len(data), sha256=hashlib.sha256(data).hexdigest())
    files[MANIFEST] = json.dumps(manifest).encode()
    return enveloped({**files, SEAL: sealed(files[MANIFEST])})


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(lambda told: told.replace(b'"gone"', b'"alive"'), id="another verdict"),
        pytest.param(lambda told: told.replace(b"/toproof", b"/another"), id="another address"),
        pytest.param(lambda _: b'{"links": []}', id="nothing"),
        pytest.param(lambda _: b"no json", id="no json"),
        pytest.param(lambda _: b"[" * 100_000, id="deep"),
    ],
)
def test_what_is_said_of_the_links_is_what_the_archive_says(pack, said):
    told = _files(pack)[LINKS]
    assert said(told) != told
    found = verify_pack(_resealed(pack, {LINKS: said(told)}), "proof.zip")
    assert [(one.code, one.places[0].file) for one in found.findings] == [("changed", LINKS)]
    assert verify_pack(_resealed(pack, {}), "proof.zip").is_sound


def test_the_archive_without_its_records_is_no_proof(pack):
    assert not verify_pack(_resealed(pack, {ARCHIVE: b""}, records=[]), "proof.zip").is_sound


def test_the_moment_is_told_by_its_zone_and_one_without_is_none(pack):
    found = verify_pack(_resealed(pack, {}, made_at="2026-04-30T16:00:00+07:00"), "proof.zip")
    assert found.is_sound
    assert found.made_at.isoformat() == "2026-04-30T09:00:00+00:00"
    assert not verify_pack(_resealed(pack, {}, made_at="2026-04-30T16:00:00"), "p.zip").is_sound


def _disputed(pack, **more):
    content = {LETTER: b"%PDF-", LETTER_TO_EDIT: b"PK", HISTORY: b"a", PROOF: pack}
    return {**content, **more}


def test_it_tells_how_many_answers_were_kept_in_part(results):
    first, *rest = results
    (*leading, last) = first.exchanges
    assert not verify_pack(make_pack(results, _AT), "proof.zip").parts
    cut = replace(first, exchanges=(*leading, replace(last, whole=False)))
    found = verify_pack(make_pack([cut, *rest], _AT), "proof.zip")
    assert (found.is_sound, found.parts) == (True, 1)


def test_an_answer_longer_than_is_kept_says_so_and_every_kept_byte_counts(guard, trust, server):
    server.sites["hard.example"].pages["/long.pdf"] = r.gives(
        r.PDF + b"%" + b"x" * 90_000, "application/pdf"
    )
    limits = replace(LIMITS, raw=20_000)
    checker = Checker(guard, limits, Pace(0, 4), trust=trust, keep=True)
    result = checker.check(AskedLink(f"http://hard.example:{server.port}/long.pdf", "o1"))
    pack = make_pack([result], _AT)
    found = verify_pack(pack, "proof.zip")
    assert (found.is_sound, found.parts) == (True, 1)
    at = len(pack) // 2
    changed = pack[:at] + bytes([pack[at] ^ 1]) + pack[at + 1 :]
    assert not _is_sound(changed)


def test_a_dispute_holds_its_own_files_and_no_others(pack):
    found = verify(make_dispute(_disputed(pack), _AT), "dispute.zip")
    assert found.is_sound
    assert (found.disputed_at, found.made_at) == (_AT, _AT)
    for name in ("../../evil.exe", "letter.pdf.exe", "proof2.zip"):
        with pytest.raises(UnreadableInput, match="does not belong in a proof"):
            verify(make_dispute(_disputed(pack, **{name: b"MZ"}), _AT), "dispute.zip")
    for name in (LETTER, LETTER_TO_EDIT, HISTORY, PROOF):
        content = _disputed(pack)
        content.pop(name)
        with pytest.raises(UnreadableInput, match=f"it has no {name}"):
            verify(make_dispute(content, _AT), "dispute.zip")


def test_a_dispute_whose_manifest_names_a_file_twice_or_not_is_found(pack):
    data = make_dispute(_disputed(pack), _AT)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files[DISPUTE_MANIFEST])
    first = manifest["files"][0]
    for changed in ([first, *manifest["files"]], manifest["files"][1:]):
        lied = json.dumps({**manifest, "files": changed}).encode()
        assert not verify(stored({**files, DISPUTE_MANIFEST: lied}), "dispute.zip").is_sound
    for moment, is_sound in (("2026-05-01T00:00:00Z", True), ("2026-05-01T00:00:00", False)):
        told = json.dumps({**manifest, "made_at": moment}).encode()
        assert verify(stored({**files, DISPUTE_MANIFEST: told}), "dispute.zip").is_sound is is_sound


def _zip(files, compression=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def _hostile(pack):
    files = list(_files(pack).items())
    bomb = [(name, b"\0" * 50_000_000 if name == ARCHIVE else data) for name, data in files]
    yield "bomb", _zip(bomb, zipfile.ZIP_DEFLATED)
    for name in ("../evil.txt", "/etc/passwd", "a\\..\\b", "C:evil", "x\0.txt", "สวัสดี"):
        yield f"path {name!r}", _zip([*files, (name, b"x")])
    yield "no manifest", _zip([one for one in files if one[0] != MANIFEST])
    yield "no archive", _zip([one for one in files if one[0] != ARCHIVE])
    yield "empty zip", _zip([])
    yield "empty", b""
    yield "no zip", b"%PDF-1.7"
    for part in (2, 3, 10):
        yield f"cut at 1/{part}", pack[: len(pack) // part]
    yield "cut by a byte", pack[:-1]
    yield "many", _zip([*files, *((f"f{number}", b"") for number in range(20_000))])


@pytest.mark.long
def test_hostile_packs_are_told_in_words(pack):
    for what, data in _hostile(pack):
        with pytest.raises(UnreadableInput) as told:
            verify_pack(data, "proof.zip")
        assert told.value.message.th != told.value.message.en, what
        assert told.value.next_step, what


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_doubled_name_is_refused(pack):
    files = list(_files(pack).items())
    with pytest.raises(UnreadableInput, match="more than once"):
        verify_pack(_zip([*files, (LINKS, b"{}")]), "proof.zip")


@pytest.mark.parametrize(
    "manifest",
    [b"", b"{}", b"[" * 100_000, b'{"format": "other/1"}', b"\xff\xfe", b'{"files": null}'],
)
def test_a_manifest_that_is_none_is_found(pack, manifest):
    files = {**_files(pack), MANIFEST: manifest, SEAL: sealed(manifest)}
    found = verify_pack(enveloped(files), "proof.zip")
    assert not found.is_sound
    assert found.findings[0].places[0].file == MANIFEST


def test_a_manifest_whose_records_lie_is_found(pack):
    files = _files(pack)
    for change in ({"offset": -5}, {"length": 10**12}, {"kind": "revisit"}, {"url": "http://x/"}):
        manifest = json.loads(files[MANIFEST])
        manifest["records"][1].update(change)
        lied = json.dumps(manifest).encode()
        found = verify_pack(enveloped({**files, MANIFEST: lied, SEAL: sealed(lied)}), "p.zip")
        assert not found.is_sound, change
    manifest["records"] = []
    lied = json.dumps(manifest).encode()
    assert not verify_pack(
        enveloped({**files, MANIFEST: lied, SEAL: sealed(lied)}), "p.zip"
    ).is_sound
