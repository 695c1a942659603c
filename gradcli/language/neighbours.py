"""Two operands side by side without a sign: 2x, 3 4, sin x, 5 kg."""

from __future__ import annotations

import re

from gradcli.errors import GradcliError
from gradcli.language.inquiry import Inquiry
from gradcli.operators import FUNCTIONS

UNITS = frozenset(
    (
        *("mm", "cm", "m", "km", "mg", "g", "kg", "ms", "s", "min", "h", "Hz", "kHz", "MHz"),
        *("N", "J", "kJ", "W", "kW", "V", "mV", "A", "mA", "Pa", "kPa", "K", "mol", "L", "ml"),
        *("deg", "rad", "eV"),
    )
)

#: A number whose digits stand in groups, the last one with decimals.
_GROUPS = re.compile(r"\d{1,3}(?: \d{3})+(?:\.\d*)?(?= |\Z)")

#: Signs that people write out.
IN_WORDS = {
    "乘": "*",
    "乘以": "*",
    "乘上": "*",
    "加": "+",
    "加上": "+",
    "减": "-",
    "减去": "-",
    "除以": "/",
    "times": "*",
    "plus": "+",
    "minus": "-",
}


class SideBySide(Inquiry):
    """The questions where the wrong token begins an operand and the one before it ends one."""

    def answer(self) -> GradcliError | None:
        """Return what is missing between the two operands, or None if there are not two."""
        scene = self.scene
        here = scene.here
        if not here or not scene.ends_operand(here - 1) or not scene.begins_operand(here):
            return None
        if scene.word()[0] == "." and scene.kind(here - 1) != "NUMBER" and scene.adjacent():
            return self.problem("dot", -1, 0)
        return (
            self._number_and_name()
            or self._sign_in_words()
            or self._mixed_number()
            or self._two_numbers()
            or self._transposed()
            or self._function()
            or self._function_power()
            or self._missing_times_below()
            or self._missing_times()
        )

    def _number_and_name(self) -> GradcliError | None:
        scene = self.scene
        number, name = scene.word(-1), scene.word()
        if scene.kind_at(-1) != "NUMBER" or scene.kind_at(0) != "NAME":
            return None
        if not scene.adjacent():
            if name in UNITS and name not in self.known and scene.word(1) != "(":
                return self.problem("unit", -1, 0, number=number, unit=name)
            return None
        if name in ("e", "E"):
            return self.problem("exponent", -1, 0, number=number + name, mantissa=number)
        if number == "0" and re.fullmatch(r"x[0-9a-f]{1,8}|b[01]{1,32}|o[0-7]{1,10}", name.lower()):
            written = number + name
            return self.problem("hexadecimal", -1, 0, number=written, fix=int(written.lower(), 0))
        return None

    def _sign_in_words(self) -> GradcliError | None:
        """Is it x times y?"""
        scene = self.scene
        here, word = scene.here, scene.word()
        if word not in IN_WORDS or word in self.known or not scene.word(1):
            return None
        if not scene.begins_operand(here + 1):
            return None
        first, last = scene.power_before(here - 1), scene.unit_behind(here + 1)
        left, right = scene.typed(first, here - 1), scene.typed(here + 1, last)
        fix = f"{left} {IN_WORDS[word]} {right}"
        return self.between("sign-in-words", first, last, word=word, fix=fix)

    def _mixed_number(self) -> GradcliError | None:
        """Is it 1 1/3?"""
        scene = self.scene
        parts = [scene.word(-1), scene.word(), scene.word(2)]
        if scene.word(1) != "/" or not all(map(str.isdecimal, parts)):
            return None
        whole, above, below = parts
        if not int(above) < int(below) or scene.word(-2) in ("^", "**"):
            return None
        fix = f"{whole} + {above}/{below}"
        alone = not scene.word(-2) and scene.word(3) in ("", "+", "-")
        return self.problem("mixed-number", -1, 2, fix=fix if alone else f"({fix})")

    def _two_numbers(self) -> GradcliError | None:
        """Is it 1 000, or 3 4 5?"""
        scene = self.scene
        numbers: list[str] = []
        while scene.kind_at(len(numbers) - 1) == "NUMBER":
            numbers.append(scene.word(len(numbers) - 1))
        if len(numbers) < 2 or scene.word(-2) in ("^", "**"):
            return None
        found = _GROUPS.match(" ".join(numbers))
        if found is not None:
            fix, last = found[0].replace(" ", ""), found[0].count(" ") - 1
            return self.problem("thousands", -1, last, fix=fix)
        listed, last = f"[{', '.join(numbers)}]", len(numbers) - 2
        return self.problem("two-numbers", -1, last, list=listed, fix="*".join(numbers))

    def _function(self) -> GradcliError | None:
        """Is it sin x?"""
        scene = self.scene
        here = scene.here
        name = scene.word(-1)
        if name not in FUNCTIONS or name in self.known or scene.word(-2) == ".":
            return None
        last = scene.power_behind(here)
        argument = scene.typed(here, last)
        if scene.kind(last) == "NUMBER" and scene.kind(last + 1) == "NAME":
            behind, last = last + 1, scene.power_behind(last + 1)
            argument = f"{argument}*{scene.typed(behind, last)}"
        fix = f"{name}({argument})"
        return self.between("function-argument", here - 1, last, name=name, fix=fix)

    def _function_power(self) -> GradcliError | None:
        """Is it sin^2(x), or sin² x?"""
        scene = self.scene
        here = scene.here
        sign = here - 3 if scene.word(-2) == "-" else here - 2
        if (
            sign < 1
            or scene.words[sign] not in ("^", "**")
            or scene.words[sign - 1] not in FUNCTIONS
        ):
            return None
        name = scene.words[sign - 1]
        if self.inputs.get(name, scene.starts[sign - 1]) != scene.starts[sign - 1]:
            return None
        last = scene.unit_behind(here)
        power = "".join(scene.words[sign + 1 : here])
        argument = scene.typed(here, last)
        bracketed = argument if scene.word() == "(" else f"({argument})"
        inverse = f"a{name.lower()}"
        if power == "-1" and inverse in FUNCTIONS:
            parts = {"fix": f"{inverse}{bracketed}", "other": f"1/{name}{bracketed}"}
            return self.between("function-inverse", sign - 1, last, **parts)
        fix = f"{name}{bracketed}^{power}"
        return self.between("function-power", sign - 1, last, fix=fix)

    def _transposed(self) -> GradcliError | None:
        """Is it w^T x?"""
        scene = self.scene
        here = scene.here
        if scene.word(-1) != "T" or "T" in self.known or scene.word(-2) not in ("^", "**"):
            return None
        first, last = scene.unit_before(here - 3), scene.unit_behind(here)
        fix = f"{scene.typed(first, here - 3)}.T @ {scene.typed(here, last)}"
        return self.between("transposed", first, last, fix=fix)

    def _missing_times_below(self) -> GradcliError | None:
        """Is it e^2x or 1/2x, where the x may belong to the exponent or below the line?"""
        scene = self.scene
        number = scene.here - 1
        sign = number - 2 if scene.word(-2) in ("+", "-") else number - 1
        close = scene.kind(number) == "NUMBER" and scene.adjacent()
        if not close or sign < 1 or scene.words[sign] not in ("^", "**", "/"):
            return None
        if scene.plain.as_typed(scene.starts[sign], scene.ends[sign]) not in ("^", "**", "/", "÷"):
            return None
        first, last = scene.power_before(sign - 1), scene.unit_behind(scene.here)
        left, right = scene.typed(number, number), scene.typed(scene.here, last)
        whole, below = scene.typed(first, number), scene.typed(sign + 1, number)
        other = f"{scene.typed(first, sign)}({below}*{right})"
        parts = {"left": left, "right": right, "fix": f"{whole}*{right}", "other": other}
        return self.between("missing-times-below", first, last, **parts)

    def _missing_times(self) -> GradcliError:
        scene = self.scene
        first = scene.power_before(scene.here - 1)
        last = scene.unit_behind(scene.here)
        left, right = scene.typed(first, scene.here - 1), scene.typed(scene.here, last)
        return self.between(
            "missing-times", first, last, left=left, right=right, fix=f"{left}*{right}"
        )
