"""Requests that arrive whole, are made by one or two at a time, and go out."""

import errno
import io
import re
import threading
import time

import pytest

from prongsai.web.platform import request_pool
from prongsai.web.platform.request_pool import RequestPool, resting


class Answer(list):
    """What Django answers with, as far as the pool looks at it."""

    def __init__(self, parts, *, streaming=False):
        super().__init__(parts)
        self.streaming = streaming
        self.is_closed = False

    def close(self):
        self.is_closed = True


def asked(application, body=b"", length=None):
    told = []
    environ = {
        "CONTENT_LENGTH": str(len(body) if length is None else length),
        "wsgi.input": io.BytesIO(body),
    }
    parts = application(environ, lambda status, _: told.append(status))
    return (told or [None])[0], b"".join(parts)


def echo(environ, start_response):
    start_response("200 OK", [])
    return Answer([environ["wsgi.input"].read()])


@pytest.mark.parametrize("size", [0, 1, 100_000, 3_000_000])
def test_what_was_sent_arrives_whole(size):
    body = bytes(range(256)) * (size // 256 + 1)
    assert asked(RequestPool(echo), body[:size]) == ("200 OK", body[:size])


@pytest.mark.parametrize("length", ["", "x", "-1", "0"])
def test_without_a_length_nothing_is_waited_for(length):
    assert asked(RequestPool(echo), b"", length) == ("200 OK", b"")


def test_half_a_form_is_not_read_as_a_whole():
    reached = []
    status, words = asked(RequestPool(lambda *asked: reached.append(asked)), b"a=1&b", 100)
    assert status == "400 Bad Request"
    assert "ส่งใหม่" in words.decode()
    assert reached == []


def test_a_broken_line_is_half_a_form_too():
    class Broken(io.BytesIO):
        def read(self, _=-1):
            raise ConnectionResetError

    told = []
    environ = {"CONTENT_LENGTH": "5", "wsgi.input": Broken()}
    RequestPool(echo)(environ, lambda status, _: told.append(status))
    assert told == ["400 Bad Request"]


def test_more_than_anybody_sends_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(request_pool, "MOST_BYTES", 10)
    status, words = asked(RequestPool(echo), b"12345678901")
    assert status == "413 Content Too Large"
    assert "ทีละไฟล์" in words.decode()
    assert "one file at a time" in words.decode()
    assert 'href="/static/' in words.decode()
    assert asked(RequestPool(echo), b"1234567890") == ("200 OK", b"1234567890")


def test_more_bodies_than_threads_for_them_are_put_off(monkeypatch):
    monkeypatch.setattr(request_pool, "_under_way", threading.BoundedSemaphore(1))
    slow, sent = Slow(), []
    waiting = threading.Thread(
        target=RequestPool(echo),
        args=({"CONTENT_LENGTH": "4", "wsgi.input": slow}, lambda status, _: sent.append(status)),
    )
    waiting.start()
    assert slow.asked.wait(5)
    status, words = asked(RequestPool(echo), b"1234")
    assert status == "503 Service Unavailable"
    assert "ส่งใหม่ในหนึ่งนาที" in words.decode()
    assert asked(RequestPool(echo)) == ("200 OK", b"")  # a page needs no body
    slow.come.set()
    waiting.join(5)
    assert sent == ["200 OK"]
    assert asked(RequestPool(echo), b"1234") == ("200 OK", b"1234")


class Slow(io.BytesIO):
    """A body that comes when it is told to."""

    def __init__(self):
        super().__init__(b"slow")
        self.asked, self.come = threading.Event(), threading.Event()

    def read(self, size=-1):
        self.asked.set()
        self.come.wait(5)
        return super().read(size)


def test_a_full_disk_is_not_called_a_broken_line(monkeypatch, caplog):
    class Full(io.BytesIO):
        def write(self, _):
            raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(request_pool, "SpooledTemporaryFile", lambda _: Full())
    status, words = asked(RequestPool(echo), b"1234")
    assert status == "507 Insufficient Storage"
    assert "ผู้ดูแลระบบ" in words.decode()
    assert "could not be kept" in caplog.text
    reference = re.search(r"(?<![\w-])[2-9A-Z]{4}-[2-9A-Z]{4}(?![\w-])", words.decode()).group()
    assert f"{reference}: refused with 507" in caplog.text


def test_refusals_carry_the_headers_of_every_answer(monkeypatch):
    monkeypatch.setattr(request_pool, "MOST_BYTES", 1)
    told = []
    RequestPool(echo)({"CONTENT_LENGTH": "2"}, lambda _, headers: told.extend(headers))
    assert dict(told)["Cache-Control"] == "no-store"
    assert dict(told)["X-Content-Type-Options"] == "nosniff"
    assert dict(told)["Content-Security-Policy"].startswith("default-src 'self';")


def test_a_page_and_a_stream_are_made_in_the_pool_and_a_file_is_sent_outside_it():
    class Stream(Answer):
        def __iter__(self):
            for part in ("a" * 100_000, "b"):
                yield part.encode() + threading.current_thread().name.encode()

    page, stream, file = Answer([b"page"]), Stream([], streaming=True), Answer([b"file"])
    file.streaming, file.file_to_stream = True, io.BytesIO()
    assert asked(RequestPool(lambda *_: page)) == (None, b"page")
    assert asked(RequestPool(lambda *_: stream)) == (None, b"a" * 100_000 + b"page" + b"bpage")
    assert asked(RequestPool(lambda *_: file)) == (None, b"file")
    assert (page.is_closed, stream.is_closed, file.is_closed) == (True, True, False)


def test_a_fault_is_told_where_it_was_asked_for_and_the_next_page_is_made():
    def falls(*_):
        raise KeyError

    application = RequestPool(falls)
    for _ in range(3):
        with pytest.raises(KeyError):
            asked(application)


class Pages:
    """An application whose pages stay half made until they are let go; counts those at work."""

    def __init__(self):
        self.begun = threading.Semaphore(0)
        self.resting = threading.Semaphore(0)
        self.rest = threading.Event()
        self.go = threading.Event()

    def __call__(self, environ, _):
        self.begun.release()
        if environ.get("rests"):
            with resting():
                self.resting.release()
                self.rest.wait(10)
        else:
            self.go.wait(10)
        return Answer([b"made"])


def ask_beside(application, count, **environ):
    threads = [
        threading.Thread(target=application, args=(environ, lambda *_: None)) for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    return threads


def test_pages_that_take_no_time_are_made_by_one(monkeypatch):
    monkeypatch.setattr(request_pool, "_LONG_SECONDS", 5)  # whatever else the machine does
    made_by = set()

    def quick(*_):
        made_by.add(threading.get_ident())
        return Answer([b"made"])

    application = RequestPool(quick)
    for thread in [one for _ in range(5) for one in ask_beside(application, 8)]:
        thread.join(5)
    assert len(made_by) == 1


def page_threads():
    return sum(one.name == "page" for one in threading.enumerate())


def test_who_waits_behind_a_page_that_takes_long_gets_a_thread_until_nobody_waits():
    pages, before = Pages(), page_threads()
    application = RequestPool(pages)
    slow = ask_beside(application, 2)
    for _ in slow:
        assert pages.begun.acquire(timeout=5)
    pages.go.set()
    for thread in [*slow, *ask_beside(application, 3)]:
        thread.join(5)
        assert not thread.is_alive()
    for _ in range(50):
        if page_threads() == before + 1:
            break
        time.sleep(0.1)
    assert page_threads() == before + 1


def test_a_page_that_says_it_waited_too_long_says_so_where_it_was_asked_for():
    def late(*_):
        raise TimeoutError

    with pytest.raises(TimeoutError):
        asked(RequestPool(late))


def test_two_are_made_at_once_and_the_third_waits():
    pages = Pages()
    threads = ask_beside(RequestPool(pages), 3)
    assert pages.begun.acquire(timeout=5)
    assert pages.begun.acquire(timeout=5)
    assert not pages.begun.acquire(timeout=0.3)
    pages.go.set()
    assert pages.begun.acquire(timeout=5)
    for thread in threads:
        thread.join(5)
        assert not thread.is_alive()


@pytest.mark.long
def test_who_waits_for_another_process_holds_nobody_up():
    pages = Pages()
    application = RequestPool(pages)
    resters = ask_beside(application, 2, rests=True)
    assert pages.begun.acquire(timeout=5)
    assert pages.begun.acquire(timeout=5)
    assert pages.resting.acquire(timeout=5)
    assert not pages.resting.acquire(timeout=0.3)  # one other process at a time
    others = ask_beside(application, 2)
    assert pages.begun.acquire(timeout=5)
    assert pages.begun.acquire(timeout=5)
    pages.go.set()
    pages.rest.set()
    for thread in (*resters, *others):
        thread.join(5)
        assert not thread.is_alive()
    # Both stand-ins have gone: two are made at once, as before.
    pages.go.clear()
    threads = ask_beside(application, 3)
    assert pages.begun.acquire(timeout=5)
    assert pages.begun.acquire(timeout=5)
    assert not pages.begun.acquire(timeout=0.3)
    pages.go.set()
    for thread in threads:
        thread.join(5)


def test_elsewhere_resting_is_nothing():
    with resting():
        pass


class Threads:
    """Lets no thread of a name begin while `refused` has it; those let begin stand in `begun`."""

    def __init__(self, monkeypatch):
        self.refused = set()
        self.tried = threading.Semaphore(0)
        start = threading.Thread.start

        def begin(thread):
            if thread.name in self.refused:
                self.tried.release()
                message = "can't start new thread"
                raise RuntimeError(message)
            start(thread)

        monkeypatch.setattr(threading.Thread, "start", begin)


def test_where_no_second_thread_can_begin_it_is_tried_again(monkeypatch):
    threads, pages = Threads(monkeypatch), Pages()
    application = RequestPool(pages)
    slow = ask_beside(application, 2)
    assert pages.begun.acquire(timeout=5)
    assert pages.begun.acquire(timeout=5)
    pages.go.set()
    for thread in slow:
        thread.join(5)
    for _ in range(50):
        if not application._is_helped:  # the second thread ended
            break
        time.sleep(0.1)
    pages.go.clear()
    threads.refused = {"page"}
    slow = ask_beside(application, 2)
    assert pages.begun.acquire(timeout=5)
    assert threads.tried.acquire(timeout=5)
    threads.refused = set()
    assert pages.begun.acquire(timeout=5)
    pages.go.set()
    for thread in slow:
        thread.join(5)
        assert not thread.is_alive()


@pytest.mark.parametrize("name", ["page", "watch"])
def test_a_request_for_which_no_thread_can_begin_fails_and_the_next_is_answered(monkeypatch, name):
    threads, pages = Threads(monkeypatch), Pages()
    pages.go.set()
    application = RequestPool(pages)
    threads.refused = {name}
    with pytest.raises(RuntimeError):
        asked(application)
    threads.refused = set()
    asking = ask_beside(application, 1)[0]
    asking.join(5)
    assert not asking.is_alive()
