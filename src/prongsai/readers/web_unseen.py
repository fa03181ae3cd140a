"""What a web page hides by attribute, style or style sheet, and what it marks as deleted."""

from collections.abc import Iterator

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from prongsai.core.errors import Place
from prongsai.core.patterns import compiled
from prongsai.readers.unseen import Unseen, is_like_a_score, is_mark

_MAY_HIDE = compiled(
    r"(?i)\bhidden\b|display\s*:|visibility\s*:|line-through|<(?:del|s|strike)\b|vertical-align"
    r"|\bcolor\s*:"
)
_COMMENT = compiled(r"(?s)/\*.*?\*/")
_PART = compiled(r"[^{}]*+[{}]")
_PROPERTY = compiled(
    r"(?i)(?:^|;)\s*(display|visibility|text-decoration(?:-line)?|vertical-align|color)\s*:\s*([^;]*)"
)
_WHITE = compiled(r"white|#fff(?:fff)?\b|rgba?\((?:\s*255\s*,?){3}")
# Behind white letters there may be something that this page, or another file, paints.
_PAINTED = compiled(r"(?i)background|bgcolor|stylesheet|@import")
_RAISED = compiled(r"super|0*\.?0*[1-9]")
# A simple selector of at most three parts; what depends on the pointer or needs a search is not.
_SELECTOR = compiled(r"[\w#.*\[\]=\"'-]+(?:(?:\s*[>+~]\s*|\s+)[\w#.*\[\]=\"'-]+){0,2}")
_PARTS = compiled(r"[^\s>+~]+")
_STRONG = compiled(r"#[\w-]+")
_USUAL = compiled(r"\.[\w-]+|\[")
_WEAK = compiled(r"(?:^|[\s>+~])[a-zA-Z]")
_GONE = {"del", "s", "strike"}
_CELLS = {"td", "th", "tr"}
# A page that hides all of itself is shown by its script.
_WHOLE = {"html", "body", "main"}
_MAX_RULES = 300
_MOST_TRIED = 100_000_000
_LONGEST_SELECTOR = 200

Rank = tuple[int, ...]


class _Told(Struct, frozen=True):
    """One declaration that counts for a node: the greatest rank holds."""

    rank: Rank
    value: str


class _Styled(Struct):
    """A node, and the declaration of each property that holds for it."""

    node: LexborNode
    declared: dict[str, _Told]

    def takes(self, name: str, rank: Rank, value: str) -> None:
        held = self.declared.get(name)
        if held is None or rank >= held.rank:
            self.declared[name] = _Told(rank, value)

    def has(self, name: str) -> bool:
        return name in self.declared and _takes_away(name, self.declared[name].value)


def take_out_unseen(tree: LexborHTMLParser, text: str, name: str, unseen: Unseen) -> None:
    """Cut marks of notes and what is not seen or struck out from the page's tree.

    What may hold scores is told.
    """
    if tree.body is None or not _MAY_HIDE.search(text):
        return
    styled = _styled(tree)
    for styled_node in styled.values() if _PAINTED.search(text) else ():
        styled_node.declared.pop("color", None)
    styled = {key: styled_node for key, styled_node in styled.items() if _why(styled_node)}
    outermost = _outermost(styled)
    for styled_node in outermost:  # chosen before any is cut: what stood inside is then gone
        why, node = _why(styled_node), styled_node.node
        if why == "raised":
            node.decompose()
            continue
        written = node.text(separator=" ")
        if why == "struck":
            unseen.strike(written, Place(name))
        elif is_like_a_score(written):
            unseen.hide(written, Place(name))
        if why == "invisible":  # its room is left: a cell stays a cell
            for child in list(node.iter(include_text=True)):
                child.decompose()
        else:
            node.decompose()


def _why(styled_node: _Styled) -> str:
    if styled_node.has("display"):
        return "hidden"
    if styled_node.node.tag in _GONE or styled_node.has("text-decoration"):
        return "struck"
    if styled_node.has("visibility") or styled_node.has("color"):
        return "invisible"
    return "raised" if styled_node.has("vertical-align") and is_note(styled_node.node) else ""


def is_note(node: LexborNode) -> bool:
    """Whether a raised part of a text is the mark of a note."""
    following = node.next
    is_text = following is not None and following.tag == "-text"
    behind = following.text_content if following and is_text else ""
    return node.tag not in _CELLS and is_mark(node.text(deep=True), behind or "")


def _outermost(styled: dict[int, _Styled]) -> list[_Styled]:
    """The nodes that stand in no other of them; each node of the page is looked at once."""
    inside: dict[int, bool] = {}

    def is_inside(node: LexborNode | None) -> bool:
        path: list[int] = []
        is_within = False
        while node is not None:
            key = node.mem_id
            if key in styled or inside.get(key) is not None:
                is_within = key in styled or inside[key]
                break
            path.append(key)
            node = node.parent
        inside.update(dict.fromkeys(path, is_within))
        return is_within

    return [
        styled_node for styled_node in styled.values() if not is_inside(styled_node.node.parent)
    ]


def _styled(tree: LexborHTMLParser) -> dict[int, _Styled]:
    """The nodes that something hides or strikes out, with all that is said of them."""
    styled: dict[int, _Styled] = {}

    def entry_of(node: LexborNode) -> _Styled:
        return styled.setdefault(node.mem_id, _Styled(node, {}))

    for node in tree.css("[hidden], del, s, strike"):
        if "hidden" in node.attributes:
            entry_of(node).takes("display", (0, -1), "none")
        else:
            entry_of(node)
    for rank, selector, declared in _rules(tree):
        for node in tree.css(selector):
            for name, value in declared.items():
                strength = int("!important" in value)
                entry_of(node).takes(name, (strength, 0, *rank), value)
    for node in tree.css("[style]"):
        for name, value in _declared(node.attributes.get("style") or "").items():
            entry_of(node).takes(name, (int("!important" in value), 1), value)
    return {
        key: styled_node
        for key, styled_node in styled.items()
        if styled_node.node.tag not in _WHOLE
    }


def _rules(tree: LexborHTMLParser) -> list[tuple[Rank, str, dict[str, str]]]:
    """The rules of the page's own sheets on properties that some rule takes text away by."""
    rules = [
        (selector.strip(), _declared(body))
        for sheet in tree.css("style")
        if not sheet.attributes.get("media")
        for head, body in _plain_rules(sheet.text_content or sheet.text() or "")
        for selector in head.split(",")
    ]
    hiding = {
        name
        for _, declared in rules
        for name, value in declared.items()
        if _takes_away(name, value)
    }
    kept: list[tuple[Rank, str, dict[str, str]]] = [
        (
            (*_weight(selector), order),
            selector,
            {name: value for name, value in declared.items() if name in hiding},
        )
        for order, (selector, declared) in enumerate(rules)
        if hiding & declared.keys()
        and len(selector) <= _LONGEST_SELECTOR
        and _SELECTOR.fullmatch(selector)
    ]
    return _affordable(kept[:_MAX_RULES], tree)


def _affordable(
    rules: list[tuple[Rank, str, dict[str, str]]], tree: LexborHTMLParser
) -> list[tuple[Rank, str, dict[str, str]]]:
    """The rules that can be tried on every node: what no page of news has is left out.

    A selector of several parts may climb from each node to the top for each part.
    """
    if not rules:
        return rules
    depths: dict[int, int] = {}
    for node in tree.css("*"):
        above = node.parent
        depths[node.mem_id] = depths.get(above.mem_id, 0) + 1 if above is not None else 1
    deepest = max(depths.values(), default=1)
    kept: list[tuple[Rank, str, dict[str, str]]] = []
    spent = 0
    for rule in rules:
        spent += len(depths) * deepest ** (len(_PARTS.findall(rule[1])) - 1)
        if spent > _MOST_TRIED:
            break
        kept.append(rule)
    return kept


def _plain_rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations outside of any @-rule: those hold on every screen."""
    depth = 0
    head = ""
    for part in _PART.findall(_COMMENT.sub("", sheet)):
        if part.endswith("{"):
            if depth == 0:
                head = part[:-1].rpartition(";")[2].strip()
            depth += 1
        else:
            if depth == 1 and not head.startswith("@"):
                yield head, part[:-1]
            depth = max(depth - 1, 0)


def _declared(style: str) -> dict[str, str]:
    """The properties of a style that may take text away."""
    return {
        name.lower().removesuffix("-line"): value.strip().lower()
        for name, value in _PROPERTY.findall(style)
    }


def _takes_away(name: str, value: str) -> bool:
    if name == "display":
        return value.startswith("none")
    if name == "visibility":
        return value.startswith(("hidden", "collapse"))
    if name == "vertical-align":
        return _RAISED.match(value) is not None
    if name == "color":
        return _WHITE.match(value) is not None
    return "line-through" in value


def _weight(selector: str) -> tuple[int, int, int]:
    """How a selector counts beside others: ids, classes, names.

    >>> _weight("#a .b li")
    (1, 1, 1)
    """
    patterns = (_STRONG, _USUAL, _WEAK)
    strong, usual, weak = (len(pattern.findall(selector)) for pattern in patterns)
    return strong, usual, weak
