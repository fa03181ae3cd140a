"""The exported site opened from a folder, by a browser that runs no script."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from tests.web.public_site import samples

from prongsai.web.project.export.exporting import export

SITE = "https://www.example.go.th/o12"


@pytest.fixture
def folder(everybody, site, settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    settings.TYPESETTING = True
    samples.quick(monkeypatch)
    house = samples.House(everybody(login="officer").agency)
    house.year()
    house.attach("o12", "รายงานกำกับติดตาม", SITE)
    house.attach("o13", "ไฟล์รายงาน", data=samples.with_text("report"))
    house.attach("o14", "หน้าที่เปิดได้", f"{site}/check/")
    house.publish(house.prepare(), anyway="ตรวจด้วยตาแล้ว")
    # A folder with a blank and Thai letters in its name, as people have them.
    path = tmp_path / "เว็บ ของเรา"
    assert export(house.agency, path).findings == ()
    return path


@pytest.fixture
def citizen(open_browser):
    """A telephone's browser that runs no script and whose every failed request is noted."""
    opened = open_browser({"width": 360, "height": 740}, javascript=False)
    opened.failed = []
    opened.on("requestfailed", lambda request: opened.failed.append(request.url))
    return opened


def test_from_the_first_page_to_an_item_in_a_folder_without_scripts(folder, citizen, shot):
    citizen.goto((folder / "index.html").as_uri())
    citizen.get_by_role("link", name="ข้อมูล ITA ปีงบประมาณ 2566").click()
    assert citizen.get_by_role("heading", level=1).inner_text().startswith("ข้อมูล ITA")
    shot(citizen, "exported-ita")
    font = citizen.locator("h1").evaluate("one => getComputedStyle(one).fontFamily")
    assert "Sarabun" in font
    citizen.locator(".ps-cov a", has_text="รายงานการกำกับติดตาม").first.click()
    assert citizen.get_by_role("link", name=SITE).get_attribute("href") == SITE
    citizen.get_by_role("link", name="English").click()
    assert citizen.locator("html").get_attribute("lang") == "en"
    citizen.get_by_role("navigation").get_by_role("link", name="Search").click()
    citizen.get_by_role("link", name="o13").click()
    assert citizen.url.startswith("file:")
    assert citizen.url.endswith("/o13/index-en.html")
    file = citizen.locator("a[href$='file.pdf']").first.get_attribute("href")
    led = Path(unquote(urlsplit(citizen.url).path)).parent / file
    assert led.resolve().read_bytes().startswith(b"%PDF")
    assert citizen.failed == []


def test_a_permanent_address_leads_on_without_a_script(folder, citizen, site):
    there = f"{site}/check/"
    (page,) = [one for one in (folder / "e").rglob("index.html") if there in one.read_text()]
    citizen.goto(page.as_uri(), wait_until="commit")
    citizen.wait_for_url(there)
    assert citizen.get_by_role("heading", level=1).is_visible()


def test_exported_pages_have_no_barriers(folder, open_browser, axe, no_sideways_scroll):
    page = open_browser({"width": 360, "height": 740})
    for name in ("index.html", "search/index.html", "ita/2566/index.html"):
        page.goto(next((folder / "site").iterdir()).joinpath(name).as_uri())
        axe(page)
        no_sideways_scroll(page)
    assert page.faults == []
