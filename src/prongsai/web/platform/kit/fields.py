"""Parts of a form: fields of every kind, what is wrong with them, the buttons below."""

from __future__ import annotations

from collections.abc import Iterator

from prongsai.web.platform.kit import forms
from prongsai.web.platform.kit.parts import (
    EMPTY,
    LONG,
    LONG_NAME,
    MANY,
    OFF,
    USUAL,
    WRONG,
    Part,
    included,
)


def parts() -> Iterator[Part]:
    """All fields of a form, one field, the summary of faults, the buttons."""
    states = {
        EMPTY: {"form": forms.empty_form()},
        USUAL: {"form": forms.filled_form()},
        WRONG: {"form": forms.wrong_form()},
        OFF: {"form": forms.closed_form()},
        LONG: {"form": forms.long_form()},
        MANY: {"form": forms.form_of_many()},
    }
    yield included("fields", "form", states)
    usual = {"field": forms.form_of("hinted")["name"], "hint": "คำอธิบายของหน้านี้"}
    long = {"field": forms.form_of("hinted_long")["name"], "hint": LONG_NAME}
    yield included(
        "field",
        "field hint required_words",
        {USUAL: usual | {"required_words": True}, LONG: long},
    )
    # The links go to the fields above.
    faults = {EMPTY: states[USUAL], USUAL: {"form": forms.form_with_one_fault()}}
    faults |= {MANY: states[WRONG], LONG: states[LONG]}
    yield included("errors", "form", faults)
    button = {"url": "#", "text": "ทำแล้ว เลิกเตือน", "csrf_token": ""}
    yield included(
        "one_button",
        "url name value text kind csrf_token",
        {
            USUAL: button | {"name": "state", "value": "done"},
            "รอง": button | {"kind": "secondary"},
            WRONG: button | {"kind": "no", "text": "เอาออกจากปฏิทิน"},
            LONG: button | {"text": LONG_NAME},
        },
    )
    back = {"back": "#", "back_text": "ยกเลิก"}
    yield included(
        "bar_row",
        "text back back_text",
        {
            EMPTY: {"text": "บันทึก"},
            USUAL: {"text": "บันทึก"} | back,
            LONG: {"text": LONG_NAME, "back": "#", "back_text": LONG_NAME},
        },
    )
