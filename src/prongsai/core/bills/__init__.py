"""Bills that are paid by PromptPay: the text of their QR, and what came in at the bank."""
