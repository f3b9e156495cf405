"""Fixtures for the tests of the board and of the family's page: a running system and a browser.

deploy/local/test-browser.sh starts the system and sets the variables that say where it is.
"""

import base64
import importlib.util
import os
import pathlib
import subprocess

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

from page import Page

SYSTEM = pathlib.Path(os.environ["BOARD_SYSTEM"])
PICTURES = pathlib.Path(os.environ["BOARD_PICTURES"])
PROGRAMS = pathlib.Path(os.environ["BOARD_PROGRAMS"])
CHECKOUT = pathlib.Path(os.environ["CHECKOUT"])
AXE = pathlib.Path(importlib.util.find_spec("axe_playwright_python").origin).with_name("axe.min.js").read_text()
PATIENCE = 45
ROLES = ("reader", "operator", "auditor")


def settings(file=SYSTEM / "env"):
    """Returns the settings of a running system, as a shell has them after `source env`."""
    lines = subprocess.run(
        ["bash", "-c", f"set -a; source '{file}' && env -0"], capture_output=True, check=True
    ).stdout.split(b"\0")
    return dict(line.decode().split("=", 1) for line in lines if b"=" in line)


class Board:
    """The address of the board, its settings, and the command `admissionctl`."""

    def __init__(self):
        self.settings = settings()
        self.url = f"http://127.0.0.1:{self.settings['BOARD_PORT']}"
        self.passwords = {}

    def ctl(self, *words, text=None):
        result = subprocess.run(
            [PROGRAMS / "admissionctl", *map(str, words)], input=text, capture_output=True, text=True,
            env=self.settings | {"PATH": os.environ["PATH"]},
        )
        assert result.returncode == 0, f"{words}: {result.stdout}{result.stderr}"
        return result.stdout

    def add(self, role):
        password = f"the password of a {role}"
        self.ctl("board", "user", "add", role, "--role", role, text=password + "\n")
        self.passwords[role] = password

    def samples(self, pattern="*"):
        return sorted(SYSTEM.glob(f"samples/messages/{pattern}.json"))

    def broker(self, word):
        subprocess.run([CHECKOUT / "deploy/local/broker.sh", word, SYSTEM / "broker"], check=True, capture_output=True)


class Browser(Page):
    """A Chromium, with the actions of the tests."""

    def __init__(self, board, width=1280, height=900, dark=False):
        options = webdriver.ChromeOptions()
        for word in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--lang=en",
                     "--hide-scrollbars"):
            options.add_argument(word)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.board = board
        super().__init__(webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver")))
        self.driver.set_page_load_timeout(PATIENCE)
        self.size(width, height)
        if dark:
            self.media("dark")

    def size(self, width, height=900):
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def media(self, scheme):
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})

    def open(self, path):
        self.driver.get(self.board.url + path)

    def wait(self, what, seconds=PATIENCE):
        """Waits until `what()` is true, and returns its value."""
        def now(_):
            try:
                return what()
            except Exception:
                return False
        return WebDriverWait(self.driver, seconds, poll_frequency=0.1).until(now)

    def wait_for(self, css, text=""):
        return self.wait(lambda: next(element for element in self.all(css) if text in element.text))

    def sign_in(self, role):
        self.open("/sign-in")
        self.type("[name=name]", role)
        self.type("[name=password]", self.board.passwords[role])
        self.press("main button")
        self.wait_for("h1", "Now")

    def picture(self, name):
        """Saves a screenshot of the whole page."""
        size = self.driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
        data = self.driver.execute_cdp_cmd(
            "Page.captureScreenshot",
            {"captureBeyondViewport": True,
             "clip": {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 4000), "scale": 1}})
        (PICTURES / f"{name}.png").write_bytes(base64.b64decode(data["data"]))

    def check_axe(self):
        """Checks that axe-core finds nothing by the rules of WCAG 2.2 A and AA."""
        self.driver.execute_script(AXE)
        results = self.driver.execute_async_script("""
            const done = arguments[arguments.length - 1];
            const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
            axe.run({runOnly: {type: "tag", values: tags}}).then(done, error => done({violations: [
              {id: "axe", help: String(error), nodes: []}]}));""")
        found = [f"{item['id']}: {item['help']} at {[node['target'] for node in item['nodes'][:3]]}"
                 for item in results["violations"]]
        assert not found, "\n".join(found)

    def check_width(self):
        """Checks that no content is wider than the page."""
        width = self.driver.execute_script(
            "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert width[0] <= width[1], f"{width[0]} px of content in {width[1]}"

    def check_console(self):
        """Checks that the browser has logged no error, such as a refused script or a missing file."""
        lines = [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]
        lines = [line for line in lines if "/live/" not in line and "status of 4" not in line and "status of 5" not in line]
        assert not lines, "\n".join(lines)

    def quit(self):
        self.driver.quit()


@pytest.fixture(scope="session")
def board():
    board = Board()
    for role in ROLES:
        board.add(role)
    return board


@pytest.fixture(scope="session")
def sandbox():
    """What `make up` starts: the sandbox, with the family's page and the board."""
    from family_window import Sandbox
    return Sandbox()


@pytest.fixture
def browser(board, request):
    """A new browser; saves a screenshot if the test fails."""
    browser = Browser(board)
    yield browser
    if getattr(request.node, "failed", False):
        browser.picture(f"failed-{request.node.name[:60].replace('/', '-')}")
    browser.quit()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item):
    outcome = yield
    report = outcome.get_result()
    if report.when == "call" and report.failed:
        item.failed = True


def _signed_in(role):
    @pytest.fixture
    def fixture(browser):
        browser.sign_in(role)
        return browser
    return fixture


as_reader = _signed_in("reader")
as_operator = _signed_in("operator")
as_auditor = _signed_in("auditor")
