"""The number of a memo or letter: an abbreviation and figures, no words.

It is printed above signatures that are there already, and whoever keeps the agency may type what
stands before the register's number.
"""

import re

# As in "กจ 53501/ว 12", "มท 0808.2/5", "นม 72901 (สป)/1": three consonants abbreviate an office.
_NUMBER = re.compile(
    r"[ก-ฮA-Z]{0,3}\.? ?(\d{1,5}(\.\d{1,3})?)? ?(\([ก-ฮ]{1,3}\.?\))? ?/? ?(ว ?)?\d{1,6}(/\d{2,4})?"
)


def is_paper_number(text: str) -> bool:
    """Whether a text is such a number, in Arabic digits."""
    return _NUMBER.fullmatch(text) is not None


def is_number_prefix(text: str) -> bool:
    """Whether a text may stand before a number; "" may."""
    return is_paper_number(f"{text.removesuffix('/')}/1") or not text
