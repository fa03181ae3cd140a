"""What is sent to the desk from outside: text alone; of a file not a byte is kept."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy

NO_FILES = gettext_lazy("ส่งแฟ้มที่นี่ไม่ได้ ส่งได้แต่ข้อความ ข้อความที่พิมพ์ยังอยู่ แฟ้มไม่ได้ถูกเก็บ")
TOO_LONG = gettext_lazy("ข้อความยาวเกินไป ยังไม่มีอะไรถูกบันทึก ย่อลงแล้วส่งใหม่ หรือแบ่งส่ง")


class _Dropped(FileUploadHandler):
    """Lets the bytes of a file go by; `has_met` says whether there was one."""

    has_met = False

    def new_file(self, *_args: Any, **_given: Any) -> None:
        """No byte of it is taken.

        Errors: SkipFile, which Django asks for.
        """
        self.has_met = True
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Nothing."""

    def file_complete(self, file_size: int) -> None:
        """Nothing."""


def typed_in(request: HttpRequest) -> tuple[QueryDict, str]:
    """What was typed into a form, and what is to be told about the rest, "" for nothing."""
    handler = _Dropped(request)
    request.upload_handlers = [handler]
    try:
        typed = request.POST
    except RequestDataTooBig:
        return QueryDict(), str(TOO_LONG)
    return typed, str(NO_FILES) if handler.has_met else ""
