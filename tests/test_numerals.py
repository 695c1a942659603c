"""Numbers as people read them: no small number becomes 0, whatever the decimals."""

from __future__ import annotations

import pytest

from gradcli.numerals import array_text, numeral

WRITTEN = [
    (0.36787944, 0, "0.4"),
    (-0.36787944, 0, "-0.4"),
    (0.04, 0, "0.04"),
    (4.6, 0, "5"),
    (0.36787944, 1, "0.4"),
    (0.04, 1, "0.04"),
    (4.66, 1, "4.7"),
    (0.36787944, 4, "0.3679"),
    (-0.0, 0, "0"),
    (1e-300, 0, "1e-300"),
]


@pytest.mark.parametrize(("value", "digits", "text"), WRITTEN)
def test_no_number_becomes_nothing(value: float, digits: int, text: str) -> None:
    assert numeral(value, digits) == text


def test_an_array_is_written_as_the_language_has_it() -> None:
    assert array_text([[1.0, -6.123456789], [2.0, 3.0]]) == "[[1, -6.123457], [2, 3]]"
