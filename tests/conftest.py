"""Options and fixtures that several folders of tests share."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):  # in a workflow `check` says more, which its tests ask for
    os.environ.pop(name, None)

TESTS = Path(__file__).parent

settings.register_profile("gate", max_examples=12, deadline=None, derandomize=True)
settings.register_profile("search", max_examples=400, deadline=None)
settings.load_profile("gate")
# `pytest tests/properties --hypothesis-profile search` looks further, at new examples each time.


FIRST = (
    "unit/facts/test_engines_agree.py",
    "properties/test_pay_laws.py",
    "browser/test_html.py",
    "unit/facts/test_spark.py",
    "browser/test_site.py",
    "browser/test_plots.py",
    "properties/test_pay_laws_wide.py",
)
"""Modules that take longest: begun last, one of them would keep one process busy while the other has nothing to do."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the modules that take longest; the others stay in their order."""
    place = {TESTS / name: number for number, name in enumerate(FIRST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite the golden reports; read the difference before you commit it",
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Say whether golden files are to be rewritten."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session", autouse=True)
def _cache_of_the_tests_own() -> Iterator[None]:
    """Keep packs in a folder that goes with the tests, also for the processes that they start."""
    with tempfile.TemporaryDirectory(prefix="fairlabel-tests-", ignore_cleanup_errors=True) as folder:
        former = os.environ.get("FAIRLABEL_CACHE_DIR")
        os.environ["FAIRLABEL_CACHE_DIR"] = folder
        yield
        if former is None:
            del os.environ["FAIRLABEL_CACHE_DIR"]
        else:
            os.environ["FAIRLABEL_CACHE_DIR"] = former
