"""Papers drawn by another process: the same bytes, and nothing left behind."""

import os
import pickle
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from tests.documents.papers_sample import every_block
from tests.web.running import until

from prongsai.core.errors import ProngsaiError, UnreadableInput
from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import Document, Form, Paragraph, Photo, Photos, Picture, Section
from prongsai.documents.drawn import drawn_as as drawn_here
from prongsai.web.platform import drawing
from prongsai.web.platform.drawing import drawn_as

pytestmark = pytest.mark.own_process


@pytest.fixture(autouse=True)
def own_drawer(monkeypatch):
    drawer = drawing._Drawer()
    monkeypatch.setattr(drawing, "_drawer", drawer)
    yield drawer
    drawer._end()


def paper(*blocks):
    return Document(
        kind="sample",
        title="ตัวอย่าง",
        author="เทศบาลตำบลตัวอย่าง",
        sections=(Section(Form.LETTER, blocks or (Paragraph("ทดสอบ"),)),),
        made_on=date(2026, 11, 20),
    )


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.long
def test_it_is_the_paper_that_would_be_drawn_here(form):
    whole = every_block()
    assert drawn_as(form, whole, Digits.THAI) == drawn_here(form, whole, Digits.THAI)


def test_small_papers_share_a_process_and_a_large_one_has_its_own(own_drawer):
    drawn_as("docx", paper(), Digits.ARABIC)
    first = own_drawer._process.pid
    drawn_as("docx", paper(), Digits.ARABIC)
    assert own_drawer._process.pid == first
    drawn_as("docx", paper(Paragraph("ก" * drawing._LARGE)), Digits.ARABIC)
    assert own_drawer._process.pid != first


def test_a_process_that_was_killed_is_replaced(own_drawer):
    drawn_as("docx", paper(), Digits.ARABIC)
    os.kill(own_drawer._process.pid, signal.SIGKILL)
    own_drawer._process.wait()
    assert drawn_as("docx", paper(), Digits.ARABIC)


def test_one_that_cannot_start_is_told_and_does_not_spoil_the_next(own_drawer, monkeypatch):
    monkeypatch.setattr(drawing.sys, "executable", "/bin/false")
    with pytest.raises(ProngsaiError) as raised:
        drawn_as("docx", paper(), Digits.ARABIC)
    assert "หยุดกลางคัน" in raised.value.message.th
    assert "หน่วยความจำ" in raised.value.next_step.th
    assert own_drawer._process is None
    monkeypatch.undo()
    monkeypatch.setattr(drawing, "_drawer", own_drawer)
    assert drawn_as("docx", paper(), Digits.ARABIC)


@pytest.mark.long
def test_what_is_wrong_with_a_paper_is_told_as_it_is(own_drawer):
    broken = Photos((Photo(Picture(b"no picture", "image/jpeg"), "ภาพเสีย", "ภาพเสีย"),))
    with pytest.raises(UnreadableInput) as raised:
        drawn_as("pdf", paper(broken), Digits.ARABIC)
    assert raised.value.place.file == "ภาพเสีย"
    assert drawn_as("pdf", paper(), Digits.ARABIC).startswith(b"%PDF")
    assert own_drawer._process.poll() is None


@pytest.mark.long
def test_a_stop_of_all_processes_lets_the_paper_be_drawn_to_its_end(own_drawer):
    drawn_as("docx", paper(), Digits.ARABIC)
    for sent in (signal.SIGTERM, signal.SIGINT):
        own_drawer._process.send_signal(sent)
    assert drawn_as("pdf", paper(), Digits.ARABIC).startswith(b"%PDF")
    process = own_drawer._process
    own_drawer.rest()
    assert process.poll() is not None
    assert drawn_as("docx", paper(), Digits.ARABIC)


def test_a_fault_of_ours_is_told_as_one(own_drawer):
    with pytest.raises(RuntimeError, match="KeyError"):
        drawn_as("odt", paper(), Digits.ARABIC)
    assert own_drawer._process.poll() is None


@pytest.mark.long
def test_it_ends_with_the_process_that_asked():
    asks = (
        "import os, pickle, sys\n"
        "from prongsai.web.platform import drawing\n"
        "drawing.drawn_as('docx', pickle.load(sys.stdin.buffer), 'arabic')\n"
        "held = os.dup(drawing._drawer._process.stdin.fileno())\n"
        "print(drawing._drawer._process.pid, flush=True)\n"
        "import signal; signal.pause()\n"
    )
    asking = subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, "-c", asks], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    asking.stdin.write(pickle.dumps(paper()))
    asking.stdin.close()
    drawer = int(asking.stdout.readline())
    asking.kill()
    asking.wait()
    asking.stdout.close()
    until(lambda: not Path(f"/proc/{drawer}/cmdline").exists())


@pytest.mark.long
def test_an_idle_process_goes(own_drawer):
    drawn_as("docx", paper(), Digits.ARABIC)
    process = own_drawer._process
    assert process.wait(drawing._PATIENCE + 10) == 0
    assert drawn_as("docx", paper(), Digits.ARABIC)


@pytest.mark.long
def test_what_has_grown_goes_after_its_paper(own_drawer):
    drawn_as("docx", paper(*(Paragraph("แต่งตั้ง " * 20) for _ in range(12_000))), Digits.ARABIC)
    assert own_drawer._process.wait(drawing._PATIENCE - 0.5) == 0


def test_threads_take_turns():
    wanted = [paper(Paragraph(f"ฉบับที่ {number}")) for number in range(4)]
    with ThreadPoolExecutor(4) as several:
        drawn = list(several.map(lambda one: drawn_as("docx", one, Digits.ARABIC), wanted))
    assert drawn == [drawn_here("docx", one, Digits.ARABIC) for one in wanted]
