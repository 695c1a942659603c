"""`gradcli fit` beside loops by hand: random optimizers, batches, orders and forms of the data.

The loss is (w·x + b - y)^2, with the gradients 2·(w·x + b - y)·x and 2·(w·x + b - y).
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Cli

Pair = tuple[float, float]


def drawn(chosen: random.Random) -> dict[str, Any]:
    """Return the settings of one run; None for an option that is left out."""
    name = chosen.choice(["sgd", "momentum", "adam"])
    mine: dict[str, Any] = {"sgd": {}, "momentum": {}, "adam": {}}
    nesterov = chosen.random() < 0.4
    mine["momentum"] = {
        "momentum": chosen.choice([None, 0.5, 0.99] if nesterov else [None, 0.0, 0.5, 0.99]),
        "dampening": None if nesterov else chosen.choice([None, 0.0, 0.3]),
        "nesterov": nesterov or None,
    }
    mine["adam"] = {
        "beta1": chosen.choice([None, 0.0, 0.5]),
        "beta2": chosen.choice([None, 0.0, 0.9]),
        "epsilon": chosen.choice([None, 1e-3]),
    }
    return {
        "optimizer": name,
        "lr": chosen.choice([0.1, 0.01]),
        "weight-decay": chosen.choice([None, 0.0, 0.1]),
        "batch": chosen.choice([None, 1, 2, 3, "all", 100]),
        "epochs": chosen.randint(1, 5),
        "random-seed": chosen.choice([None, None, 7, 12345]),
        "accumulate": chosen.choice([None, None, True]),
        **mine[name],
    }


def by_hand(rows: list[Pair], start: Pair, given: dict[str, Any]) -> tuple[Pair, list[float]]:
    """Return the parameters and the mean loss of every epoch."""
    values, total, memory = list(start), [0.0, 0.0], [None, None]
    means, count, losses = [[0.0, 0.0], [0.0, 0.0]], 0, []
    order = random.Random(given["random-seed"])
    for _ in range(given["epochs"]):
        places = list(range(len(rows)))
        if given["random-seed"] is not None:
            order.shuffle(places)
        size = len(rows) if given["batch"] == "all" else given["batch"] or 1
        of_epoch = []
        for first in range(0, len(rows), size):
            part = [rows[place] for place in places[first : first + size]]
            slips = [values[0] * x + values[1] - y for x, y in part]
            of_epoch.append(sum(slip**2 for slip in slips) / len(part))
            slopes = [
                sum(2 * slip * x for slip, (x, _) in zip(slips, part, strict=True)) / len(part),
                sum(2 * slip for slip in slips) / len(part),
            ]
            total = [t * bool(given["accumulate"]) + s for t, s in zip(total, slopes, strict=True)]
            count += 1
            for i in (0, 1):
                g = total[i] + (given["weight-decay"] or 0) * values[i]
                values[i] -= given["lr"] * _direction(given, g, i, memory, means, count)
        losses.append(sum(of_epoch) / len(of_epoch))
    return (values[0], values[1]), losses


def _direction(
    given: dict[str, Any], g: float, i: int, memory: list[Any], means: list[list[float]], count: int
) -> float:
    def constant(name: str, usual: float) -> float:
        return usual if given[name] is None else float(given[name])

    if given["optimizer"] == "momentum":
        momentum, dampening = constant("momentum", 0.9), constant("dampening", 0)
        old = memory[i]
        memory[i] = g if old is None else momentum * old + (1 - dampening) * g
        return g + momentum * memory[i] if given["nesterov"] else memory[i]
    if given["optimizer"] == "adam":
        one, two, least = constant("beta1", 0.9), constant("beta2", 0.999), 1e-8
        means[0][i] = one * means[0][i] + (1 - one) * g
        means[1][i] = two * means[1][i] + (1 - two) * g**2
        size = (means[1][i] / (1 - two**count)) ** 0.5 + constant("epsilon", least)
        return means[0][i] / (1 - one**count) / size
    return g


def data_of(chosen: random.Random, rows: list[Pair], folder: Path) -> list[str]:
    """Return the options that give the samples, in one form or another."""
    form = chosen.choice(["inline", "csv", "tsv", "semicolons", "jsonl", "long"])
    if form == "inline":
        columns = zip(*rows, strict=True)
        return [w for name, c in zip("xy", columns, strict=True) for w in (f"--{name}", str([*c]))]
    if form == "jsonl":
        text = "".join(json.dumps({"more": "text", "y": y, "x": x}) + "\n" for x, y in rows)
    else:
        sign = {"tsv": "\t", "semicolons": ";"}.get(form, ",")
        text = "".join(f"{x}{sign}{y}\n" for x, y in [("x", "y"), *rows])
    path = folder / {"tsv": "d.tsv", "jsonl": "d.jsonl"}.get(form, "d.csv")
    path.write_text(text)
    # A file that is not kept is read again for every epoch.
    return ["--data", str(path), *(["--limit", "kept-numbers=1"] if form == "long" else [])]


@pytest.mark.parametrize("seed", range(60))
def test_random_descents_are_those_of_a_loop_by_hand(cli: Cli, tmp_path: Path, seed: int) -> None:
    chosen = random.Random(seed)
    given = drawn(chosen)
    rows = [
        (round(chosen.uniform(-1, 1), 3), round(chosen.uniform(-1, 1), 3))
        for _ in range(chosen.randint(1, 8))
    ]
    start = (round(chosen.uniform(-1, 1), 3), 0.5)
    data = data_of(chosen, rows, tmp_path)
    if "--limit" in data:  # shuffling and a batch of all samples need them in memory
        given |= {"random-seed": None, "batch": 2 if given["batch"] == "all" else given["batch"]}
    options = [
        word
        for name, value in given.items()
        if value is not None
        for word in ([f"--{name}"] if value is True else [f"--{name}", str(value)])
    ]
    more = [] if given["random-seed"] is None else ["--shuffle"]
    words = ("fit", "(w*x + b - y)^2", *data, "--param", f"w={start[0]}", "--param", "b=0.5")
    found = cli(*words, *options, *more, "--format", "json").json
    values, losses = by_hand(rows, start, given)
    assert [*found["parameters"].values()] == pytest.approx(values, rel=1e-9)
    assert [epoch["loss"] for epoch in found["history"]] == pytest.approx(losses, rel=1e-9)
