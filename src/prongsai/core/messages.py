"""What findings, refusals and labels say: Thai and English by key, from data/messages/ROOM.yaml."""

from functools import cache
from pathlib import Path

from msgspec import Struct, convert

from prongsai.core.compiled import read_compiled
from prongsai.core.text import Text

FOLDER = Path(__file__).parents[1] / "data" / "messages"


class Message(Struct, frozen=True):
    """What is wrong, and what to do now where there is something to do."""

    text: Text
    next_step: Text | None


class _Written(Struct, frozen=True, forbid_unknown_fields=True):
    th: str
    en: str
    next_th: str = ""
    next_en: str = ""


def read_message(key: str, **values: object) -> Message:
    """Fill the message of a key, "room/code" or "room/code.case", with its values.

    Shape:  a value that is a `Text` is put in by language.
    Errors: KeyError for a key or a value that is missing: a fault of ours.
    """
    room, _, name = key.partition("/")
    written = _messages(room)[name]
    step = Text(written.next_th, written.next_en)
    return Message(
        Text(written.th, written.en).format(**values), step.format(**values) if step.th else None
    )


def read_words(key: str, **values: object) -> Text:
    """Fill the words of a key: a label, a journal entry, a reason without a step."""
    return read_message(key, **values).text if values else _read_whole(key)


@cache  # a list asks for the same label in each row
def _read_whole(key: str) -> Text:
    return read_message(key).text


def has_message(key: str) -> bool:
    """Whether a message stands under a key."""
    room, _, name = key.partition("/")
    return name in _messages(room)


def code_of(key: str) -> str:
    """The code that a finding bears: its key without room and case."""
    return key.rpartition("/")[2].partition(".")[0]


@cache
def _messages(room: str) -> dict[str, _Written]:
    path = FOLDER / f"{room}.yaml"
    text = path.read_bytes()
    document = read_compiled(FOLDER, room, text)
    if document is None:
        import yaml  # noqa: PLC0415 - only where set-up has not compiled the text

        document = yaml.safe_load(text)
    return convert(document, dict[str, _Written])
