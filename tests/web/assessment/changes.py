"""Changes of a year as a corrected workbook makes them."""

from msgspec import Struct

from prongsai.web.year.assessment.framework.documents import find_item
from prongsai.web.year.assessment.framework.editing import Proof

LIKELY = Proof("likely")


class PutItem(Struct):
    """Another name, or other values, of one item."""

    code: str
    values: dict
    proof: Proof = LIKELY

    @property
    def subject(self):
        return self.code

    def part(self, documents):
        return find_item(documents, self.code)

    def apply(self, documents):
        item = find_item(documents, self.code)
        item |= self.values
        self.proof.put(item, documents)


def rename(documents, code, name):
    """Give an item another name."""
    PutItem(code, {"name": {"th": name, "en": name}}).apply(documents)


def drop_item(documents, code):
    """Take an OIT item out; the following move up with their elements."""
    items = [one for one in documents["oit"]["items"] if one["code"] != code]
    codes = {one["code"]: f"o{place}" for place, one in enumerate(items, 1)}
    for one in items:
        one["code"] = codes[one["code"]]
    documents["oit"] = {"items": items}
    held = documents["elements"]["elements"]
    documents["elements"] = {"elements": {codes[one]: held[one] for one in held if one in codes}}
    documents["framework"]["instruments"][2]["item_count"] = len(items)
