"""Kinds of announcements as data, and the announcement made of one."""
