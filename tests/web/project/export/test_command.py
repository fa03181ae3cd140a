"""`prongsai site export`: what it says, what it refuses, and which agency it takes."""

import json

import pytest
from tests.web.running import Site

from prongsai.core.errors import Misuse
from prongsai.web.project.commands.site import _agency


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    made = Site(tmp_path_factory.mktemp("site") / "data")
    made.prepare()
    assert made.run("agency", "new", "เทศบาลตำบลตัวอย่าง", "--login", "first.admin").code == 0
    return made


@pytest.mark.long
def test_a_site_is_exported_and_a_second_time_nothing_is_written(site, tmp_path):
    out = tmp_path / "site"
    first = site.run("site", "export", str(out))
    assert first.code == 0, first.said
    assert "เหมือนเดิม 0 ลบ 0" in first.out
    assert (out / "index.html").is_file()
    assert list(out.glob("static/prongsai/site.*.css"))
    again = site.run("site", "export", str(out), "--json")
    told = json.loads(again.out)
    assert (told["written"], told["removed"], told["findings"]) == ([], [], [])
    assert told["unchanged"] == told["files"] > 20


@pytest.mark.long
def test_a_folder_with_something_else_is_refused_in_both_languages(site, tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    for language, words in (("th", "โฟลเดอร์นี้มีของอื่นอยู่"), ("en", "holds something else")):
        refused = site.run("site", "export", str(tmp_path), "--lang", language)
        assert refused.code == 2
        assert words in refused.err
        assert str(tmp_path) in refused.err.replace("\n", "")
    assert [one.name for one in tmp_path.iterdir()] == ["letter.txt"]


def test_of_several_agencies_one_must_be_named(agency, other_agency):
    with pytest.raises(Misuse) as refusal:
        _agency(None)
    assert other_agency.name in refusal.value.next_step.th
    with pytest.raises(Misuse):
        _agency("ไม่มี")
    assert _agency(other_agency.name) == other_agency
    assert _agency(str(agency.pk)) == agency


def test_without_an_agency_there_is_nothing_to_export(db):
    with pytest.raises(Misuse) as refusal:
        _agency(None)
    assert "prongsai serve" in refusal.value.next_step.en


def test_the_only_agency_needs_no_name(agency):
    assert _agency(None) == agency
