"""Everything the language says about a text it cannot read: one row a message.

A row has its identifier, what is wrong, what to try, and texts that earn it. The parts in braces
are filled in where the message is used; the tests read every text of every row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gradcli.errors import GradcliError, NameProblem, SyntaxProblem

if TYPE_CHECKING:
    from gradcli.language.normalise import Plain


class Message(NamedTuple):
    """One row: `message` says what is wrong, `hint` what to try, `inputs` are texts that earn
    it."""

    identifier: str
    message: str
    hint: str
    inputs: tuple[str, ...]
    error: type[GradcliError] = SyntaxProblem


MESSAGES = (
    # Nothing there.
    Message(
        "empty",
        "there is no expression",
        "Write one, such as (x + y)*z.",
        ("", "   ", "\n\n", "# only a comment", ";", "\t;\n# a\n"),
    ),
    Message(
        "empty-brackets",
        "there is nothing between the brackets",
        "Write an expression there, or leave the brackets out.",
        ("()", "2*()", "(  )", "((()))"),
    ),
    Message(
        "empty-call",
        "{name}() has no argument",
        "Write what it is applied to, as in {name}(x).",
        ("sin()", "2*exp( )", "max()"),
    ),
    Message(
        "empty-list",
        "a list needs at least one element",
        "Write the elements with commas between them: [1, 2, 3].",
        ("[]", "sum([])", "[[1], []]"),
    ),
    Message(
        "empty-index",
        "an index is missing",
        "Write a whole number or a slice, as in w[0] or w[1:3].",
        ("w[]", "A[0,]", "A[,1]"),
    ),
    Message(
        "missing-argument",
        "an argument is missing here",
        "Write it, or take a comma away.",
        ("max(,x)", "max(x,)", "max(x,,y)", "[1, 2,]", "[,1]"),
    ),
    # Two operands, and no sign between them.
    Message(
        "missing-times",
        "a sign is missing between {left} and {right}",
        "Did you mean {fix}?",
        (
            "2x",
            "2 x",
            "x y",
            "2(x+1)",
            "(a)(b)",
            "(a + b) c",
            "x 2",
            "2sin(x)",
            "x(1)(2)",
            "3x^2 + 1",
            "2x₁",
            "y = 2x + 1",
            "w[0] x",
            "[1, 2] 3",
            "sum(2x, axis=0)",
            "（a）b",
            "1/2x",
            "x [1, 2] y",
        ),
    ),
    Message(
        "two-numbers",
        "two numbers stand side by side",
        "Did you mean {fix}? For a list write [{left}, {right}].",
        ("3 4", "1.2.3", "x + 3 4", "1 2 3"),
    ),
    Message(
        "thousands",
        "the digits of a number are written without a break",
        "Did you mean {fix}?",
        ("1,234", "1 000", "12,345,678", "x + 1 000 000", "1,234.5"),
    ),
    Message(
        "decimal-comma",
        "a decimal fraction is written with a point",
        "Did you mean {fix}?",
        ("3,5", "0,25*x", "x + 1,5"),
    ),
    Message(
        "exponent",
        "the exponent of {number} is missing",
        "Write it as in 1e-3, or {mantissa}*e for the number e.",
        ("1e", "2*1e+", "1.5e", "3E*x"),
    ),
    Message(
        "hexadecimal",
        "{number} is not a decimal number",
        "Numbers are written with the digits 0 to 9: {fix}.",
        ("0x10", "x + 0b101", "0o17", "0xFF"),
    ),
    Message(
        "unit",
        "units are not part of the language",
        "Write the number alone: {number}. If {unit} is a variable, {number}*{unit}.",
        ("5 kg", "3 cm + 1", "x = 10 ms"),
    ),
    Message(
        "function-argument",
        "the argument of {name} needs brackets",
        "Did you mean {fix}?",
        ("sin x", "2*exp x", "log 2", "sqrt x + 1", "sin 2x"),
    ),
    Message(
        "function-power",
        "a power of a function stands behind its argument",
        "Did you mean {fix}?",
        ("sin^2(x)", "1 + cos^2(x + y)", "tan^-1(x)", "sin²(x)"),
    ),
    Message(
        "derivative",
        "derivatives are not written in the expression",
        "Write the function itself: every gradient is worked out.",
        ("d/dx x^2", "d/dx(x^2)", "dy/dx (x)", "∂f/∂x", "∂x"),
    ),
    Message(
        "if-else",
        "choices are written with where",
        "where(condition, a, b) is a where the condition holds, and b elsewhere.",
        ("x if x > 0 else 0", "if x > 0: x"),
    ),
    # Signs in the wrong place.
    Message(
        "ends",
        "nothing follows {sign}",
        "Write the second operand, or take {sign} away.",
        ("x +", "x**", "x++", "2*(x -)", "y = x *", "x and", "max(x /, y)", "x ^", "-", "x + ; y"),
    ),
    Message(
        "percent",
        "% is the remainder here",
        "Did you mean {fix}?",
        ("50%", "50% * 2", "x + 10%", "(5%)"),
    ),
    Message(
        "begins",
        "nothing stands before {sign}",
        "Write the first operand, or take {sign} away.",
        ("*x", "/2", "(*x)", "y = ^2", "max(@x, y)", "and x", "<3", "x = == 3", "a = < b"),
    ),
    Message(
        "two-signs",
        "{left} and {right} cannot stand side by side",
        "Take one of them away.",
        ("x * / y", "x *** y", "x + * y", "x ^ * y", "x // y", "a < > b", "a and or b"),
    ),
    Message(
        "factorial",
        "! is not part of the language",
        "The factorial of n is gamma(n + 1).",
        ("5!", "x! + 1", "(x+1)!"),
    ),
    Message(
        "ampersand",
        "& is not part of the language",
        "Conditions are joined by the word and.",
        ("where(x > 0 && y > 0, 1, 2)", "x & y"),
    ),
    Message(
        "bars-or",
        "|| is not part of the language",
        "Conditions are joined by the word or.",
        ("where(x > 0 || y > 0, 1, 2)",),
    ),
    Message(
        "bars",
        "|x| is not part of the language",
        "Write abs(x), or norm(x) for the length of a vector.",
        ("|x|", "2*|x + 1|", "|", "x | y"),
    ),
    Message(
        "negation",
        "{sign} is not part of the language",
        "a condition is turned round by the word not.",
        ("where(!x > 0, 1, 2)", "~x", "!x"),
    ),
    Message(
        "root",
        "{sign} is not part of the language",
        "Write {function}(…).",
        ("√x", "2*√(x)", "∛x", "∑x", "∏x"),
    ),
    Message(
        "integral",
        "{sign} is not part of the language",
        "Only values and gradients are worked out.",
        ("∫x", "∇f", "∮x"),
    ),
    Message(
        "infinity",
        "∞ is not part of the language",
        "Write inf.",
        ("∞", "x + ∞"),
    ),
    Message(
        "fraction-sign",
        "{sign} cannot be read",
        "Write {fix}.",
        ("½", "x + ¾", "⅓*x"),
    ),
    # Equals.
    Message(
        "equals",
        "= gives a name to what follows; it stands once in a statement, behind the name",
        "To compare, write ==; for a second statement begin a new line.",
        (
            "x = y = 3",
            "x + 1 = y",
            "(x = 3)",
            "2 = x",
            "f(x) = x^2",
            "x = = 3",
            "where(x[0] = 1, 2, 3)",
        ),
    ),
    Message(
        "no-name",
        "the name before = is missing",
        "Write one, as in q = x + y.",
        ("= 3", "x; = 4"),
    ),
    Message(
        "no-value",
        "nothing follows {name} =",
        "Write an expression, as in {name} = a + b.",
        ("x =", "y = \n", "x = ; y", "x = # later"),
    ),
    Message(
        "augmented",
        "{sign} is not part of the language",
        "a name is given once; take a new one, as in {name}2 = {name} {operator} 1.",
        ("x += 1", "a *= 2", "y = 1; y -= 2"),
    ),
    Message(
        "walrus",
        ":= is not part of the language",
        "Write =.",
        ("x := 3",),
    ),
    Message(
        "relation",
        "{sign} is not a comparison",
        "Write {fix}.",
        (
            "where(x => 0, 1, 2)",
            "where(x =< 0, 1, 2)",
            "where(x <> 0, 1, 2)",
            "where(x === y, 1, 2)",
        ),
    ),
    # Brackets.
    Message(
        "unclosed",
        "{bracket} is never closed",
        "Write {closing} where it ends.",
        (
            "(x + y",
            "2*(x",
            "sin(x",
            "[1, 2",
            "w[0",
            "((x)",
            "(x + y\nz = 3",
            "max(x, y\n",
            "（x＋y",
            "f = (",
            "(",
            "a = (x\nb = 2*a\nc = b",
        ),
    ),
    Message(
        "unopened",
        "{bracket} closes nothing",
        "Take it away, or write {opening} where it begins.",
        ("x)", "x + y) * z", "x]", ")", "(x))"),
    ),
    Message(
        "mismatched",
        "{opening} is closed by {bracket}",
        "Write {closing}.",
        ("(x]", "[1, 2)", "sin(x]", "w[0)", "(x}", "【1）"),
    ),
    Message(
        "braces",
        "braces are not part of the language",
        "Write ( ) round an expression and [ ] round a list.",
        ("{x + y}", "x_{1}", "2*{x}"),
    ),
    Message(
        "semicolon-in-brackets",
        "the brackets are still open where the statement ends",
        "Close them before the semicolon, or write a comma.",
        ("max(x; y)", "[1; 2]"),
    ),
    # Commas, colons, dots, texts.
    Message(
        "comma",
        "a comma stands only between the arguments of a function and in lists",
        "For a list write {fix}; statements are separated by a semicolon.",
        ("x, y", "y = x, z", "x, y, z", "1, 2]"),
    ),
    Message(
        "tuple",
        "a list is written in square brackets",
        "Did you mean {fix}?",
        ("(1, 2)", "sum((x, y))", "2*(x, y)"),
    ),
    Message(
        "colon",
        "a colon stands only in a slice, as in w[1:3]",
        "Take it away.",
        ("x : y", "f: x", "x:"),
    ),
    Message(
        "dot",
        "behind a dot stands the name of a function",
        "Write it, as in y.sum().",
        ("x.", "x.(y)", "x.2", "x. + 1", "x..sum()"),
    ),
    Message(
        "text",
        "a text in quotes can only be the value of an option",
        "Leave the quotes out.",
        ("'x'", '"x" + 1', 'sum("x")'),
    ),
    Message(
        "quote",
        "{sign} has no partner",
        'A text in quotes, such as reduction="sum", ends on the same line; f\'(x) is not known.',
        ('mse(x, y, reduction="sum)', "f'(x)", "x'"),
    ),
    # Indices and options.
    Message(
        "index-content",
        "an index is a whole number, or a slice of whole numbers",
        "Write it as in w[0], w[-1] or w[1:3].",
        (
            "w[i]",
            "w[x + 1]",
            "w[0 + 1]",
            "w[[0, 1]]",
            "w['a']",
            "w[1:n]",
            "w[1:2:3:4]",
            "w[(1)]",
            "w[1/2]",
        ),
    ),
    Message(
        "index-whole",
        "an index is a whole number",
        "Write it as in w[0], w[-1] or w[1:3].",
        ("w[1.5]", "w[1e3]", "w[0, .5]", "w[99999999999999999999]"),
    ),
    Message(
        "slice-step",
        "the step of a slice cannot be 0",
        "Write 1, or -1 to go backwards.",
        ("w[::0]", "w[1:2:0]"),
    ),
    Message(
        "option-plain",
        "the value of {name}= is a plain number or word",
        "Work it out, and write the result there.",
        ("sum(x, axis=1+1)", "leaky_relu(x, slope=2*x)", "sum(x, axis=(0+1))", "sum(x, axis=)"),
    ),
    Message(
        "option-value",
        "{option}= cannot be {value}",
        "It is {expected}.",
        (
            "sum(x, axis=1.5)",
            "sum(x, axis=all)",
            "sum(x, keepdims=2)",
            "leaky_relu(x, slope=large)",
            "mse_loss(x, y, reduction=average)",
            "leaky_relu(x, slope=1/0)",
        ),
    ),
    Message(
        "option-twice",
        "{option}= is given twice",
        "Take one of them away.",
        ("sum(x, axis=0, axis=1)", "sum(x, axis=0, dim=1)"),
    ),
    Message(
        "unknown-option",
        "{name} has no option {option}=",
        "{fix}",
        ("sum(x, axs=0)", "leaky_relu(x, alpha=0.2)", "sum(x, foo=1)"),
        NameProblem,
    ),
    Message(
        "no-options",
        "{name} has no options",
        "Take {option}= away, or write == to compare.",
        ("sin(x, axis=0)", "exp(x=3)"),
        NameProblem,
    ),
    Message(
        "condition-equals",
        "= does not compare",
        "Did you mean {option} == {value}?",
        ("where(x = 0, 1, 2)", "where(x=1, a, b)"),
    ),
    Message(
        "operand-behind-option",
        "an operand stands behind the option {option}=",
        "Options come last.",
        ("max(axis=0, x)", "mse_loss(reduction=sum, x, y)"),
    ),
    Message(
        "option-positional",
        "{option} is an option, given by its name",
        "Did you mean {fix}?",
        ("leaky_relu(x, 0.2)", "x.leaky_relu(0.2)", "huber_loss(x, y, 2)"),
    ),
    Message(
        "axis",
        "the axis of {name} is given by its name",
        "Did you mean {fix}? The larger or smaller of two, element by element, is {other}.",
        ("A.max(0)", "A.min(-1)", "sum(A, 0)", "A.sum(0)", "mean(A, 1)"),
    ),
    Message(
        "shape",
        "the shape is given in whole numbers",
        "Write {name}({first}, [2, 3]).",
        ("reshape(x, y)", "reshape(x, 1.5)", "x.reshape(2, n)", "reshape(x, x)"),
    ),
    Message(
        "count",
        "{name} cannot take {count}",
        "It is written {forms}.",
        ("sin(x, y)", "where(x > 0, 1)", "max(a, b, c)", "x.exp(2)", "log(1, 2, 3)"),
    ),
    # Names.
    Message(
        "variable-called",
        "{name} is not a function",
        "Did you mean {fix}?",
        ("x + x(y+1)", "a = 3*b; a(b)", "pi(2)", "e(x)"),
        NameProblem,
    ),
    Message(
        "unknown-function",
        "there is no function {name}",
        "Did you mean {fix}? `gradcli functions` lists all of them.",
        ("x(y+1)", "wibble(x)", "θ(2)"),
        NameProblem,
    ),
    Message(
        "near-function",
        "there is no function {name}",
        "Did you mean {fix}?",
        ("sigmiod(x)", "Sin(x)", "sofmax(x)", "x.summ()", "EXP(x)"),
        NameProblem,
    ),
    Message(
        "no-function",
        "there is no function {name}",
        "`gradcli functions` lists all of them.",
        ("wibble(x, y)", "x.wibble()", "x.wibble(1, 2)"),
        NameProblem,
    ),
    Message(
        "module",
        "{name} is written without {module}.",
        "Did you mean {fix}?",
        ("np.exp(x)", "torch.sum(x)", "math.pi", "F.relu(x + 1)"),
        NameProblem,
    ),
    Message(
        "attribute",
        "{name} needs brackets behind a dot",
        "Did you mean {fix}?",
        ("y.sum", "y.mean + 1", "A.t", "(x + y).exp"),
        NameProblem,
    ),
    Message(
        "no-attribute",
        "there is nothing called {name} behind a dot",
        "A.T is the transpose, and y.sum() the same as sum(y).",
        ("x.shape", "x.wibble"),
        NameProblem,
    ),
    Message(
        "reserved",
        "{name} is a word of the language",
        "Take another name.",
        ("and = 3", "not = 2", "x; or = 1", "and(x)", "y = or"),
        NameProblem,
    ),
    Message(
        "assigned-twice",
        "{name} is given a second time",
        "a name stands for one node; take a new name here.",
        ("x = 1; x = 2", "a = x\na = a + 1"),
        NameProblem,
    ),
    Message(
        "used-before",
        "{name} is used before it is given",
        "Move `{name} = …` up, or take another name.",
        ("y = x*2; x = 3", "x = x + 1", "q = q"),
        NameProblem,
    ),
    Message(
        "used-as-constant",
        "{name} is used as the constant here, and given a value further down",
        "Take another name for one of them, or move `{name} = …` up.",
        ("a = 2*e; e = a + 1", "pi = pi/2"),
        NameProblem,
    ),
    Message(
        "unnamed",
        "this statement has no name, and is not the last",
        "Give it one: q = {text}",
        ("x + y; z", "x*2\nb = 3\nc = b", "1;2"),
    ),
    # Conditions.
    Message(
        "chain",
        "comparisons do not chain",
        "Did you mean {fix}?",
        (
            "where(0 < x < 1, 1, 2)",
            "where(a <= b + 1 <= c, a, b)",
            "0 < x < 1",
            "where(x==y==z,1,2)",
        ),
    ),
    Message(
        "condition",
        "a condition stands only as the first argument of where",
        "Write where({text}, 1, 0) for 1 where it holds and 0 elsewhere.",
        (
            "x > 0",
            "y = x == 3",
            "2*(x > 0)",
            "max(x > 0, 1)",
            "where(x > 0, x > 0, 1)",
            "[x > 0]",
            "-(x<1)",
        ),
    ),
    Message(
        "not-a-condition",
        "a condition is needed here",
        "Compare it with something, as in x != 0.",
        (
            "where(x, 1, 2)",
            "where(x > 0 and y, 1, 2)",
            "where(not x, 1, 2)",
            "c = 2*x; where(c, 1, 2)",
        ),
    ),
    Message(
        "ragged",
        "the rows of this list have different lengths",
        "Write as many numbers in each row.",
        ("[[1, 2], [3]]", "[1, [2, 3]]", "[[[1]], [[2, 3]]]"),
    ),
    # Characters.
    Message(
        "superscript",
        "it is not clear what follows the superscript {sign}",
        "Put the power in brackets, as in (x^2)^3 or x^(2^3).",
        ("x²^3", "x²[0]", "x².sum()", "x²³²**2"),
    ),
    Message(
        "superscript-alone",
        "the superscript {sign} stands behind nothing",
        "Write what it is a power of.",
        ("²", "x + ³", "(⁻¹)"),
    ),
    Message(
        "superscript-sign",
        "{sign} is not a power",
        "Write it with ^ and digits, as in x^2.",
        ("x⁺", "x⁻", "x⁽²⁾", "xⁿ", "x²⁻"),
    ),
    Message(
        "invisible",
        "there is a character that cannot be seen, {character}",
        "Delete it, or type the text anew.",
        ("x\u200b+y", "x + \u2060y", "\u202ex", "x\x00", "\x1b[31mx", "x\x7f", "a\u00adb"),
    ),
    Message(
        "smart-quote",
        "{sign} is a typographic quotation mark",
        'Write " instead, and that only round the value of an option.',
        ("mse(x, y, reduction=“sum”)", "‘x’", "f’(x)"),
    ),
    Message(
        "latex",
        "\\ is not part of the language",
        "LaTeX is not read: write sqrt(x) and a/b. A line goes on inside brackets.",
        ("\\frac{1}{2}", "x + \\\ny", "\\sin x"),
    ),
    Message(
        "character",
        "{character} is not part of the language",
        "Take it away, or write it in words.",
        ("x $ y", "x ? y", "€", "x → y", "a ± b", "😀", "x`y", "°", "x\ud800", "①"),
    ),
    # The whole.
    Message(
        "not-a-value",
        "a value must be a number, an array or a constant expression",
        "Write it as in 3, 1/3, -pi/4 or [1, 2, 3].",
        (),
    ),
    Message("syntax", "this cannot stand here", "Possible here: {expected}.", ()),
)

#: Characters of the program quoted in one part of a message.
_LONGEST = 80

_ROWS = {row.identifier: row for row in MESSAGES}


def problem(
    identifier: str, plain: Plain | str, start: int, end: int, /, **parts: object
) -> GradcliError:
    """Return the error of a row, its parts filled in, for a stretch of the plain text."""
    from gradcli.graph import Span

    row = _ROWS[identifier]
    source, span = (
        (plain, Span(start, end))
        if isinstance(plain, str)
        else (plain.typed, plain.span(start, end))
    )
    shown = {name: _shown(part) for name, part in parts.items()}
    return row.error(
        row.message.format_map(shown), hint=row.hint.format_map(shown), source=source, span=span
    )


def _shown(part: object) -> str:
    """Return a part of a message on one line, short, and without what a terminal would obey."""
    text = " ".join(str(part).split())
    text = "".join([sign if sign.isprintable() else "\ufffd" for sign in text])
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 4 :]}"
