"""What only one of the two databases can do: the only room with SQL of our own."""

from __future__ import annotations

from prongsai.web.platform.db.tenancy import one_agency

__all__ = ["one_agency"]
