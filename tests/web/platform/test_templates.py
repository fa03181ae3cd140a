"""Templates can be read."""

from pathlib import Path

WEB = Path(__file__).resolve().parents[3] / "src/prongsai/web"
TEMPLATES = sorted(WEB.glob("*/templates/**/*.html"))
LONGEST = 120  # characters; djangofmt counts columns, and Thai has characters without one


def test_no_line_of_a_template_is_too_long_to_read():
    long = [
        f"{path.relative_to(WEB)}:{number}: {len(line)}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > LONGEST
    ]
    assert TEMPLATES
    assert not long
