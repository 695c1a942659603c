"""Functions and methods: which operator a call means, its operands, and its options."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, NoReturn

from gradcli.graph import INPUT, OptionValue
from gradcli.language.options import option_value
from gradcli.language.parser import Action
from gradcli.language.places import whole
from gradcli.operators import FUNCTIONS
from gradcli.operators.declaration import Operator, Option

if TYPE_CHECKING:
    from gradcli.language.builder import ProgramBuilder


#: What stands before a function in other places, and is hardly ever the name of a variable.
LIBRARIES = frozenset({"Math", "jnp", "math", "np", "numpy", "tf", "torch"})


class Written(NamedTuple):
    """An option as it stands in a call."""

    name: str
    value: str
    start: int
    end: int


class Call(NamedTuple):
    """A call as it stands in the text: a function or method, its operands and its options."""

    name: str
    operands: list[int]
    options: list[Written]
    start: int
    end: int
    method: bool


class Calls:
    """The actions of the rules about calls. Among the arguments option k stands as -1 - k."""

    def __init__(self, program: ProgramBuilder) -> None:
        self.program = program
        self.written: list[Written] = []
        self.amounts: list[list[str]] = []

    def actions(self) -> dict[str, Action]:
        """Return the action of every rule by its name."""
        nodes, groups, words = self.program.nodes, self.program.groups, self.program.words
        call, amounts = self._call, self.amounts

        def method_of_one(start: int, end: int) -> None:
            argument = nodes.pop()
            call([nodes.pop(), argument], start, end, True)

        def method_of_several(start: int, end: int) -> None:
            call([nodes.pop(), *groups.pop()], start, end, True)

        def minus(*_place: int) -> None:
            words[-1] = "-" + words[-1]

        def fraction(*_place: int) -> None:
            under = words.pop()
            words[-1] += "/" + under

        def first_amount(*_place: int) -> None:
            second = words.pop()
            amounts.append([words.pop(), second])

        return {
            "call_of_one": self._call_of_one(),
            "call": lambda start, end: call(groups.pop(), start, end, False),
            "method": lambda start, end: call([nodes.pop()], start, end, True),
            "method_of_one": method_of_one,
            "method_of_several": method_of_several,
            "attribute": self._attribute,
            "option": self._option,
            "quoted": lambda start, end: words.append(words.pop()[1:-1]),
            "minus": minus,
            "fraction": fraction,
            "first_amount": first_amount,
            "next_amount": lambda start, end: amounts[-1].append(words.pop()),
            "one_amount": lambda start, end: words.append(f"[{words.pop()}]"),
            "several_amounts": lambda start, end: words.append(f"[{','.join(amounts.pop())}]"),
        }

    def _call_of_one(self) -> Action:
        """Return the action for f(x), the usual call; all others go the long way."""
        nodes, words, call = self.program.nodes, self.program.words, self._call
        add = self.program.graph.add
        found: dict[str, str] = {}

        def build(start: int, end: int) -> None:
            name, argument = words[-1], nodes[-1]
            operator = found.get(name)
            if operator is not None and argument >= 0:
                words.pop()
                nodes[-1] = add(operator, (argument,), None, start, end)
                return
            call([nodes.pop()], start, end, False)
            rows = FUNCTIONS[name]
            if len(rows) == 1 and not rows[0].variadic:
                found[name] = rows[0].name

        return build

    def _attribute(self, start: int, end: int) -> None:
        name, node = self.program.words.pop(), self.program.nodes[-1]
        if name != "T":
            self._refuse_attribute(name, node, start, end)
        self.program.words.append(name)
        self._call([self.program.nodes.pop()], start, end, True)

    def _refuse_attribute(self, name: str, node: int, start: int, end: int) -> NoReturn:
        from gradcli.language.refusals import refuse_attribute

        refuse_attribute(self.program, name, node, start, end)

    def _option(self, start: int, end: int) -> None:
        words, nodes = self.program.words, self.program.nodes
        value = words.pop()
        self.written.append(Written(words.pop(), value, start, end))
        nodes.append(-len(self.written))

    def _call(self, arguments: list[int], start: int, end: int, method: bool) -> None:
        call = self._sorted(arguments, start, end, method)
        row = self._row(call)
        options = self._options(call, row)
        if row.variadic:
            self._unpack(call)
        elif len(call.operands) > len(row.operands):
            options["shape"] = self._shape(call)
        graph = self.program.graph
        self.program.nodes.append(graph.add(row.name, tuple(call.operands), options, start, end))

    def _sorted(self, arguments: list[int], start: int, end: int, method: bool) -> Call:
        """Return the call with its operands and its options apart."""
        name = self.program.words.pop()
        operands = [argument for argument in arguments if argument >= 0]
        given = [self.written[-1 - argument] for argument in arguments if argument < 0]
        if given and operands != arguments[: len(operands)]:
            identifier = "condition-equals" if name == "where" else "operand-behind-option"
            option, value, first, last = given[0]
            self.program.fail(identifier, first, last, option=option, value=value)
        if given:
            del self.written[-len(given) :]
        return Call(name, operands, given, start, end, method)

    def _row(self, call: Call) -> Operator:
        """Return the operator that is meant: the one of that name with that number of operands."""
        rows = FUNCTIONS.get(call.name, ())
        count = len(call.operands)
        method = call.method and count > 1
        if not rows or (method and (self._of_module(call) or self._axis_like(call, rows))):
            self._refuse(call, rows)
        for row in rows:
            if (row.variadic and count) or len(row.operands) == count:
                return row
        for row in rows:
            if len(row.operands) < count and any(option.kind == "shape" for option in row.options):
                return row
        raise self._refuse(call, rows)

    def _of_module(self, call: Call) -> bool:
        """Return whether it is np.log(x), where np is no variable, and not the log of np."""
        program, node = self.program, call.operands[0]
        if program.graph.operators[node] != INPUT or program.span(node)[0] != call.start:
            return False
        name = next((one for one in LIBRARIES if program.graph.inputs.get(one) == node), "")
        return bool(name) and name not in program.bound

    def _axis_like(self, call: Call, rows: tuple[Operator, ...]) -> bool:
        """Return whether a number may be an axis, as in A.max(0)."""
        if len(call.operands) != 2:
            return False
        literal = self.program.graph.literals.get(call.operands[1], ())
        return (
            isinstance(literal, str)
            and whole(literal) is not None
            and any(option.kind == "axes" for row in rows for option in row.options)
        )

    def _refuse(self, call: Call, rows: tuple[Operator, ...]) -> NoReturn:
        """Raise the error for a call that no operator answers."""
        from gradcli.language.refusals import refuse_call

        refuse_call(self.program, call, rows)

    # Operands.

    def _unpack(self, call: Call) -> None:
        """Take the elements of a list for the operands: concat([x, y]) is concat(x, y).

        A list with a name is an array that the name stands for.
        """
        program = self.program
        graph, node = program.graph, call.operands[0]
        if len(call.operands) != 1 or node != len(graph.operators) - 1 or node in graph.names:
            return
        if node in program.lists.stacked:
            call.operands[:] = graph.operands[node]
            program.drop_from(node)
        elif node in program.lists.shapes:
            shape = program.lists.shapes.pop(node)[1:]
            literal = graph.literals[node]
            place = program.span(node)
            program.drop_from(node)
            call.operands[:] = [graph.constant(item, *place) for item in literal]
            program.lists.shapes.update(dict.fromkeys(call.operands, shape) if shape else {})

    def _shape(self, call: Call) -> OptionValue:
        """Return the shape in reshape(x, 2, 3) or reshape(x, [2, 3]): it is no operand."""
        graph = self.program.graph
        size, extra = len(graph.operators), call.operands[1:]
        literals = [graph.literals.get(node, "") for node in extra]
        sizes = literals[0] if len(extra) == 1 and isinstance(literals[0], tuple) else literals
        numbers = [whole(item) if isinstance(item, str) else None for item in sizes]
        shape = tuple(number for number in numbers if number is not None)
        own = extra == list(range(size - len(extra), size)) and not any(graph.depends[extra[0] :])
        if len(shape) != len(numbers) or not own:
            self._refuse(call, ())
        self.program.drop_from(extra[0])
        del call.operands[1:]
        return shape

    def _options(self, call: Call, row: Operator) -> dict[str, OptionValue]:
        options: dict[str, OptionValue] = {}
        for written in call.options:
            option = _named(row, written.name)
            try:
                if option is None or option.name in options:
                    raise ValueError(written.name)
                options[option.name] = option_value(option, written.value)
            except (ValueError, OverflowError):
                from gradcli.language.refusals import refuse_option

                refuse_option(self.program, call, row, option, written, options)
        return options


def _named(row: Operator, name: str) -> Option | None:
    """Return the option with a name or alias."""
    for option in row.options:
        if name == option.name or name in option.aliases:
            return option
    return None
