"""What cannot be read or makes no sense: exit 2, and what, where and the next step."""

import io
import re
import zipfile

import pytest

THAI = re.compile("[\u0e00-\u0e7f]")


def pdf(*, locked):
    """A page of figures; locked, it asks for a password that is not the empty one."""
    lines = ("FY2565 result", "total 90.52", "IIT 93.10", "EIT 78.86", "OIT 97.32")
    shown = " ".join(f"({line}) Tj 0 -20 Td" for line in lines)
    page = f"BT /F1 12 Tf 50 700 Td {shown} ET"
    bodies = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 6 0 R>>",
        f"<</Length {len(page)}>>stream\n{page}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        "<</Font<</F1 5 0 R>>>>",
        f"<</Filter/Standard/V 1/R 2/P -4/O<{'41' * 32}>/U<{'42' * 32}>>>",
    ]
    text, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(text))
        text += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    lock = f"/Encrypt 7 0 R/ID[<{'43' * 16}><{'43' * 16}>]" if locked else ""
    end = f"trailer<</Size {len(bodies) + 1}/Root 1 0 R{lock}>>\nstartxref\n{len(text)}\n%%EOF"
    return f"{text}xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}{end}".encode()


def archive(**entries):
    """A zip file of these entries; "/" is written as two underscores."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, text in entries.items():
            made.writestr(name.replace("__", "/").replace("_", "."), text)
    return target.getvalue()


UNREADABLE = {
    "empty.csv": b"",
    "blank.txt": b" \r\n\t\r\n",
    "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "garbage.bin": bytes(range(256)) * 20,
    "garbage.csv": bytes(range(32)) * 100,
    "cut.pdf": pdf(locked=False)[:60],
    "locked.pdf": pdf(locked=True),
    "damaged.zip": b"PK\x03\x04" + b"no zip at all" * 9,
    "damaged.xlsx": archive(xl__workbook_xml="<workbook"),
    "damaged.docx": archive(word__document_xml="<w:document"),
    "other.zip": archive(readme_txt="no document"),
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") * 9,
    "locked.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 9,
    "broken.json": b'{"scores": [',
    "list.json": b"[1, 2, 3]",
    "number.json": b"12",
}
WITHOUT_SCORES = {
    "other.json": b'{"a": 1}',
    "prose.txt": "ประกาศเรื่องวันหยุดราชการ".encode(),
    "table.csv": "ลำดับ,รายการ,ราคา\n1,โต๊ะ,1500\n".encode(),
}


def refusal(answer):
    """The error of a JSON answer, once its parts are known to be there in both languages."""
    assert answer.code == 2
    error = answer.data["error"]
    for part in ("message", "next_step"):
        assert THAI.search(error[part]["th"]), part
        assert error[part]["en"], part
        assert not THAI.search(error[part]["en"]), part
    return error


@pytest.mark.parametrize("command", ["read", "score"])
@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_file_is_refused_with_its_name(cli, tmp_path, name, command):
    file = tmp_path / name
    file.write_bytes(UNREADABLE[name])
    assert name in refusal(cli(command, file, "--json"))["where"]["th"]


@pytest.mark.parametrize("name", WITHOUT_SCORES)
def test_a_document_without_scores_is_read_but_not_scored(cli, tmp_path, name):
    file = tmp_path / name
    file.write_bytes(WITHOUT_SCORES[name])
    findings = cli("read", file, "--json").data["findings"]
    assert [found["code"] for found in findings] == ["no_scores"]
    assert cli("read", file).code == 0
    assert cli("read", file, "--strict").code == 1
    assert name in refusal(cli("score", file, "--json"))["where"]["th"]


def test_the_same_pdf_without_a_lock_is_read(cli, tmp_path):
    file = tmp_path / "open.pdf"
    file.write_bytes(pdf(locked=False))
    answer = cli("score", file, "--year", "2565", "--json")
    assert answer.code == 0
    assert answer.data["total"]["computed"] == "90.52"


def test_a_locked_pdf_is_said_to_be_locked(cli, tmp_path):
    file = tmp_path / "locked.pdf"
    file.write_bytes(pdf(locked=True))
    assert "รหัสผ่าน" in cli("read", file).err
    assert "password" in cli("read", file, "--lang", "en").err


def test_a_file_too_large_is_refused_and_a_small_one_is_not(cli, tmp_path):
    file = tmp_path / "scores.csv"
    row = "total,2565,90.52\n"
    file.write_text("code,year,score\n" + row + " \n" * 1000, encoding="utf-8")
    assert cli("score", file).code == 0
    file.write_bytes(b"a" * (32 * 1024 * 1024 + 1))
    assert "32 MB" in refusal(cli("score", file, "--json"))["message"]["th"]


@pytest.mark.parametrize("command", ["read", "score", "analyse", "whatif"])
def test_a_missing_file_or_a_folder_is_refused(cli, tmp_path, example, command):
    missing = refusal(cli(command, tmp_path / "missing.csv", "--json"))
    assert "missing.csv" in missing["where"]["en"]
    assert "no such file" in missing["message"]["en"]
    assert "folder" in refusal(cli(command, tmp_path, "--json"))["message"]["en"]
    assert cli(command, example).code == 0


@pytest.mark.parametrize(
    ("year", "word"),
    [(2561, "another rule"), (2562, "no framework"), (9999, "no framework"), (2569, "draft"),
     (2563, "draft"), (2566, "none of 2566")],
)  # fmt: skip
def test_a_year_that_cannot_be_scored_is_refused(cli, example, year, word):
    assert word in refusal(cli("score", example, "--year", year, "--json"))["message"]["en"]


def test_a_draft_year_is_scored_when_asked_for(cli, example):
    answer = cli("score", example, "--year", "2563", "--draft", "--json")
    assert answer.code == 0
    assert answer.data["total"]["computed"] == "59.50"
    assert answer.data["framework"]["status"] == "draft"


@pytest.mark.parametrize("year", [2563, 2569])
def test_a_draft_year_gives_a_template_when_asked_for(cli, tmp_path, year):
    words = ("template", "scores", "--year", year, "-o", tmp_path / "sheet.xlsx")
    refused = cli(*words)
    assert refused.code == 2
    assert "--draft" in refused.err
    assert cli(*words, "--draft").code == 0


MISUSE = {
    "no such command": ["nothing"],
    "no such sub-command": ["framework", "nothing"],
    "no such option": ["score", "x.csv", "--nothing"],
    "no file": ["score"],
    "no files": ["analyse"],
    "too many files": ["score", "a.csv", "b.csv"],
    "year is no number": ["score", "x.csv", "--year", "last"],
    "no value": ["score", "x.csv", "--year"],
    "no language": ["score", "x.csv", "--lang", "fr"],
    "flag with a value": ["score", "x.csv", "--strict=yes"],
    "no year": ["framework", "show"],
    "no output": ["template", "scores", "--year", "2565"],
    "no model year": ["framework", "new", "2571"],
    "output is a folder": ["framework", "export", "2565", "-o", "."],
    "frameworks is a file": ["score", "x.csv", "--frameworks", __file__],
}


@pytest.mark.parametrize("words", MISUSE.values(), ids=MISUSE)
def test_misuse_names_the_help_to_read(cli, words):
    error = refusal(cli(*words, "--json"))
    assert "--help" in error["next_step"]["th"]


@pytest.mark.parametrize("words", MISUSE.values(), ids=MISUSE)
def test_misuse_is_told_in_thai_without_english_sentences(cli, words):
    answer = cli(*words)
    assert answer.code == 2
    assert not re.findall(r"\b[a-z]+ [a-z]+ [a-z]+\b", answer.err.splitlines()[0])


def test_a_command_is_needed(cli):
    answer = cli()
    assert answer.code in (0, 2)
    assert "framework" in answer.said


ASKED_WRONGLY = {
    "explain a code there is not": ["score", "--explain", "i99"],
    "explain no code": ["score", "--explain", "zz"],
    "target is no number": ["analyse", "--target", "high"],
    "target is zero": ["analyse", "--target", "0"],
    "target is over 100": ["analyse", "--target", "100.01"],
    "target is not a number at all": ["analyse", "--target", "nan"],
}


@pytest.mark.parametrize("words", ASKED_WRONGLY.values(), ids=ASKED_WRONGLY)
def test_a_question_without_sense_is_refused(cli, example, words):
    command, *options = words
    refusal(cli(command, example, *options, "--json"))


def test_one_year_for_several_files_is_refused(cli, example):
    assert cli("analyse", example, example).code == 0
    refusal(cli("analyse", example, example, "--year", "2565", "--json"))


def test_errors_have_three_parts_in_the_language_asked_for(cli):
    thai = cli("score", "missing.csv").err.splitlines()
    assert [line.split(":")[0].strip() for line in thai] == ["ผิดพลาด", "ที่", "ทำต่อ"]
    english = cli("score", "missing.csv", "--lang", "en").err
    assert [line.split(":")[0].strip() for line in english.splitlines()] == [
        "Error", "Where", "Next",
    ]  # fmt: skip
    assert not THAI.search(english)


def test_an_output_that_cannot_be_written_is_refused(cli, tmp_path, example):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    words = ("read", example, "-o")
    assert "file" in refusal(cli(*words, tmp_path / "file" / "out.json", "--json"))["where"]["th"]
    assert cli(*words, tmp_path / "out.json").code == 0


@pytest.fixture(scope="module")
def unread(tmp_path_factory):
    """A draft whose numbers stand beside indicators, and are not read."""
    file = tmp_path_factory.mktemp("unread") / "draft.txt"
    rows = ["การปฏิบัติหน้าที่ 81.25 +1.20", "การใช้งบประมาณ 82.25 +2.20", "การใช้อำนาจ 83.25 -1.10"]
    file.write_text("\n".join(["ปีนี้ เปลี่ยนแปลง", *rows]), encoding="utf-8")
    return file


def test_a_refusal_tells_every_place_where_something_was_not_read(cli, unread):
    told = cli("score", unread).err
    assert all(f"บรรทัด {line}" in told for line in (2, 3, 4))
    findings = cli("score", unread, "--json").data["findings"]
    lines = [place["line"] for one in findings for place in one["places"]]
    assert set(lines) == {2, 3, 4}


def test_of_many_places_the_first_are_told_and_how_many_more_there_are(cli, tmp_path):
    file = tmp_path / "long.txt"
    rows = [f"การใช้อำนาจ 8{n // 10}.{n % 10}5 +1.20" for n in range(30)]
    file.write_text("\n".join(["ปีนี้ เปลี่ยนแปลง", *rows]), encoding="utf-8")
    told = cli("score", file, "--lang", "en").err
    assert told.count("Where: ") == 20
    assert "and 10 more" in told
