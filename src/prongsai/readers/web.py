"""HTML pages: tables with their spans filled, and the texts between them."""

import re
from collections.abc import Iterator

from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser, LexborNode

from prongsai.core.errors import Place
from prongsai.core.extract import Block, Extract, Paragraph, Table, TableRow, with_blank_row
from prongsai.core.patterns import compiled
from prongsai.readers.kinds import PICTURE_IN_TEXT, too_deep, too_many_cells, too_many_parts
from prongsai.readers.plain import decode
from prongsai.readers.unseen import Unseen
from prongsai.readers.web_unseen import is_note, take_out_unseen

_CHARSET = compiled(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_SKIPPED = {"script", "style", "nav", "noscript", "template", "svg", "head"}
_BLOCKS = {"p", "div", "li", "ul", "ol", "section", "article", "main", "table", "body", "html",
           "h1", "h2", "h3", "h4", "h5", "h6", "header", "footer", "center", "form", "dl", "dt",
           "dd", "blockquote", "pre", "figure", "figcaption", "aside", "span", "tbody"}  # fmt: skip
_ANY_TAG = compiled(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
_CLOSES_ITSELF = {
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "option",
    "optgroup", "br", "img", "hr", "input", "meta", "link", "area", "base", "col", "embed",
    "source", "track", "wbr", "param", "rp", "rt",
}  # fmt: skip
_NUMBER_ALONE = compiled(r"[0-9๐-๙]{1,3}\.[0-9๐-๙]{1,2}")
_STARTS_WITH_DIGIT = compiled(r"[0-9๐-๙.,]")
_DECIMAL_ENDS = compiled(r"[0-9๐-๙][.][0-9๐-๙]{1,2}$")
# Names of classes that style sheets of other files raise.
_MARKS = compiled(
    r"(?:^|[\s_-])(?:sup|super|superscript|fn|foot|footnotes?|note|noteref|ref)(?:$|[\s_\d-])", 2
)
_BULLETS = {"li": "- "}
_HOME = compiled(r"หน้าแรก|หน้าหลัก|home(?: page)?", re.IGNORECASE)
_SEPARATORS = compiled(r"[\s|/·•»>-]+")
_FEWEST_LINKS, _MOST_MENUS = 5, 10
_MOST_SPANS = 4
_MAX_DEPTH = 2_000
_MOST_TAGS = 600_000  # of a table of all agencies of the country; each takes memory of its own
_LONGEST_TAG = 65_536
_LONG_TAG = compiled(rb"<[A-Za-z/!?][^<>]{65536}")
_MAX_SPAN = 200
_LONGEST_SPAN = 6
_MAX_COLUMNS = 16_384
_MAX_CELLS = 2_000_000
# Each begins only where white space begins, or a long run of it would be tried from every place.
_BREAK_IN_TEXT = compiled(r"(?<![ \t\r\f])[ \t\r\f]*\n\s*")
_BREAK_IN_CELL = compiled(r"(?<!\s)\s*\n\s*")


def read_web(data: bytes, name: str) -> Extract:
    """Every block of the page that is seen, in order; tables are numbered.

    Errors: UnreadableInput where it has more tags, longer or deeper ones than pages have.
    """
    declared = _CHARSET.search(data[:4096])
    if len(data) > _LONGEST_TAG and b";base64," in data:
        data = PICTURE_IN_TEXT.sub(b"", data)
    if data.count(b"<") > _MOST_TAGS or _LONG_TAG.search(data):
        raise too_many_parts(name)
    text = decode(data, declared[1].decode("ascii") if declared else None)
    if is_too_deep(text):
        raise too_deep(name)
    tree = LexborHTMLParser(text)
    unseen = Unseen()
    take_out_unseen(tree, text, name, unseen)
    _take_out_menus(tree)
    walker = _Walker(name)
    try:
        if tree.body is not None:
            walker.walk(tree.body)
    except RecursionError as error:
        raise too_deep(name) from error
    walker.flush()
    return Extract(tuple(walker.blocks), unseen.findings())


def _take_out_menus(tree: LexborHTMLParser) -> None:
    """Take out lists of links that lead home and to parts of the site: they show nothing."""
    homes = [link for link in tree.css("a") if _HOME.fullmatch(link.text(strip=True))]
    menus: list[LexborNode] = []
    for home in homes[:_MOST_MENUS]:
        menu, above = home, home.parent
        while above is not None and above.tag not in ("body", "html") and _is_of_links(above):
            menu, above = above, above.parent
        if len(menu.css("a")) >= _FEWEST_LINKS and menu not in menus:
            menus.append(menu)
    for menu in menus:
        menu.decompose()


def _is_of_links(node: LexborNode) -> bool:
    words = _SEPARATORS.sub("", node.text())
    linked = sum(len(_SEPARATORS.sub("", link.text())) for link in node.css("a"))
    return len(words) <= linked


def is_too_deep(text: str) -> bool:
    """Whether parts stand inside each other as on no page: the parser's time grows with its square.

    A tag that closes by itself (a paragraph, an item, a cell, a picture) makes nothing deeper.
    """
    depth = 0
    for tag in _ANY_TAG.finditer(text):
        if tag[2].lower() not in _CLOSES_ITSELF:
            depth = max(depth - 1, 0) if tag[1] else depth + 1
            if depth > _MAX_DEPTH:
                return True
    return False


class _Walker:
    """Gathers loose text into paragraphs and tables into tables."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.blocks: list[Block] = []
        self.loose: list[str] = []
        self.tables = 0
        self.paragraphs = 0

    def flush(self) -> None:
        text = _BREAK_IN_TEXT.sub("\n", "".join(self.loose)).strip()
        self.loose = []
        if text:
            self.paragraphs += 1
            self.blocks.append(Paragraph(text, Place(self.name, line=self.paragraphs)))

    def walk(self, node: LexborNode) -> None:
        for child in node.iter(include_text=True):
            tag = child.tag
            if tag == "-text":
                self.loose.append(re.sub(r"\s+", " ", child.text_content or ""))
            elif tag in _SKIPPED or _is_footnote(child):
                continue
            elif tag == "br":
                self.loose.append("\n")
            elif tag == "table":
                self.flush()
                self._table(child)
            elif tag == "dl" and _is_plain_list(child):
                self.flush()
                self._definitions(child)
            elif tag in _BLOCKS and tag != "span":
                self.flush()
                self.loose.append(_BULLETS.get(tag, ""))
                for part in _apart(child):
                    self.walk(part)
                    self.flush()
            elif _is_open(child):
                self.loose.append("*")
            else:
                self.walk(child)

    def _table(self, table: LexborNode) -> None:
        if len(table.css("table")) > 1:  # the first is the table itself
            # One that holds tables only lays out the page: its cells are read one by one.
            for row in _own_rows(table):
                for cell in row.iter():
                    self.flush()
                    self.walk(cell)
                    self.flush()
            return
        self.tables += 1
        place = Place(self.name, table=self.tables)
        caption = table.css_first("caption")
        if caption is not None:
            self.loose.append(caption.text(separator=" "))
            self.flush()
        under: set[tuple[int, int]] = set()
        grid = _grid(table, place, under)
        filled = [(at, cells) for at, cells in enumerate(grid) if any(map(str.strip, cells))]
        rows = tuple(
            TableRow(tuple(cells), Place(self.name, table=place.table, row=number + 1))
            for number, cells in filled
        )
        if rows:
            at = {number: row for row, (number, _) in enumerate(filled)}
            covered = frozenset((at[row], column) for row, column in under if row in at)
            # Below captions a blank row may hold pictures.
            height = 1 if table.css_first("img") else len(grid)
            self.blocks.append(Table(with_blank_row(rows, height), place, covered))

    def _definitions(self, listed: LexborNode) -> None:
        """A list of terms and what is said of each: a table of two columns."""
        self.tables += 1
        place = Place(self.name, table=self.tables)
        rows: list[TableRow] = []
        term = ""
        for part in listed.css("dt, dd"):
            text = _cell_text(part)
            if part.tag == "dt":
                term = text
            else:
                rows.append(TableRow((term, text), replace(place, row=len(rows) + 1)))
        if rows:
            self.blocks.append(Table(tuple(rows), place))


def _apart(block: LexborNode) -> tuple[LexborNode, ...]:
    """A block, or the parts of one that is a card."""
    return tuple(block.iter()) if _is_card(block) else (block,)


def _is_card(node: LexborNode) -> bool:
    """Whether a block is a number in one span and its name in others, which styles set apart."""
    if node.tag not in ("div", "li", "p", "a"):
        return False
    parts = list(node.iter(include_text=True))
    spans = [part for part in parts if part.tag == "span"]
    texts = [(part.text_content or part.text(deep=True)).strip() for part in parts]
    loose = any(text for part, text in zip(parts, texts, strict=True) if part.tag == "-text")
    if loose or not 1 < len(spans) <= _MOST_SPANS or len(spans) != sum(map(bool, texts)):
        return False
    numbers = [text for text in texts if _NUMBER_ALONE.fullmatch(text)]
    return len(numbers) == 1 and not any(map(_STARTS_WITH_DIGIT.match, set(texts) - {*numbers}))


def _is_plain_list(listed: LexborNode) -> bool:
    """Whether a definition list has definitions and neither lists nor tables inside."""
    return bool(listed.css("dd")) and not listed.css("dl dl, dl table")


def _own_rows(node: LexborNode) -> Iterator[LexborNode]:
    """Rows of this table, not of tables inside it."""
    for child in node.iter():
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _own_rows(child)


def _cell_text(cell: LexborNode) -> str:
    """A cell's text: words split over inline marks are whole, blocks and breaks are new lines."""
    parts: list[str] = []

    def gather(node: LexborNode) -> None:
        for child in node.iter(include_text=True):
            if child.tag == "-text":
                parts.append(re.sub(r"\s+", " ", child.text_content or ""))
            elif child.tag == "br" or child.tag in _BLOCKS - {"span"}:
                parts.append("\n")
                gather(child)
                parts.append("\n")
            elif child.tag not in _SKIPPED and not _is_footnote(child):
                gather(child) if not _is_open(child) else parts.append("*")

    gather(cell)
    return _BREAK_IN_CELL.sub("\n", "".join(parts)).strip()


def _is_footnote(node: LexborNode) -> bool:
    """Whether a part of a text is the mark of a note, by its tag, its link or its class's name."""
    if node.tag in ("sup", "sub"):
        return is_note(node)
    is_marked = (
        node.tag == "small"
        or (node.tag == "a" and (node.attributes.get("href") or "").startswith("#"))
        or _MARKS.search(node.attributes.get("class") or "") is not None
    )
    return is_marked and _is_behind_a_digit(node) and is_note(node)


def _is_open(node: LexborNode) -> bool:
    """Whether digits that a class sets apart may be those of a score or the mark of a note."""
    before = node.prev
    is_inline = "class" in node.attributes and node.tag not in _BLOCKS - {"span"}
    return (
        is_inline
        and before is not None
        and node.text(deep=True).strip().isdigit()
        and _DECIMAL_ENDS.search(before.text_content or before.text(deep=True)) is not None
    )


def _is_behind_a_digit(node: LexborNode) -> bool:
    before = node.prev
    text = (before.text_content or before.text(deep=True)) if before is not None else ""
    return text[-1:].isdigit()


def _span(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    if not (value.isascii() and value.isdigit()):
        return 1
    # What is longer than the most is the most: int() refuses thousands of digits.
    return min(max(int(value.lstrip("0")[:_LONGEST_SPAN] or 0), 1), _MAX_SPAN)


def _grid(table: LexborNode, place: Place, under: set[tuple[int, int]]) -> list[list[str]]:
    """Cells by row and column, each span filled with its text.

    Shape:  a row that lacks cells is shorter, for nothing tells which they are; `under` receives
            the places that a cell covers from above.
    Errors: UnreadableInput where the spans make more cells than any score sheet has.
    """
    grid: dict[tuple[int, int], str] = {}
    width = 0
    rows = list(_own_rows(table))
    for row_number, row in enumerate(rows):
        column = 0
        for cell in row.iter():
            if cell.tag not in ("td", "th"):
                continue
            while (row_number, column) in grid:
                column += 1
            text = _cell_text(cell)
            across = _span(cell, "colspan")
            for down in range(min(_span(cell, "rowspan"), len(rows) - row_number)):
                for right in range(across):
                    grid[row_number + down, column + right] = text
                    if down:
                        under.add((row_number + down, column + right))
            column += across
            width = max(width, column)
            if width > _MAX_COLUMNS or max(len(grid), width * len(rows)) > _MAX_CELLS:
                raise too_many_cells(place)
    return [
        [grid[row, column] for column in range(width) if (row, column) in grid]
        for row in range(len(rows))
    ]
