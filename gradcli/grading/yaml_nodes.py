"""YAML as a tree of texts with their places: no types, no tags, no aliases, one document.

What YAML would make of `1e-3`, `no`, `012`, `1:30` or `~` does not matter here: every scalar is the
text that stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from gradcli.grading.faults import Fault, FileFaults
from gradcli.grading.model import Place
from gradcli.grading.yaml_words import syntax_fault
from gradcli.limits import FILE, LEVELS
from gradcli.records import dataclass

#: A text in quotes, as a part of a regular expression.
QUOTED = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')"""


@dataclass(slots=True)
class Scalar:
    """One text. `style` is the sign that it begins with: `'`, `"`, `|`, `>`, or none."""

    text: str
    place: Place
    style: str

    @property
    def blank(self) -> bool:
        """Return whether nothing stands there at all; `""` in quotes is not blank."""
        return not self.text and not self.style


@dataclass(slots=True)
class Sequence:
    """A list; `flow` tells whether it is written in brackets."""

    items: list[Node]
    place: Place
    flow: bool


@dataclass(slots=True)
class Mapping:
    """Keys with their values, duplicates included; `flow` tells whether it is in braces."""

    entries: list[tuple[Scalar, Node]]
    place: Place
    flow: bool


Node = Scalar | Sequence | Mapping


def parts(node: Node) -> list[Node]:
    """Return the nodes straight below a node: items, or keys and values."""
    if isinstance(node, Mapping):
        return [part for entry in node.entries for part in entry]
    return node.items if isinstance(node, Sequence) else []


def compose(text: str, file: str) -> Node | None:
    """Return the tree of a YAML text, None if it holds nothing.

    Raises:
        FileFaults: the text is not YAML, or uses aliases, tags, several documents or too many
            levels.
    """
    import yaml

    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return _Tree(loader(text), file).root()
    except yaml.MarkedYAMLError as error:
        raise FileFaults([syntax_fault(error, text, file)]) from None


# --- from bytes to text

#: Characters that YAML does not allow anywhere.
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def decoded(data: bytes, file: str) -> str:
    """Return the text of a file.

    Raises:
        FileFaults: it is too large, not UTF-8, or has control characters in it.
    """
    if len(data) > FILE.most:
        message = f"the file is too large: at most {FILE.most:,} bytes are allowed"
        raise FileFaults([Fault(Place(file, 1, 1), message)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileFaults([_encoding_fault(data, error, file)]) from None
    return printable(text, file)


def _encoding_fault(data: bytes, error: UnicodeDecodeError, file: str) -> Fault:
    start = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
    before = data[:start]
    line = before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace").removeprefix("\ufeff")
    place = Place(file, before.count(b"\n") + 1, len(line) + 1)
    wide = "; it seems to be UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
    message = f"not UTF-8: byte 0x{data[start]:02x} at offset {start}"
    return Fault(place, message, f"save the file as UTF-8{wide}")


def printable(text: str, file: str) -> str:
    """Return the text itself, without a byte order mark.

    Raises:
        FileFaults: it has control characters in it.
    """
    text = text.removeprefix("\ufeff")
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    found = _CONTROL.search(text)
    if found is None:
        return text
    place = place_at(text, found.start(), file)
    raise FileFaults([Fault(place, f"a control character, U+{ord(found[0]):04X}", "remove it")])


def place_at(text: str, offset: int, file: str) -> Place:
    """Return the line and column of a character of a text."""
    return Place(file, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


# --- from events to nodes


class _Tree:
    """The events of the parser, put together into nodes without recursion."""

    def __init__(self, parser: Any, file: str) -> None:
        self.parser = parser
        self.file = file
        self.faults: list[Fault] = []

    def root(self) -> Node | None:
        found: list[Node] = []
        self._collect(found)
        if self.faults:
            raise FileFaults(self.faults)
        return found[0] if found else None

    def _place(self, mark: Any) -> Place:
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _collect(self, roots: list[Node]) -> None:
        """Append the root of each document; `around` holds the unfinished collections."""
        from yaml import events

        around: list[tuple[list[Any], Node]] = []
        content: list[Any] = roots
        for event in self._events(events.StreamEndEvent):
            kind = type(event)
            if kind is events.ScalarEvent:
                content.append(self._scalar(event))
            elif kind is events.MappingStartEvent or kind is events.SequenceStartEvent:
                node = self._opened(event, len(around))
                content.append(node)
                around.append((content, node))
                content = []
            elif kind is events.MappingEndEvent or kind is events.SequenceEndEvent:
                outer, node = around.pop()
                self._close(node, content)
                content = outer
            elif kind is events.AliasEvent:
                self._refuse(event)
                content.append(Scalar("", self._place(event.start_mark), "*"))
            elif kind is events.DocumentStartEvent and roots:
                self._add(event, "a second document", "a file holds one document: remove the ---")
                return

    def _events(self, last: type) -> Iterator[Any]:
        get_event = self.parser.get_event
        event = get_event()
        while event is not None and type(event) is not last:
            yield event
            event = get_event()

    def _scalar(self, event: Any) -> Scalar:
        if event.anchor or event.tag:
            self._refuse(event)
        mark = event.start_mark
        place = Place(self.file, mark.line + 1, mark.column + 1)
        return Scalar(event.value, place, event.style or "")

    def _opened(self, event: Any, depth: int) -> Node:
        if depth >= LEVELS.most:
            place = self._place(event.start_mark)
            raise FileFaults([*self.faults, Fault(place, f"more than {LEVELS.most} levels deep")])
        if event.anchor or event.tag:
            self._refuse(event)
        place = self._place(event.start_mark)
        kind = Mapping if type(event).__name__.startswith("Mapping") else Sequence
        return kind([], place, bool(event.flow_style))

    def _close(self, node: Node, content: list[Any]) -> None:
        if isinstance(node, Sequence):
            node.items = content
        elif isinstance(node, Mapping):
            for key, value in zip(content[::2], content[1::2], strict=True):
                if isinstance(key, Scalar):
                    node.entries.append((key, value))
                else:
                    self.faults.append(
                        Fault(key.place, "a key must be a text", 'put it in quotes: "[…]"')
                    )

    def _refuse(self, event: Any) -> None:
        """Note an anchor, alias or tag: more often than not a text that needs quotes."""
        alias = type(event).__name__ == "AliasEvent"
        if alias or event.anchor:
            sign, what = ("*", "alias") if alias else ("&", "anchor")
            name = f"{sign}{event.anchor}"
        else:
            name, what = _tag_text(event.tag), "tag"
        hint = "a text that begins with such a sign goes in quotes"
        self._add(event, f"{name} is a YAML {what}, which is not allowed here", hint)

    def _add(self, event: Any, message: str, hint: str) -> None:
        self.faults.append(Fault(self._place(event.start_mark), message, hint))


def _tag_text(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
