"""Samples from files: what is read, what is refused, and that a long file is not kept."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from gradcli import limits
from gradcli.descent.fitting import Plan, fit
from gradcli.descent.objective import Objective
from gradcli.descent.optimizers import Sgd
from gradcli.descent.samples import Kept, Streamed, from_table
from gradcli.descent.tables import table
from gradcli.errors import GradcliError, LimitError
from gradcli.language import parse

READ = [
    ("d.csv", "x,y\n1,2\n3,4\n"),
    ("d.csv", "\ufeffx,y\r\n1, 2 \r\n\r\n3,4"),
    ("d.csv", 'y,"x"\n2,1\n4,"3"\n'),
    ("d.tsv", "x\ty\n1\t2\n3\t4\n"),
    ("d.txt", "x\ty\n1\t2\n3\t4\n"),
    ("d.jsonl", '{"x": 1, "y": 2}\n\n{"y": 4, "x": 3.0, "more": "text"}\n'),
    ("d.csv", "name,x,y\nann,1,2\nbob,3,4\n"),
    ("d.csv", "x₁,x,y\n0,1,2\n0,3,4\n"),
    ("d.csv", "x,,,y\n1,5,6,2\n3,7,8,4\n"),
    ("d.csv", "x,y\n1,2\n   \n3,4\n \n"),
    ("d.csv", "  \n \t\nx,y\n1,2\n3,4\n"),
    ("d.csv", "x;y\n1;2\n3;4\n"),
    ("d.csv", "x\ty\n1\t2\n3\t4\n"),
    ("d.tsv", "x,y\n1,2\n3,4\n"),
    ("d.csv", "note,x,y\na_1,1,2\n1_0,3,4\n"),
]


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("name", "text"), READ)
def test_a_table_is_read(tmp_path: Path, name: str, text: str) -> None:
    found = from_table(table(written(tmp_path, name, text), name), ["x", "y"], {"c": 5.0})
    assert list(found.rows()) == [(1, 2, 5), (3, 4, 5)]
    assert (found.count, found.names, found.first) == (2, ("x", "y", "c"), (1, 2, 5))


REFUSED = [
    ("d.csv", "", "is empty"),
    ("d.csv", "\n\n", "is empty"),
    ("d.csv", "x,y\n", "no samples"),
    ("d.csv", "1,2\n3,4\n", "no header"),
    ("d.csv", "x,x,y\n1,2,3\n", "two columns called x"),
    ("d.csv", "x1,x₁,x,y\n1,2,3,4\n", "two columns called x₁"),
    ("d.csv", "x,y\n1,2\n3,abc\n", "line 3, column y: abc is not a number"),
    ("d.csv", 'x,y\n1,"2,5"\n', "line 2, column y: 2,5 is not a number"),
    ("d.csv", "x,y\n1,\n", "line 2, column y: the cell is empty"),
    ("d.csv", "x,y\n1,nan\n", "not a finite number"),
    ("d.csv", "x,y\n1,1e999\n", "not a finite number"),
    ("d.csv", "x,y\n1,2\n3\n", "line 3: 1 cell, but the header has 2"),
    ("d.csv", "x,y\n1,2,3\n", "line 2: 3 cells, but the header has 2"),
    ("d.csv", 'x,y\n1,"2\n', "line"),
    ("d.csv", "x;y\n1;2,5\n", "line 2, column y: 2,5 is not a number"),
    ("d.csv", "x,y\n1,2_024\n", "line 2, column y: 2_024 is not a number"),
    ("d.csv", ",\nx,y\n1,2\n", "names no columns"),
    ("d.jsonl", "{}\n", "names no columns"),
    ("d.jsonl", '{"x": 1, "y": 2}\n{"x": 1}\n', "line 2, y: there is no value"),
    ("d.jsonl", '{"x": 1, "y": "2"}\n', "not a number"),
    ("d.jsonl", '{"x": 1, "y": true}\n', "not a number"),
    ("d.jsonl", '{"x": 1, "y": NaN}\n', "not a finite number"),
    ("d.jsonl", '{"x": 1, "y": [1, [2]]}\n', "not a number"),
    ("d.jsonl", '{"x": 1, "y": 2}\n{"x": [1], "y": 2}\n', "its shape is not that"),
    ("d.jsonl", '{"x": 1, "y": ' + "[" * 40 + "1" + "]" * 40 + "}\n", "not a number"),
    ("d.jsonl", '{"x": 1, "y": ' + "[" * 900 + "1" + "]" * 900 + "}\n", "not a number"),
    (
        "d.jsonl",
        '{"x": 1, "y": ' + "[" * 100_000 + "]" * 100_000 + "}\n",
        "lists inside one another",
    ),
    ("d.jsonl", '{"x": 1, "y": {"z": 2}}\n', "this object is not a number"),
    ("d.jsonl", '{"x": 1, "x": 2, "y": 2}\n', "x stands twice"),
    ("d.jsonl", "{\n", "line 1"),
    ("d.jsonl", '[{"x": 1}]\n', "one JSON list"),
    ("d.jsonl", '{"x": 1, "y": 2}\n3\n', "line 2: this is not a JSON object"),
]


@pytest.mark.parametrize(("name", "text", "said"), REFUSED)
def test_a_table_at_fault_is_refused_with_its_place(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    path = written(tmp_path, name, text)
    with pytest.raises(GradcliError) as found:
        from_table(table(path, name), ["x", "y"], {})
    assert said in found.value.message
    assert name in found.value.message


def test_what_is_no_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_bytes(b"x,y\n1,\xff\n")
    with pytest.raises(GradcliError, match="not UTF-8: byte 0xff"):
        from_table(table(tmp_path / "d.csv", "d.csv"), ["x", "y"], {})


@pytest.fixture
def long_file(tmp_path: Path) -> Iterator[Path]:
    rows = "".join(f"{i % 3 + 1},{2 * (i % 3 + 1)}\n" for i in range(60_000))
    with limits.replaced({"kept-numbers": 1_000}):
        yield written(tmp_path, "d.csv", "x,y\n" + rows)


def test_a_long_file_is_read_again_for_every_epoch_in_little_memory(long_file: Path) -> None:
    samples = from_table(table(long_file, "d.csv"), ["x", "y"], {})
    assert isinstance(samples, Streamed)
    objective = Objective(parse("(w*x - y)^2"), ("w",), ("x", "y"))
    tracemalloc.start()
    done = fit(objective, samples, (1.0,), Plan(Sgd(0.0001), epochs=2))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert done.steps == 120_000
    assert done.parameters[0] == pytest.approx(2)
    assert peak < 1_000_000  # the file has more, and as floats it would have ten times as much


def test_a_long_file_gives_batches_too(long_file: Path) -> None:
    samples = from_table(table(long_file, "d.csv"), ["x"], {"c": 2.0})
    sizes = [len(batch[0]) for batch in samples.batches(25_000)]
    assert sizes == [25_000, 25_000, 10_000]


@pytest.mark.parametrize("plan", [Plan(Sgd(), shuffle=True), Plan(Sgd(), batch=None)])
def test_what_needs_all_samples_says_so_of_a_long_file(long_file: Path, plan: Plan) -> None:
    samples = from_table(table(long_file, "d.csv"), ["x", "y"], {})
    objective = Objective(parse("(w*x - y)^2"), ("w",), ("x", "y"))
    with pytest.raises(LimitError, match="needs all samples in memory"):
        fit(objective, samples, (1.0,), plan)


def test_what_cannot_be_read_again_must_fit(long_file: Path) -> None:
    source = table(Path(), "standard input", long_file.read_text())
    with pytest.raises(GradcliError, match="cannot be read again"):
        from_table(source, ["x", "y"], {})


def test_a_short_file_is_kept(tmp_path: Path) -> None:
    path = written(tmp_path, "d.csv", "x\n1\n2\n")
    assert isinstance(from_table(table(path, "d.csv"), ["x"], {}), Kept)
