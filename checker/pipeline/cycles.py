"""When the interpreter looks for cycles of objects that nothing else refers to.

What is known of a questionnaire holds none and is kept until the report is written; going through it
again and again costs a third of a run over thousands. Reading pay files does leave cycles behind.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from checker.model.assessment import InvalidSubject, SubjectResult


@contextmanager
def cycles_kept() -> Iterator[None]:
    """Look for no cycles inside; what was made there counts as old afterwards."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def drop_cycles(outcome: SubjectResult | InvalidSubject) -> None:
    """Free the cycles that measuring ``outcome`` left behind, where it had pay data."""
    if isinstance(outcome, InvalidSubject) or outcome.wages.sets:
        gc.collect(0)
