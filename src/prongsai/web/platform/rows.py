"""Forms of several rows that grow without JavaScript: a button asks for more empty ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from prongsai.core.thai import arabic_digits
from prongsai.web.platform.typed import whole_number

MORE = "more"
_EXTRA = 2
_MOST = 100


class RowForm(forms.Form):
    """One row; `place` puts it into order, an empty row counts for nothing."""

    place = forms.CharField(label=_("ลำดับ"), required=False)
    counting_field = ""  # what makes a row count

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Numbers are typed in a narrow box."""
        super().__init__(*args, **kwargs)
        self.fields["place"].widget.attrs |= {"inputmode": "numeric", "size": 3}

    @property
    def at(self) -> int:
        """Where it wants to stand; what cannot be read stands last."""
        text = arabic_digits(str(self.cleaned_data.get("place", ""))).strip()
        number = whole_number(text)
        return _MOST * 10 if number is None else number


class Rows:
    """Rows of one form class: from rows that stand, or as they were typed."""

    def __init__(
        self,
        form: type[RowForm],
        prefix: str,
        *,
        data: Mapping[str, Any] | None = None,
        initial: Sequence[Mapping[str, Any]] = (),
        extra: int = _EXTRA,
        given: Mapping[str, Any] | None = None,
    ) -> None:
        """Shape: `given` are arguments of every row's form; `initial` only counts without data."""
        self.prefix, self._form, self._given = prefix, form, dict(given or {})
        self._bound = data is not None
        if data is None:
            count = min(len(initial) + extra, _MOST)
            starts = [*initial, *({} for _ in range(count - len(initial)))]
            self.forms = [
                self._made(place, initial={"place": place + 1} | dict(start))
                for place, start in enumerate(starts)
            ]
        else:
            count = self.typed_count(data, prefix)
            self.forms = [self._made(place, data=data) for place in range(count)]

    def _made(self, place: int, **kwargs: Any) -> RowForm:
        return self._form(prefix=f"{self.prefix}-{place}", **self._given, **kwargs)

    def __iter__(self) -> Iterator[RowForm]:
        return iter(self.forms)

    @property
    def count(self) -> int:
        """How many rows the page has; the form sends it along."""
        return len(self.forms)

    @staticmethod
    def typed_count(data: Mapping[str, Any], prefix: str) -> int:
        return min(whole_number(str(data.get(f"{prefix}-count", ""))) or 0, _MOST)

    def with_more(self, data: Mapping[str, Any]) -> Rows:
        """The rows as typed, unchecked, and some empty ones."""
        starts = [
            {name: data.get(row.add_prefix(name), "") for name in row.fields} for row in self.forms
        ]
        return Rows(self._form, self.prefix, initial=starts, extra=3, given=self._given)

    def is_valid(self) -> bool:
        """Whether every row that counts is in order."""
        # All of them, so that each one's errors are told at once.
        return not [row for row in self.forms if not row.is_valid()]

    def filled(self) -> list[RowForm]:
        """The valid rows that count, in the order that was asked for."""
        rows = [row for row in self.forms if row.cleaned_data.get(row.counting_field)]
        return sorted(rows, key=lambda row: row.at)

    def tell(self, form: forms.BaseForm) -> None:
        """Put the errors of the rows above the page, where the reader begins."""
        for place, row in enumerate(self.forms, start=1):
            for name, errors in row.errors.items():
                for error in errors:
                    label = "" if name == NON_FIELD_ERRORS else f"{row.fields[name].label}: "
                    words = gettext("แถว %(place)s %(what)s")
                    form.add_error(None, words % {"place": place, "what": f"{label}{error}"})
