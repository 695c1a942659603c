"""The languages of what is shown, and how an English text of a screen is said in another.

A screen in English reads no table: a short command must start quickly.
"""

from __future__ import annotations

from collections.abc import Mapping

#: The languages; the first one stands in where a language is not known.
LANGUAGES = ("en", "zh")


def language_of(choice: str, environment: Mapping[str, str]) -> str:
    """Return the language: the one chosen, or for `auto` that of the locale.

    >>> language_of("auto", {"LANG": "zh_CN.UTF-8"})
    'zh'
    >>> language_of("auto", {"LC_ALL": "C", "LANG": "zh_CN"})
    'en'
    """
    if choice != "auto":
        return choice
    locales = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    first = next((locale for locale in locales if locale), "")
    return next((known for known in LANGUAGES if first.lower().startswith(known)), LANGUAGES[0])


def said(text: str, language: str, /, **parts: object) -> str:
    """Return an English text of a screen in a language, with its parts put in.

    What the table lacks stays English.

    >>> said("seed {derivative} = ", "zh", derivative="∂f/∂f")
    '种子 ∂f/∂f = '
    """
    if language == LANGUAGES[0]:
        return text.format_map(parts) if parts else text
    from gradcli.render.screen_words import screen_words
    from gradcli.render.sentences import filled

    return filled(screen_words(language).get(text, text), parts)


def formula_told(formula: str, language: str) -> str:
    """Return a formula of an operator on arrays, which may have words in it, in a language."""
    if language == LANGUAGES[0]:
        return formula
    from gradcli.render.formula_words import formula_said

    return formula_said(formula, language)
