"""The registers of document numbers."""
