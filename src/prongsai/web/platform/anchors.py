"""The heads of the journals, written outside the database: a tail that is cut off is missed.

Each journal is a chain of keyed digests; whoever can write the database file alone could still cut
its last entries off. So the number and digest of the last entry are written every hour to a file
that is only added to. It lies beside the keys; who must be surer copies it elsewhere, for it tells
nothing but numbers.
"""

import json
import os
from pathlib import Path

from django.db.models import OuterRef, Q, Subquery

from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.web.platform.clock import now
from prongsai.web.platform.models import JournalEntry

NAME = "journal-heads.jsonl"


def path_of(data: Path) -> Path:
    """Where the heads are written."""
    return data / NAME


def write(data: Path) -> int:
    """Add the head of every journal that has grown since; how many."""
    known = {head["agency"]: head["digest"] for head in _read(data) if head}
    new = [head for head in _heads() if known.get(head["agency"]) != head["digest"]]
    if not new:
        return 0
    lines = "".join(f"{json.dumps(head)}\n" for head in new).encode()
    descriptor = os.open(path_of(data), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "ab") as file:
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())
    return len(new)


def verify(data: Path) -> tuple[Text, ...]:
    """What the journals have no longer, or otherwise, of the heads that were written."""
    sentences = []
    for line, head in enumerate(_read(data), start=1):
        if not head:
            sentences.append(read_words("platform/journal_head_unreadable", line=line))
            continue
        number = head["number"]
        whose = Q(agency_id=head["agency"]) if head["agency"] else Q(agency__isnull=True)
        rows = JournalEntry.objects.filter(whose, number=number)
        digest = rows.values_list("digest", flat=True).first()
        if digest is None:
            sentences.append(
                read_words("platform/journal_entry_gone", number=number, at=head["at"])
            )
        elif digest != head["digest"]:
            sentences.append(
                read_words("platform/journal_entry_differs", number=number, at=head["at"])
            )
    return tuple(sentences)


def are_missing(data: Path) -> bool:
    """Whether no head was kept of journals that have entries: then nothing can be compared."""
    return not any(_read(data)) and JournalEntry.objects.exists()


def _heads() -> list[dict[str, str]]:
    last = JournalEntry.objects.filter(agency_id=OuterRef("agency_id")).order_by("-number")
    of_site = JournalEntry.objects.filter(agency__isnull=True).order_by("-number")
    rows = JournalEntry.objects.filter(
        Q(pk=Subquery(last.values("pk")[:1])) | Q(pk=of_site.values_list("pk", flat=True).first())
    )
    moment = now().isoformat(timespec="seconds")
    return [
        {
            "at": moment,
            "agency": str(row.agency_id or ""),
            "number": str(row.number),
            "digest": row.digest,
        }
        for row in rows.order_by("agency_id")
    ]


def _read(data: Path) -> list[dict[str, str]]:
    """One mapping for each line; an empty one for a line that is none of ours."""
    try:
        lines = path_of(data).read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    return [_head(line) for line in lines]


def _head(line: str) -> dict[str, str]:
    try:
        head = json.loads(line)
        return head if {"at", "agency", "number", "digest"} <= head.keys() else {}
    except (ValueError, AttributeError):
        return {}
