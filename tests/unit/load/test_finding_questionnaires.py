"""Finding the questionnaires below a folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from checker.errors import InputError, UsageError
from checker.load.question_bank import load_question_bank
from checker.load.questionnaires import load_questionnaire, peek_id
from checker.load.search import find_subjects
from tests.questionnaires_for_tests import HEAD


class TestFinding:
    def make(self, root: Path, *folders: str) -> None:
        for folder in folders:
            (root / folder).mkdir(parents=True)
            (root / folder / "questionnaire.yaml").write_text(HEAD)

    def names(self, root: Path, *paths: str) -> list[str]:
        return [f.relative_to(root).as_posix() for f in find_subjects([root / p for p in paths or ("",)])]

    def test_at_any_depth_in_order_and_not_inside_a_subject(self, tmp_path: Path) -> None:
        self.make(tmp_path, "b", "a/deep/er", "a/c", "b/evidence/copy", ".hidden/x", "c-1", "c/1")
        assert self.names(tmp_path) == ["a/c", "a/deep/er", "b", "c/1", "c-1"]

    def test_a_subject_itself_its_file_and_both_are_one(self, tmp_path: Path) -> None:
        self.make(tmp_path, "a")
        assert self.names(tmp_path, "a", "a/questionnaire.yaml", "", "a/../a") == ["a"]

    def test_links_and_loops_of_links_end(self, tmp_path: Path) -> None:
        self.make(tmp_path, "real/a")
        (tmp_path / "real" / "loop").symlink_to(tmp_path)
        (tmp_path / "aa").symlink_to(tmp_path / "real" / "a")
        assert self.names(tmp_path) == ["aa"]

    def test_links_that_lead_nowhere_are_subjects_that_cannot_be_read(self, tmp_path: Path) -> None:
        self.make(tmp_path, "a")
        (tmp_path / "x").symlink_to("y")
        (tmp_path / "y").symlink_to("x")
        (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
        (tmp_path / "through").symlink_to("a/questionnaire.yaml/a")
        (tmp_path / "form").symlink_to("a/questionnaire.yaml")
        (tmp_path / ".hidden").symlink_to("nowhere")
        assert self.names(tmp_path) == ["a", "form", "gone", "through", "x", "y"]
        for name in ("gone", "through", "x"):
            with pytest.raises(
                InputError, match=f"^{name}/questionnaire.yaml: its folder is a link that leads nowhere"
            ):
                load_questionnaire(tmp_path / name, name, load_question_bank())
        with pytest.raises(InputError, match="its folder is a link to a file"):
            load_questionnaire(tmp_path / "form", "form", load_question_bank())

    def test_what_looks_like_a_subject_and_is_passed_over_is_said(self, tmp_path: Path) -> None:
        self.make(tmp_path, "a", "group/b")
        passed = ("lost/wages/x/pay.csv", "lost/documents/y.md", "group/c/Questionnaire (1).yaml", "e\x1b/mapping.yaml")
        for file in (*passed, "group/prices.csv", "reviews/a.yaml", "group/notes/readme.md"):
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file).write_text("x")
        (tmp_path / "d").symlink_to("lost/documents/y.md")
        said: list[str] = []
        assert [f.name for f in find_subjects([tmp_path], said.append)] == ["a", "b"]
        assert [text.partition(" ")[0].removeprefix(f"{tmp_path}/") for text in said] == ["d", "e?", "group/c", "lost"]
        assert "is a link to a file" in said[0]
        assert "no questionnaire.yaml; it was passed over" in said[3]

    def test_nothing_is_an_empty_list(self, tmp_path: Path) -> None:
        assert find_subjects([tmp_path]) == []

    def test_a_path_that_is_not_there_or_no_folder_is_wrong_usage(self, tmp_path: Path) -> None:
        (tmp_path / "file.txt").write_text("x")
        for name in ("gone", "file.txt"):
            with pytest.raises(UsageError, match=name):
                find_subjects([tmp_path / name])

    def test_a_misnamed_or_broken_questionnaire_is_not_passed_over(self, tmp_path: Path) -> None:
        for folder, name in (("a", "questionnaire.yml"), ("b", "Questionnaire.yaml")):
            (tmp_path / folder).mkdir()
            (tmp_path / folder / name).write_text(HEAD)
        (tmp_path / "c").mkdir()
        (tmp_path / "c" / "questionnaire.yaml").symlink_to("gone")
        assert self.names(tmp_path) == ["a", "b", "c"]
        with pytest.raises(InputError, match="cannot be read"):
            load_questionnaire(tmp_path / "c", "c", load_question_bank())

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may search every folder")
    def test_a_folder_that_cannot_be_searched_is_not_passed_over(self, tmp_path: Path) -> None:
        closed = tmp_path / "closed"
        closed.mkdir(mode=0)
        with pytest.raises(InputError, match="cannot be searched"):
            find_subjects([tmp_path])
        closed.chmod(0o700)

    def test_the_id_can_be_looked_up_alone(self, tmp_path: Path) -> None:
        self.make(tmp_path, "a", "b")
        (tmp_path / "b" / "questionnaire.yaml").write_text("a: [")
        assert [peek_id(tmp_path / name) for name in ("a", "b", "gone")] == ["acme", "", ""]


@pytest.mark.parametrize("name", ["questionnaire.yaml", "questionnaire.yml", "Questionnaire.YAML"])
def test_a_path_may_name_the_questionnaire_and_its_folder_is_meant(tmp_path: Path, name: str) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text("")
    given = [tmp_path / "b" / name, tmp_path / "a" / name, tmp_path / "b"]
    assert find_subjects(given) == [tmp_path / "a", tmp_path / "b"]
