"""Announcements from draft to acknowledgement."""
