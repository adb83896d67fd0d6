"""Reading YAML: values with line and column against yaml.CSafeLoader, which keeps no place. Goal: at most 0.55 x."""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Callable

import yaml
from yaml.cyaml import CParser

from checker.load.yaml_text import parse

FILES = 2000
LINES = 300
ROUNDS = 7


def main() -> None:
    """Read the same files with each loader in turn; print medians and ratios within a round."""
    rng = random.Random(20221101)
    files = [questionnaire(number, rng) for number in range(FILES)]
    size = sum(map(len, files)) / FILES
    loaders: dict[str, Callable[[bytes], object]] = {
        "yaml.CSafeLoader": lambda data: yaml.load(data, Loader=yaml.CSafeLoader),
        "libyaml's events alone": _events,
        "fairlabel, with places": lambda data: parse(data, "questionnaire.yaml"),
    }
    seconds: dict[str, list[float]] = {name: [] for name in loaders}
    for _ in range(ROUNDS):
        for name, load in loaders.items():
            seconds[name].append(_time(load, files))
    print(f"{FILES} questionnaires of {LINES} lines, {size:.0f} bytes on average; {ROUNDS} rounds, one after the other")
    base = seconds["yaml.CSafeLoader"]
    for name, taken in seconds.items():
        ratio = statistics.median(a / b for a, b in zip(taken, base, strict=True))
        print(f"{name:26} {statistics.median(taken):7.3f} s  {ratio:5.2f} x")


def questionnaire(number: int, rng: random.Random) -> bytes:
    """Return a made-up questionnaire of `LINES` lines: sections, answers plain or with evidence and note."""
    lines = [
        "fairlabel: questionnaire/1",
        "template: annotation-supplier",
        f"vendor: {{id: supplier-{number:05}, name: Made-up supplier {number}, country: KE, kinds: [bpo]}}",
        "scope:",
        "  period: {from: 2026-01-01, to: 2026-06-30}",
        "  sites: [{place: KE, city: Nairobi, area: urban, headcount: 60}]",
        "evidence:",
        "  - {id: policy, kind: policy, files: [policy.md], issued: 2026-01-02}",
        "answers:",
    ]
    question = 0
    while len(lines) < LINES:
        if question % 8 == 0:
            lines.append(f"  section_{question // 8}:")
        question += 1
        lines += _answer(question, rng)
    return ("\n".join(lines[:LINES]) + "\n").encode()


def _answer(question: int, rng: random.Random) -> list[str]:
    value = rng.choice(["true", "false", str(rng.randint(0, 90)), "at_least_living_wage", "[email, chat, none]"])
    if rng.random() < 0.2:
        return [f"    question_{question}: {value}"]
    lines = [f"    question_{question}:", f"      value: {value}"]
    if rng.random() < 0.3:
        lines.append("      evidence: [policy]")
    if rng.random() < 0.5:
        lines.append(f"      note: as described in the policy, section {rng.randint(1, 40)}")
    return lines


def _events(data: bytes) -> None:
    get_event = CParser(data).get_event
    while get_event() is not None:
        pass


def _time(load: Callable[[bytes], object], files: list[bytes]) -> float:
    gc.collect()
    start = time.perf_counter()
    for data in files:
        load(data)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
