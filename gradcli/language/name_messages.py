"""What is said of texts that can be read and yet mean nothing.

Indices, options, names, conditions, characters.
"""

from __future__ import annotations

from gradcli.errors import NameProblem
from gradcli.language.message import Message

MEANING = (
    # Indices and options.
    Message(
        "index-content",
        "an index is a whole number, or a slice of whole numbers",
        "write it as in w[0], w[-1] or w[1:3]",
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
        "write it as in w[0], w[-1] or w[1:3]",
        ("w[1.5]", "w[1e3]", "w[0, .5]"),
    ),
    Message(
        "slice-step",
        "the step of a slice cannot be 0",
        "write 1, or -1 to go backwards",
        ("w[::0]", "w[1:2:0]"),
    ),
    Message(
        "option-plain",
        "the value of {name}= is a plain number or word",
        "work it out, and write the result there",
        ("sum(x, axis=1+1)", "leaky_relu(x, slope=2*x)", "sum(x, axis=(0+1))", "sum(x, axis=)"),
    ),
    Message(
        "option-value",
        "{option}= cannot be {value}",
        "it is {expected}",
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
        "take one of them away",
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
        "operand-named",
        "{option} is an operand of {name}, given by its place",
        "did you mean {fix}?",
        (
            "log(x, base=2)",
            "clamp(x, low=0, high=1)",
            "clamp(x, min=0, max=1)",
            "x.clip(min=0, max=1)",
            "clamp(x, high=1, low=0)",
            "pow(x, b=3)",
        ),
        NameProblem,
    ),
    Message(
        "no-options",
        "{name} has no options",
        "take {option}= away, or write == to compare",
        ("sin(x, axis=0)", "exp(q=3)"),
        NameProblem,
    ),
    Message(
        "condition-equals",
        "= does not compare",
        "did you mean {option} == {value}?",
        ("where(x = 0, 1, 2)", "where(x=1, a, b)"),
    ),
    Message(
        "operand-behind-option",
        "an operand stands behind the option {option}=",
        "options come last",
        ("max(axis=0, x)", "mse_loss(reduction=sum, x, y)"),
    ),
    Message(
        "option-positional",
        "{option} is an option, given by its name",
        "did you mean {fix}?",
        ("leaky_relu(x, 0.2)", "x.leaky_relu(0.2)", "huber_loss(x, y, 2)"),
    ),
    Message(
        "axis",
        "the axis of {name} is given by its name",
        "did you mean {fix}? The larger or smaller of two, element by element, is {other}",
        ("A.max(0)", "A.min(-1)", "sum(A, 0)", "A.sum(0)", "mean(A, 1)"),
    ),
    Message(
        "shape",
        "the shape is given in whole numbers",
        "write {name}({first}, [2, 3])",
        ("reshape(x, y)", "reshape(x, 1.5)", "x.reshape(2, n)", "reshape(x, x)"),
    ),
    Message(
        "count",
        "{name} cannot take {count}",
        "it is written {forms}",
        ("sin(x, y)", "where(x > 0, 1)", "max(a, b, c)", "x.exp(2)", "log(1, 2, 3)"),
    ),
    # Names.
    Message(
        "variable-called",
        "{name} is not a function",
        "did you mean {fix}?",
        ("x + x(y+1)", "a = 3*b; a(b)", "pi(2)", "e(x)"),
        NameProblem,
    ),
    Message(
        "unknown-function",
        "there is no function {name}",
        "did you mean {fix}? `gradcli functions` lists all of them",
        ("x(y+1)", "wibble(x)", "θ(2)"),
        NameProblem,
    ),
    Message(
        "near-function",
        "there is no function {name}",
        "did you mean {fix}?",
        ("sigmiod(x)", "Sin(x)", "sofmax(x)", "x.summ()", "EXP(x)", "x + xsin(x)"),
        NameProblem,
    ),
    Message(
        "no-function",
        "there is no function {name}",
        "`gradcli functions` lists all of them",
        ("wibble(x, y)", "x.wibble()", "x.wibble(1, 2)"),
        NameProblem,
    ),
    Message(
        "module",
        "{name} is written without {module}.",
        "did you mean {fix}?",
        ("np.exp(x)", "torch.sum(x)", "math.pi", "F.relu(x + 1)", "Math.sin(x)"),
        NameProblem,
    ),
    Message(
        "attribute",
        "{name} needs brackets behind a dot",
        "did you mean {fix}?",
        ("y.sum", "y.mean + 1", "A.t", "(x + y).exp"),
        NameProblem,
    ),
    Message(
        "no-attribute",
        "there is nothing called {name} behind a dot",
        "A.T is the transpose, and y.sum() the same as sum(y)",
        ("x.shape", "x.wibble"),
        NameProblem,
    ),
    Message(
        "reserved",
        "{name} is a word of the language",
        "take another name",
        ("and = 3", "not = 2", "x; or = 1", "and(x)", "y = or"),
        NameProblem,
    ),
    Message(
        "assigned-twice",
        "{name} is given a second time",
        "a name stands for one node; take a new name here",
        ("x = 1; x = 2", "a = x\na = a + 1"),
        NameProblem,
    ),
    Message(
        "used-before",
        "{name} is used before it is given",
        "move `{name} = …` up, or take another name",
        ("y = x*2; x = 3", "x = x + 1", "q = q"),
        NameProblem,
    ),
    Message(
        "used-as-constant",
        "{name} is used as the constant here, and given a value further down",
        "take another name for one of them, or move `{name} = …` up",
        ("a = 2*e; e = a + 1", "pi = pi/2"),
        NameProblem,
    ),
    Message(
        "unnamed",
        "this statement has no name, and is not the last",
        "give it one: q = {text}",
        ("x + y; z", "x*2\nb = 3\nc = b", "1;2"),
    ),
    # Conditions.
    Message(
        "chain",
        "comparisons do not chain",
        "did you mean {fix}?",
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
        "write where({text}, 1, 0) for 1 where it holds and 0 elsewhere",
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
        "compare it with something, as in x != 0",
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
        "write as many numbers in each row",
        ("[[1, 2], [3]]", "[1, [2, 3]]", "[[[1]], [[2, 3]]]"),
    ),
    # Characters.
    Message(
        "superscript",
        "it is not clear what follows the superscript {sign}",
        "put the power in brackets, as in (x^2)^3 or x^(2^3)",
        ("x²^3", "x²[0]", "x².sum()", "x²³²**2"),
    ),
    Message(
        "superscript-alone",
        "the superscript {sign} stands behind nothing",
        "write what it is a power of",
        ("²", "x + ³", "(⁻¹)"),
    ),
    Message(
        "superscript-sign",
        "{sign} is not a power",
        "write it with ^ and digits, as in x^2",
        ("x⁺", "x⁻", "x⁽²⁾", "xⁿ", "x²⁻"),
    ),
    Message(
        "invisible",
        "there is a character that cannot be seen, {character}",
        "delete it, or type the text anew",
        ("x\u200b+y", "x + \u2060y", "\u202ex", "x\x00", "\x1b[31mx", "x\x7f", "a\u00adb"),
    ),
    Message(
        "smart-quote",
        "{sign} is a typographic quotation mark",
        'write " instead, and that only round the value of an option',
        ("mse(x, y, reduction=“sum”)", "x + “y”"),
    ),
    Message(
        "quoted",
        "the expression stands in typographic quotation marks, {sign} and {closing}",
        "take the quotation marks away",
        ("‘x’", "“x*y”", "„x + y“", "”x”"),
    ),
    Message(
        "latex",
        "\\ is not part of the language",
        "LaTeX is not read: write sqrt(x), a/b and x*y",
        ("\\frac{1}{2}", "x \\cdot y", "\\"),
    ),
    Message(
        "latex-name",
        "\\ is not part of the language",
        "LaTeX is not read: did you mean {fix}?",
        ("\\sin x", "\\exp(x)", "2*\\pi", "\\sqrt{x}"),
    ),
    Message(
        "line-joined",
        "\\ is not part of the language",
        "a line goes on in the next one inside brackets",
        ("x + \\\ny", "x \\\r\n + y"),
    ),
    Message(
        "prime",
        "{sign} is not part of the language",
        "every gradient is worked out without it; a transpose is written A.T",
        ("f'(x)", "x'", "A'*b", "f’(x)", "f′(x)", "(x + 1)'"),
    ),
    Message(
        "transpose-sign",
        "{sign} is not part of the language",
        "a transpose is written A.T",
        ("w⊤x", "A^⊤ @ b"),
    ),
    Message(
        "degrees",
        "{sign} is not part of the language",
        "angles are in radians: 90 degrees are 90*pi/180",
        ("90°", "sin(30°)", "x° + 1", "°"),
    ),
    Message(
        "character",
        "{character} is not part of the language",
        "take it away, or write it in words",
        ("x $ y", "x ? y", "€", "x → y", "a ± b", "😀", "x`y", "x\ud800", "①"),
    ),
    # The whole.
    Message(
        "not-a-value",
        "a value must be a number, an array or a constant expression",
        "write it as in 3, 1/3, -pi/4 or [1, 2, 3]",
        (),
    ),
    Message("syntax", "this cannot stand here", "possible here: {expected}", ()),
)
