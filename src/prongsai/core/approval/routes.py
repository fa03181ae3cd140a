"""The routes that come with the program, read from data; a fault names its file and line.

Source: data/routes/*.yaml. A new route is one more file.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.approval.model import Ask, Route, Step
from prongsai.core.errors import Finding, Misuse
from prongsai.core.messages import read_words
from prongsai.core.roles import head_of_a_unit, keys_where, known_role, role_of
from prongsai.core.text import Text, same
from prongsai.core.yaml_data.declared import Fault, fault_at
from prongsai.core.yaml_data.documents import read_text

SHIPPED = Path(__file__).parents[2] / "data" / "routes"


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Route]:
    """The routes by name, in the order of `usual` first."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(SHIPPED.glob("*.yaml"))}
    routes, findings = read(texts)
    if findings:
        raise Misuse.from_finding(findings[0])
    order = sorted(routes, key=lambda route: (route.is_information, -len(route.steps)))
    return MappingProxyType({route.name: route for route in order})


def route_of(name: str) -> Route:
    routes = shipped()
    if name not in routes:
        raise Misuse("approval/route_unknown", name=name, routes=", ".join(routes))
    return routes[name]


def read(texts: Mapping[str, str]) -> tuple[tuple[Route, ...], tuple[Finding, ...]]:
    """The routes of YAML files (name → content) and what is wrong in them.

    Shape:  a file with a fault gives findings and no route.
    """
    findings: list[Finding] = []
    routes: dict[str, Route] = {}
    for name, text in texts.items():
        route, own_findings = read_text(text, name, Route, "route", partial(_faults, others=routes))
        findings += own_findings
        if route is not None:
            # Each role stands under its present key.
            steps = (replace(step, position=role_of(step.position).key) for step in route.steps)
            routes[route.name] = replace(route, steps=tuple(steps))
    return tuple(routes.values()), tuple(findings)


def _faults(route: Route, others: Mapping[str, Route]) -> Iterator[Fault]:
    """Either the last step alone decides, or all note; no position and no name stands twice."""
    asks = [step.ask for step in route.steps]
    roles = [known_role(step.position) for step in route.steps]
    for place, role in enumerate(roles):
        if role is None or not role.signs:
            known, met = ", ".join(keys_where(lambda role: role.signs)), route.steps[place].position
            yield fault_at(
                "approval/wrong_value.signing_role",
                ("steps", place, "position"),
                met=met,
                known=known,
            )
    decides = asks[-1:] == [Ask.DECIDE] and all(ask is Ask.ENDORSE for ask in asks[:-1])
    if not asks or not (decides or route.is_information):
        yield fault_at("approval/asks", ("steps",))
    if len(set(roles)) < len(roles):
        yield fault_at("approval/seat_twice", ("steps",))
    if route.name in others:
        yield fault_at("approval/twice.route", ("name",), name=route.name)


MOST_POSTS = 8


class StepPosition(Struct, frozen=True):
    """Whom a step of an own route waits for.

    Shape:  `position` is the key of its role; `key` names one position of the agency; "" for
            whoever holds it for the drafter (the head of the drafter's unit, the chief executive).
    """

    position: str
    title: str
    key: str = ""


def own_route(
    name: str, label: str, positions: Sequence[StepPosition], decides: StepPosition
) -> Route:
    """The route of an agency: positions give their opinions in order, and `decides` ends it."""
    steps = (*(_step(position, Ask.ENDORSE) for position in positions), _step(decides, Ask.DECIDE))
    return Route(
        name, same(label), _about([position.title for position in positions], decides), steps
    )


def by_the_head(route: Route) -> Route:
    """A route that begins with the head of the drafter's unit, wherever it had that step."""
    head = head_of_a_unit().key
    ask = Ask.NOTE if route.is_information else Ask.ENDORSE
    others = (step for step in route.steps if step.position != head or step.position_key)
    return replace(route, steps=(_step(StepPosition(head, ""), ask), *others))


def _step(position: StepPosition, ask: Ask) -> Step:
    return Step(position.position, ask, read_words(f"approval/step.{ask}"), position.key)


def _about(titles: Sequence[str], decides: StepPosition) -> Text:
    if not titles:
        return read_words("approval/decides_alone", position=decides.title)
    chain = " → ".join(titles)
    return read_words("approval/opinions_and_decision", chain=chain, position=decides.title)
