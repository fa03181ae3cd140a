"""What an address gives as evidence: a page, few files, public documents; nothing unread lacks."""

from types import SimpleNamespace

import pytest

from prongsai.core.errors import Findings, Place, UnreadableInput
from prongsai.core.preaudit.model import Evidence, EvidencePage
from prongsai.core.text import Text
from prongsai.links.evidence import fetch_evidence
from prongsai.links.verdicts import Verdict

DRIVE = "https://drive.google.com/drive"
SEEN = (EvidencePage(1, ()),)


class Visitor:
    """Gives what it was given for each address; the rest is gone."""

    def __init__(self, **pages):
        self.pages, self.asked, self.leads = pages, [], {}

    def read(self, asked):
        self.asked.append(asked.address)
        name = asked.address.rpartition("/")[2].partition("?")[0].replace(".", "_")
        answer = self.pages.get(name)
        verdict = Verdict.ALIVE if answer else Verdict.GONE
        result = SimpleNamespace(
            verdict=verdict, address=asked.address,
            final=self.leads.get(asked.address, asked.address),
            why=Text("ไม่พบหน้า", "not found"), step=None,
        )  # fmt: skip
        return result, answer


def answer(media="application/pdf", *, links=(), whole=True, reads=True):
    return SimpleNamespace(media=media, body=(links, reads), whole=whole)


def read(body, name, address, is_web):
    links, reads = body
    if not reads:
        raise UnreadableInput(Text("อ่านไม่ได้", "unreadable"), place=Place(name))
    return Evidence(name, SEEN, address, links, is_web)


def fetched(address, visitor):
    findings = Findings()
    evidence = fetch_evidence(address, visitor, read, findings)
    assert any(one.pages != SEEN for one in evidence) == bool(findings.items), "nothing is missing"
    return [one.name for one in evidence if one.pages == SEEN], [f.code for f in findings.items]


@pytest.mark.parametrize(
    ("address", "download"),
    [
        ("https://docs.google.com/document/d/K1/edit", "document/d/K1/export?format=docx"),
        ("https://docs.google.com/spreadsheets/d/K1/edit#gid=0", "d/K1/export?format=xlsx"),
        ("https://docs.google.com/presentation/d/K1/edit", "presentation/d/K1/export/pptx"),
        ("https://drive.google.com/file/d/K1/view", "uc?export=download&id=K1"),
        ("https://docs.google.com/document/d/e/published", "document/d/e/published"),
        ("https://docs.google.com/document/u/0/d/K1/edit", "document/d/K1/export?format=docx"),
        ("https://docs.google.com/a/x.go.th/document/d/K1/edit", "d/K1/export?format=docx"),
        ("https://drive.google.com/file/u/1/d/K1/view", "uc?export=download&id=K1"),
        ("https://drive.google.com/open?id=K1", "uc?export=download&id=K1"),
        ("https://drive.google.com/uc?export=view&id=K1", "uc?export=download&id=K1"),
        ("https://drive.google.com/a/x.go.th/open?id=K1", "uc?export=download&id=K1"),
        ("https://drive.usercontent.google.com/download?id=K1", "uc?export=download&id=K1"),
        ("https://drive.google.com/drive/my-drive?id=K1", "drive/my-drive?id=K1"),
        ("https://docs.google.com/viewer?url=https%3A%2F%2Fx.example%2Fa.pdf", "//x.example/a.pdf"),
        ("https://docs.google.com/gview?embedded=true&url=http://x.example/d", "//x.example/d"),
        ("https://docs.google.com/viewerng/viewer?url=//x.example/a&a=v", "//x.example/a"),
        ("https://docs.google.com/viewer?url=https://drive.google.com/open?id=K1", "load&id=K1"),
        ("https://view.officeapps.live.com/op/embed.aspx?src=https://x.example/a.xlsx", "/a.xlsx"),
        ("https://www.example.go.th/d/K1", "www.example.go.th/d/K1"),
    ],
)
def test_a_public_document_is_had_as_a_file(address, download):
    visitor = Visitor()
    fetched(address, visitor)
    assert visitor.asked[0].endswith(download)


@pytest.mark.parametrize(
    ("page", "read_names", "codes"),
    [
        (answer(), ["a"], []),
        (None, [], ["address_unread"]),
        (answer(whole=False), [], ["evidence_too_large"]),
        (answer(reads=False), [], ["unreadable"]),
        (answer("text/html", links=("f.pdf", "x.html")), ["f.pdf", "a"], []),
        (answer("text/html", links=("g.pdf",)), ["a"], ["address_unread"]),
        (answer("text/html", links=tuple(f"{n}.pdf" for n in range(6))), ["a"], ["files_not_read"]),
        (answer("application/pdf", links=("f.pdf",)), ["a"], []),
        (answer("text/html", links=("//drive.google.com/open?id=K",)), ["uc", "a"], []),
        (answer("text/html", links=("//drive.google.com/file/u/1/d/K/view",)), ["uc", "a"], []),
        (answer("text/html", links=("//docs.google.com/document/u/0/d/K",)), ["export", "a"], []),
        (answer("text/html", links=("//drive.google.com/about",)), ["a"], []),
        (
            answer("text/html", links=("//docs.google.com/gview?url=http://x.example/f.pdf",)),
            ["f.pdf", "a"],
            [],
        ),
        (answer("text/html", links=("//1drv.ms/b/s!K",)), ["a"], ["shared_not_read"]),
        (answer("text/html", links=("//onedrive.live.com/?id=K",)), ["a"], ["shared_not_read"]),
        (answer("text/html", links=("//a.sharepoint.com/:b:/s/K",)), ["a"], ["shared_not_read"]),
        (answer("text/html", links=("//x.sharepoint.com/", "//sharepoint.com.x/K")), ["a"], []),
        (answer("text/html", links=(f"{DRIVE}/folders/K",)), ["a"], ["folder_not_read"]),
        (answer("text/html", links=(f"{DRIVE}/u/0/folders/K",)), ["a"], ["folder_not_read"]),
    ],
)
def test_what_was_not_read_is_told_and_lacks_nothing(page, read_names, codes):
    visitor = Visitor(a=page, f_pdf=answer(), uc=answer(), export=answer())
    assert fetched("https://www.example.go.th/a", visitor) == (read_names, codes)


DOCUMENT, OPEN = "https://docs.google.com/document/d/K1", "https://drive.google.com/open?id=K1"


@pytest.mark.parametrize(
    ("file", "leads", "read_names", "codes"),
    [
        (answer(), DOCUMENT, ["uc"], []),
        (None, DOCUMENT, ["export"], []),
        (answer("text/html"), DOCUMENT, ["export"], []),
        (None, OPEN, [], ["address_unread"]),
        (answer("text/html"), OPEN, [], ["file_not_handed_out"]),  # it asks first, or is too large
    ],
)
def test_a_number_may_be_that_of_a_file_or_of_a_document(file, leads, read_names, codes):
    visitor = Visitor(uc=file, export=answer())
    visitor.leads[OPEN] = f"{leads}/edit" if leads == DOCUMENT else leads
    assert fetched(OPEN, visitor) == (read_names, codes)


@pytest.mark.parametrize("colon", [":", "%3A"])
def test_a_file_that_is_linked_and_shown_is_read_once(colon):
    viewer = f"https://docs.google.com/gview?url=http{colon}//x.example/f.pdf"
    links = ("http://x.example/f.pdf", viewer)
    visitor = Visitor(a=answer("text/html", links=links), f_pdf=answer())
    assert fetched("https://www.example.go.th/a", visitor) == (["f.pdf", "a"], [])


@pytest.mark.parametrize(
    ("media", "read_names"), [("text/html", []), ("application/vnd.ms-excel", ["export"])]
)
def test_a_page_in_place_of_a_document_is_not_the_document(media, read_names):
    visitor = Visitor(export=answer(media))
    assert fetched(f"{DOCUMENT}/edit", visitor)[0] == read_names
