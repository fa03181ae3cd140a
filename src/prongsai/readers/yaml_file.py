"""Small YAML files that people write by hand: agency, remarks, overrides, plan."""

from __future__ import annotations

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.text import Text
from prongsai.core.yaml_data.documents import Document, Scalars, parse

MAX_BYTES = 2_000_000


def read_yaml(data: bytes, name: str) -> Document:
    """The content of a YAML file with its lines; numbers and dates stay texts as typed.

    Errors: UnreadableInput where it is too large, no UTF-8, or no YAML (with the line).
    """
    if len(data) > MAX_BYTES:
        raise UnreadableInput(
            Text(f"แฟ้มใหญ่เกิน {MAX_BYTES:,} ไบต์", f"the file is over {MAX_BYTES:,} bytes"),
            place=Place(name),
            next_step=Text("ตรวจว่าเป็นแฟ้มที่ตั้งใจส่ง", "check that this is the file you meant"),
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            Text("แฟ้มไม่ใช่ข้อความ UTF-8", "the file is no UTF-8 text"),
            place=Place(name),
            next_step=Text("บันทึกใหม่โดยเลือกรหัส UTF-8", "save it again as UTF-8"),
        ) from error
    return parse(text, name, Scalars.WRITTEN)
