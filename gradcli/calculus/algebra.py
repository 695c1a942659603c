"""Light simplification: small rules, none of which changes a value or leaves out a case.

Every product is kept as number × rest, so that signs and numbers meet and are computed exactly.
What is 0 times something is 0; what stands in one branch of `where` stays there, since a branch
that is not taken is not evaluated.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from gradcli.calculus.terms import Options, Terms, is_plain
from gradcli.operators import OPERATORS

#: Whole powers of numbers are computed up to this exponent.
_POWER = 64

#: Products of up to so many factors are written without brackets.
_FACTORS = 8


class Algebra(Terms):
    """Terms whose operations are simplified as they are made.

    >>> algebra = Algebra()
    >>> x = algebra.variable("x")
    >>> algebra.multiply(x, x) == algebra.power(x, algebra.number(2))
    True
    """

    def operation(self, operator: str, operands: tuple[int, ...], options: Options = ()) -> int:
        """Return an operation on terms, simplified."""
        if operator in _RULES and not options:
            return _RULES[operator](self, *operands)
        if operator in ("sum", "mean", "amax", "amin") and not self.shapes[operands[0]]:
            return operands[0]
        if operator == "transpose" and len(self.shapes[operands[0]]) < 2:
            return operands[0]
        if operator == "transpose" and self.operators[operands[0]] == "transpose":
            return self.operands[operands[0]][0]
        if operator == "index" and self.operators[operands[0]] == "stack":
            return self._taken(operands, options)
        return self.apply(operator, operands, options)

    def of_program(self, operator: str, operands: tuple[int, ...], options: Options = ()) -> int:
        """Return an operation of a program, simplified where it keeps its shape.

        A gradient may be a smaller term that stands for itself repeated; a value may not: of three
        elements x - x is not 0, since the sum of x - x + 1 is 3.
        """
        found = self.operation(operator, operands, options)
        shaped = OPERATORS[operator].elementwise and any(self.shapes[one] for one in operands)
        if shaped and self.shapes[found] != self.shape_of(operator, operands, options):
            return self.apply(operator, operands, options)
        return found

    def _taken(self, operands: tuple[int, ...], options: Options) -> int:
        """Return [x, y][0] as x."""
        places = dict(options)["index"]
        if len(places) == 1 and isinstance(places[0], int) and not self.contents[operands[0]]:
            return self.operands[operands[0]][places[0]]
        return self.apply("index", operands, options)

    # --- number × rest

    def split(self, term: int) -> tuple[Fraction, int | None]:
        """Return the number and the rest of a product; of a number the rest is None."""
        number = self.number_of(term)
        if number is not None:
            return number, None
        if self.operators[term] == "multiply":
            first, rest = self.operands[term]
            number = self.number_of(first)
            if number is not None:
                return number, rest
        return Fraction(1), term

    def scaled(self, number: Fraction, rest: int | None) -> int:
        """Return number × rest; None is 1."""
        if rest is None or number == 0:
            return self.number(number)
        if self.operators[rest] == "where" and (pushed := self._into_branch(rest, number)):
            return pushed
        if self.operators[rest] == "divide":
            number, rest = self._cancelled(number, rest)
        return rest if number == 1 else self.apply("multiply", (self.number(number), rest))

    def _cancelled(self, number: Fraction, quotient: int) -> tuple[Fraction, int]:
        """Take a number out of a denominator where it divides the one in front: 2·(1/(2·y))."""
        above, below = self.operands[quotient]
        under, rest = self.split(below)
        if rest is None or under in (0, 1) or (number / under).denominator != 1:
            return number, quotient
        return number / under, self.apply("divide", (above, rest))

    def _into_branch(self, choice: int, number: Fraction) -> int | None:
        condition, then, otherwise = self.operands[choice]
        if not self._has_zero(choice):
            return None
        factor = self.number(number)
        return self.where(condition, self.multiply(then, factor), self.multiply(otherwise, factor))

    def _has_zero(self, choice: int) -> bool:
        return any(self.is_number(branch, 0) for branch in self.operands[choice][1:])

    # --- sums

    def add(self, a: int, b: int) -> int:
        """Return a + b."""
        if self.is_number(a, 0):
            return b
        if self.is_number(b, 0):
            return a
        (first, one), (second, other) = self.split(a), self.split(b)
        if one == other and is_plain(first + second):
            return self.scaled(first + second, one)
        if self.operators[a] == self.operators[b] == "where":
            condition, then, otherwise = self.operands[a]
            if condition == self.operands[b][0]:
                _, more, less = self.operands[b]
                return self.where(condition, self.add(then, more), self.add(otherwise, less))
        return self.apply("add", (a, b))

    def negative(self, a: int) -> int:
        """Return -a."""
        number, rest = self.split(a)
        return self.scaled(-number, rest)

    def subtract(self, a: int, b: int) -> int:
        """Return a - b."""
        return self.add(a, self.negative(b))

    # --- products

    def multiply(self, a: int, b: int) -> int:
        """Return a·b."""
        (first, one), (second, other) = self.split(a), self.split(b)
        if not is_plain(first * second):
            return self.apply("multiply", (a, b))
        if one is None or other is None:
            return self.scaled(first * second, other if one is None else one)
        if first * second == 0:
            return self.number(0)
        product = self._product(one, other)
        number, rest = self.split(product)
        if number == 1 or not is_plain(first * second * number):
            return self.scaled(first * second, product)
        return self.scaled(first * second * number, rest)

    def _product(self, a: int, b: int) -> int:
        """Return the product of two terms that are no numbers.

        Of two choices the second factor's is made first: where that is an upstream gradient, its
        condition guards the first one's.
        """
        for one, other in ((b, a), (a, b)):
            if self.operators[one] == "where" and self._has_zero(one):
                condition, then, otherwise = self.operands[one]
                return self.where(
                    condition, self.multiply(then, other), self.multiply(otherwise, other)
                )
        quotients = [self.operators[term] == "divide" for term in (a, b)]
        if all(quotients):
            (above, below), (more, under) = self.operands[a], self.operands[b]
            return self.divide(self.multiply(above, more), self.multiply(below, under))
        for quotient, one, other in zip(quotients, (a, b), (b, a), strict=True):
            if quotient and self.is_number(self.operands[one][0], 1):
                return self.divide(other, self.operands[one][1])
        if quotients == [False, True]:
            a, b = b, a  # n/d·a needs no brackets
        return self._merged(a, b) or self._regrouped(a, b) or self.apply("multiply", (a, b))

    def _merged(self, a: int, b: int) -> int | None:
        """Return a product of whole powers of one base as one power: x·x, x^2·x."""
        (base, times), (other, more) = self._base(a), self._base(b)
        if base == other:
            return self.power(base, self.number(times + more))
        if self.operators[a] == "multiply":
            left, right = self.operands[a]
            if self._base(right)[0] == other:
                return self.multiply(left, self.multiply(right, b))
            if self._base(left)[0] == other:
                return self.multiply(self.multiply(left, b), right)
        return None

    def _base(self, term: int) -> tuple[int, int]:
        """Return base and exponent of a whole positive power; of another term, itself and 1."""
        if self.operators[term] == "pow":
            base, exponent = self.operands[term]
            number = self.number_of(exponent)
            if number is not None and number.denominator == 1 and number > 0:
                return base, int(number)
        return term, 1

    def _regrouped(self, a: int, b: int) -> int | None:
        """Return a·(u·v) as (a·u)·v, which needs no brackets; of products of few factors only."""
        factors: list[int] = []
        while self.operators[b] == "multiply" and len(factors) < _FACTORS:
            b, factor = self.operands[b]
            factors.append(factor)
        if not factors or self.operators[b] == "multiply" or self.number_of(b) is not None:
            return None
        product = self.multiply(a, b)
        for factor in reversed(factors):
            product = self.multiply(product, factor)
        return product

    def divide(self, a: int, b: int) -> int:
        """Return a/b; a quotient of numbers is exact, one by 0 is left as it is."""
        (above, one), (below, other) = self.split(a), self.split(b)
        if below == 0:
            return self.apply("divide", (a, b))
        if above == 0:
            return self.number(0)
        if other is None and (one is None or (above / below).denominator == 1):
            return (
                self.scaled(above / below, one)
                if is_plain(above / below)
                else self.apply("divide", (a, b))
            )
        if one is not None and self.operators[one] == "where" and self._has_zero(one):
            condition, then, otherwise = self.operands[one]
            chosen = self.where(condition, self.divide(then, b), self.divide(otherwise, b))
            return self.scaled(above, chosen)
        return self._quotient(above, one, below, other)

    def _quotient(
        self, above: Fraction, one: int | None, below: Fraction, other: int | None
    ) -> int:
        """Return (above·one)/(below·other), the number and the sign in front."""
        front = above if below > 0 else -above
        numerator = self.number(1) if one is None else one
        if self.operators[numerator] == "divide" and other is not None:
            first, under = self.operands[numerator]
            if self._base(self.split(under)[1] or under)[0] == self._base(other)[0]:
                numerator, other = first, self.multiply(under, other)
                more, rest = self.split(other)
                below, other = below * more, rest
        if other is None:
            return self.scaled(front, self.apply("divide", (numerator, self.number(abs(below)))))
        return self.scaled(front, self.apply("divide", (numerator, self.scaled(abs(below), other))))

    def power(self, a: int, b: int) -> int:
        """Return a^b."""
        exponent, base = self.number_of(b), self.number_of(a)
        if exponent == 0:
            return self.number(1)
        if exponent == 1:
            return a
        if base is not None and exponent is not None and _is_small(base, exponent):
            found = base ** int(exponent)
            if is_plain(found):
                return self.number(found)
        return self.apply("pow", (a, b))

    def where(self, condition: int, then: int, otherwise: int) -> int:
        """Return where(condition, then, otherwise); two equal branches are no choice."""
        if then == otherwise:
            return then
        return self.apply("where", (condition, then, otherwise))


def _is_small(base: Fraction, exponent: Fraction) -> bool:
    """Return whether a power of numbers exists, is exact, and is not too large to be tried."""
    return bool(exponent.denominator == 1 and (base or exponent > 0) and abs(exponent) <= _POWER)


_RULES: dict[str, Callable[..., int]] = {
    "add": Algebra.add,
    "subtract": Algebra.subtract,
    "negative": Algebra.negative,
    "multiply": Algebra.multiply,
    "divide": Algebra.divide,
    "pow": Algebra.power,
    "where": Algebra.where,
}
