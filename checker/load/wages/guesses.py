"""Guess a mapping from what a pay file looks like. A guess is sure only where name and cells both say so.

What is not sure becomes a question, never a value: a column that nobody confirmed stays out, and a column that is
out is unknown, never zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from checker.load.wages.day_forms import is_month
from checker.load.wages.header_words import Named, currency_in, header_words, meanings, plain
from checker.load.wages.sniffing import Looked, Seen
from checker.model.codes import is_country, is_currency
from checker.model.pay_draft import MappingDraft, Setting
from checker.model.pay_table import CHOICES, COLUMNS, GENDERS, NEEDED, NEVER_CONSTANT, Grain

_PAYROLL, _TASK = ("period_start", "period_end"), ("started_at", "submitted_at")
_GROSS_TODO = {
    "net": "pay is what was earned before tax; this looks like what was left",
    "total": "pay is without bonus and overtime; is this?",
}
_MOST_WORDS = 12
"""Words of a column that are written down; of more, the column holds something else, perhaps names."""


def draft(file: str, looked: Looked) -> MappingDraft:
    """Return the draft of a mapping for a file."""
    return _Guessing(file, looked).run()


class _Guessing:
    """One file; guesses pile up by the part of the mapping that they belong to."""

    def __init__(self, file: str, looked: Looked) -> None:
        self.file, self.looked = file, looked
        self.by_name = {seen.name: seen for seen in looked.columns}
        self.named = {seen.name: _meanings(seen) for seen in looked.columns}
        self.head: list[Setting] = []
        self.columns: list[Setting] = []
        self.constants: list[Setting] = []
        self.units: list[Setting] = []
        self.values: dict[str, tuple[Setting, ...]] = {}
        self.grain_is_open = False
        self.doubts: dict[str, str] = {}
        """Column of the file -> why it is left out."""

    def run(self) -> MappingDraft:
        grain = self._grain()
        self._columns(grain)
        self._units(grain)
        self._numbers()
        self._dates()
        self._words()
        self._country()
        self._currency()
        sure = {setting.key for setting in (*self.columns, *self.constants) if setting.sure}
        for name in NEEDED[grain]:
            if name not in sure:
                self._ask(name)
        used = {str(setting.value) for setting in self.columns}
        left = tuple((s.name, self.doubts.get(s.name, "")) for s in self.looked.columns if s.name not in used)
        without = header_words().without.items()
        # A payroll without a status states what was paid.
        silent = ("status",) if grain == "payroll" else ()
        missing = tuple((n, w) for n, w in without if n not in (*sure, *silent) and self._fits_grain(n, grain))
        order = list(COLUMNS)
        columns = tuple(sorted(self.columns, key=lambda setting: (order.index(setting.key), not setting.sure)))
        return MappingDraft(
            self.file, self.looked.rows, (*self.head, *self.looked.form), columns, tuple(self.constants),
            tuple(self.units), self.values, left, missing,
        )  # fmt: skip

    def _sure(self, column: str) -> list[str]:
        """Return the columns of the file whose name and cells say that they are ``column``."""
        named = (n for n, all_ in self.named.items() if any(m.column == column and m.sure for m in all_))
        return [name for name in named if not self._misfit(column, name)]

    def _grain(self) -> Grain:
        payroll, task = (any(self._sure(name) for name in names) for names in (_PAYROLL, _TASK))
        sure = payroll != task
        self.grain_is_open = not sure
        clocks = (n for n, all_ in self.named.items() if any(m.column in _TASK for m in all_) and self.by_name[n].clock)
        grain: Grain = "task" if not payroll and (task or any(clocks)) else "payroll"
        why: str = {"payroll": "one row for each worker and pay period", "task": "one row for each task"}[grain]
        if not sure:
            why = "payroll (one row for each worker and period) or task (one row for each task)?"
        self.head.append(Setting("grain", grain, sure, why))
        basis = "say shift only where waiting is inside the logged time; logged_cluster joins tasks by their stamps"
        self.head.append(Setting("time_basis", "logged_interval", True, basis))
        clock = grain == "task" or self.grain_is_open
        zone = "where the work was logged, such as Africa/Nairobi" if clock else "days only: no time of day is read"
        self.head.append(Setting("time_zone", None if clock else "UTC", not clock, zone))
        return grain

    def _fits_grain(self, column: str, grain: str) -> bool:
        return self.grain_is_open or column not in (_TASK if grain == "payroll" else _PAYROLL)

    def _misfit(self, column: str, name: str) -> str:
        """Return why the cells of a file's column cannot be what its name says; empty where they can."""
        seen, kind = self.by_name[name], COLUMNS[column]
        if not seen.filled:
            return "every cell is empty"
        if kind == "money" and not seen.numbers:
            return "its cells are no plain numbers"
        if kind == "time" and not (seen.numbers or (seen.lengths and self.looked.is_workbook)):
            return "its cells are no plain numbers" + (" (hours as 8:30 are not read)" if seen.lengths else "")
        if kind in ("date", "stamp") and not seen.days:
            return "its cells are no days that can be read"
        if kind == "stamp" and not seen.clock:
            return "its cells are days without a time"
        if column in CHOICES and seen.words is None:
            return "it holds too many different words"
        return ""

    def _columns(self, grain: str) -> None:
        for column in COLUMNS:
            if not self._fits_grain(column, grain):
                continue
            sure = self._sure(column)
            if len(sure) == 1:
                self.columns.append(Setting(column, sure[0], True, self._said(sure[0])))
        taken = {str(setting.value) for setting in self.columns}
        done = {setting.key for setting in self.columns}
        for name, named in self.named.items():
            if name in taken:
                continue
            for meaning in named:
                if meaning.column in done or not self._fits_grain(meaning.column, grain):
                    continue
                self._doubtful(name, meaning)

    def _doubtful(self, name: str, meaning: Named) -> None:
        misfit = self._misfit(meaning.column, name)
        if misfit:
            self.doubts[name] = f"may be {meaning.column}, but {misfit}"
            return
        others = [other for other in self._sure(meaning.column) if other != name]
        why = f"{' and '.join(map(repr, others))} may be it too" if others else f"is this {meaning.column}?"
        words = plain(name).split()
        if meaning.column == "pay" and not others:
            hint = "net" if {"net", "neto", "take"} & set(words) else "total" if "total" in words else ""
            why = _GROSS_TODO.get(hint, "pay is gross basic pay, without bonus, tips and overtime; is this?")
        if meaning.column in _PAYROLL and any(map(is_month, self.by_name[name].formats)):
            why = "the month that the row pays? it is the start by its first day and the end by its last"
        if meaning.column == "worker_id":
            why = "the ids of workers? not their names, if there are ids"
        self.columns.append(Setting(meaning.column, name, False, why))

    def _said(self, name: str) -> str:
        seen = self.by_name[name]
        what = "numbers" if seen.numbers else "days" if seen.days else "cells"
        return f"by its name; {what} in the first {seen.filled:,} filled cells"

    def _units(self, grain: str) -> None:
        for setting in [s for s in self.columns if s.sure and COLUMNS[s.key] == "time"]:
            name = str(setting.value)
            seen = self.by_name[name]
            unit = next((m.unit for m in self.named[name] if m.column == setting.key), "")
            if plain(name) == plain(setting.key) and setting.key.startswith("hours") and not _odd(seen, grain):
                continue
            if unit in ("minutes", "seconds"):
                self.units.append(Setting(setting.key, unit, True, "by its name"))
            elif setting.key.startswith(("hours", "contract")) and (odd := _odd(seen, grain)):
                # A wrong unit is wrong by sixty: the column waits until somebody has said which it is.
                self.columns.remove(setting)
                self.columns.append(setting._replace(sure=False, why=odd))
                self.units.append(Setting(setting.key, "hours", False, "hours, minutes or seconds?"))
            elif not unit and (grain == "task" or self.grain_is_open):
                self.columns.remove(setting)
                self.columns.append(setting._replace(sure=False, why="its name gives no unit: say it under units"))
                self.units.append(Setting(setting.key, "hours", False, "hours, minutes or seconds?"))

    def _numbers(self) -> None:
        seen = [self.by_name[str(s.value)] for s in self.columns if COLUMNS[s.key] in ("money", "time")]
        marks = frozenset().union(*(column.marks for column in seen))
        if marks == {","}:
            self.head.append(Setting("decimal", ",", True, "numbers have a decimal comma"))
        elif any(column.unclear for column in seen) and marks != {"."}:
            why = "numbers such as 1,600 or 1.600 can be read in two ways; which mark is the decimal one?"
            self.head.append(Setting("decimal", ".", False, why))

    def _dates(self) -> None:
        settings = [s for s in self.columns if COLUMNS[s.key] in ("date", "stamp")]
        found = {s.key: self.by_name[str(s.value)].formats for s in settings}
        formats = [forms for forms in found.values() if forms]
        if not formats:
            return
        common = [form for form in formats[0] if all(form in other for other in formats)]
        if common:
            why = "the only form that fits every day" if len(common) == 1 else f"which form? {' or '.join(common)}"
            self.head.append(Setting("date_format", common[0], len(common) == 1, why))
            return
        each = ", ".join(f'{key}: "{forms[0]}"' for key, forms in found.items() if forms)
        open_ = dict.fromkeys(" or ".join(forms) for forms in formats if len(forms) > 1)
        why = f"{'; '.join(open_)}?" if open_ else "each column of days has a form of its own"
        self.head.append(Setting("date_format", f"{{{each}}}", not open_, why))

    def _words(self) -> None:
        known = header_words().values
        choices = {**CHOICES, "gender": GENDERS}
        for setting in [s for s in self.columns if s.sure and s.key in choices]:
            words = self.by_name[str(setting.value)].words or ()
            if len(words) > _MOST_WORDS:
                self.columns.remove(setting)
                self.columns.append(setting._replace(sure=False, why=f"it holds {len(words)} different words"))
                continue
            found = []
            for word in words:
                meaning = known.get(setting.key, {}).get(plain(word))
                if word != meaning:
                    why = "by the word" if meaning else "one of: " + ", ".join(choices[setting.key])
                    found.append(Setting(word, meaning, meaning is not None, why))
            if found:
                self.values[setting.key] = tuple(found)

    def _country(self) -> None:
        for setting in [s for s in self.columns if s.sure and s.key == "country"]:
            words = self.by_name[str(setting.value)].words
            if words is not None and all(is_country(word) for word in words):
                return
            codes = _country_codes(words or ())
            if words is None or len(words) > _MOST_WORDS or not any(is_country(w) or codes.get(w) for w in words):
                self.columns.remove(setting)
                self.doubts[str(setting.value)] = "may be country, but its words are no countries"
                continue
            self.values["country"] = tuple(
                Setting(
                    word,
                    codes.get(word),
                    word in codes,
                    "by its name" if word in codes else "which code of ISO 3166-1?",
                )
                for word in words
                if not is_country(word)
            )

    def _currency(self) -> None:
        for setting in [s for s in self.columns if s.sure and s.key == "currency"]:
            words = self.by_name[str(setting.value)].words
            if words is not None and all(is_currency(word) for word in words):
                return
            if words is None or len(words) > _MOST_WORDS:
                self.columns.remove(setting)
                self.doubts[str(setting.value)] = "may be currency, but its words are no currencies"
                continue
            self.values["currency"] = tuple(
                Setting(word, None, False, "which code of ISO 4217?") for word in words if not is_currency(word)
            )
            return
        money = [str(s.value) for s in self.columns if COLUMNS[s.key] == "money"]
        found = {code for name in money if (code := currency_in(name))}
        if len(found) == 1:
            self.constants.append(Setting("currency", found.pop(), True, "by the names of columns"))

    def _ask(self, name: str) -> None:
        """Write a question where a needed column is not sure."""
        if any(setting.key == name for setting in self.columns):
            return
        if name in NEVER_CONSTANT or name in ("worker_id", "submitted_at"):
            self.columns.append(Setting(name, None, False, "needed; no column looks like it"))
        elif name.startswith("period"):
            why = "needed; no column looks like it: if the file holds one period, give its first and last day"
            self.constants.append(Setting(name, None, False, why))
        else:
            what = {"currency": "three letters such as KES", "country": "two letters such as KE, where people work"}[
                name
            ]
            self.constants.append(Setting(name, None, False, f"needed; no column looks like it: {what}"))


def _meanings(seen: Seen) -> tuple[Named, ...]:
    """Return what a column may mean by its name; one that holds the words of a status only is sure to be it."""
    found = meanings(seen.name)
    for meaning in found:
        known = header_words().values.get(meaning.column, {})
        if seen.words and known and all(plain(word) in known for word in seen.words):
            return (meaning._replace(sure=True),)
    return found


def _odd(seen: Seen, grain: str) -> str:
    """Return why numbers of hours may be of another unit; empty where they are plausible."""
    if seen.lengths or seen.middle is None or grain == "task":
        return ""
    if seen.middle > 744:
        return "more hours than a month has: minutes or seconds?"
    return "less than two hours a period: parts of a day, or another unit?" if 0 < seen.middle < 2 else ""


def _country_codes(words: Sequence[str]) -> Mapping[str, str]:
    """Return the codes of countries that are written as English or Spanish names."""
    from babel import Locale

    names: dict[str, str] = {}
    for language in ("en", "es"):
        listed: Iterable[tuple[str, str]] = Locale(language).territories.items()
        names |= {plain(name): code for code, name in listed if is_country(code)}
    return {word: names[plain(word)] for word in words if plain(word) in names}
