"""Photos of a case, and points on the agency's map: as they come, and as pages show them."""

from __future__ import annotations

import io
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import Struct
from PIL import Image

from prongsai.core.desk.model import Unfit
from prongsai.core.errors import UnreadableInput
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk.guarding import GUARD
from prongsai.web.citizens.desk.models import Case, CasePhoto, DeskMap
from prongsai.web.platform.forms import read_form
from prongsai.web.platform.typed import whole_number
from prongsai.web.platform.upload_validation import checked

_SALT = "prongsai.desk.photo"
# As long as somebody looks at the page: an address that is passed on shows nothing for long.
_SHOWN_FOR = 60 * 60


class Shown(Struct, frozen=True):
    """A photo, or the mark of one that was taken out.

    Shape:  `url` is "" where the reader is told of it and does not see it; `remove` is the page
            that takes it out, "" for who may not; `unfit` why it is gone, and `on` since when.
    """

    words: str
    url: str = ""
    remove: str = ""
    unfit: Text | None = None
    on: date | None = None


def for_official(case: Case, photo: CasePhoto, *, may_remove: bool) -> Shown:
    """As whoever sees the case sees it."""
    if photo.unfit:
        return _gone(photo)
    place = [case.pk, photo.number]
    remove = reverse("desk:photo-remove", args=place) if may_remove else ""
    return Shown(_words(photo), reverse("desk:photo", args=place), remove)


def for_receipt(case: Case, photo: CasePhoto, *, is_told: bool) -> Shown:
    """As who holds the receipt sees it: `is_told` where an official showed it to them."""
    if photo.unfit:
        return _gone(photo)
    if not is_told:
        return Shown(_words(photo))
    token = signing.dumps([str(case.pk), photo.number], salt=_SALT)
    return Shown(_words(photo), reverse("desk:told-photo", args=[case.agency_id, token]))


def read_address(token: str) -> tuple[UUID, int] | None:
    """Case and number of a photo's address, where it still holds."""
    try:
        # Signed by us, so both are what `for_receipt` put there.
        case_id, number = signing.loads(token, salt=_SALT, max_age=_SHOWN_FOR)
    except signing.BadSignature:
        return None
    return UUID(case_id), number


def _gone(photo: CasePhoto) -> Shown:
    return Shown(_words(photo), unfit=Unfit(photo.unfit).label, on=photo.removed_on)


def _words(photo: CasePhoto) -> str:
    return _("ภาพที่ %(number)s") % {"number": photo.number}


PHOTOS = "photos"
MOST_BYTES = 10 * 2**20
NO_FILES = gettext_lazy("ส่งไฟล์ที่นี่ไม่ได้ ส่งได้แต่ข้อความ ข้อความที่พิมพ์ยังอยู่ แต่ระบบไม่ได้เก็บไฟล์ไว้")
TOO_LONG = gettext_lazy("ข้อความยาวเกินไป ยังไม่ได้บันทึกข้อมูลใด ย่อลงแล้วส่งใหม่ หรือแบ่งส่ง")
TOO_LARGE = gettext_lazy(
    "ภาพหนึ่งใหญ่ได้ไม่เกิน 10 MB และส่งวิดีโอไม่ได้ ระบบไม่เก็บไฟล์ไว้ ข้อความที่พิมพ์ยังอยู่ เลือกภาพใหม่แล้วส่งอีกครั้ง"
)
TOO_MANY = gettext_lazy("ภาพมากเกินไป ระบบไม่เก็บภาพใดไว้ ข้อความที่พิมพ์ยังอยู่ เลือกใหม่ให้น้อยลงแล้วส่งอีกครั้ง")


class Photo(Struct, frozen=True):
    """A file as it arrived."""

    name: str
    data: bytes


class Sent(Struct, frozen=True):
    """A form as it arrived.

    Shape:  `refusal` is told about what was not let in, "" for nothing; `about_photos` whether it
            is of a photo.
    """

    typed: QueryDict
    photos: tuple[Photo, ...] = ()
    refusal: str = ""
    about_photos: bool = False


class _Held(FileUploadHandler):
    """Holds as many photos as are taken, in memory alone; the bytes of all else go by."""

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self.photos: list[Photo] = []
        self.said = ""
        self.about_photos = False
        self._most = most
        self._name = ""
        self._parts: list[bytes] = []
        self._size = 0

    def new_file(self, field_name: str, file_name: str, *args: Any, **given: Any) -> None:
        """Begin to hold a photo, or let a file go by.

        Errors: SkipFile, which Django asks for.
        """
        super().new_file(field_name, file_name, *args, **given)
        if field_name != PHOTOS or not self._most:
            self.said = self.said or str(NO_FILES)
            raise SkipFile
        self.about_photos = True
        if len(self.photos) == self._most:
            self.said = str(TOO_MANY)
            raise SkipFile
        self._name, self._parts, self._size = file_name, [], 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Hold a piece, as long as the whole is not too large."""
        self._size = start + len(raw_data)
        if self._size > MOST_BYTES:
            self.said, self._parts = str(TOO_LARGE), []
        else:
            self._parts.append(raw_data)

    def file_complete(self, file_size: int) -> None:
        if file_size <= MOST_BYTES:
            self.photos.append(Photo(self._name, b"".join(self._parts)))


def typed_in(request: HttpRequest, photos: int) -> Sent:
    """What was sent in a form that takes so many photos."""
    handler = _Held(request, photos)
    request.upload_handlers = [handler]
    try:
        typed = read_form(request)
    except RequestDataTooBig:
        return Sent(QueryDict(), (), str(TOO_LONG))
    held = []
    for text in typed.getlist(HELD):
        with suppress(ValueError):
            held.append(Photo("held.jpg", b64decode(text, validate=True)))
    kept = tuple(held[:photos])
    if handler.said:
        return Sent(typed, kept, handler.said, handler.about_photos)
    if len(kept) + len(handler.photos) > photos:
        return Sent(typed, kept, str(TOO_MANY), about_photos=True)
    return Sent(typed, (*kept, *handler.photos))


# Enough to read a sign by.
LONGEST = 1_280
_QUALITY = 80
_FORMS = ("JPEG", "PNG")


def redrawn(name: str, data: bytes) -> bytes:
    """A photo as it is kept: no place, day or camera, nothing behind it.

    Errors: Refused for whatever is no photo that can be read, with what to send instead.
    """
    try:
        good = checked(name, data, longest=LONGEST)
    except UnreadableInput as error:
        raise Refused("desk/photo_unreadable", field=PHOTOS, fault=error.message) from error
    if not good.media_type.startswith("image/"):
        raise Refused("desk/file_not_a_picture", field=PHOTOS)
    with Image.open(io.BytesIO(good.data), formats=_FORMS) as picture:
        solid = picture.convert("RGBA")
        ground = Image.new("RGB", solid.size, "white")
        ground.paste(solid, mask=solid.getchannel("A"))
    drawn = io.BytesIO()
    ground.save(drawn, "JPEG", quality=_QUALITY)
    return drawn.getvalue()


_THUMB = 160


def thumbnail(data: bytes | memoryview[int]) -> bytes:
    """A photo of a case as small as a list shows it."""
    drawn = io.BytesIO()
    with Image.open(io.BytesIO(data), formats=_FORMS) as picture:
        picture.draft("RGB", (_THUMB, _THUMB))
        picture.thumbnail((_THUMB, _THUMB))
        picture.save(drawn, "JPEG", quality=_QUALITY)
    return drawn.getvalue()


HELD = "held"
_MOST_HELD = 2_000_000  # letters: what a form may be large, and room for its words


class Held(Struct, frozen=True):
    """Photos that go back into the form, so that nobody must choose them again.

    Shape:  `photos` each as text; `is_whole` false where one cannot be read or found no room.
    """

    photos: tuple[str, ...]
    is_whole: bool


def held_of(agency: Agency, photos: Sequence[Photo]) -> Held:
    """Photos as a form holds them between two posts; in a flood none is drawn, and none kept."""
    if not GUARD.may_hold(agency.pk, len(photos)):
        return Held((), is_whole=False)
    texts: list[str] = []
    room, is_whole = _MOST_HELD, True
    for photo in photos:
        try:
            text = b64encode(redrawn(photo.name, photo.data)).decode()
        except Refused:
            text = ""
        if text and len(text) <= room:
            texts.append(text)
            room -= len(text)
        else:
            is_whole = False
    return Held(tuple(texts), is_whole)


# So wide is the map of officials.
CASE_WIDTH = 560
# So wide is the picture on every screen: where it was pressed comes in these dots.
WIDTH = 280
WHOLE = 1_000
MAP, ACROSS, DOWN = "map", "across", "down"
_PRESSED = ("at.x", "at.y")


class ShownMap(Struct, frozen=True):
    """A map as a page shows it, with a point where one was told.

    Units:  `width` and `height` dots of the screen, `across` and `down` thousandths.
    """

    number: int
    source: str
    width: int
    height: int
    across: int | None = None
    down: int | None = None

    @property
    def has_point(self) -> bool:
        return self.across is not None and self.down is not None


class MapPoint(Struct, frozen=True):
    """A point on a map, in thousandths of its width and height."""

    map: DeskMap
    across: int
    down: int


def map_in_use(agency: Agency) -> DeskMap | None:
    """The agency's newest map, where it takes points; its pixels stay where they are."""
    row = DeskMap.objects.filter(agency=agency).defer("data").first()
    return row if row is not None and row.is_used else None


def is_pressed(typed: Mapping[str, str]) -> bool:
    """Whether the form came by a press on the picture."""
    return all(name in typed for name in _PRESSED)


def point_in(typed: Mapping[str, str], row: DeskMap | None) -> MapPoint | None:
    """The point of a form: where the picture was pressed now, else what was told before.

    Shape:  None where nothing was told on this map. A press by the keyboard comes as 0, 0 and
            tells no place.
    """
    if row is None:
        return None
    x, y = (whole_number(typed.get(name, "")) for name in _PRESSED)
    if x and y:
        shown = shown_map(row, WIDTH)
        return _within(row, x * WHOLE // shown.width, y * WHOLE // shown.height)
    if whole_number(typed.get(MAP, "")) != row.number:
        return None
    return _within(row, *(whole_number(typed.get(name, "")) for name in (ACROSS, DOWN)))


def shown_map(row: DeskMap, width: int, point: MapPoint | None = None) -> ShownMap:
    """A map so many dots wide."""
    height = max(1, round(row.height * width / row.width))
    position = (point.across, point.down) if point else (None, None)
    return ShownMap(row.number, row.source, width, height, *position)


def map_of(case: Case, width: int) -> ShownMap | None:
    if case.map_id is None or case.across is None or case.down is None:
        return None
    row = DeskMap.objects.defer("data").get(pk=case.map_id)
    return shown_map(row, width, MapPoint(row, case.across, case.down))


# The days up to which the map's first colours go; what is older has the last.
_NEW, _AGED = 7, 30
# More points than these hide each other.
MOST_POINTS = 300


class CasePoint(Struct, frozen=True):
    """A case on the map; `step` is its age as the map colours it."""

    case: Case

    @property
    def step(self) -> str:
        age = self.case.age
        return "new" if age <= _NEW else "aged" if age <= _AGED else "old"


class CasesMap(Struct, frozen=True):
    map: ShownMap
    points: tuple[CasePoint, ...]


def on_map(agency: Agency, cases: QuerySet[Case]) -> CasesMap | None:
    """Those of some cases that have a point on the map in use, the oldest drawn last, on top.

    Shape:  None where the agency has no map.
    """
    row = map_in_use(agency)
    if row is None:
        return None
    placed = cases.filter(map=row, across__isnull=False, down__isnull=False).order_by("day")
    return CasesMap(shown_map(row, CASE_WIDTH), tuple(map(CasePoint, placed[:MOST_POINTS]))[::-1])


def _within(row: DeskMap, across: int | None, down: int | None) -> MapPoint | None:
    if across is None or down is None or not (0 <= across <= WHOLE and 0 <= down <= WHOLE):
        return None
    return MapPoint(row, across, down)
