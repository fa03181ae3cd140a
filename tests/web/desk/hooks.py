"""SMS providers of tests: real HTTP servers on this machine that answer what they are told to."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prongsai.web.citizens.desk.sms import SmsHook

SECRET = "secret-of-the-provider"  # noqa: S105 - of a test


class Provider:
    """What it answers in turn (200 after that), and what it was sent."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []


@contextmanager
def running(provider, *, is_inside=True):
    """A hook to a server that lives for the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            provider.asked.append((dict(self.headers), json.loads(body)))
            answer = provider.answers.pop(0) if provider.answers else 200
            if answer == "die":
                self.connection.close()
                return
            if answer == "wait":
                time.sleep(2)
                return
            self.send_response(answer)
            if answer == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(b"whatever " + body)

        def log_message(self, *_arguments):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield SmsHook(f"http://127.0.0.1:{server.server_port}/send?k=v", SECRET, is_inside)
    finally:
        server.shutdown()
        server.server_close()
