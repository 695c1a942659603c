"""A phrasebook: sentences in English with parts left open, and what they are in other languages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from gradcli.render.sentences import filled, relisted

#: The parts that are lists of things, separated by commas in English.
LISTS = frozenset(
    {"cells", "forms", "ids", "keys", "languages", "mistakes", "names", "texts", "values", "words"}
)

#: The parts that have no spaces, or no more than digits.
_WORD, _DIGITS = r"\S+?", r"[\d,]+"
_SOLID = {
    **dict.fromkeys(("n", "m", "sign", "name_of_column", "name_of_another"), _WORD),
    **dict.fromkeys(("length", "its_length"), _DIGITS),
}


#: Phrases with no more than so many characters of their own, such as `{one} and {other}`, fit
#: almost any text, and are tried last.
_LOOSE = 5

#: A sign of Chinese.
_CHINESE = "[\u4e00-\u9fff]"

_Rows = Sequence[tuple[str, Mapping[str, str]]]


class Phrasebook:
    """Translate by tables of sentences: English -> language -> text.

    A {part} of a sentence is any text, and is itself looked up, or a list, if it is of `LISTS`.

    >>> book = Phrasebook({"{n} apples": {"zh": "{n} 个苹果"}, "two": {"zh": "两"}})
    >>> book.translated("two apples", "zh")
    '两个苹果'
    """

    def __init__(self, *tables: Mapping[str, Mapping[str, str]]) -> None:
        rows = [row for table in tables for row in table.items()]
        # The longest first: they leave the least to their parts.
        rows.sort(key=lambda row: -_fixed(row[0]))
        self._rows = [row for row in rows if _fixed(row[0]) > _LOOSE]
        self._loose = [row for row in rows if _fixed(row[0]) <= _LOOSE]

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
        return (
            self._filled(text, language, self._rows)
            or self._behind_name(text, language)
            or self._filled(text, language, self._loose)
        )

    def _filled(self, text: str, language: str, rows: _Rows) -> str | None:
        for phrase, translations in rows:
            if not text.startswith(phrase.partition("{")[0]):
                continue
            fits = _pattern(phrase).fullmatch(text)
            if fits is not None and language in translations:
                return self._put_in(translations[language], fits.groupdict(), language)
        return None

    def _behind_name(self, text: str, language: str) -> str | None:
        """Return a text with a name in front, as of an option, which stays."""
        name, _, rest = text.partition(": ")
        said = self._found(rest, language) if rest else None
        return None if said is None else f"{name}：{said}"

    def _put_in(self, sentence: str, parts: Mapping[str, str], language: str) -> str:
        """Return a sentence with its parts: each in the language, or a list of it, or as it is."""
        found = {name: self._found(part, language) for name, part in parts.items()}
        said = {name: part for name, part in found.items() if part is not None}
        listed = {name: relisted(parts[name], language) for name in LISTS & parts.keys()}
        return filled(_closed(sentence, said), {**parts, **listed, **said})


def _closed(sentence: str, said: Mapping[str, str]) -> str:
    """Return a sentence without the spaces between its Chinese and parts that are Chinese, too.

    >>> _closed("无法读取 {name}：{why}", {"name": "标准输入"})
    '无法读取{name}：{why}'
    """
    for name, part in said.items():
        place = re.escape(f"{{{name}}}")
        if re.match(_CHINESE, part[:1]):
            sentence = re.sub(rf"(?<={_CHINESE}) (?={place})", "", sentence)
        if re.match(_CHINESE, part[-1:]):
            sentence = re.sub(rf"(?<={place}) (?={_CHINESE})", "", sentence)
    return sentence


def _fixed(phrase: str) -> int:
    """Return how many characters of a phrase do not stand for a part."""
    return len(re.sub(r"\{\w+\}", "", phrase))


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    """Return the texts that a phrase stands for; a part that comes again is the same text."""
    seen: set[str] = set()

    def part(found: re.Match[str]) -> str:
        name = found[1]
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>{_SOLID.get(name, '.+?')})"

    return re.compile(re.sub(r"\\{(\w+)\\}", part, re.escape(phrase)), re.DOTALL)
