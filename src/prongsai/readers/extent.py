"""How far the sheets of an Excel workbook reach, known before any of them is loaded."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from prongsai.core.errors import Place
from prongsai.core.patterns import compiled
from prongsai.readers.kinds import damaged, too_many_cells

# The tag of a row or cell. A prefix is allowed; "/" outside quotes is only that of an empty tag.
_TAG = compiled(
    rb"<(?:[^\s<>/:]++:)?(row|c)(?=[\s/>])((?:[^<>\"'/]++|\"[^\"]*\"|'[^']*')*+)(/?)>"
    rb"(?!</(?:[^\s<>/:]++:)?c>)"
)
# The attribute r, never one written inside the quotes of another.
_REFERENCE = compiled(rb"(?:[^\"']|\"[^\"]*\"|'[^']*')*?\sr\s*=\s*[\"']([A-Za-z]*)([0-9]+)[\"']")
# The usual tag of a cell, and every tag that may be one.
_PLAIN_CELL = compiled(rb"<c r=\"([A-Z]{1,3})([0-9]{1,7})\"")
_ANY_CELL = compiled(rb"<(?:[^\s<>/:]++:)?c[\s/>]")
# A cell or row that does not plainly stand left of DA and above row 10,000.
_FAR_OR_UNSAID = compiled(rb"<(?:c(?! r=\"[A-C]?[A-Z][0-9]{1,4}\")[\s/>]|row(?! r=\"[0-9]{1,4}\"))")
_PREFIXED = compiled(rb":(?:c|row)[\s/>]")
_NEAR = 104 * 9_999
MAX_CELLS = 2_000_000
_HELD = 16_000_000
_AROUND_CELLS = (b"sheetData", b":spreadsheet>")  # of Excel, of OpenDocument
_LONGEST_NUMBER = 7


def refuse_too_many_cells(data: bytes, name: str) -> Mapping[str, bytes]:
    """Refuse a workbook before Calamine loads it.

    Calamine makes room for every cell a sheet spans, and ends the process where it cannot.

    Shape:  the parts as they were unpacked, by their names: 16 MB of them at most, the rest is
            unpacked again by whoever needs it.
    Errors: UnreadableInput where a sheet spans more than `MAX_CELLS`, or the file is damaged.
    """
    unpacked: dict[str, bytes] = {}
    room = _HELD
    try:
        for part_name, part in _parts(data):
            # Of two parts with one name the last one counts, whatever is in it.
            unpacked.pop(part_name, None)
            if _is_in_wide_letters(part):
                raise damaged(name)
            if b"sheetData" in part and _span(part) > MAX_CELLS:
                raise too_many_cells(Place(name), sheet=True)
            if len(part) <= room:
                unpacked[part_name] = part
                room -= len(part)
    # What zipfile lets out where the sizes, places or methods in an archive are wrong.
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise damaged(name) from error
    return unpacked


def _is_in_wide_letters(part: bytes) -> bool:
    """Whether cells are written in letters of two or four bytes: Calamine finds none of them."""
    if b"\0" not in part:
        return False
    narrow = part.replace(b"\0", b"")
    return any(word in narrow and word not in part for word in _AROUND_CELLS)


def _parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Each part's name and content, for a sheet may have any name; none of what is no zip file."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                yield entry.filename, archive.read(entry)


def _span(part: bytes) -> int:
    """The cells from A1 to the last one that holds something, or no fewer and few enough."""
    if not (_FAR_OR_UNSAID.search(part) or _PREFIXED.search(part)):
        return _NEAR
    plain = _PLAIN_CELL.findall(part)
    if len(plain) == len(_ANY_CELL.findall(part)):
        # Each says where it stands: also those with a style alone, the span is no smaller.
        row = max((int(digits) for _, digits in plain), default=0)
        column = max(
            (
                _column_number(letters)
                for letters in {column_letters for column_letters, _ in plain}
            ),
            default=0,
        )
        if row * column <= MAX_CELLS:
            return row * column
    last_row = last_column = 0
    for row, column in _filled(part):
        last_row, last_column = max(last_row, row), max(last_column, column)
    return last_row * last_column


def _filled(part: bytes) -> Iterator[tuple[int, int]]:
    """Row and column of every cell that holds something; one with a style alone is empty.

    A cell or row that does not say where it stands follows the one before it.
    """
    row = column = 0
    for tag in _TAG.finditer(part):
        reference = _REFERENCE.match(tag[2])
        if tag[1] == b"row":
            row, column = _number(reference[2]) if reference else row + 1, 0
            continue
        if reference and reference[1]:
            row, column = _number(reference[2]), _column_number(reference[1])
        else:
            column += 1
        if not tag[3]:
            yield row, column


def _number(digits: bytes) -> int:
    """The number of a row; one that no sheet has is told as more than any may span."""
    return int(digits) if len(digits) <= _LONGEST_NUMBER else MAX_CELLS + 1


def _column_number(letters: bytes) -> int:
    """The number of a column: A is 1, Z is 26, AA is 27."""
    if len(letters) > _LONGEST_NUMBER:
        return MAX_CELLS + 1
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
