"""The papers' font, made by `make setup` (scripts/derive_font.py) and carried by the wheel."""

from pathlib import Path

from prongsai.core.errors import ProngsaiError

FAMILY = "Prongsai Sarabun"
FONT_FOLDER = Path(__file__).resolve().parents[1] / "fonts"
STYLES = ("Regular", "Bold")


class MissingFont(ProngsaiError):  # noqa: N818 - named for what happened, as in core/errors.py
    """The font files do not lie where they should."""


def fonts() -> dict[str, Path]:
    """The font file of each style."""
    files = {style: FONT_FOLDER / f"{FAMILY.replace(' ', '')}-{style}.ttf" for style in STYLES}
    absent = [file.name for file in files.values() if not file.is_file()]
    if absent:
        names = ", ".join(absent)
        raise MissingFont("documents/font_missing", names=names)
    return files
