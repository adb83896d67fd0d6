"""``--language``: sentences in Spanish, the translation called unreviewed, everything else as it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from checker.cli.exits import USAGE
from checker.cli.main import run as fairlabel

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def ran(*arguments: str) -> tuple[int, str]:
        code = fairlabel(list(arguments))
        said = capsys.readouterr()
        return code, " ".join((said.out + said.err).split())

    return ran


def test_explain_says_a_requirement_in_spanish_and_who_translated_it(run: Run) -> None:
    code, said = run("explain", "PAI-CON-03", "--language", "es")
    assert code == 0
    assert "Se cumple cuando: La respuesta a “¿Tiene cada persona trabajadora sus condiciones" in said
    assert "traducción propia de esta herramienta" in said and "vale el texto en inglés" in said
    assert "Nadie trabaja sin condiciones contractuales escritas" in said
    assert "Why: " in said, "what has no Spanish stays English whole"


def test_english_is_the_default_and_needs_no_note(run: Run) -> None:
    assert run("explain", "PAI-CON-03") == run("explain", "PAI-CON-03", "--language", "en")
    said = run("explain", "PAI-CON-03")[1]
    assert "Satisfied when: The answer to “Does every worker have written terms?” is yes." in said
    assert "traducción" not in said


def test_doc_writes_a_page_with_spanish_sentences(run: Run) -> None:
    code, said = run("standards", "doc", "eti", "--language", "es")
    assert code == 0
    assert "Se cumple cuando: Se cumplen todas estas condiciones: \\(a\\)" in said or (
        "Se cumple cuando: Se cumplen todas estas condiciones: (a)" in said
    )
    assert "Se aplica cuando: " in said and "Cuenta un 50% cuando: " in said
    assert "Satisfied when" not in said and "traducción propia" in said


@pytest.mark.parametrize("command", [("explain", "PAI-PAY-01"), ("standards", "doc", "eti")])
def test_a_language_that_there_is_none_of_is_wrong_usage(run: Run, command: tuple[str, ...]) -> None:
    code, said = run(*command, "--language", "tlh")
    assert code == USAGE and "--language tlh: known: en, es" in said


def test_lint_names_what_translators_still_have_to_write(run: Run) -> None:
    said = run("standards", "lint")[1]
    assert "language es: 0 mistakes, 1 remark" in said
    assert "requirements have no title in this language; English stands there" in said
