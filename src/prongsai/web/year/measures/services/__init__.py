"""What people do with a plan: each act is one transaction with its journal entry."""
