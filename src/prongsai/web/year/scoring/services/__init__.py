"""What people do with scores and remarks: every act is one transaction with its journal entry."""
