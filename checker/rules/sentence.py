"""A sentence for a condition, made from the same tree that is judged, in English or another language.

Questions and options speak in the words of the question bank, pay metrics in their titles; everything else is a pattern
of `checker.rules.languages`. Two comparisons stand side by side; more that hold lists of their own, or conditions
within conditions, become a list with letters, so that nobody can read an "or" too far.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from checker.model.condition import (
    Combined,
    Condition,
    Counted,
    Equals,
    Includes,
    Leaf,
    Negated,
    Quantified,
    Shares,
    Shown,
)
from checker.rules.languages import Conjunction
from checker.rules.phrases import (
    NO_QUESTIONS,
    Words,
    absence,
    evidence,
    named,
    number,
    plain,
    predicate,
    subject,
    value,
)
from checker.rules.phrases import question_of as _question

__all__ = ["NO_QUESTIONS", "Words", "called", "clause", "sentence"]

LETTERS = ("abcdefghijklmnopqrstuvwxyz", ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"))
"""What entries are counted by, outside and inside; further in and further on by numbers."""
LONG = 300
"""Characters of three or more comparisons that are too many for one line of thought."""
_QUOTED = re.compile("“[^”]*”")


class _Part(NamedTuple):
    """One piece of a combination."""

    text: str
    simple: bool
    """Whether it may stand beside others without being mistaken for a part of them."""


def sentence(node: Condition, words: Words) -> str:
    """Return ``node`` as a sentence with a capital and a full stop."""
    text = clause(node, words)
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def clause(node: Condition, words: Words) -> str:
    """Return ``node`` as a clause without capital and full stop."""
    return words.language.finish(_clause(node, words, 0))


def called(key: str, words: Words) -> str:
    """Return what the fact ``key`` (``wages.gini@idh_total``) is called."""
    name, _, method = key.partition("@")
    return words.language.finish(subject(Leaf(fact=name, method=method or None), words))


def _clause(node: Condition, words: Words, depth: int) -> str:
    if isinstance(node, Combined):
        return _combination(node, words, depth)
    if isinstance(node, Counted):
        return _counted(node, words, depth)
    if isinstance(node, Negated):
        return _negation(node, words, depth)
    if isinstance(node, Shown):
        return evidence(node, words)
    if isinstance(node, Quantified | Shares):
        item = _clause(node.where, words.inside(node), depth)
        listed = named(node.fact, node.method, words)
        answered = _question(node.fact, words) is not None
        if isinstance(node, Shares):
            share = number(plain(node.share, words), "share", words)
            return words.say("share_of_entries" if answered else "share_of_list", share=share, list=listed, item=item)
        return words.say(f"{node.op}_entry" if answered else node.op, list=listed, item=item)
    return absence(node, words) or f"{subject(node, words)} {predicate(node, words)}"


def _combination(node: Combined, words: Words, depth: int) -> str:
    last: Conjunction = "and" if node.op == "all" else "or"
    parts = list(_parts(_flat(node), last, words, depth))
    if len(parts) == 1:
        return parts[0].text
    texts = [part.text for part in parts]
    listed = any(_holds_list(text, words) for text in texts)
    plainly = all(part.simple for part in parts)
    if plainly and (len(parts) == 2 or not (listed or sum(map(len, texts)) > LONG)):
        return _side_by_side(texts, last, words)
    return words.say("all_of" if node.op == "all" else "any_of", items=_lettered(texts, depth))


def _flat(node: Combined) -> Iterator[Condition]:
    """Iterate over the parts of ``node``, those of the same kind inside it taken out: it means the same."""
    for part in node.of:
        if isinstance(part, Combined) and part.op == node.op:
            yield from _flat(part)
        else:
            yield part


def _parts(nodes: Iterator[Condition], last: Conjunction, words: Words, depth: int) -> Iterator[_Part]:
    """Put parts into words; neighbours that speak of the same, or are yes-or-no questions with one answer, as one."""
    run: list[Condition] = []
    for node in (*nodes, None):
        if node is not None and run and (_alike(run, node) or _same_subject(run, node, words)):
            run.append(node)
            continue
        if run:
            yield _run(run, last, words, depth)
        run = [node] if node is not None else []


def _run(run: Sequence[Condition], last: Conjunction, words: Words, depth: int) -> _Part:
    first = run[0]
    if len(run) == 1:
        simple = isinstance(first, Shown) or (isinstance(first, Leaf) and not isinstance(first, Quantified | Shares))
        return _Part(_clause(first, words, depth + 1), simple)
    leaves = [leaf for leaf in run if isinstance(leaf, Leaf)]
    if isinstance(first, Equals) and isinstance(first.value, bool) and leaves[0].fact != leaves[1].fact:
        questions = [_question(leaf.fact, words) for leaf in leaves]
        asks = [words.say("quote", text=words.text(q.ask)) for q in questions if q]
        pattern = "yes_to_each" if last == "and" else "yes_to_some"
        said = value(first.value, first.fact, words)
        return _Part(words.say(pattern, value=said, asks=words.language.joined(asks, last)), True)
    said = _side_by_side([predicate(leaf, words) for leaf in leaves], last, words)
    return _Part(f"{subject(leaves[0], words)} {said}", True)


def _alike(run: Sequence[Condition], node: Condition) -> bool:
    """Return whether ``node`` goes on with a row of yes-or-no questions that all have the same answer."""
    return all(
        isinstance(n, Equals) and n.op == "is" and isinstance(n.value, bool) and n.fact.startswith("answers.")
        for n in (*run, node)
    ) and len({(n.value, type(n)) for n in (*run, node) if isinstance(n, Equals)}) == 1  # fmt: skip


def _same_subject(run: Sequence[Condition], node: Condition, words: Words) -> bool:
    """Return whether ``node`` says more of what the run speaks of."""
    nodes = (*run, node)
    leaves = [n for n in nodes if isinstance(n, Leaf) and not isinstance(n, Quantified | Shares)]
    if len(leaves) < len(nodes) or any(absence(leaf, words) for leaf in leaves):
        return False
    return len({(leaf.fact, leaf.method) for leaf in leaves}) == 1


def _counted(node: Counted, words: Words, depth: int) -> str:
    """Name a question once where all parts look for one of its options each."""
    single = [(p, p.value[0]) for p in node.of if isinstance(p, Includes) and isinstance(p.value, tuple)
              if len(p.value) == 1 and p.op != "includes_none"]  # fmt: skip
    if len(single) == len(node.of) and len({part.fact for part, _ in single}) == 1:
        first = single[0][0]
        options = words.language.joined([value(option, first.fact, words) for _, option in single], "and")
        said = words.say("includes_n", n=node.n, m=len(single), value=options)
        return f"{subject(first, words)} {said}"
    texts = [_clause(part, words, depth + 1) for part in node.of]
    return words.say("n_of", n=node.n, m=len(texts), items=_lettered(texts, depth))


def _negation(node: Negated, words: Words, depth: int) -> str:
    inner = node.of
    if isinstance(inner, Combined) and len(inner.of) > 1:
        texts = [_clause(part, words, depth + 1) for part in _flat(inner)]
        return words.say("not_all" if inner.op == "all" else "not_any", items=_lettered(texts, depth))
    return words.say("not", item=_clause(inner, words, depth))


def _side_by_side(texts: Sequence[str], last: Conjunction, words: Words) -> str:
    """Join texts; a comma parts those that hold a list of their own, so that nobody reads one list too far."""
    if not any(_holds_list(text, words) for text in texts):
        return words.language.joined(texts, last)
    return f"{', '.join(texts[:-1])}, {words.say(last)} {texts[-1]}"


def _holds_list(text: str, words: Words) -> bool:
    bare = _QUOTED.sub("", text).split()
    return any(word in bare for word in words.language.conjunctions)


def _lettered(texts: Sequence[str], depth: int) -> str:
    signs = LETTERS[depth] if depth < len(LETTERS) else ()
    names = [signs[n] if n < len(signs) else str(n + 1) for n in range(len(texts))]
    return "; ".join(f"({name}) {text}" for name, text in zip(names, texts, strict=True))
