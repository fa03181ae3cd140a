"""The whole public site of an agency into a folder, with every link inside it looked at.

Only what changed is written, and only what a copy made is ever removed: `prongsai-export.json`
names what the copy owns. While files are being written it names the former ones and the new ones,
so that whoever comes after a power cut still knows whose they are.

Where nothing can have changed since the last copy, and every file lies there as it was left, no
page is asked for: equal files have equal links, and the last ones had no fault.
"""

import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath
from typing import TypeVar

import django
import msgspec
from django.conf import settings
from django.utils import translation
from msgspec import Struct

import prongsai
from prongsai.core.errors import Finding, Findings, Misuse, Place
from prongsai.links.folder import check_folder
from prongsai.web.agency.models import Agency
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.project.export.gathering import Made, gather

OWNED = "prongsai-export.json"
_FORMAT = 1
_FOLDER_MODE, _FILE_MODE = 0o755, 0o644
_UNFINISHED = ".prongsai-export-"
_Done = TypeVar("_Done")


class _Owned(Struct):
    """What the copy made: the digest of every file by its name.

    Shape:  `state` is what was so of the site when all of it was written and no link was at fault;
            empty where it is not known, or something was.
    """

    format: int
    agency: str
    files: dict[str, str]
    state: str = ""


class Written(Struct, frozen=True):
    """What was done; `left` are files that somebody changed, and that are not wanted any more."""

    written: tuple[str, ...]
    same: int
    removed: tuple[str, ...]
    left: tuple[str, ...]


class Folder:
    """The folder of an agency's copy."""

    def __init__(self, path: Path, agency: str) -> None:
        """See whether it may be written.

        Errors: Misuse where it holds anything but a copy of this agency's site.
        """
        self._path = path
        self._agency = agency
        self._state = ""
        self._former = self._read()

    def unchanged(self, state: str) -> Written | None:
        """What a copy in this state would do where the last was in the same: nothing.

        Shape:  None where the state is another, or where a file is not as the last copy left it.
        """
        if not state or state != self._state:
            return None
        if not all(self._holds(name, digest) for name, digest in self._former.items()):
            return None
        return Written((), len(self._former), (), ())

    def remember(self, state: str) -> None:
        """Note the state in which the folder was written whole.

        Errors: Misuse where it cannot be written.
        """
        self._state = state
        self._name_fault(lambda: self._own(self._read()))

    def write(self, files: Mapping[str, Made]) -> Written:
        """Make the folder hold these files."""
        digests = {name: _digest(made) for name, made in files.items()}
        foreign = [name for name in sorted(files) if self._is_foreign(name, digests[name])]
        if foreign:
            raise Misuse("project/foreign_file_in_way", place=Place(str(self._path / foreign[0])))
        self._state = ""
        return self._name_fault(lambda: self._write(files, digests))

    def _name_fault(self, doing: Callable[[], _Done]) -> _Done:
        try:
            return doing()
        except OSError as error:
            raise Misuse(
                "project/folder_not_writable",
                place=Place(str(error.filename or self._path)),
                strerror=error.strerror,
            ) from error

    def _write(self, files: Mapping[str, Made], digests: Mapping[str, str]) -> Written:
        if not self._path.is_dir():
            self._path.mkdir(parents=True)
            self._path.chmod(_FOLDER_MODE)
        self._sweep()
        changed = tuple(name for name in sorted(files) if not self._holds(name, digests[name]))
        stale = sorted(set(self._former) - set(files))
        if changed or stale:
            self._own({**self._former, **digests})
        for name in changed:
            self._put(name, files[name])
        removed = tuple(name for name in stale if self._remove(name))
        self._own(dict(digests))
        gone = {*removed, *(name for name in stale if not self._at(name).exists())}
        left = tuple(name for name in stale if name not in gone)
        return Written(changed, len(files) - len(changed), removed, left)

    def _read(self) -> dict[str, str]:
        """What the former copy owns; nothing where the folder is empty or not there."""
        if not self._path.exists() or (self._path.is_dir() and not any(self._path.iterdir())):
            return {}
        try:
            owned = msgspec.json.decode((self._path / OWNED).read_bytes(), type=_Owned)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            raise _not_ours(self._path) from error
        if owned.format != _FORMAT or owned.agency != self._agency:
            raise _not_ours(self._path)
        if not all(map(_is_inside, owned.files)):
            raise _not_ours(self._path)
        self._state = self._state or owned.state
        return owned.files

    def _own(self, files: Mapping[str, str]) -> None:
        owned = _Owned(_FORMAT, self._agency, dict(sorted(files.items())), self._state)
        data = msgspec.json.format(msgspec.json.encode(owned), indent=1)
        if not self._holds(OWNED, sha256(data).hexdigest()):
            self._put(OWNED, Made(data))

    def _at(self, name: str) -> Path:
        return self._path / name

    def _holds(self, name: str, digest: str) -> bool:
        """Whether a file with this content lies there, by no detour."""
        path = self._at(name)
        if not path.is_file() or not self._is_straight(path):
            return False
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest() == digest

    def _is_straight(self, path: Path) -> bool:
        """Whether nothing on the way is a link to somewhere else."""
        inside = [path, *path.parents][: len(path.relative_to(self._path).parts)]
        return not any(step.is_symlink() for step in inside)

    def _is_foreign(self, name: str, digest: str) -> bool:
        """Whether something stands there that no copy made, or a way there leads elsewhere."""
        path = self._at(name)
        if not self._is_straight(path):
            return True
        if any(parent.is_file() for parent in path.parents if parent.is_relative_to(self._path)):
            return True
        return path.exists() and name not in self._former and not self._holds(name, digest)

    def _put(self, name: str, made: Made) -> None:
        """Write a file beside its place and move it there: nobody ever reads half of one."""
        path = self._at(name)
        self._make_folder(path.parent)
        descriptor, unfinished = tempfile.mkstemp(prefix=_UNFINISHED, dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                if made.file is None:
                    file.write(made.body)
                else:
                    with made.file.open("rb") as kept:
                        shutil.copyfileobj(kept, file)
                file.flush()
                os.fsync(file.fileno())
            Path(unfinished).chmod(_FILE_MODE)  # a web server reads it, whoever it runs as
            Path(unfinished).replace(path)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise

    def _make_folder(self, path: Path) -> None:
        if path.is_dir():
            return
        self._make_folder(path.parent)
        path.mkdir(exist_ok=True)
        path.chmod(_FOLDER_MODE)

    def _remove(self, name: str) -> bool:
        """Remove a file that the former copy made and nobody changed, and folders left empty."""
        path = self._at(name)
        if not self._holds(name, self._former[name]):
            return False
        path.unlink()
        for parent in path.parents:
            if parent == self._path or any(parent.iterdir()):
                break
            parent.rmdir()
        return True

    def _sweep(self) -> None:
        """Remove what a copy that was killed left half written."""
        for left in self._path.rglob(f"{_UNFINISHED}*"):
            if left.is_file() and self._is_straight(left):
                left.unlink()


def _digest(made: Made) -> str:
    if made.file is None:
        return sha256(made.body).hexdigest()
    with made.file.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _is_inside(name: str) -> bool:
    """Whether a name is one that a copy makes: no way out of the folder."""
    path = PurePosixPath(name)
    is_plain = str(path) == name and "\\" not in name and not Path(name).is_absolute()
    return is_plain and not path.is_absolute() and ".." not in path.parts and name != OWNED


def _not_ours(path: Path) -> Misuse:
    return Misuse("project/folder_not_export", place=Place(str(path)))


def state_of(agency: Agency) -> str:
    """A digest of all that decides what an agency's copy shows; empty where that is not known.

    Shape:  as for pages that are kept (ADR 49), the last entry of the journal stands for all rows,
            for whatever changes what is public writes one; the day, the address, and the program
            itself stand beside it. Rows changed by hand show after the next entry, or tomorrow.
    """
    if not settings.PAGES_KEPT:
        return ""
    entries = JournalEntry.objects.filter(agency=agency).order_by("-number")
    state = (
        str(agency.pk),
        entries.values_list("number", "digest").first(),
        today(),
        site_address(),
        settings.SECURE_SSL_REDIRECT,
        _program(),
    )
    return sha256(msgspec.json.encode(state)).hexdigest()


@cache
def _program() -> str:
    """A digest of names, sizes and times of the program's files, and of what draws with them."""
    root = Path(prongsai.__file__).parent
    parts = [platform.python_version(), django.get_version()]
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            seen = path.stat()
            parts.append(f"{path.relative_to(root)} {seen.st_size} {seen.st_mtime_ns}")
    return sha256("\n".join(parts).encode()).hexdigest()


class Exported(Struct, frozen=True):
    """What was done, and what is wrong with the links of the copy."""

    files: int
    done: Written
    findings: tuple[Finding, ...]


def export(agency: Agency, path: Path) -> Exported:
    """Make a folder hold the site as everybody sees it now.

    Errors: Misuse where the folder may not be written; CannotExport where the site cannot show a
            page. Before the first file is written all is known that could stop it.
    """
    folder = Folder(path, str(agency.pk))
    # Asked before the pages: what changes meanwhile makes the next copy look at all of them.
    state = state_of(agency)
    same = folder.unchanged(state)
    if same is not None:
        return Exported(same.same, same, ())
    with translation.override("th"):
        gathered = gather(agency, site_address())
    done = folder.write(gathered.files)
    findings = Findings([*gathered.findings.items, *check_folder(path, sorted(gathered.files))])
    for name in done.left:
        findings.warning("project/export-left", Place(str(path / name)))
    if not findings.items and state:
        folder.remember(state)
    return Exported(len(gathered.files), done, tuple(findings.items))
