"""The agency's public site: what citizens and assessors read without signing in."""
