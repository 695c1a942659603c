"""A phrasebook: sentences in English with parts left open, and what they are in other languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache


class Phrasebook:
    """Translate by tables of sentences: English -> language -> text.

    A {part} of a sentence is any text, and is itself looked up.

    >>> book = Phrasebook({"{n} apples": {"zh": "{n} 个苹果"}, "two": {"zh": "两"}})
    >>> book.translated("two apples", "zh")
    '两 个苹果'
    """

    def __init__(self, *tables: Mapping[str, Mapping[str, str]]) -> None:
        rows = [row for table in tables for row in table.items()]
        # The longest first: they leave the least to their parts.
        self._rows = sorted(rows, key=lambda row: -len(re.sub(r"\{\w+\}", "", row[0])))

    def translated(self, text: str, language: str, otherwise: str | None = None) -> str:
        """Return an English text in another language.

        What the tables lack becomes `otherwise`, or stays English.
        """
        if language == "en" or not text:
            return text
        found = self._found(text, language)
        if found is not None:
            return found
        return text if otherwise is None else otherwise

    def _found(self, text: str, language: str) -> str | None:
        for phrase, translations in self._rows:
            if not text.startswith(phrase.partition("{")[0]):
                continue
            fits = _pattern(phrase).fullmatch(text)
            if fits is not None and language in translations:
                parts = fits.groupdict().items()
                inner = {name: self.translated(part, language) for name, part in parts}
                return translations[language].format_map(inner)
        name, _, rest = text.partition(": ")
        said = self._found(rest, language) if rest else None
        return None if said is None else f"{name}：{said}"


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    """Return the texts that a phrase stands for; a part that comes again is the same text."""
    seen: set[str] = set()

    def part(found: re.Match[str]) -> str:
        name = found[1]
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>.+?)"

    return re.compile(re.sub(r"\\{(\w+)\\}", part, re.escape(phrase)), re.DOTALL)
