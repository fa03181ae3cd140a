"""The child process of `sandbox`: shuts itself in, reads one file from input, prints plain data.

It loads no Django, knows no secret, and may write no file.
"""

import json
import sys
from base64 import b64encode
from pathlib import Path
from time import monotonic
from typing import Any

from msgspec import to_builtins

from prongsai.core.errors import Place, ProngsaiError, UnreadableInput
from prongsai.web.platform.error_data import data_of, finding_data


def main() -> None:
    """Answer the one question that stands in the first line of the input."""
    head, _, data = sys.stdin.buffer.read().partition(b"\n")
    asked = json.loads(head)
    _shut_in(asked["memory"], asked["seconds"])
    try:
        result = answer(data, asked)
    except (MemoryError, RecursionError):
        raise SystemExit(1) from None
    sys.stdout.buffer.write(json.dumps(result, ensure_ascii=False).encode())


def answer(data: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    """Read a file as `asked` says; the answer is plain data.

    Errors: MemoryError, RecursionError; every other is told in the answer.
    """
    try:
        return _ANSWERS[asked["what"]](data, asked)
    except ProngsaiError as error:
        return {"error": data_of(error)}
    except (MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001 - the frame of a page asks the database, which may be gone
        return {
            "error": data_of(UnreadableInput("platform/file_damaged", place=Place(asked["name"])))
        }


def _shut_in(memory: int, seconds: int) -> None:
    try:
        import resource  # noqa: PLC0415 - Unix alone has it; the parent's clock holds everywhere
    except ImportError:
        return
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(limit, (value, value))


def _scores(data: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    from prongsai.core.framework.catalogue import Catalogue  # noqa: PLC0415 - after the limits
    from prongsai.readers.scores import read_scores_for  # noqa: PLC0415
    from prongsai.readers.scores_json import write_scores  # noqa: PLC0415

    folder = asked["frameworks"]
    reading = read_scores_for(
        data, asked["name"], Catalogue(Path(folder)) if folder else Catalogue(),
        score_year=asked["score_year"], agency=asked["agency"], year=asked["year"],
    )  # fmt: skip
    return {
        "sheet": write_scores(reading.sheet),
        "findings": [finding_data(finding) for finding in reading.findings],
        "candidates": to_builtins(reading.candidates),
    }


def _framework(data: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    from prongsai.readers.framework_workbook import read_framework_workbook  # noqa: PLC0415

    return {"sheets": read_framework_workbook(data, asked["name"])}


def _plan(data: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    from prongsai.core.measures.data import plan_data  # noqa: PLC0415 - after the limits
    from prongsai.readers.plan import exported_at, read_plan  # noqa: PLC0415

    reading = read_plan(data, asked["name"])
    return {
        "plan": plan_data(reading.plan),
        "exported_at": moment.isoformat() if (moment := exported_at(data)) else None,
        "findings": [finding_data(finding) for finding in reading.findings],
    }


def _rows(data: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    from prongsai.core.registers.sheet import sheets_data  # noqa: PLC0415 - after the limits
    from prongsai.readers.sheets import read_sheets  # noqa: PLC0415

    return {"sheets": sheets_data(read_sheets(data, asked["name"], documents=asked["documents"]))}


def _personal(data: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    from prongsai.readers.personal import personal_findings  # noqa: PLC0415 - after the limits

    findings = personal_findings(data, asked["name"], asked["own"])
    return {"findings": [finding_data(finding) for finding in findings]}


def _words(data: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    from prongsai.core.thai import skeleton  # noqa: PLC0415 - after the limits
    from prongsai.readers.personal import all_texts  # noqa: PLC0415

    words = [skeleton(line) for line in asked["words"]]
    texts = (skeleton(text) for text, _place in all_texts(data, asked["name"]))
    return {"has": any(line in text for text in texts for line in words)}


def _evidence(data: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    from prongsai.readers.evidence import read_evidence  # noqa: PLC0415 - after the limits

    evidence = read_evidence(
        data, asked["name"], address=asked["address"], is_web=asked["is_web"], seconds=asked["for"]
    )
    return {"evidence": to_builtins(evidence)}


def _pages(data: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    from prongsai.readers.marked_page import marked_page  # noqa: PLC0415 - after the limits

    begun = monotonic()
    pages = [
        (page, b64encode(marked_page(data, asked["name"], page, *quotes)).decode())
        for page, quotes in asked["quotes"]
        if monotonic() - begun < asked["for"]
    ]
    return {"pages": pages}


_ANSWERS = {
    "scores": _scores,
    "framework": _framework,
    "plan": _plan,
    "rows": _rows,
    "personal": _personal,
    "words": _words,
    "evidence": _evidence,
    "pages": _pages,
}


if __name__ == "__main__":
    main()
