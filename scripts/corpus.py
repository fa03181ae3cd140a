"""Write the corpora of tests/cases in every format, to measure reading on them.

`python scripts/corpus.py FOLDER` copies the documents with and without scores as they stand, sets
each again in other forms (HTML, DOCX, XLSX, PDF, turned pages) beside its label, runs `prongsai
read eval` on them and writes what it counted into docs/method/reading-measured.md, the documents as
they stand into reading.md too.
"""

from __future__ import annotations

import argparse
import csv
import html
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

from prongsai.readers.plain import decode

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests/cases"
CORPORA = ("unscored", "scored")
FONTS = ROOT / "frontend/node_modules/@expo-google-fonts/sarabun/400Regular"
PAGE, BRIEF = ROOT / "docs/method/reading-measured.md", ROOT / "docs/method/reading.md"
# Centimetres that the longest word of a cell needs: typst breaks none, it prints over the next.
CELL = 1.6
BEGIN, END = "<!-- figures -->", "<!-- end -->"
AS_IT_STANDS = "as it stands"
COUNTED = ("right", "candidate", "missed", "wrong", "invented", "false_candidate")
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.([0-9]{1,2}))?")
_SCORE = re.compile(r"[0-9]{1,3}\.[0-9]{2}")
_DECIMAL = re.compile(r"[0-9]{1,3}\.[0-9]+")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")

# A paragraph is a text, a table a list of rows.
Block = str | list[list[str]]


def blocks_of(path: Path) -> list[Block]:
    """A document's paragraphs and tables; markdown's bold marks are taken off."""
    text = decode(path.read_bytes())
    if path.suffix == ".csv":
        delimiter = max(",;\t", key=text.count)
        return [list(csv.reader(io.StringIO(text), delimiter=delimiter))]
    blocks: list[Block] = []
    for line in text.split("\n"):  # a form feed begins a page
        plain = _BOLD.sub(r"\1", line)
        if path.suffix == ".md" and plain.startswith("|"):
            if _RULE.fullmatch(plain):
                continue
            cells = [cell.strip() for cell in plain.strip("|").split("|")]
            if blocks and isinstance(blocks[-1], list):
                blocks[-1].append(cells)
            else:
                blocks.append([cells])
        elif plain.strip():
            blocks.append(plain.lstrip("# ") if path.suffix == ".md" else plain)
    return blocks


def converts(path: Path) -> bool:
    """Whether a document can be set in other formats: HTML and columns of tabs stay as they are."""
    return path.suffix in (".md", ".csv") or (
        path.suffix == ".txt" and "\t" not in decode(path.read_bytes())
    )


def as_html(blocks: list[Block]) -> bytes:
    """A page with paragraphs and plain tables."""
    parts = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(f"<p>{html.escape(block.strip())}</p>")
            continue
        rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in block)
        parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    body = "\n".join(parts)
    page = f'<!DOCTYPE html><html lang="th"><head><meta charset="utf-8"></head><body>{body}</body>'
    return f"{page}</html>\n".encode()


def as_docx(blocks: list[Block]) -> bytes:
    """A Word document."""
    from docx import Document  # noqa: PLC0415 - slow to load

    document, file = Document(), io.BytesIO()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block.strip())
            continue
        table = document.add_table(len(block), max(map(len, block)))
        for row, texts in zip(table.rows, block, strict=True):
            for cell, text in zip(row.cells, texts, strict=False):
                cell.text = text
    document.save(file)
    return file.getvalue()


def as_xlsx(blocks: list[Block]) -> bytes:
    """A workbook; what is written as a number is one, shown with as many decimals."""

    def fill(cell: Any, text: str) -> None:
        number = _NUMBER.fullmatch(text)
        cell.value = float(text) if number else text or None
        if number:
            cell.number_format = "0." + "0" * len(number[1]) if number[1] else "0"

    return _workbook(blocks, fill)


def as_xlsx_percent(blocks: list[Block]) -> bytes:
    """A workbook whose scores are shares, shown in percent."""

    def fill(cell: Any, text: str) -> None:
        is_score = _SCORE.fullmatch(text)
        cell.value = float(Decimal(text) / 100) if is_score else text or None
        if is_score:
            cell.number_format = "0.00%"

    return _workbook(blocks, fill)


def as_xlsx_formulas(blocks: list[Block]) -> bytes:
    """A workbook whose scores are formulas that no program has computed yet."""

    def fill(cell: Any, text: str) -> None:
        cell.value = f"={text}+0" if _DECIMAL.fullmatch(text) else text or None

    return _workbook(blocks, fill)


def _workbook(blocks: list[Block], fill: Callable[[Any, str], None]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415 - slow to load

    book, file = Workbook(), io.BytesIO()
    for row, cells in enumerate(_rows(blocks), start=1):
        for column, text in enumerate(cells, start=1):
            fill(book.active.cell(row, column), text)
    book.save(file)
    return file.getvalue()


def as_pdf(blocks: list[Block]) -> bytes:
    """Pages with ruled tables, in the Thai font; a wide table has a page as wide as it needs."""
    return _pages(_typst_blocks(blocks), _page_of(blocks, 21))


def as_pdf_narrow(blocks: list[Block]) -> bytes:
    """Small pages, where most sentences run over several lines."""
    return _pages(_typst_blocks(blocks), _page_of(blocks, 10.5))


def as_pdf_rotated(blocks: list[Block]) -> bytes:
    """The same pages, which a viewer shows turned by 90 degrees."""
    from pypdfium2 import PdfDocument  # noqa: PLC0415 - slow to load

    document, file = PdfDocument(as_pdf(blocks)), io.BytesIO()
    for page in document:
        page.set_rotation(90)
    document.save(file)
    return file.getvalue()


def as_pdf_sideways(blocks: list[Block]) -> bytes:
    """A page whose text runs from the bottom to the top."""
    return _pages(_turned(blocks, -90, 24), "width: auto, height: auto")


def as_pdf_upside_down(blocks: list[Block]) -> bytes:
    """A page that was laid into the scanner the wrong way round."""
    return _pages(_turned(blocks, 180, 16), "width: auto, height: auto")


def _page_of(blocks: list[Block], width: float) -> str:
    """A page of that many centimetres, or wide enough that no cell is printed over the next."""
    return f"width: {_wide_enough(blocks, width)}cm, height: {width * 1.414:.1f}cm"


def _wide_enough(blocks: list[Block], least: float) -> float:
    """The centimetres that the widest table of some blocks needs."""
    tables = (block for block in blocks if isinstance(block, list))
    columns = max((len(row) for table in tables for row in table), default=0)
    return max(least, CELL * columns)


def _turned(blocks: list[Block], degrees: int, width: float) -> str:
    body = _typst_blocks([b.replace("\f", "") if isinstance(b, str) else b for b in blocks])
    block = f"#block(width: {_wide_enough(blocks, width)}cm)[\n{body}\n]"
    return f"#rotate({degrees}deg, reflow: true)[{block}]"


def _typst_blocks(blocks: list[Block]) -> str:
    parts = []
    for block in blocks:
        if isinstance(block, str):
            if block.startswith("\f"):
                parts.append("#pagebreak(weak: true)")
            parts.append(f"#par[#{_typst(block.strip())}]")
            continue
        columns = max(map(len, block))
        cells = [_typst(cell) for row in block for cell in [*row, *[""] * (columns - len(row))]]
        parts.append(f"#table(columns: {columns}, {', '.join(cells)})")
    return "\n\n".join(parts)


def _pages(body: str, page: str) -> bytes:
    import typst  # noqa: PLC0415 - slow to load, and few tests set a page

    head = f'#set page({page}, margin: 1cm)\n#set text(font: "Sarabun", size: 11pt)\n'
    return typst.compile((head + body).encode(), font_paths=[FONTS], ignore_system_fonts=True)


# Each form of a document: the suffix of its files, and what makes them.
FORMS: dict[str, tuple[str, Callable[[list[Block]], bytes]]] = {
    "html": ("html", as_html),
    "docx": ("docx", as_docx),
    "xlsx": ("xlsx", as_xlsx),
    "xlsx in percent": ("xlsx", as_xlsx_percent),
    "xlsx with formulas": ("xlsx", as_xlsx_formulas),
    "pdf": ("pdf", as_pdf),
    "pdf narrow": ("pdf", as_pdf_narrow),
    "pdf rotated": ("pdf", as_pdf_rotated),
    "pdf sideways": ("pdf", as_pdf_sideways),
    "pdf upside down": ("pdf", as_pdf_upside_down),
}


def _rows(blocks: list[Block]) -> Iterator[list[str]]:
    for block in blocks:
        yield from ([[block.strip()]] if isinstance(block, str) else block)


def _typst(text: str) -> str:
    """A text as a string of Typst."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def documents(corpus: str) -> Iterator[Path]:
    """The documents of a corpus, by name."""
    yield from (path for path in sorted((CASES / corpus).iterdir()) if path.suffix != ".yaml")


def write_all(target: Path) -> None:
    """Write every corpus in every format."""
    every = [(target / corpus, path) for corpus in CORPORA for path in documents(corpus)]
    with ProcessPoolExecutor() as pool:
        for _ in pool.map(write_forms, *zip(*every, strict=True), chunksize=20):
            pass


def write_forms(folder: Path, path: Path) -> None:
    """Write one document in every format."""
    _write(folder / AS_IT_STANDS / path.name, path, path.read_bytes())
    for form, (suffix, write) in FORMS.items() if converts(path) else ():
        _write(folder / form / f"{path.stem}.{suffix}", path, write(blocks_of(path)))


def _write(to: Path, source: Path, data: bytes) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(data)
    shutil.copyfile(source.with_suffix(".yaml"), to.with_suffix(".yaml"))


def counts_of(folder: Path) -> dict[str, Any]:
    """What the command counted in a folder, in sum."""
    command = [sys.executable, "-m", "prongsai", "read", "eval", str(folder), "--json"]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own program
    if done.returncode not in (0, 1) or not done.stdout:  # 1 also where it broke off
        raise SystemExit(done.stderr.decode())
    return dict(json.loads(done.stdout)["sum"])


def table(target: Path) -> str:
    """The counts of every corpus, by form, as a table of the page."""
    heads = "set | files | read | candidate | missed | wrong | invented | false candidates"
    rows = [f"| {heads} |", "|---" * (len(COUNTED) + 2) + "|"]
    sets = [(corpus, form) for corpus in reversed(CORPORA) for form in (AS_IT_STANDS, *FORMS)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # each waits for a process of its own
        counted = pool.map(counts_of, (target / corpus / form for corpus, form in sets))
        for (corpus, form), counts in zip(sets, counted, strict=True):
            found = (counts[what] for what in ("files", *COUNTED))
            rows.append(f"| {corpus}, {form} | {' | '.join(map(str, found))} |")
            print(rows[-1], flush=True)  # a run that is broken off has shown something
    return "\n".join(rows)


def main(target: Path) -> None:
    """Write the corpora, count, put the table on the page."""
    for corpus in CORPORA:
        shutil.rmtree(target / corpus, ignore_errors=True)
    write_all(target)
    head, rule, *rows = table(target).split("\n")
    put(PAGE, [head, rule, *rows])
    put(BRIEF, [head, rule, *(row for row in rows if AS_IT_STANDS in row)])
    print(f"wrote {target}, {PAGE.relative_to(ROOT)} and {BRIEF.relative_to(ROOT)}")


def put(page: Path, rows: list[str]) -> None:
    """Put a table between the marks of a page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text("\n".join([before + BEGIN, *rows, END + after]), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the corpora are written")
    main(parser.parse_args().folder)
