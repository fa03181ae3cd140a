"""What may be done with a submission; each act is one transaction with its journal entry."""
