"""Small YAML files that people write by hand: agency, remarks, overrides, plan."""

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.yaml_data.documents import Document, Scalars, parse

MAX_BYTES = 2_000_000


def read_yaml(data: bytes, name: str) -> Document:
    """The content of a YAML file with its lines; numbers and dates stay texts as typed.

    Errors: UnreadableInput where it is too large, no UTF-8, or no YAML (with the line).
    """
    if len(data) > MAX_BYTES:
        raise UnreadableInput("readers/file_too_large", place=Place(name), max_bytes=MAX_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput("readers/not_utf8_text", place=Place(name)) from error
    return parse(text, name, Scalars.WRITTEN)
