"""How the work of something grows with its input: no test asserts a time of its own.

A machine may be ten times slower than the one a test was written on; that four times the input
takes about four times the work holds on both.
"""

import gc
import time

NOISE = 0.05  # seconds of the processor: below this a measurement says nothing
ROUNDS = 4


def in_proportion(act, few, many):
    """Whether `act(many)` takes at most two and a half times its share of `act(few)`.

    The little is done once before it is measured (patterns are compiled, modules loaded). The two
    are measured beside each other, for a machine may get busy in between, up to four times: the
    time of the processor, without collecting what other tests left.
    """
    act(few)
    for _ in range(ROUNDS):
        little = max(_processor_seconds(act, few), NOISE)
        if _processor_seconds(act, many) <= 2.5 * (many / few) * little:
            return True
    return False


def _processor_seconds(act, count):
    gc.collect()
    gc.disable()
    try:
        begun = time.process_time()
        act(count)
        return time.process_time() - begun
    finally:
        gc.enable()
