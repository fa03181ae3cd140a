"""A small web site on this machine, whose pages a test puts up, changes and takes down."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prongsai.links.checking import Checker
from prongsai.links.guard import Guard
from prongsai.links.limits import Limits, Pace

HOST = "www.site.example"
_FRAME = (
    "<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body></html>"
)


class LocalSite:
    """Answers under `HOST`; what was not put up is 404."""

    def __init__(self):
        self.pages = {"/": (200, page("หน้าแรก", "ข่าวประชาสัมพันธ์ของเทศบาลตำบลตัวอย่าง"))}
        self.asked = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                site.asked.append(self.path)
                status, body, *more = site.pages.get(self.path, (404, b"<h1>Not Found</h1>"))
                self.send_response(status)
                headers = {"Content-Type": "text/html; charset=utf-8", **(more[0] if more else {})}
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self._server.server_address[1]

    def at(self, path):
        """The whole address of a page."""
        return f"http://{HOST}:{self.port}{path}"

    def shows(self, path, title="แผนปฏิบัติการป้องกันการทุจริต", text="รายละเอียดของแผนทั้งสิบสองโครงการ"):
        """Put a page up; its whole address."""
        self.pages[path] = (200, page(title, text))
        return self.at(path)

    def checker(self, *, keep=False):
        """A checker that finds this site by its name, as the site's own does others."""
        guard = Guard(allowed_hosts=[HOST], resolver=lambda *_: ["127.0.0.1"])
        limits = Limits(connect=2.0, total=5.0)
        return Checker(guard, limits, Pace(0.0, 4), keep=keep)

    def close(self):
        self._server.shutdown()
        self._server.server_close()


def page(title, text):
    return _FRAME.format(title=title, text=text).encode()
