"""What an officer may write becomes HTML; what would do anything else does not."""

import re

import pytest

from prongsai.web.disclosure.public_site.markdown import addresses, plain, rendered


def test_what_an_officer_writes_is_shown():
    html = rendered(
        "# งาน\n\nย่อหน้า **หนา** *เอน*\n\n- หนึ่ง\n- สอง\n\n1. ก\n\n> อ้าง\n\n"
        "| ก | ข |\n|---|---|\n| 1 | 2 |\n\n[ดู](https://www.example.go.th/a) "
        "[เขียน](mailto:ita@example.go.th)"
    )
    for part in (
        "<h2>งาน</h2>", "<strong>หนา</strong>", "<em>เอน</em>", "<li>หนึ่ง</li>", "<ol>",
        "<blockquote>", "<td>2</td>", 'href="https://www.example.go.th/a"',
        'href="mailto:ita@example.go.th"', 'rel="noopener noreferrer"',
    ):  # fmt: skip
        assert part in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='https://x' onclick='alert(1)'>x</a>",
        "<iframe src='https://x'></iframe>",
        "<style>body{display:none}</style>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox(1))",
        "[x](file:///etc/passwd)",
        "<javascript:alert(1)>",
        "![x](https://www.example.go.th/a.png)",
        "![x](javascript:alert(1))",
        '[x](https://x "\\" onmouseover=\\"alert(1)")',
        "[x]: javascript:alert(1)\n\n[x]",
        "`<script>`<script>",
        "<svg/onload=alert(1)>",
        "<!--<script>-->",
    ],
)
def test_nothing_in_it_can_run_or_fetch(text):
    html = rendered(text)
    # What is left in letters is harmless: only tags and what stands in them count.
    tags = " ".join(re.findall(r"<[^>]*>", html)).lower()
    assert not re.search(r"<(?!/?(p|a|code|pre)\b)", tags), html
    assert not re.search(r"script:|data:|file:|\bon\w+=|src=", tags), html


@pytest.mark.parametrize(
    "text",
    [">" * 5_000 + " x", "- " * 5_000 + "x", "[" * 20_000, "*" * 20_000, "(" * 20_000,
     "|" * 20_000, "`" * 20_000, "![" * 10_000, "<" * 20_000],
)  # fmt: skip
@pytest.mark.few(3)
def test_deep_and_long_texts_end(text):
    assert len(rendered(text)) < 40 * len(text)


def test_a_heading_is_never_above_the_title():
    html = rendered("# 1\n\n###### 6\n\nชื่อ\n===")
    assert "<h1" not in html
    assert html.count("<h2>") == 2
    assert "<h6>" in html


@pytest.mark.parametrize("text", ["a\u202eb", "a&#x202e;b", "a\x07b", "a&#7;b", "a\u2067b"])
def test_no_letter_steers_the_screen_or_turns_the_line(text):
    assert rendered(text) in ("<p>ab</p>\n", "<p>a\ufffdb</p>\n")
    assert rendered("a\u200bb\u200fc") == "<p>a\u200bb\u200fc</p>\n"


def test_an_address_that_seems_to_lead_elsewhere_leads_nowhere():
    assert "href" not in rendered("[x](https://www.example.go.th@evil.example/)")
    assert "href" not in rendered("[x](//a:b@evil.example/)")
    assert 'href="https://www.example.go.th/@a"' in rendered("[x](https://www.example.go.th/@a)")


def test_words_are_told_without_signs():
    text = "# ก\n\n- **ข**&amp; [ค](https://www.example.go.th/%41)\n\n| 1 | <b> |\n|-|-|"
    assert plain(text) == "ก\nข& ค\n1\n<b>"
    assert list(addresses(text)) == ["https://www.example.go.th/A"]
