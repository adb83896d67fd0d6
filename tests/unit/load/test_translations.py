"""Files of translators: what is missing, stale or unknown is named, and a stale entry is never shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checker.errors import PackError
from checker.load.question_bank import load_question_bank
from checker.load.translations import fingerprint, load_translations, question_words, read_translations, remarks
from checker.model.questions import EvidenceKind, Option, Question, QuestionBank, SurveyItem

COLOUR = Question(
    "a.colour", "a", "enum", "supplier", {"en": "Which colour?"}, {"en": ""}, {"en": ""},
    (Option("red", {"en": "Red"}), Option("blue", {"en": "Blue"})),
)  # fmt: skip
AUDIT = EvidenceKind("audit", {"en": "Audit"}, True, ("pdf",), {})
BANK = QuestionBank((), {"a.colour": COLOUR}, {"audit": AUDIT}, {}, survey={
    "workers.calm": SurveyItem(replace(COLOUR, id="workers.calm"), frozenset({"red"}), frozenset())})  # fmt: skip
ORIGINALS = {"questions": {"a.colour": question_words(COLOUR)}, "metrics": {"gini": ("Gini",)}}


def file(of: str, options: str = "{red: Rojo, blue: Azul}") -> bytes:
    return f'questions:\n  a.colour: {{of: "{of}", text: "¿Qué color?", options: {options}}}\n'.encode()


def fresh() -> str:
    return fingerprint("Which colour?", "red: Red", "blue: Blue")


def test_words_stand_beside_the_english_ones() -> None:
    spanish = read_translations("es", {"questions": file(fresh())}).bank(BANK)
    question = spanish.questions["a.colour"]
    assert question.ask == {"en": "Which colour?", "es": "¿Qué color?"}
    assert [option.label["es"] for option in question.options] == ["Rojo", "Azul"]
    assert BANK.questions["a.colour"].ask == {"en": "Which colour?"}
    assert "es" not in spanish.survey["workers.calm"].question.ask, "an item of the survey is no question to suppliers"


def test_kinds_and_the_survey_are_translated_by_their_own_files() -> None:
    found = read_translations("es", {
        "survey": file(fresh()).replace(b"questions:", b"survey:").replace(b"a.colour", b"workers.calm"),
        "evidence_kinds": f'evidence_kinds:\n  audit: {{of: "{fingerprint("Audit")}", text: Auditoría}}\n'.encode(),
    }).bank(BANK)  # fmt: skip
    assert found.survey["workers.calm"].question.ask["es"] == "¿Qué color?"
    assert found.kinds["audit"].label["es"] == "Auditoría"


@pytest.mark.parametrize("changed", [
    replace(COLOUR, ask={"en": "Which colours?"}),
    replace(COLOUR, options=(*COLOUR.options[:1], Option("blue", {"en": "Dark blue"}))),
    replace(COLOUR, options=COLOUR.options[:1]),
])  # fmt: skip
def test_a_question_that_has_changed_since_is_shown_in_english(changed: Question) -> None:
    bank = replace(BANK, questions={"a.colour": changed})
    assert "es" not in read_translations("es", {"questions": file(fresh())}).bank(bank).questions["a.colour"].ask


def test_metrics_and_titles_made_from_other_words_are_left_out() -> None:
    text = f'metrics:\n  gini: {{of: "{fingerprint("Gini")}", text: el Gini}}\n  fgt: {{of: "0", text: el FGT}}\n'
    found = read_translations("es", {"metrics": text.encode()})
    assert found.texts("metrics", {"gini": "Gini", "fgt": "FGT"}) == {"gini": "el Gini"}
    assert found.texts("metrics", {"gini": "Gini coefficient"}) == {}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"questions": file(fresh())}, ["gini: has no words in this language"]),
        ({"questions": b"questions: {}\n"}, ["a.colour: has no words", "gini: has no words"]),
        ({"questions": file("00000000")}, ["gini: has no words", "was made from other English words"]),
        (
            {"questions": file(fresh(), "{red: Rojo, green: Verde}")},
            ["options.blue: is missing", "options.green: is no option", "gini"],
        ),
        (
            {"questions": file(fresh()).replace(b"a.colour", b"a.color")},
            ["a.colour: has no words", "translates nothing that is there; did you mean 'a.colour'?", "gini"],
        ),
    ],
)
def test_remarks(files: dict[str, bytes], said: list[str]) -> None:
    found = [str(problem) for problem in remarks(read_translations("es", files), ORIGINALS)]
    assert len(found) == len(said), found
    for words in said:
        assert any(words in line for line in found), (words, found)


def test_a_remark_gives_the_hash_that_ends_it() -> None:
    (stale, _) = remarks(read_translations("es", {"questions": file("00000000")}), ORIGINALS)
    assert f"write of: {fresh()}" in str(stale) and "reports/locale/es/questions.yaml:2:13" in str(stale)
    assert not [p for p in remarks(read_translations("es", {"questions": file(fresh())}), ORIGINALS) if "a." in str(p)]


def test_titles_that_are_missing_are_counted_in_one_remark() -> None:
    originals = {"requirements": {"A-1": ("One",), "A-2": ("Two",)}}
    (remark,) = remarks(read_translations("es", {}), originals)
    assert "2 of 2 requirements have no title in this language" in str(remark)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"questions: [a]\n", "needs a mapping"),
        (b"question: {}\n", "'question' is not a field here; did you mean 'questions'?"),
        (b"questions: {a.colour: Rojo}\n", "needs a mapping"),
        (b'questions: {a.colour: {text: "x"}}\n', "'of' is missing"),
        (b'questions: {a.colour: {of: "1", text: ""}}\n', "'text' needs a text"),
        (b'questions: {a.colour: {of: "1", text: x, option: {}}}\n', "'option' is not a field here"),
        (b'questions: {a.colour: {of: "1", text: x, options: {red: 3}}}\n', "'red' needs a text"),
        (b'questions: {a.colour: {of: 1, text: x}}\n', "'of' needs a text"),
        (b"questions: {a.colour: {of: \"1\", text: x}, a.colour: {}}\n", "twice"),
        (b"questions: {\n", ""),
        (b"\xff\xfe\x00", ""),
    ],
)  # fmt: skip
def test_a_broken_file_says_where_and_what(data: bytes, said: str) -> None:
    from checker.errors import InputError

    with pytest.raises(InputError) as error:
        read_translations("es", {"questions": data})
    assert said in str(error.value)
    assert "reports/locale/es/questions.yaml" in str(error.value)


def test_every_mistake_of_a_file_is_named_at_once() -> None:
    with pytest.raises(PackError) as error:
        read_translations("es", {"questions": b'questions: {a.b: {text: x}, a.c: {of: "1"}}\n'})
    assert len(error.value.problems) == 2


def test_spanish_ships_whole_and_fresh() -> None:
    bank = load_question_bank()
    found = load_translations("es")
    originals = {
        "questions": {name: question_words(q) for name, q in bank.questions.items()},
        "survey": {name: question_words(item.question) for name, item in bank.survey.items()},
        "evidence_kinds": {name: (kind.label["en"],) for name, kind in bank.kinds.items()},
    }
    assert [str(problem) for problem in remarks(found, originals)] == []


def test_spanish_has_words_of_its_own_for_everything() -> None:
    spanish = load_translations("es").bank(load_question_bank())
    same = [q.id for q in spanish.questions.values() if q.ask["es"] == q.ask["en"]]
    asked = [q.ask["es"] for q in (*spanish.questions.values(), *(i.question for i in spanish.survey.values()))]
    assert same == []
    assert [text for text in asked if text.count("¿") != 1 or not text.endswith("?")] == []
    labels = [(q.id, o.label["es"]) for q in spanish.questions.values() for o in q.options]
    assert len(labels) == len(set(labels)), "two options of one question read alike"
