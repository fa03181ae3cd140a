"""Whether what a version says is still what its paper would say: one rule for signing and copying.

A kind's fingerprint tells of an edit at once; the digest of the drawn document tells of every
other source that is printed: remarks, titles, former scores, names in the rules of a year.
"""

from prongsai.core.approval.model import State
from prongsai.core.errors import ProngsaiError
from prongsai.core.papers.document import Document
from prongsai.core.papers.facts import content_digest, content_of
from prongsai.web.signing.approval.drawing import document_of, drafter_of, kept_office
from prongsai.web.signing.approval.handlers import KINDS, handler_of
from prongsai.web.signing.approval.models import Submission, Version


def is_edited(row: Submission, version: Version) -> bool:
    """Whether the subject was edited after the version was submitted; no matter after the end."""
    handler = KINDS.get(row.kind)
    if handler is None or State(row.state).is_over:
        return False
    return handler.fingerprint(row.agency, row.subject) != version.fingerprint


def is_changed(row: Submission, version: Version) -> bool:
    """Whether the paper would say something else than the version does; the paper is drawn for it.

    Shape:  where somebody signs, submits anew or reads before it; lists and the subject's own page
            ask whether it was edited.
    """
    if is_edited(row, version):
        return True
    handler = KINDS.get(row.kind)
    is_fixed = handler is not None and handler.is_fixed
    if not version.content or is_fixed or State(row.state).is_over:
        return False
    version.submission = row
    try:
        with kept_office(version):
            return content_now(version, document_of(version)) != version.content
    except ProngsaiError:
        return True  # what it is made of is gone


def asked_now(version: Version) -> str:
    """The digest of what is asked as it stands now."""
    row = version.submission
    return handler_of(row.kind).fingerprint(row.agency, row.subject)


def content_now(version: Version, document: Document) -> str:
    """The digest of a drawn document with who drafted it, apart from what approval adds."""
    drafter = drafter_of(version.submission, version)
    return content_digest(document, drafter.position, drafter.name, drafter.unit)


def says_otherwise(version: Version, copy: Document) -> bool:
    """Whether a copy says anything that the exact paper of its version does not.

    Shape:  of versions that were drawn before the digest was taken the printed lines are compared.
    """
    if version.content:
        return content_now(version, copy) != version.content
    return bool(added_lines(version, copy))


def added_lines(version: Version, copy: Document) -> list[str]:
    """What a copy says that the exact paper of its version does not, line by line."""
    exact = set(version.strings)
    return [line for line in content_of(copy).strings() if line not in exact]
