"""From a YAML file to an exercise set or an answer sheet; all faults are reported at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from gradcli.errors import GradcliError
from gradcli.grading import fields
from gradcli.grading.faults import Fault, FileFaults, did_you_mean
from gradcli.grading.fields import Record
from gradcli.grading.kinds import READERS, Exercises
from gradcli.grading.model import AUTO, AnswerText, ExerciseSet, Place, Sheet, Text
from gradcli.grading.scalars import Faulty
from gradcli.grading.yaml_nodes import Mapping as MappingNode
from gradcli.grading.yaml_nodes import Node, Scalar, compose, decoded, printable
from gradcli.limits import FILE
from gradcli.records import replace


def read_set(path: str | Path, text: str | bytes | None = None) -> ExerciseSet:
    """Return the exercise set of a file; with `text` its content, `path` being only its name.

    Where there is no such file, the name may be that of a set that comes with gradcli.

    Raises:
        FileFaults: the file is at fault; the error holds everything that is wrong with it.
        GradcliError: the file cannot be read.
    """
    found, faults = sound_part(path, text)
    if found is None or faults:
        raise FileFaults(faults)
    return found


def sound_part(
    path: str | Path, text: str | bytes | None = None
) -> tuple[ExerciseSet | None, list[Fault]]:
    """Return a set of the exercises without a fault, and all faults of the file.

    There is no set if something is wrong outside the exercises, since it may be about all of them.

    Raises:
        FileFaults: the file is no YAML.
        GradcliError: the file cannot be read.
    """
    if text is None and not Path(path).exists():
        text = _shipped(str(path))
    reader = Reader(str(path), _content(path, text))
    found = reader.found(fields.EXERCISE_FILE)
    exercises = found.get("exercises", Exercises((), 0))
    if len(reader.faults) > exercises.faults:
        return None, reader.faults
    tolerance = found.get("tolerance", AUTO)
    whole = ExerciseSet(
        str(path),
        found["title"],
        found.get("description", Text()),
        tuple(
            exercise if "tolerance" in exercise.places else replace(exercise, tolerance=tolerance)
            for exercise in exercises.sound
        ),
        tolerance,
    )
    return whole, reader.faults


def read_sheet(path: str | Path, text: str | bytes | None = None) -> Sheet:
    """Return the answer sheet of a file; with `text` its content, `path` being only its name.

    Raises:
        FileFaults: the file is at fault; the error holds everything that is wrong with it.
        GradcliError: the file cannot be read.
    """
    reader = Reader(str(path), _content(path, text))
    found = reader.whole(fields.SHEET)
    answers: Mapping[str, Mapping[str, AnswerText]]
    answers, places = found["answers"]
    return Sheet(str(path), found.get("student", ""), answers, places, found.get("hints", {}))


def student_of(path: str | Path) -> str:
    """Return who answered in a sheet that is at fault elsewhere; "" if that cannot be read."""
    try:
        text = decoded(_bytes(Path(path)), str(path))
        line = next((line for line in text.splitlines() if line.startswith("student:")), "")
        root = compose(line, str(path))
    except GradcliError:
        return ""
    name = root.entries[0][1] if isinstance(root, MappingNode) and root.entries else None
    return name.text.strip() if isinstance(name, Scalar) else ""


def _content(path: str | Path, text: str | bytes | None) -> str:
    """Return the text of a file, which is read unless its content is given."""
    if isinstance(text, str):
        return printable(text, str(path))
    return decoded(_bytes(Path(path)) if text is None else text, str(path))


def _shipped(name: str) -> bytes | None:
    """Return the bytes of the set of that name that comes with gradcli, None if there is none."""
    from gradcli.grading.shipped import shipped_sets

    path = shipped_sets().get(name)
    return path.read_bytes() if path else None


def _bytes(path: Path) -> bytes:
    """Return the bytes of a file, at most one more than is allowed."""
    try:
        with path.open("rb") as file:
            return file.read(FILE.most + 1)
    except FileNotFoundError:
        raise GradcliError(f"there is no file {path}", hint=_nearest(path)) from None
    except IsADirectoryError:
        raise GradcliError(f"{path} is a directory, not a file") from None
    except OSError as problem:
        raise GradcliError(f"{path} cannot be read: {problem.strerror}") from None


def _beside(path: Path) -> list[str]:
    """Return the names in the directory of a file, at most 1,000."""
    from itertools import islice

    try:
        return [found.name for found in islice(path.parent.iterdir(), 1000)]
    except OSError:
        return []


def _nearest(path: Path) -> str:
    """Return a hint: a file beside it, or a set that comes with gradcli."""
    from gradcli.grading.shipped import shipped_sets

    files, sets = _beside(path), shipped_sets()
    if path.stem in sets and path.stem not in {Path(name).stem for name in files}:
        return f"the set that comes with gradcli is called {path.stem}, without a folder or .yaml"
    near = did_you_mean(path.name, files) or did_you_mean(path.name, sets)
    if near or path.name != str(path) or path.suffix:
        return near
    return f"the sets that come with gradcli are {', '.join(sets)}"


class Reader:
    """The reading of one file: what is wrong is collected, and the rest is read on."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.faults: list[Fault] = []

    def whole(self, record: Record) -> dict[str, Any]:
        """Return the values of the file, which is one record.

        Raises:
            FileFaults: anything at all was wrong.
        """
        found = self.found(record)
        if self.faults:
            raise FileFaults(self.faults)
        return found

    def found(self, record: Record) -> dict[str, Any]:
        """Return the values of the file, which is one record, those at fault left out.

        Raises:
            FileFaults: it is no YAML.
        """
        root = self._root()
        if root is None:
            self.fault(Place(self.file, 1, 1), f"the file is empty: {record.name} is expected")
        return {} if root is None else self.record(record, root)

    def _root(self) -> Node | None:
        """Return the tree of the file; an answer that YAML would not read is the text it is."""
        try:
            return compose(self.text, self.file)
        except FileFaults:
            from gradcli.grading.yaml_answers import as_texts, compose_texts

            texts = as_texts(self.text)
            if texts.text == self.text:
                raise
        return compose_texts(texts, self.file)

    def fault(self, place: Place, message: str, hint: str = "") -> None:
        """Note a fault."""
        self.faults.append(Fault(place, message, hint))

    def record(self, record: Record, node: Node) -> dict[str, Any]:
        """Return the values of a record by key, those at fault left out."""
        entries = self.entries(node, record.name)
        if entries is None:
            return {}
        known = {field.key: field for field in record.fields}
        found = {}
        for key, value in entries:
            field = known.get(key.text)
            if field is None:
                self._unknown(key, record)
                continue
            try:
                found[key.text] = READERS[field.kind](self, field, value)
            except Faulty as fault:
                self.fault(fault.place or value.place, fault.message, fault.hint)
        self._missing(record, node.place, {key.text for key, _ in entries})
        return found

    def _unknown(self, key: Scalar, record: Record) -> None:
        hint = did_you_mean(key.text, record.keys)
        if record is fields.EXERCISE_FILE and key.text in ("student", "answers"):
            hint = "this is part of an answer sheet, not of an exercise file"
        elif record is fields.SHEET and key.text in fields.EXERCISE_FILE.keys:
            hint = "this is part of an exercise file, not of an answer sheet"
        elif any(sign in key.text for sign in "()[]"):
            hint = "a text with commas and brackets in it goes in quotes"
        hint = hint or f"{record.name} has {_listed(record.keys)}"
        self.fault(key.place, f"unknown key '{key.text}'", hint)

    def _missing(self, record: Record, place: Place, present: set[str]) -> None:
        missing = [f.key for f in record.fields if f.required and f.key not in present]
        if missing:
            self.fault(place, f"{record.name} needs {_listed(missing)}")

    def entries(self, node: Node, what: str) -> list[tuple[Scalar, Node]] | None:
        """Return the entries of a mapping, no key twice; None if it is no mapping."""
        if not isinstance(node, MappingNode):
            text = node.text if isinstance(node, Scalar) and not node.style else ""
            hint = _space_after_colon(text) if ":" in text else ""
            self.fault(node.place, f"{what} is expected here, with keys and values", hint)
            return None
        entries = _rejoined(node.entries) if node.flow else node.entries
        if len({key.text for key, _ in entries}) == len(entries) and not node.flow:
            return entries
        return self._checked(entries, node.flow)

    def _checked(self, entries: list[tuple[Scalar, Node]], flow: bool) -> list[tuple[Scalar, Node]]:
        """Return the entries whose key is there once, and not with its value in it as in {x:1}."""
        seen: dict[str, tuple[Scalar, Node]] = {}
        for key, value in entries:
            if key.text in seen:
                line = seen[key.text][0].place.line
                self.fault(
                    key.place, f"the key '{key.text}' is there twice", f"first at line {line}"
                )
            elif flow and ":" in key.text and not key.style and _blank(value):
                self.fault(key.place, f"'{key.text}' has no value", _space_after_colon(key.text))
            else:
                seen[key.text] = (key, value)
        return list(seen.values())


def _blank(node: Node) -> bool:
    return isinstance(node, Scalar) and node.blank


def _rejoined(entries: list[tuple[Scalar, Node]]) -> list[tuple[Scalar, Node]]:
    """Return the entries with `{q: 3,5}` as one value: to YAML the 5 is another key."""
    found: list[tuple[Scalar, Node]] = []
    for key, value in entries:
        before = found[-1][1] if found else None
        if (
            key.text[:1].isdigit()
            and not key.style
            and _blank(value)
            and isinstance(before, Scalar)
        ):
            place = before.place
            if (place.line, place.column + len(before.text) + 1) == key.place[1:] and before.text:
                joined = Scalar(f"{before.text},{key.text}", place, before.style)
                found[-1] = (found[-1][0], joined)
                continue
        found.append((key, value))
    return found


def _space_after_colon(text: str) -> str:
    first = text.split()[0] if text.split() else text
    key, _, value = first.partition(":")
    return f"write a space after the colon: {key}: {value}".rstrip()


def _listed(keys: Iterable[str]) -> str:
    return ", ".join(keys)
