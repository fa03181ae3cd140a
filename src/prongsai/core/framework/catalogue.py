"""Which fiscal years are known, and the way to each.

The years that come with the product lie in the package; an officer's own corrections lie in a
folder she names, and take precedence. Years are loaded when first asked for, and again after a
change.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from prongsai.core.errors import UnknownYear
from prongsai.core.framework.documents import Element, Elements, load_framework, part_of
from prongsai.core.framework.model import Framework, Status

BUILTIN = Path(__file__).resolve().parents[2] / "data" / "frameworks"  # the years that are shipped
OLDEST_SAME_RULE = 2563
_SAME_METHOD_SINCE = 2562


def _load(folder: Path) -> Framework:
    """The year in a folder, loaded once for each time a file of it was changed."""
    return _loaded(folder, max(file.stat().st_mtime_ns for file in folder.iterdir()))


@lru_cache(maxsize=64)
def _loaded(folder: Path, changed: int) -> Framework:
    del changed
    return load_framework(folder)


@lru_cache(maxsize=64)
def _loaded_elements(folder: Path, changed: int) -> Mapping[str, tuple[Element, ...] | None]:
    del changed
    return part_of(folder, "elements", Elements).elements


def _elements_in(folder: Path) -> Mapping[str, tuple[Element, ...] | None]:
    file = folder / "elements.yaml"
    return _loaded_elements(folder, file.stat().st_mtime_ns if file.exists() else 0)


class Catalogue:
    """The frameworks by fiscal year."""

    def __init__(self, *own_folders: Path) -> None:
        """`own_folders` hold one folder per year each; later ones take precedence."""
        self.builtin = BUILTIN
        self._folders: dict[int, Path] = {}
        for root in (self.builtin, *own_folders):
            if not root.is_dir():
                continue
            for folder in sorted(root.iterdir()):
                if folder.name.isdigit() and (folder / "framework.yaml").exists():
                    self._folders[int(folder.name)] = folder

    def years(self) -> tuple[int, ...]:
        """Every year there is a folder for, oldest first."""
        return tuple(sorted(self._folders))

    def folder(self, fiscal_year: int) -> Path:
        """The folder of a year.

        Errors: UnknownYear, with the reason.
        """
        if fiscal_year in self._folders:
            return self._folders[fiscal_year]
        known = ", ".join(str(year) for year in self.years())
        if fiscal_year < _SAME_METHOD_SINCE:
            raise UnknownYear(
                "framework/year_under_other_rule", fiscal_year=fiscal_year, known=known
            )
        raise UnknownYear("framework/framework_unknown", fiscal_year=fiscal_year, known=known)

    def get(self, fiscal_year: int, *, draft: bool = False) -> Framework:
        """The framework of a year.

        Errors: UnknownYear where there is none, or it is a draft and drafts were not asked for.
        """
        framework = _load(self.folder(fiscal_year))
        if framework.status is Status.DRAFT and not draft:
            raise UnknownYear("framework/framework_is_draft", fiscal_year=fiscal_year)
        return framework

    def find(self, fiscal_year: int) -> Framework | None:
        """The framework of a year, a draft too; None where it has none."""
        return _load(self._folders[fiscal_year]) if fiscal_year in self._folders else None

    def of_plan(self, score_year: int) -> tuple[Framework, ...]:
        """The years whose codes a plan may use: that of its scores, then its own; drafts too.

        Shape:  none where that of its scores is not known.
        """
        if score_year not in self._folders:
            return ()
        wanted = (score_year, score_year + 1)
        return tuple(self.get(year, draft=True) for year in wanted if year in self._folders)

    def elements(self, fiscal_year: int) -> Mapping[str, tuple[Element, ...] | None]:
        """What each OIT item of a year must disclose, by its code; lists may be incomplete.

        Shape:  an item that is missing, or None, is one of which it is not known. An agency's own
                year that says nothing of an item asks what the shipped year asks. Years stand in
                the words as marks; `periods.text_in` computes them.
        Errors: UnknownYear as `folder`; BrokenFramework as `load_framework`.
        """
        folder = self.folder(fiscal_year)
        own, shipped = _elements_in(folder), self.builtin / folder.name
        if folder == shipped or not shipped.is_dir():
            return own
        return {**_elements_in(shipped), **{code: asked for code, asked in own.items() if asked}}

    def all(self) -> tuple[Framework, ...]:
        """Every year, drafts included."""
        return tuple(_load(self._folders[year]) for year in self.years())
