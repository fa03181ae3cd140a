"""Whoever deletes what nobody may find again owes what the database's files still hold of it."""

import re
from collections import Counter

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from tests.web.apps import ROOT, app_of

from prongsai.web.platform import clock, remnants, worker
from prongsai.web.platform.models import CachedValue, Remnant, Sent

# Rows that are deleted without `remnants.delete`, by app: how often, and why nothing is owed.
SETTLED = {
    "surveys": 5,
}  # owed for the whole survey at once (`mixing.owe`)
OF_NOBODY = {
    # a card that nobody is known to have; mixed half-hourly; counts that were shown
    "surveys": 2,
    # the secret of a generator that is used no more; a term that was told and stands in the journal
    "agency": 2,
    # words of public pages
    "public_site": 4,
    # and what a program read and drew of it
    "disclosure": 3,
    # counts of a minute; what the house set up
    "approval": 2,
    # and that a part of a date was done, which stands in the journal; one by a migration
    "calendar": 5,
    # that there would have been news; where, stays
    "desk": 4,
    # a framework is public
    "assessment": 1,
    # a plan is public
    "measures": 2,
    # an order that names members is published; as minutes are
    "meetings": 3,
    # who writes a register
    "registers": 2,
    # counts of days, summed
    "statistics": 1,
    # of a photo; the photo is a file of its own
    "evidence": 1,
    # what Django notes of a model that is gone
    "ownership": 1,
    # sessions of a backup of before: a key whose row is gone signs nobody in
    "project": 1,
    # digests; which worker lives; numbers of jobs that ended; drafts of what was to become public,
    # how somebody looks at a register, what the house set up
    "platform": 7,
}
OWN = {"platform": 3}


_BARE = re.compile(r"\.(?:delete|_raw_delete|clear_expired)(?:\(\)|,)")


def deletions():
    found = Counter()
    for path in ROOT.rglob("*.py"):
        if path.name == "urls.py":
            continue
        found[app_of(path)] += len(_BARE.findall(path.read_text(encoding="utf-8")))
    return found


def test_each_deletion_owes_or_says_why_not():
    assert +deletions() == Counter(SETTLED) + Counter(OF_NOBODY) + Counter(OWN)


@pytest.mark.django_db
def test_what_is_deleted_is_owed_once_with_all_of_its_tables():
    assert remnants.delete(Sent.objects.all(), subject="this") == 0
    remnants.owe("this")
    assert not Remnant.objects.exists()
    Sent.objects.create(digest="a", at=clock.now())
    assert remnants.delete(Sent.objects.all(), subject="this") == 1
    remnants.owe("this", CachedValue)
    (owed,) = Remnant.objects.all()
    assert owed.tables == ["platform_cache", "platform_sent"]
    assert (remnants.reason_for("this"), remnants.reason_for("that")) == ("untried", None)


@pytest.mark.django_db
def test_ended_sessions_are_owed():
    Session.objects.create(session_key="a", session_data="", expire_date=clock.now())
    worker.tidy()
    assert Remnant.objects.get().tables == ["django_session"]


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_removed_is_tried_once_an_hour(monkeypatch):
    """Each attempt keeps who writes waiting."""
    tried = []

    def refuse(owed, *, patiently):
        del patiently
        tried.append({one.subject for one in owed})
        left = {"large": dict.fromkeys(["platform_sent"], remnants.Why.ROLE)}
        return {one.pk: left[one.subject] for one in owed if one.subject in left}

    monkeypatch.setattr(remnants, "_of_sqlite", refuse)
    for subject in ("large", "small"):
        with transaction.atomic():
            remnants.owe(subject, Sent, CachedValue)
    remnants.remove()
    remnants.remove()
    assert tried == [{"large", "small"}]
    assert Remnant.objects.get().tables == ["platform_sent"], "the other table was written anew"
    remnants.remove_all()
    assert tried == [{"large", "small"}, {"large"}]
    assert remnants.wait_for_owner()
