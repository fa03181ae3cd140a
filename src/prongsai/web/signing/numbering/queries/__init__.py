"""The registers as pages read them."""

from prongsai.web.signing.numbering.queries.numbers import number_of, numbers_of, row_of
from prongsai.web.signing.numbering.queries.pages import RegisterPage, register_page

__all__ = ["RegisterPage", "number_of", "numbers_of", "register_page", "row_of"]
