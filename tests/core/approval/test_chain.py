"""The chain of steps: what may follow what, by examples and by chance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.approval.chain import Act, Chain, NotAllowed
from prongsai.core.approval.model import Ask, State, Step, Verdict
from prongsai.core.approval.routes import route_of, shipped
from prongsai.core.text import same

FORWARD = {Ask.ENDORSE: Verdict.ENDORSE, Ask.DECIDE: Verdict.APPROVE, Ask.NOTE: Verdict.NOTED}


def opened(name="usual"):
    return Chain(route_of(name).steps).opened()


def forward(chain, **fields):
    """The next step says yes."""
    return chain.acted(Act(chain.waits_at, FORWARD[chain.waiting_step.ask], **fields))


def test_the_chain_of_document_000():
    """Analyst → section head → head of the office → the same, acting as clerk → mayor."""
    chain = opened("usual")
    assert [step.position for step in chain.steps] == [
        "unit-head", "office-head", "chief-administrator",
        "chief-executive",
    ]  # fmt: skip
    chain = forward(chain, person="section head")
    chain = forward(chain, person="head")
    assert chain.signed_before("head") == (2,)
    chain = forward(chain, person="head")
    assert chain.signed_before("head") == (2, 3)
    assert chain.may() == (Verdict.APPROVE, Verdict.REFUSE, Verdict.SEND_BACK)
    chain = forward(chain, person="mayor")
    assert (chain.state, chain.waits_at) == (State.APPROVED, None)


def test_the_chain_of_document_001():
    """The head of the office drafts, the clerk gives an opinion, the mayor decides."""
    chain = opened("short")
    assert [step.position for step in chain.steps] == ["chief-administrator", "chief-executive"]
    chain = forward(forward(chain, person="clerk"), person="mayor")
    assert chain.state is State.APPROVED


def test_a_memo_for_information_is_noted_by_all():
    chain = opened("information")
    for _ in chain.steps:
        assert chain.may() == (Verdict.NOTED, Verdict.SEND_BACK)
        chain = forward(chain)
    assert chain.state is State.APPROVED


def test_not_approved_because():
    chain = forward(opened("short"))
    with pytest.raises(NotAllowed) as refused:
        chain.acted(Act(2, Verdict.REFUSE, reason="  "))
    assert refused.value.field == "reason"
    chain = chain.acted(Act(2, Verdict.REFUSE, reason="งบประมาณไม่พอ"))
    assert chain.state is State.REFUSED


def test_sent_back_begins_again_and_earlier_decisions_are_void():
    chain = forward(opened("usual"), person="section head")
    with pytest.raises(NotAllowed):
        chain.acted(Act(2, Verdict.SEND_BACK))
    back = chain.acted(Act(2, Verdict.SEND_BACK, reason="ระบุหน่วยงาน"))
    assert (back.state, back.waits_at, back.may()) == (State.SENT_BACK, None, ())
    again = back.resubmitted()
    assert (again.version, again.acts, again.void) == (2, (), back.acts)
    assert again.opened().waits_at == 1


def test_only_a_vacant_post_is_skipped_and_never_the_one_that_decides():
    chain = opened("short")
    skip = Act(1, Verdict.SKIP, reason="ตำแหน่งว่าง")
    with pytest.raises(NotAllowed):
        chain.acted(skip)
    with pytest.raises(NotAllowed):
        chain.acted(Act(1, Verdict.SKIP), is_vacant=True)
    skipped = chain.acted(skip, is_vacant=True)
    assert skipped.waits_at == 2
    with pytest.raises(NotAllowed):
        skipped.acted(Act(2, Verdict.SKIP, reason="ว่าง"), is_vacant=True)
    assert forward(skipped).state is State.APPROVED


def test_a_memo_for_information_ends_with_somebodys_hand():
    chain = opened("information")
    while chain.waits_at < len(chain.steps):
        chain = chain.acted(Act(chain.waits_at, Verdict.SKIP, reason="ว่าง"), is_vacant=True)
    with pytest.raises(NotAllowed):
        chain.acted(Act(chain.waits_at, Verdict.SKIP, reason="ว่าง"), is_vacant=True)
    assert forward(chain, person="mayor").state is State.APPROVED


def test_nothing_is_decided_while_the_paper_is_drawn():
    chain = Chain(route_of("short").steps)
    with pytest.raises(NotAllowed):
        chain.acted(Act(1, Verdict.ENDORSE))
    assert chain.opened().acted(Act(1, Verdict.ENDORSE)).waits_at == 2
    with pytest.raises(NotAllowed):
        chain.opened().opened()


def test_a_verdict_of_another_step_is_refused():
    for verdict in (Verdict.APPROVE, Verdict.REFUSE, Verdict.NOTED):
        with pytest.raises(NotAllowed):
            opened("usual").acted(Act(1, verdict, reason="เพราะ"))
    with pytest.raises(NotAllowed) as early:
        opened("usual").acted(Act(4, Verdict.APPROVE))
    assert early.value.next_step


# Any sequence of deeds, allowed or not, that anybody may try.
DEEDS = st.one_of(
    st.builds(
        Act,
        place=st.integers(0, 6),
        verdict=st.sampled_from(Verdict),
        person=st.sampled_from(["a", "b", "c"]),
        reason=st.sampled_from(["", "เพราะ"]),
    ),
    st.sampled_from(["resubmit", "withdraw", "open"]),
)


def tried(chain, deed, *, is_vacant):
    """The chain after a deed; the same chain where the deed is not allowed."""
    try:
        if isinstance(deed, Act):
            return chain.acted(deed, is_vacant=is_vacant)
        done = {
            "resubmit": chain.resubmitted, "withdraw": chain.withdrawn, "open": chain.opened,
        }  # fmt: skip
        return done[deed]()
    except NotAllowed:
        return chain


@given(st.sampled_from(sorted(shipped())), st.lists(st.tuples(DEEDS, st.booleans()), max_size=40))
def test_no_path_breaks_the_rules(name, deeds):
    chain, had = Chain(route_of(name).steps), []
    for deed, is_vacant in [("open", False), *deeds]:
        before, chain = chain, tried(chain, deed, is_vacant=is_vacant)
        if chain is before:
            continue
        assert not before.state.is_over, "something followed the end"
        assert [act.place for act in chain.acts] == list(range(1, len(chain.acts) + 1))
        if chain.state is State.APPROVED:
            assert len(chain.acts) == len(chain.steps), "decided before the steps before it"
            wanted = [(FORWARD[step.ask], Verdict.SKIP) for step in chain.steps]
            assert all(act.verdict in ok for act, ok in zip(chain.acts, wanted, strict=True))
            assert chain.acts[-1].verdict is not Verdict.SKIP or not any(
                step.ask is Ask.DECIDE for step in chain.steps
            )
        assert (chain.waits_at is not None) is (chain.state is State.OPEN)
        had = had if chain.version == before.version else [*had, *before.acts]
        assert list(chain.void) == had, "history was lost"
        for act in chain.acts:
            if act.verdict in (Verdict.REFUSE, Verdict.SEND_BACK, Verdict.SKIP):
                assert act.reason.strip()


@given(st.integers(1, 8))
def test_a_chain_of_any_length_ends_at_its_last_step(length):
    steps = tuple(
        Step("office-head", Ask.DECIDE if place == length else Ask.ENDORSE, same("x"))
        for place in range(1, length + 1)
    )
    chain = Chain(steps).opened()
    for place in range(1, length + 1):
        assert (chain.waits_at, chain.state) == (place, State.OPEN)
        chain = forward(chain)
    assert chain.state is State.APPROVED


@pytest.mark.parametrize("state", [State.OPEN, State.SENT_BACK, State.APPROVED, State.REFUSED])
def test_a_disputed_result_is_set_aside_wherever_it_stands(state):
    chain = Chain(route_of("short").steps, acts=(Act(1, Verdict.ENDORSE, "clerk"),), state=state)
    after = chain.set_aside()
    assert (after.state, after.acts, after.void) == (State.SET_ASIDE, (), chain.acts)
    assert after.state.is_over
    for end in (after.set_aside, after.withdrawn, after.resubmitted, after.opened):
        with pytest.raises(NotAllowed):
            end()
    with pytest.raises(NotAllowed):
        Chain(route_of("short").steps, state=State.WITHDRAWN).set_aside()
