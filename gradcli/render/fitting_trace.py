"""One step of a descent in full: sample, loss, each gradient, and each update with its numbers."""

from __future__ import annotations

from collections.abc import Iterator

from gradcli.descent.fitting import Step
from gradcli.descent.optimizers import Adam, Optimizer, Sgd, decayed
from gradcli.numerals import in_product
from gradcli.operators.elementary import Value, is_array
from gradcli.render.drawing import Cell, flow
from gradcli.render.fitting import FitReport
from gradcli.render.languages import said
from gradcli.render.quantities import on_one_line
from gradcli.render.report import Style


def step_text(step: Step, report: FitReport, style: Style) -> str:
    """Return the lines of one step, an empty line before the first."""
    lines = ["", *flow([Cell(_place(step, style)), *_sample(step, report, style)], style, indent=0)]
    for text, tone in _lines(step, report, style):
        lines += flow([Cell(text, "gradient" if tone else "")], style)
    return "\n".join(lines) + "\n"


def _place(step: Step, style: Style) -> str:
    samples = "sample {first:,}" if step.last == step.sample else "samples {first:,} to {last:,}"
    return said(
        "step {step:,}, epoch {epoch:,}, {samples}:",
        style.language,
        step=step.number,
        epoch=step.epoch,
        samples=said(samples, style.language, first=step.sample, last=step.last),
    )


def _sample(step: Step, report: FitReport, style: Style) -> Iterator[Cell]:
    names = [report.graph.written.get(name, name) for name in report.columns]
    comma = said(", ", style.language).rstrip()
    for place, (name, value) in enumerate(zip(names, step.row, strict=True)):
        text = f"{name} = {on_one_line(value, style.digits, style.language)}"
        yield Cell(text + comma * (place < len(names) - 1))


def _lines(step: Step, report: FitReport, style: Style) -> Iterator[tuple[str, bool]]:
    written = _Written(style)
    loss = report.output
    if step.last != step.sample:
        loss = said("mean {output}", style.language, output=loss)
    yield f"{loss} = {written(step.loss)}", False
    optimizer = report.fit.plan.optimizer
    for place, label in enumerate(report.labels):
        gradient = f"∂{report.output}/∂{label}"
        yield f"{gradient} = {written(step.gradients[place])}", True
        if step.held is not None:
            yield written.accumulated(step, place, gradient), True
        yield from ((line, False) for line in written.update(step, place, label, optimizer))


class _Written:
    """Numbers and updates as text."""

    def __init__(self, style: Style) -> None:
        self.style = style

    def __call__(self, value: Value) -> str:
        return on_one_line(value, self.style.digits, self.style.language)

    def said(self, text: str) -> str:
        return said(text, self.style.language)

    def factor(self, value: Value) -> str:
        text = self(value)
        return text if is_array(value) else in_product(text)

    def accumulated(self, step: Step, place: int, gradient: str) -> str:
        assert step.held is not None
        held, new, used = step.held[place], step.gradients[place], step.used[place]
        total = f"{self(held)} + {self.factor(new)} = {self(used)}"
        return f"{self.said('not zeroed: ')}{gradient} = {total}"

    def update(self, step: Step, place: int, label: str, optimizer: Optimizer) -> Iterator[str]:
        """Yield the lines that lead from a gradient to the new value of its parameter."""
        gradient, before, after = step.used[place], step.before[place], step.after[place]
        if optimizer.weight_decay:
            decay = optimizer.weight_decay
            (pulled,) = decayed(decay, (before,), (gradient,))
            parts = f"{self(gradient)} + {self(decay)}·{self.factor(before)}"
            yield f"{self.said('with weight decay: ')}{parts} = {self(pulled)}"
            gradient = pulled
        rate, moved = self(optimizer.lr), f"= {self(after)}"
        if isinstance(optimizer, Adam):
            yield from self.adam(step, place, label, optimizer, gradient)
            return
        if optimizer.momentum:
            yield self.velocity(step, place, optimizer, gradient)
            gradient = (
                step.next_state[place]
                if not optimizer.nesterov
                else (gradient + optimizer.momentum * step.next_state[place])
            )
        if optimizer.nesterov:
            ahead = f"{self(optimizer.momentum)}·v = {self(gradient)}"
            yield f"{self.said('nesterov: gradient')} + {ahead}"
        yield f"{label} = {self(before)} - {rate}·{self.factor(gradient)} {moved}"

    def velocity(self, step: Step, place: int, optimizer: Sgd, gradient: Value) -> str:
        after = step.next_state[place]
        if not step.state:
            return f"v = {self(after)}"
        old = f"{self(optimizer.momentum)}·{self.factor(step.state[place])}"
        kept = "" if not optimizer.dampening else f"{self(1 - optimizer.dampening)}·"
        return f"v = {old} + {kept}{self.factor(gradient)} = {self(after)}"

    def adam(
        self, step: Step, place: int, label: str, optimizer: Adam, gradient: Value
    ) -> Iterator[str]:
        count, means, squares = step.next_state
        zeros = (0.0,) * len(means)
        _, old_means, old_squares = step.state or (0, zeros, zeros)
        first, second = optimizer.beta1, optimizer.beta2
        g = self.factor(gradient)
        yield (
            f"m = {self(first)}·{self.factor(old_means[place])} + {self(1 - first)}·{g} "
            f"= {self(means[place])}"
        )
        yield (
            f"v = {self(second)}·{self.factor(old_squares[place])} + {self(1 - second)}·{g}^2 "
            f"= {self(squares[place])}"
        )
        mean = means[place] / (1 - first**count)
        (size,) = optimizer.sizes(count, (squares[place],))
        yield (
            f"{label} = {self(step.before[place])} - {self(optimizer.lr)}·{self.factor(mean)}"
            f"/{self.factor(size)} = {self(step.after[place])}"
        )
