"""A real Chromium without a window, driven by the tests of pages.

Where there is none the tests are skipped and say so; with CI set, as in
continuous integration, that is a failure.
"""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.needs import missing

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium(profile: str) -> Iterator[Browser]:
    """Start a browser with an empty profile in the folder `profile`, and end it."""
    found = {name: shutil.which(name) for name in ("chromium", "chromedriver")}
    absent = [name for name, path in found.items() if path is None]
    if absent:
        missing(f"no {' and no '.join(absent)} on this machine")
    webdriver = pytest.importorskip("selenium.webdriver")
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = str(found["chromium"])
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(str(found["chromedriver"])))
    try:
        yield Browser(driver)
    finally:
        driver.quit()


class Browser:
    """A page as a reader uses it: by keys, clicks and what can be seen."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def screen(self, width: int, height: int = 800, *, dark: bool = False) -> None:
        """Set the size of the window, and whether its reader prefers dark colours."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        wish = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [wish]})

    def run(self, script: str, *arguments: Any) -> Any:
        """Return what a script returns in the page; nan and inf come as numbers."""
        wrapped = (
            f"const found = (function () {{ {script} }}).apply(null, arguments);"
            "return JSON.stringify(found, (_, v) => typeof v === 'number' && !Number.isFinite(v)"
            " ? String(v) : v === undefined ? null : v);"
        )
        return _numbers(json.loads(self.driver.execute_script(wrapped, *arguments) or "null"))

    def click(self, identity: str) -> None:
        """Click on the element with an id."""
        self.driver.find_element("id", identity).click()

    def type(self, identity: str, text: str) -> None:
        """Write a text into a field in the place of what stands there, and press Enter."""
        field = self.driver.find_element("id", identity)
        field.clear()
        field.send_keys(text + "\n")

    def press(self, *keys: str) -> None:
        """Press keys, wherever the focus is."""
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)

    def text(self, identity: str) -> str:
        """Return the text of the element with an id, as it can be seen."""
        return str(self.driver.find_element("id", identity).text)

    def complaints(self) -> list[str]:
        """Return what the console of the page has said since the last time."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """Return the addresses that were asked for since the last time."""
        entries = [json.loads(entry["message"]) for entry in self.driver.get_log("performance")]
        messages = [entry["message"] for entry in entries]
        return [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]


def _numbers(value: Any) -> Any:
    if isinstance(value, list):
        return [_numbers(part) for part in value]
    if isinstance(value, dict):
        return {key: _numbers(part) for key, part in value.items()}
    return (
        {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}.get(value, value)
        if (isinstance(value, str))
        else value
    )
