"""Which papers a case folder has the material for, and how each is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from prongsai.cli.case import CaseReading
from prongsai.cli.session import read_bytes
from prongsai.core.errors import Finding, Place, Severity, UnreadableInput, finding
from prongsai.core.papers.digits import printed
from prongsai.core.papers.kinds import KINDS, OF_A_MEETING, SOURCES, Source

if TYPE_CHECKING:
    from prongsai.core.papers.document import Document, Photo
    from prongsai.core.papers.minutes import Meeting
    from prongsai.core.progress.model import Note
    from prongsai.readers.notes import NotesReading

_NOTES = ("notes.yaml", "notes.yml", "notes.xlsx", "notes.ods", "notes.csv")
# A folder's meeting.yaml is a meeting; a summary of views is made only when it is asked for.
_OF_EVERY_MEETING = ("invitation", "attendance", "minutes")
# The layouts of the results report, as `core.papers.progress.ResultsLayout` names them.
LAYOUTS = ("eight", "three-with-photos")
# The kinds that a command line can make; the others are written on the site.
MADE = tuple(name for name, source in SOURCES.items() if source is not Source.WRITTEN)


class Making(Struct):
    """The papers of one folder; what is found on the way is kept for the end."""

    folder: Path
    reading: CaseReading
    meeting_file: Path | None = None
    notice_file: Path | None = None
    layout: str = LAYOUTS[0]
    findings: list[Finding] = field(default_factory=list)

    def everything(self) -> Iterator[Document]:
        """Every paper that the folder has the material for."""
        for kind in KINDS:
            yield self.document(kind)
        if self._notes_path():
            for kind, source in SOURCES.items():
                if source is Source.NOTES:
                    yield self.document(kind)
        if self._meeting_path().is_file():
            for kind in _OF_EVERY_MEETING:
                yield self.document(kind)

    def document(self, kind: str) -> Document:
        """One paper with the agency's digits.

        Errors: UnreadableInput where a file it needs is missing or cannot be read.
        """
        case = self.reading.case
        source = SOURCES[kind]
        if source is Source.NOTES:
            made = self._of_notes(kind)
        elif source is Source.MEETING:
            made = OF_A_MEETING[kind](case.office, self._meeting())
        elif source is Source.NOTICE:
            made = self._notice()
        else:
            made = KINDS[kind].build(case)
        return printed(made, case.agency.digits)

    # What was done

    def _of_notes(self, kind: str) -> Document:
        from prongsai.core.papers.memos import report_memo, report_text
        from prongsai.core.papers.progress import (
            Result,
            ResultsLayout,
            progress_report,
            results_report,
        )
        from prongsai.core.progress.rounds import HALF, WHOLE, Round, rows_of

        case = self.reading.case
        plan = case.plan
        if kind == "report-memo":
            return report_memo(case.office, report_text(case.office, plan))
        asked = Round(plan.fiscal_year, HALF if kind == "report-6" else WHOLE)
        rows = rows_of(asked, plan.measures, self.notes().notes)
        if kind == "results":
            results = [Result(row, tuple(self._photos(row.notes))) for row in rows]
            return results_report(case.office, plan, results, layout=ResultsLayout(self.layout))
        return progress_report(case.office, plan, asked, list(map(Result, rows)))

    def notes(self) -> NotesReading:
        """The notes of the folder, what was found in them kept."""
        from prongsai.readers.notes import read_notes

        path = self._notes_path()
        if path is None:
            raise UnreadableInput("cli/notes_missing", place=Place(str(self.folder)))
        reading = read_notes(read_bytes(path), path.name, self.reading.case.plan)
        self._add(reading.findings.items)
        return reading

    def _notes_path(self) -> Path | None:
        return next((self.folder / name for name in _NOTES if (self.folder / name).is_file()), None)

    def _photos(self, notes: Sequence[Note]) -> Iterator[Photo]:
        """The photos of some notes, each drawn small as it is read."""
        from prongsai.core.papers.document import Photo
        from prongsai.documents.photos import for_print

        for evidence in (piece for note in notes for piece in note.evidence):
            path = self.folder / "photos" / Path(evidence.name).name
            try:
                picture = for_print(read_bytes(path), name=path.name)
            except UnreadableInput as error:
                refused = finding(
                    "cli/photo_refused",
                    Severity.ERROR,
                    error.place or Place(path.name),
                    next_step=error.next_step,
                    reason=error.message,
                )
                self._add([refused])
                continue
            yield Photo(picture, evidence.caption, evidence.caption or evidence.name)

    # Meetings and announcements

    def _meeting_path(self) -> Path:
        return self.meeting_file or self.folder / "meeting.yaml"

    def _meeting(self) -> Meeting:
        from prongsai.readers.meeting_file import read_meeting
        from prongsai.readers.yaml_file import read_yaml

        path = self._meeting_path()
        meeting, findings = read_meeting(read_yaml(read_bytes(path), path.name))
        self._add(findings)
        return meeting

    def _notice(self) -> Document:
        from prongsai.core.announcements.drafting import drafted
        from prongsai.core.announcements.reading import read_kind
        from prongsai.core.papers.approving import announcement_paper
        from prongsai.readers.plain import decode

        path = self.notice_file
        if path is None:
            raise UnreadableInput("cli/announcement_not_named", place=Place(str(self.folder)))
        kind, findings = read_kind(path.stem, decode(read_bytes(path)), path.name)
        if kind is None:
            raise UnreadableInput.from_finding(findings[0])
        self._add(findings)
        office = self.reading.case.office
        fields: Mapping[str, str] = office.fields
        return announcement_paper(office, drafted(kind, fields, self.reading.case.plan.fiscal_year))

    def _add(self, findings: Sequence[Finding]) -> None:
        self.findings += [finding for finding in findings if finding not in self.findings]
