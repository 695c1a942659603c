"""Text typed with an input method or pasted: it means what it looks like."""

from __future__ import annotations

import pytest

from gradcli.errors import GradcliError
from gradcli.language import parse, same_structure
from gradcli.language.normalise import normalise
from tests.language.reading import read

SAME = {
    "（x＋y）＊z": "(x+y)*z",
    "ｆ＝ｘ－２．５；ｆ／ｘ": "f=x-2.5;f/x",
    "ｍａｘ（ｘ，ｙ）": "max(x,y)",
    "【1，2】": "[1,2]",
    "［１、２］": "[1,2]",
    "x\u3000+\u00a0y\u2009": "x + y ",
    "\ufeffx + y": "x + y",
    "x − 1 – y — z": "x - 1 - y - z",
    "‐x": "-x",
    "x × y · z ⋅ w ∙ v": "x*y*z*w*v",
    "x ÷ y ∕ z ⁄ w": "x/y/z/w",
    "where(x ≤ 1, 2, 3)": "where(x <= 1, 2, 3)",
    "where(x ≥ 1 and x ≠ 2, 2, 3)": "where(x >= 1 and x != 2, 2, 3)",
    "where(x =\u0338= 2, 2, 3)": None,
    "where(x ＞ 1，2，3)": "where(x > 1,2,3)",
    "x²": "x^2",
    "x⁻¹": "x^-1",
    "2³²": "2^32",
    "x⁺²": "x^+2",
    "(x + y)² + z³": "(x + y)^2 + z^3",
    "w[0]²": "w[0]^2",
    "x² y": None,
    "x²y": None,
    "xᵀ @ y": "x.T @ y",
    "Aᵀ[0]": "A.T[0]",
    "Aᵀ²": "A.T^2",
    "x₁ + x₁₂": "x1 + x12",
    "w₀*x₀": "w0*x0",
    "𝑥 + 𝐲": "x + y",
    "𝜃*𝟐": "θ*2",
    "ℎ": "h",
    "ϕ + φ": "φ + φ",
    "µ": "μ",
    "e\u0301*2": "\u00e9*2",
    "x\u0302": "x\u0302",
    "π*r²": "π*r^2",
    "2*π": "2*π",
    "σ（x）": "σ(x)",
    "学习率 × 梯度": "学习率*梯度",
    "٣ + x": "3 + x",
    "x ＋ y　＃ 注释 ½ “”": "x + y",
    "x # ½ 😀 √\n+ y": None,
    "x\u2028y = 2*x": None,
    "q = x\u2028q*2": "q = x\nq*2",
    "sum(x， axis＝0)": "sum(x, axis=0)",
    "２ｘ": None,
}


@pytest.mark.parametrize(("typed", "plain"), [(t, p) for t, p in SAME.items() if p], ids=ascii)
def test_a_typed_text_means_the_same_as_the_plain_one(typed: str, plain: str) -> None:
    assert same_structure(parse(typed), parse(plain))


@pytest.mark.parametrize("typed", [t for t, p in SAME.items() if p is None], ids=ascii)
def test_what_is_wrong_in_plain_text_is_wrong_as_typed(typed: str) -> None:
    with pytest.raises(GradcliError) as caught:
        parse(typed)
    assert caught.value.source == typed


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("（x＋y）＊z", ["x", "y", "x＋y", "z", "（x＋y）＊z"]),
        ("x²+1", ["x", "²", "x²", "1", "x²+1"]),
        ("2*xᵀ", ["2", "x", "xᵀ", "2*xᵀ"]),
        ("x₁ × 𝑥₂", ["x₁", "𝑥₂", "x₁ × 𝑥₂"]),
        ("e\u0301 + 1", ["e\u0301", "1", "e\u0301 + 1"]),
    ],
    ids=ascii,
)
def test_spans_are_those_of_the_text_as_typed(text: str, spans: list[str]) -> None:
    graph = parse(text)
    assert graph.source == text
    assert [graph.text_of(node) for node in range(len(graph))] == spans


@pytest.mark.parametrize(
    ("text", "under"),
    [
        ("学习率 + ２ｘ", "２ｘ"),
        ("（x＋y", "（"),
        ("x₁² 2", "x₁² 2"),
        ("1 + x²[0]", "²"),
        ("𝑥 + * 2", "+ *"),
        ("x × sinn（y）", "sinn"),
    ],
    ids=ascii,
)
def test_carets_stand_under_the_text_as_typed(text: str, under: str) -> None:
    with pytest.raises(GradcliError) as caught:
        parse(text)
    span = caught.value.span
    assert span is not None
    assert text[span.start : span.end] == under


def test_names_are_shown_as_they_were_typed_first() -> None:
    graph = parse("ｑ = ｗ*x₁ + x1; r₂ = q + w")
    assert graph.written == {"q": "ｑ", "w": "ｗ", "x1": "x₁", "r2": "r₂"}
    assert parse("x + θ").written == {}


def test_plain_text_is_passed_through_untouched() -> None:
    for text in ("x + y", "θ*学习率"):
        plain = normalise(text)
        assert plain.identical
        assert plain.text is text or plain.text == text


def test_a_superscript_does_not_grow_together_with_what_follows() -> None:
    assert read("x² + 3") == "(add (pow x 2) 3)"
    with pytest.raises(GradcliError):
        parse("x²3")
