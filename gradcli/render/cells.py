"""How wide a text is on a terminal, and which of its characters may be printed at all."""

from __future__ import annotations

#: Whether to draw with ASCII alone: no, yes, or the encoding whose other characters are kept.
Ascii = bool | str

#: Where a character that would do something to the terminal stood.
HIDDEN = "·"

#: The signs of the blackboard, and what stands for them where there is only ASCII.
ASCII_SIGNS = {"∂": "d", "·": "*", "×": "*", "…": "...", "–": "-"}

#: Characters outside ASCII that are known to be one column wide; for others a table is needed.
_NARROW = frozenset("∂·×…✓✗→–─│┌┐└┘├┤┬┴┼━┃┏┓┗┛┄")

#: Signs beside the characters of Chinese that are known to be two columns wide.
_WIDE = frozenset("、。，：；（）！？")


def cells(text: str) -> int:
    """Return the columns that a text takes: 2 for a wide character, 0 for a combining one.

    >>> cells("x + y"), cells("学习率"), cells("∂θ")
    (5, 6, 2)
    """
    if text.isascii() or all(map(_narrow, text)):
        return len(text)
    wide = sum(map(_wide, text))
    if all(_narrow(character) or _wide(character) for character in text):
        return len(text) + wide
    from rich.cells import cell_len

    return cell_len(text)


def _narrow(character: str) -> bool:
    return character < "\u0300" or "\u0384" <= character < "\u0483" or character in _NARROW


def _wide(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" or character in _WIDE


def padded(text: str, width: int) -> str:
    """Return a text with spaces behind it up to so many columns.

    >>> padded("和", 4), padded("sum", 2)
    ('和  ', 'sum')
    """
    return text + " " * (width - cells(text))


def visible(text: str, hidden: str = HIDDEN) -> str:
    """Return a text with a mark for every character that could act on a terminal.

    >>> visible("a" + chr(27) + "[31m")
    'a·[31m'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or _space(c) else hidden for c in text)


def _space(character: str) -> bool:
    return character.isspace() and character >= "\u00a0" and character not in "\u2028\u2029"


def in_ascii(text: str, ascii: Ascii = True) -> str:
    """Return a text in pure ASCII: signs by their substitutes, other characters by their code.

    With an encoding, characters that it has stay as they are.

    >>> in_ascii("∂out/∂θ = 2·x")
    'dout/d\\\\u03b8 = 2*x'
    """
    if text.isascii():
        return text
    for sign, substitute in ASCII_SIGNS.items():
        text = text.replace(sign, substitute)
    encoding = ascii if isinstance(ascii, str) else "ascii"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def printable(text: str, ascii: Ascii = False) -> str:
    """Return a text as it may be printed, on one line."""
    text = visible(text, "?" if ascii else HIDDEN)
    return in_ascii(text, ascii) if ascii else text


def head(text: str, width: int) -> str:
    """Return as many characters from the beginning as fit in so many columns."""
    text = text[: max(width, 0)]
    while cells(text) > width:
        text = text[:-1]
    return text


def tail(text: str, width: int) -> str:
    """Return as many characters from the end as fit in so many columns."""
    text = text[len(text) - max(min(width, len(text)), 0) :]
    while cells(text) > width:
        text = text[1:]
    return text


def shortened(text: str, most: int) -> str:
    """Return a text without its middle if it takes more columns.

    >>> shortened("weight", 9), shortened("weight_of_the_first_layer", 15)
    ('weight', 'weight_…t_layer')
    """
    half = (most - 1) // 2
    return text if cells(text) <= most else f"{head(text, half)}…{tail(text, half)}"
