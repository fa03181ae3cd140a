"""What the public reads where an approval falls."""

from django.dispatch import receiver

from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.services.annulling import paper_fell
from prongsai.web.signing.publication.services import publish_former


@receiver(paper_fell)
def former_is_public(submission: Submission, **_: object) -> None:
    """The edition before what fell is the newest again."""
    publish_former(submission)
