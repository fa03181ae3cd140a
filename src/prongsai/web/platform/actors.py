"""Who acts, and for whom, as far as the platform asks: it knows no app above it."""

from typing import Any, Protocol

# A row of the agencies' table, which stands above; the database holds the key.
AgencyRow = Any


class ActingPerson(Protocol):
    """A signed-in person: the account, the agency, and the position as the journal shows it."""

    @property
    def user(self) -> Any:
        """The row of the account."""

    @property
    def agency(self) -> AgencyRow:
        """The row of the agency."""

    @property
    def words(self) -> str:
        """The position, else the login."""
