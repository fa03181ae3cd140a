"""Readers: the bytes of any file become an `Extract`; the core makes score sheets of it."""
