"""The typesetter's process: what it refuses, what becomes of it, several at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from prongsai.documents.typesetting.font import MissingFont
from prongsai.documents.typesetting.press import NoPaper, Press

MADE = datetime(2026, 11, 20, tzinfo=UTC)
HEAD = b'#set document(title: "x")\n#set text(lang: "th")\n= A\n'


def files(words):
    return {"main.typ": HEAD + words}


def test_the_same_files_give_the_same_bytes_in_one_press_and_in_two():
    with Press() as press:
        first, again = press.set(files(b"one"), MADE), press.set(files(b"one"), MADE)
        other = press.set(files(b"two"), MADE)
    with Press() as press:
        anew = press.set(files(b"one"), MADE)
    assert first.startswith(b"%PDF-1.7")
    assert first == again == anew != other


def test_a_refused_paper_is_told_and_the_next_one_is_set():
    with Press() as press:
        with pytest.raises(NoPaper, match="unknown variable"):
            press.set(files(b"#nothing"), MADE)
        assert press.set(files(b"one"), MADE)


def test_a_press_that_dies_is_told_and_another_one_starts():
    with Press() as press:
        press._process.kill()
        with pytest.raises(NoPaper) as raised:
            press.set(files(b"one"), MADE)
    assert "หยุดกลางคัน" in raised.value.message.th
    assert raised.value.next_step is not None
    with Press() as press:
        assert press.set(files(b"one"), MADE)


@pytest.mark.parametrize(("most", "is_kept"), [(0, False), (10**9, True)])
def test_a_process_that_has_grown_goes_before_the_next_paper(monkeypatch, most, is_kept):
    monkeypatch.setattr("prongsai.documents.typesetting.press._GROWN", most)
    with Press() as press:
        process = press._process
        first, again = press.set(files(b"one"), MADE), press.set(files(b"one"), MADE)
        assert first == again
        assert (process.poll() is None) is is_kept


def test_the_process_is_gone_when_the_press_is_left():
    with Press() as press:
        process = press._process
        assert process.poll() is None
    assert process.poll() is not None


def test_without_the_font_nothing_starts(tmp_path, monkeypatch):
    monkeypatch.setattr("prongsai.documents.typesetting.font.FONT_FOLDER", tmp_path)
    with pytest.raises(MissingFont), Press():
        pass


@pytest.mark.long
def test_papers_are_set_side_by_side():
    def one(words):
        with Press() as press:
            return press.set(files(words), MADE)

    wanted = [f"word {number}".encode() for number in range(6)]
    with ThreadPoolExecutor(3) as several:
        assert list(several.map(one, wanted)) == [one(words) for words in wanted]
