"""The options of `gradcli fit` as a plan: optimizer, batches, shuffling, where to stop."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import click

from gradcli.descent.fitting import Plan
from gradcli.descent.optimizers import Adam, Optimizer, Sgd
from gradcli.errors import GradcliError

#: Samples of one step; a file with more takes days to read.
_MOST_AT_ONCE = 1_000_000_000


class Number(click.ParamType):  # type: ignore[type-arg, unused-ignore]  # generic since click 8.4
    """A finite number above a bound, or at it where that is allowed, and below another."""

    name = "number"

    def __init__(self, least: float, included: bool = False, below: float = math.inf) -> None:
        self.least = least
        self.included = included
        self.below = below

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number."""
        from gradcli.cli.bindings import value_of
        from gradcli.operators.elementary import is_array

        option = param.opts[0] if param is not None else ""
        number = value_of(value, option) if isinstance(value, str) else value
        if is_array(number) or not math.isfinite(number) or not self._holds(number):
            self.fail(f"{value} is not {self._needed()}", param, ctx)
        return float(number)

    def _holds(self, number: float) -> bool:
        return (number >= self.least if self.included else number > self.least) and (
            number < self.below
        )

    def _needed(self) -> str:
        least = f"a number {'of at least' if self.included else 'above'} {self.least:g}"
        if not math.isfinite(self.least):
            return "a finite number"
        return least if math.isinf(self.below) else f"{least} and below {self.below:g}"


class Batch(click.ParamType):  # type: ignore[type-arg, unused-ignore]  # generic since click 8.4
    """The number of samples of one step; `all` is None."""

    name = "batch"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> int | None:
        """Return the number of samples, None for all."""
        if value == "all":
            return None
        if isinstance(value, int):
            return value
        digits = value.lstrip("0") if value.isascii() and value.isdigit() else ""
        # Python refuses to read thousands of digits: their number is looked at first.
        if not digits or len(digits) > len(str(_MOST_AT_ONCE)) or int(digits) > _MOST_AT_ONCE:
            needed = f"neither a whole number from 1 to {_MOST_AT_ONCE:,} nor all"
            self.fail(f"{value} is {needed}", param, ctx)
        return int(digits)


#: The constants of each optimizer, and their defaults, which are those of PyTorch.
CONSTANTS: dict[str, dict[str, Any]] = {
    "sgd": {"weight_decay": 0.0},
    "momentum": {"momentum": 0.9, "dampening": 0.0, "nesterov": False, "weight_decay": 0.0},
    "adam": {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weight_decay": 0.0},
}

#: The step length unless given: that of the lectures, and Adam's own.
RATES = {"sgd": 0.01, "momentum": 0.01, "adam": 0.001}


def plan_of(options: Mapping[str, Any]) -> Plan:
    """Return the plan that the options of the command ask for.

    Raises:
        GradcliError: an option belongs to another optimizer, or needs another option.
    """
    if options["trace"] and options["quiet"]:
        raise GradcliError(
            "--trace and --quiet do not go together: the bare numbers leave no room for the steps",
            hint="drop one of them",
        )
    if options["random_seed"] is not None and not options["shuffle"]:
        raise GradcliError(
            "--random-seed has nothing to do without --shuffle", hint="add --shuffle, or drop it"
        )
    return Plan(
        _optimizer(options),
        epochs=options["epochs"],
        batch=options["batch"],
        shuffle=options["shuffle"],
        seed=options["random_seed"],
        until=options["until"],
        accumulate=options["accumulate"],
    )


def _optimizer(options: Mapping[str, Any]) -> Optimizer:
    name = options["optimizer"]
    constants = dict(CONSTANTS[name])
    for owner, names in CONSTANTS.items():
        for constant in names:
            if options[constant] is None or options[constant] is False:  # 0.0 is given
                continue
            if constant not in constants:
                raise GradcliError(
                    f"--{constant.replace('_', '-')} belongs to another optimizer than {name}",
                    hint=f"add --optimizer {owner}, or drop it",
                )
            constants[constant] = options[constant]
    if constants.get("nesterov") and (constants["dampening"] or not constants["momentum"]):
        raise GradcliError("--nesterov needs a momentum, and no --dampening")
    rate = options["lr"] or RATES[name]
    return Adam(rate, **constants) if name == "adam" else Sgd(rate, **constants)
