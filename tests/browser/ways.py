"""A browser that goes the shortest way by links, and counts clicks and fields."""

import re
from time import perf_counter

import pytest

_HREF = re.compile(r'href="(/[^"#]*)')
_NO_PAGE = re.compile(
    r"\.(?:pdf|xlsx|csv|docx|css|js|svg|zip|ics)\b|/static/|^/search/|/language/|export|logout"
)
MOST_STEPS = 3


class Way:
    """A browser that goes the shortest way, and counts what it does."""

    def __init__(self, page, client):
        self.page, self.client = page, client
        self.clicked, self.fields = [], 0
        self.asked = 0.0  # seconds in which the way was looked for, and nobody walked

    @property
    def clicks(self):
        return len(self.clicked)

    def start(self, address="/"):
        self.page.goto(address)

    def to(self, *goals):
        for goal in goals:
            begun = perf_counter()
            hrefs = self.shortest(goal)
            self.asked += perf_counter() - begun
            for href in hrefs:
                self.follow(href)

    def shortest(self, goal):
        """The links to click from the open page to the next one of an address."""
        wanted = re.compile(goal)
        start = "/" + self.page.url.split("/", 3)[3]
        ways, seen = {start: ()}, {start}
        for _step in range(MOST_STEPS):
            further = {}
            for address, way in ways.items():
                for href in self.links(address):
                    if wanted.fullmatch(href):
                        return (*way, href)
                    if href not in seen:
                        seen.add(href)
                        further[href] = (*way, href)
            ways = further
        pytest.fail(f"no way from {start} to {goal}")

    def links(self, address):
        answer = self.client.get(address)
        if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
            return []
        hrefs = (href.replace("&amp;", "&") for href in _HREF.findall(answer.content.decode()))
        return [href for href in hrefs if not _NO_PAGE.search(href)]

    def follow(self, href):
        links = self.page.locator(f'a[href="{href}"], a[href^="{href}#"]')
        links.first.wait_for(state="attached")
        for link in links.all():
            if link.is_visible():
                return self.click(link)
        self.click(links.first.locator("xpath=ancestor::details[not(@open)][last()]/summary"))
        return self.follow(href)

    def click(self, what):
        self.clicked.append(what.first.inner_text())
        what.first.click()

    def press(self, name):
        self.click(self.page.get_by_role("main").get_by_role("button", name=name, exact=True))

    def fill(self, selector, text):
        self.fields += 1
        field = self.page.locator(selector).first
        if field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(index=int(text))
        else:
            field.fill(text)


def say_nothing(page, slot):
    """Say of a time of a register that it has no rows, alone or chosen among several."""
    button = page.locator(f"main [name=time][value^='{slot}.']")
    if button.get_attribute("type") == "checkbox":
        button.check()
        button = page.get_by_role("button", name="บันทึกว่าช่วงที่เลือกไม่มีรายการ")
    button.click()
