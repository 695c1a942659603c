"""Programs that some tests need, and that not every machine has."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(reason: str) -> NoReturn:
    """Skip a test that lacks a program; fail where CI is set: `.ci/run` installs what is needed."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
