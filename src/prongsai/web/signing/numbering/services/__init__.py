"""Issue numbers; keep, void and describe them."""

from prongsai.web.signing.numbering.services.issuing import issue, issue_by_hand, keep
from prongsai.web.signing.numbering.services.keeping import (
    begin_at,
    describe,
    open_unit_register,
    void,
)

__all__ = ["begin_at", "describe", "issue", "issue_by_hand", "keep", "open_unit_register", "void"]
