"""Django's PostgreSQL, whose connection is not asked before each page whether it lives."""
