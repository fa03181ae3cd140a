"""Bills that are paid by PromptPay, what came in at the bank, and the reconciliation of a day."""
