"""What is sent to the desk from outside: text, and photos where the kind takes some."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy
from msgspec import Struct

from prongsai.web.platform.sent_forms import read_form

PHOTOS = "photos"
MOST_BYTES = 10 * 2**20
NO_FILES = gettext_lazy("ส่งแฟ้มที่นี่ไม่ได้ ส่งได้แต่ข้อความ ข้อความที่พิมพ์ยังอยู่ แฟ้มไม่ได้ถูกเก็บ")
TOO_LONG = gettext_lazy("ข้อความยาวเกินไป ยังไม่มีอะไรถูกบันทึก ย่อลงแล้วส่งใหม่ หรือแบ่งส่ง")
TOO_LARGE = gettext_lazy(
    "ภาพหนึ่งใหญ่ได้ไม่เกิน 10 MB และส่งวิดีโอไม่ได้ แฟ้มไม่ได้ถูกเก็บ ข้อความที่พิมพ์ยังอยู่ เลือกภาพใหม่แล้วส่งอีกครั้ง"
)
TOO_MANY = gettext_lazy("ภาพมากเกินไป ไม่มีภาพใดถูกเก็บ ข้อความที่พิมพ์ยังอยู่ เลือกใหม่ให้น้อยลงแล้วส่งอีกครั้ง")


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
        """Nothing has come yet."""
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
        """A photo is whole."""
        if file_size <= MOST_BYTES:
            self.photos.append(Photo(self._name, b"".join(self._parts)))


def typed_in(request: HttpRequest, photos: int = 0) -> Sent:
    """What was sent in a form that takes so many photos."""
    handler = _Held(request, photos)
    request.upload_handlers = [handler]
    try:
        typed = read_form(request)
    except RequestDataTooBig:
        return Sent(QueryDict(), (), str(TOO_LONG))
    if handler.said:
        return Sent(typed, (), handler.said, handler.about_photos)
    return Sent(typed, tuple(handler.photos))
