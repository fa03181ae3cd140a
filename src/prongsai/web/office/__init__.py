"""The work of an office around it: circulation, meetings, announcements, papers."""
