"""Surveys through the real server: killed, on a full disk, and read by whoever has the folder."""

import json
import random
import shutil
import subprocess
import threading
import time
from http.client import HTTPException
from uuid import uuid4

import pytest
from tests.web.faults.test_full_disk import fill, small_disk  # noqa: F401 - a fixture
from tests.web.running import Site, answers, ask, free_port, kill, until

pytestmark = pytest.mark.long

PEOPLE, POINTS, CARDS = 8, 40, 40
THANKS = "data-survey-done"
BEGUN = """
import json
from datetime import timedelta
from tests.web import factories
from prongsai.web.agency.people import actor_on
from prongsai.web.platform.clock import today
from prongsai.web.disclosure.surveys.models import Survey
from prongsai.web.disclosure.surveys.queries import questionnaire_of
from prongsai.web.disclosure.surveys.services import planning
agency = factories.make_agency()
by = factories.make_actor(agency, "ita-officer", on=today())
told = {}
for instrument, points in (("EIT", POINTS), ("IIT", 1)):
    names = tuple(f"point {number}" for number in range(points))
    asked = planning.NewSurvey(
        2566, instrument, f"rehearsal {instrument}", today(), today() + timedelta(days=9), 34,
        points=names,
    )
    own = planning.begin(by, asked)
    cards = planning.print_cards(by, own) if instrument == "IIT" else ()
    told[instrument] = {
        "codes": list(own.points.values_list("code", flat=True)), "cards": cards,
        "asked": [[one.code.replace(".", "-"), len(one.options)]
                  for one in questionnaire_of(own).asked],
    }
print(json.dumps(told))
"""
MIXED = "from prongsai.web.disclosure.surveys import tasks\ntasks.mix_and_tell()\n"
CLOSED = """
from tests.web import factories
from prongsai.web.agency.models import Agency
from prongsai.web.platform.clock import today
from prongsai.web.disclosure.surveys.models import Survey
from prongsai.web.disclosure.surveys.services import answering
by = factories.make_actor(Agency.objects.get(), "ita-officer", on=today(), login="closer")
for own in Survey.objects.all():
    answering.close(by, own)
"""


def begun(site):
    """The addresses, cards and questions of an EIT and an IIT that are open."""
    site.prepare()
    answer = site.python(f"POINTS = {POINTS}\n{BEGUN}")
    assert answer.code == 0, answer.said
    return json.loads(answer.out.splitlines()[-1])


def chosen(asked, number):
    """Answers of their own for each respondent: their number in the digits of the scales."""
    fields = {}
    for name, options in asked:
        number, place = divmod(number, options)
        fields[name] = str(place)
    return fields


def row_of(told, number):
    """What the database writes of these answers."""
    fields = chosen(told["asked"], number)
    return json.dumps({name.replace("-", ".", 1): int(place) for name, place in fields.items()})


def thanked(answer):
    return answer.code == 200 and THANKS in answer.out


# kill -9


class Visitors:
    """People who answer until stopped, again where no answer came, some of them twice.

    What each answered is their own: a row of the database tells which form it was.
    """

    def __init__(self, address, told):
        self._address, self._told = address, told["EIT"]
        self.acknowledged = {}  # the form that was thanked for, by the row that it is
        self.twice = 0
        self._stopped = threading.Event()
        self._threads = [threading.Thread(target=self._send, daemon=True) for _ in range(PEOPLE)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stopped.set()
        for thread in self._threads:
            thread.join(30)

    def form(self):
        """A form that nobody sent yet: its key, the code of its point, and who answers."""
        return uuid4().hex, random.choice(self._told["codes"]), random.getrandbits(30)  # noqa: S311

    def send(self, form):
        key, code, number = form
        fields = chosen(self._told["asked"], number)
        answer = ask(f"{self._address}s/{code}/", timeout=10, once=key, **fields)
        if thanked(answer):
            self.acknowledged[row_of(self._told, number)] = form
        return answer

    def _send(self):
        form = self.form()
        while not self._stopped.is_set():
            try:
                answer = self.send(form)
            except (OSError, ValueError, HTTPException):
                time.sleep(0.05)
                continue
            if thanked(answer):
                again = random.random() < 0.05  # noqa: S311 - a double click
                self.twice += again
                form = form if again else self.form()


def in_the_end(visitors, form):
    """Whether a form is thanked for; a line that breaks off is no answer, and is tried again."""
    try:
        return thanked(visitors.send(form))
    except (OSError, HTTPException):  # a process of the server that was killed may still take it
        return False


def survive(tmp_path, kills):
    site = Site(tmp_path / "data")
    told = begun(site)
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    visitors = Visitors(address, told)
    with visitors:
        for _ in range(kills):
            with site.served("--port", port) as process:
                until(lambda: answers(address))
                time.sleep(random.uniform(0.3, 1.2))  # noqa: S311
                kill(process)
    kept = kept_rows(site)
    assert site.rows("PRAGMA integrity_check") == [("ok",)]
    assert len(visitors.acknowledged) > kills
    assert set(visitors.acknowledged) <= set(kept)
    assert len(kept) == len(set(kept))
    with site.served("--port", port):
        until(lambda: answers(address))
        for form in list(visitors.acknowledged.values())[:20]:
            until(lambda form=form: in_the_end(visitors, form))
    assert sorted(kept_rows(site)) == sorted(kept)
    return visitors, len(kept)


def kept_rows(site):
    """What each row of answers holds."""
    return [values for (values,) in site.rows('SELECT "values" FROM surveys_answer')]


def test_no_acknowledged_answer_is_lost_or_doubled(tmp_path):
    survive(tmp_path, 2)


@pytest.mark.faults
def test_no_acknowledged_answer_is_lost_or_doubled_for_long(tmp_path):
    visitors, kept = survive(tmp_path, 200)
    print(  # noqa: T201 - the figures are what the long run is for
        f"\nsurveys, kill -9 × 200: {len(visitors.acknowledged)} acknowledged, 0 lost, "
        f"{kept} kept, {visitors.twice} sent twice, 0 doubled"
    )


# A full disk


def test_a_full_disk_loses_no_acknowledged_answer(small_disk):  # noqa: F811 - the fixture
    site = Site(small_disk / "data")
    told = begun(site)
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    people = Visitors(address, told)

    def answered():
        """The form and the answer of one who is refused; None while all are thanked."""
        form = people.form()
        found = people.send(form)
        return None if thanked(found) else (form, found)

    with site.served("--port", port):
        until(lambda: answers(address))
        assert answered() is None
        fill(small_disk / "ballast")
        form, refused = until(answered, 60)
        assert refused.code == 503
        assert "เนื้อที่" in refused.out.replace("\u200b", "")
        (small_disk / "ballast").unlink()
        until(lambda: thanked(people.send(form)))
    kept = kept_rows(site)
    assert set(people.acknowledged) <= set(kept)
    assert len(kept) == len(set(kept))


# Whoever has the folder


def spearman(places):
    """How far an order is that in which they came: 1 or -1 is told, 0 is not."""
    ranks = {place: rank for rank, place in enumerate(sorted(places))}
    count = len(places)
    squares = sum((ranks[place] - number) ** 2 for number, place in enumerate(places))
    return 1 - 6 * squares / (count * (count**2 - 1))


def kept_in(folder, rows):
    """Of every file: where in it the answers lie, those that it holds."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            places = [(data.find(row), data.rfind(row)) for row in rows]
            if any(first >= 0 for first, _ in places):
                found[path.name] = places
    return found


def orders_told(folder, rows):
    """The files in which the answers lie in an order that is no chance."""
    told = []
    for name, places in kept_in(folder, rows).items():
        for own in zip(*places, strict=True):
            known = [place for place in own if place >= 0]
            if len(known) > len(rows) / 2 and abs(spearman(known)) > 0.6:
                told.append(name)
    return sorted(set(told))


@pytest.fixture
def answered(tmp_path):
    """A site where forty staff answered by cards in a known order, still open; what it said."""
    site = Site(tmp_path / "data")
    told = begun(site)["IIT"]
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    with site.served("--port", port) as process:
        until(lambda: answers(address))
        for number, card in enumerate(told["cards"][:CARDS]):
            fields = chosen(told["asked"], number)
            some = dict(list(fields.items())[:-1])
            # Who leaves a question out, or mistypes a card, is asked again: nothing may tell when.
            ask(f"{address}s/{told['codes'][0]}/", card=card, once=uuid4().hex, **some)
            ask(f"{address}s/{told['codes'][0]}/", card="0", once=uuid4().hex, **fields)
            answer = ask(f"{address}s/{told['codes'][0]}/", card=card, once=uuid4().hex, **fields)
            assert thanked(answer), answer.said
        process.terminate()
        said, _ = process.communicate(timeout=60)
    return site, told, said


def rows_of(told):
    """The answers as the database writes them, in the order in which they came."""
    return [row_of(told, number).encode() for number in range(CARDS)]


def test_who_has_the_folder_pairs_no_card_and_no_order_with_an_answer(answered, tmp_path):
    site, told, said = answered
    rows = rows_of(told)
    # What finds an order does find it: answers lie in the log as they came, for half an hour.
    assert orders_told(site.data, rows) == ["prongsai.sqlite3-wal"]
    assert site.python(MIXED).code == 0
    assert site.run("backup", tmp_path / "open.tar").code == 0
    assert site.python(CLOSED).code == 0
    assert site.run("backup", tmp_path / "closed.tar").code == 0
    for name in ("open", "closed"):
        folder = tmp_path / name
        folder.mkdir()
        subprocess.run(  # noqa: S603 - the browser that the fixture found
            [shutil.which("tar"), "-xf", str(tmp_path / f"{name}.tar"), "-C", str(folder)],
            check=True,
        )
    (site.data / "said.log").write_bytes(said)
    for folder in (site.data, tmp_path / "open", tmp_path / "closed"):
        assert kept_in(folder, rows), "the answers themselves are there"
        assert orders_told(folder, rows) == []
    used = [card.encode() for card in told["cards"][:CARDS]]
    groups = [b" ".join(card[i : i + 4] for i in range(0, 16, 4)) for card in used]
    for path in tmp_path.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        for what in (*used, *groups, b"Python-urllib"):
            assert what not in data, path
    assert b"/s/" not in said
    # Of used cards nothing is left, not in pages that were given back either.
    assert site.python(DELETES).out.strip() == "1"
    digests = site.python(f"CARDS = {told['cards'][:CARDS]}\n{DIGESTS}").out.split()
    assert len(digests) == CARDS
    for path in (one for one in tmp_path.rglob("*") if one.is_file()):
        data = path.read_bytes()
        assert not [one for one in digests if one.encode() in data], path
    # Once their term is over no file of the site holds a row; what was backed up before does.
    assert site.python(DISSOLVED).code == 0
    assert kept_in(site.data, rows) == {}
    assert site.run("backup", tmp_path / "dissolved.tar").code == 0
    after = (tmp_path / "dissolved.tar").read_bytes()
    assert not [row for row in rows if row in after]
    assert kept_in(tmp_path / "closed", rows)


DISSOLVED = """
from datetime import timedelta
from prongsai.web.platform.clock import freeze, now
from prongsai.web.disclosure.surveys.models import Survey
from prongsai.web.disclosure.surveys.services.keeping import dissolve_over
with freeze(now() + timedelta(days=90)):
    dissolve_over()
assert not Survey.objects.filter(instrument="IIT", kept__isnull=True).exists()
"""
DELETES = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("PRAGMA secure_delete")
    print(cursor.fetchone()[0])
"""
DIGESTS = """
from prongsai.web.disclosure.surveys.models import Survey
from prongsai.web.disclosure.surveys.models import digest_of
own = Survey.objects.get(instrument="IIT")
for card in CARDS:
    print(digest_of(own, card))
"""
