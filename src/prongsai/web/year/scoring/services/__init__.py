"""What people do with scores and remarks: every act is one transaction with its journal entry."""

from prongsai.web.year.scoring.services.remarks import import_sheet, restore, set_remarks

__all__ = ["import_sheet", "restore", "set_remarks"]
