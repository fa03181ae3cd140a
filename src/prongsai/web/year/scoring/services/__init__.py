"""What people do with scores and remarks: every act is one transaction with its journal entry."""

from prongsai.web.year.scoring.services.remarks import set_remarks
from prongsai.web.year.scoring.services.revisions import import_sheet, restore

__all__ = ["import_sheet", "restore", "set_remarks"]
