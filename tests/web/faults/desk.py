"""The desk of a real site: citizens who bring matters, and officials who take them in."""

import json
import random
import re
import threading
from contextlib import contextmanager
from http.client import HTTPException
from uuid import uuid4

from tests.web.running import answers, ask, free_port, until

PEOPLE = 8
# No village sends more on a day than the desk takes from the web.
_PAUSE, _MOST = 0.2, 800
BEGUN = """
import json
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from prongsai.web.platform.clock import now, today
from tests.web import factories
agency = factories.make_agency()
agency.second_factor = []
agency.save()
by = factories.make_actor(agency, "chief-administrator", on=today())
session = SessionStore()
session["_auth_user_id"] = str(by.user.pk)
session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
session["_auth_user_hash"] = by.user.get_session_auth_hash()
session["account_authentication_methods"] = [
    {"method": "password", "at": now().timestamp(), "username": by.user.login}
]
session.save()
print(json.dumps([str(agency.pk), session.session_key]))
"""
_CSRF = "c" * 32
_RECEIPT = re.compile(r"(?:\d{4}[ \xa0]){3}\d{4}")


class Desk:
    """The addresses of a site's desk; `acknowledged` are the subjects that got a receipt."""

    def __init__(self, site):
        site.prepare()
        told = site.python(BEGUN)
        assert told.code == 0, told.said
        self._site = site
        self._agency, self._session = json.loads(told.out.splitlines()[-1])
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}/"
        self.acknowledged = {}
        self.twice = 0

    @contextmanager
    def served(self, *, command=None):
        words = () if command else ("--port", self.port)
        with self._site.served(*words, command=command) as process:
            until(lambda: answers(self.address))
            yield process

    def form(self):
        """A form that nobody sent yet."""
        told = {"subject": f"ไฟดับ {uuid4().hex}", "what": "ก" * 500, "place": "หมู่ 3"}
        return {"once": uuid4().hex, **told}

    def bring(self, form, timeout=30):
        """As a citizen, without account or cookie."""
        path = f"site/{self._agency}/desk/new/complaint/"
        return self._noted(form, ask(f"{self.address}{path}", timeout, **form))

    def take(self, form, timeout=30):
        """As an official, whose act the journal records."""
        fields = {**form, "channel": "phone", "csrfmiddlewaretoken": _CSRF}
        cookies = f"sessionid={self._session}; csrftoken={_CSRF}"
        address = f"{self.address}desk/take/complaint/"
        return self._noted(form, ask(address, timeout, headers={"Cookie": cookies}, **fields))

    def _noted(self, form, answer):
        receipt = _RECEIPT.search(answer.out) if answer.code == 200 else None
        if receipt:
            before = self.acknowledged.setdefault(form["subject"], receipt[0])
            assert before == receipt[0], "the same form has the same receipt"
        return answer

    def has_receipt(self, form):
        return form["subject"] in self.acknowledged

    def subjects(self):
        """The subjects of all cases."""
        return [subject for (subject,) in self._site.rows("SELECT subject FROM desk_case")]

    @contextmanager
    def sending(self):
        """People who send until the block ends, again where no answer came, and some twice."""
        stopped, faults = threading.Event(), []

        def send(act):
            form = self.form()
            while not stopped.wait(_PAUSE) and len(self.acknowledged) < _MOST:
                try:
                    act(form, 10)
                except (OSError, ValueError, HTTPException):
                    continue
                except AssertionError as fault:
                    faults.append(fault)
                    return
                if self.has_receipt(form):
                    again = random.random() < 0.05  # noqa: S311 - a double click
                    self.twice += again
                    form = form if again else self.form()

        acts = [(self.bring, self.take)[number % 2] for number in range(PEOPLE)]
        threads = [threading.Thread(target=send, args=[act], daemon=True) for act in acts]
        for thread in threads:
            thread.start()
        yield
        stopped.set()
        for thread in threads:
            thread.join(30)
        assert not faults
