"""The assessment frameworks as data: one whole folder per fiscal year."""
