"""A sandbox with its family's page, and a browser window in which a family uses it."""

import base64
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException, TimeoutException, WebDriverException
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from conftest import AXE, CHECKOUT, settings
from page import Page

PROGRAM = pathlib.Path(os.environ["BOARD_PROGRAMS"]) / "admissionctl"
PICTURES = pathlib.Path(os.environ["BOARD_PICTURES"])
PATIENCE = 90


class Sandbox:
    """What `make up` starts, in a folder of its own; the script that runs the tests ends it."""

    def __init__(self):
        self.place = pathlib.Path(os.environ["BOARD_SANDBOX"])
        # A short retry ladder keeps the tests short.
        environment = {key: value for key, value in os.environ.items() if key not in ("AMQP_URL", "STORE")}
        environment |= {"BUILT": "yes", "RETRY_LADDER_SECONDS": "1,2"}
        started = subprocess.run(
            [CHECKOUT / "deploy/local/system.sh", "sandbox", self.place], env=environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True)
        assert started.returncode == 0, started.stdout + started.stderr
        self.settings = settings(self.place / "env")
        self.address = self.url = f"http://127.0.0.1:{self.settings['BOARD_PORT']}"
        self.folder = self.place / "sandbox"
        self.log = self.place / "log/Sandbox.log"
        # The sandbox makes one user of the board, and writes the password for the person who started it.
        self.passwords = {"demo": (self.place / "board-password").read_text().strip()}

    def decide(self, application, bin_, decision, service="enrolment"):
        """Answers as the school."""
        body = pathlib.Path(self.folder, "decision.json")
        body.write_text(json.dumps({
            "applicationId": application, "school": {"bin": bin_}, "decision": decision,
            "decidedAt": self.now(), "reasons": [], "decidedBy": "director", "supersedes": None}))
        self.run("publish", "--type", "school.decided.v1", "--routing-key", f"school.decided.{service}",
                 "--app-id", "school", str(body))

    def now(self):
        return json.loads(self.run("sandbox", "clock", "--folder", self.folder, "--json"))["now"]

    def run(self, *arguments):
        return subprocess.run(
            [PROGRAM, *arguments], env=dict(os.environ) | self.settings, check=True, capture_output=True, text=True
        ).stdout

    def freeze_broker(self):
        os.kill(self._broker(), signal.SIGSTOP)

    def thaw_broker(self):
        os.kill(self._broker(), signal.SIGCONT)

    def _broker(self):
        script = CHECKOUT / "deploy/local/broker.sh"
        return int(subprocess.run([script, "pid", self.place / "broker"], check=True, capture_output=True).stdout)

    def uploads(self):
        folder = pathlib.Path(self.folder, "documents/uploads")
        return sorted(folder.iterdir()) if folder.exists() else []


def new_driver(scripts=True, width=1100, height=900):
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--lang=en", "--force-prefers-reduced-motion",
                     f"--window-size={width},{height}"):
        options.add_argument(argument)
    if not scripts:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    options.binary_location = shutil.which("chromium") or ""
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    return webdriver.Chrome(options=options, service=service)


class FamilyWindow(Page):
    """The actions of a person on the family's page."""

    def __init__(self, driver, sandbox):
        super().__init__(driver)
        self.sandbox = sandbox
        self.visited = []

    # Looking

    def wait(self, what, condition, seconds=PATIENCE):
        """Waits until the condition holds; if the page is just being replaced, it looks again."""
        try:
            return WebDriverWait(self.driver, seconds, 0.1, [WebDriverException]).until(lambda _: condition())
        except TimeoutException:
            raise AssertionError(f"not within {seconds} s: {what}; the page says: {self.text[:1500]}") from None

    @property
    def heading(self):
        return self.text_of("h1")

    @property
    def language(self):
        return self.attribute("html", "lang")

    def value(self, field):
        return self.attribute(f"#{field}", "value")

    def focused(self):
        return self.driver.switch_to.active_element.get_attribute("id")

    # Going on

    def open(self, path):
        self.driver.get(self.sandbox.address + path)
        self.note()

    def note(self):
        self.visited.append((self.driver.current_url, self.driver.title))

    def click(self, css):
        """Clicks on something that opens another page, and waits for that page."""
        old = self.one("html")
        self.wait(f"{css} can be pressed", lambda: self.one(css).click() is None)
        self.wait(f"a new page after {css}", lambda: self._is_gone(old))
        self.note()

    def _is_gone(self, element):
        try:
            element.is_enabled()
            return False
        except StaleElementReferenceException:
            return bool(self.all("footer"))

    # What a family does

    def speak(self, language):
        self.click(f".languages [value={language}]")
        assert self.language == language

    def sign_in(self, citizen, language="en"):
        self.open("/family")
        self.speak(language)
        self.click(f"button[name=citizen][value={citizen}]")

    def begin(self, service):
        """Begins a form with the portal's own data, without what another test has typed there."""
        self.open("/family/services")
        self.click(f"a[href='/family/apply/{service}']")
        self.click("button[value=anew]")

    def go_on(self):
        self.click("main button.primary[value=go]")

    def problems(self):
        return [link.split("#")[1] for link in self.attributes("#problems a", "href")]

    def code(self):
        return re.search(r"\d{6}", self.text_of(".sms")).group()

    def sign(self):
        self.type("#code", self.code())
        self.click("main button.primary[value=sign]")

    def stage(self):
        """Returns the stage of the latest application, or None."""
        stages = self.attributes(".story .stage", "class")
        return stages[0].split("stage-")[1] if stages else None

    def wait_for(self, stage):
        self.wait(f"the stage {stage}", lambda: self.stage() == stage)

    def application(self):
        return self.attribute(".story", "id").removeprefix("application-")

    def write(self, field, text):
        element = self.one(f"#{field}")
        element.clear()
        element.send_keys(text)

    def choose(self, field, value):
        self.press(f"#{field} option[value='{value}']")

    # How it looks

    def emulate(self, width=None, dark=False):
        if width:
            self.driver.execute_cdp_cmd(
                "Emulation.setDeviceMetricsOverride",
                {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500})
        self.driver.execute_cdp_cmd(
            "Emulation.setEmulatedMedia",
            {"features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})

    def picture(self, name):
        """Saves a screenshot of the whole page, for people to look at."""
        shot = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})
        (PICTURES / f"{name}.png").write_bytes(base64.b64decode(shot["data"]))

    # By keyboard

    def send_keys(self, *keys):
        webdriver.ActionChains(self.driver).send_keys(*keys).perform()

    def tab_to(self, css, most=200):
        target = self.one(css)
        for _ in range(most):
            self.send_keys(Keys.TAB)
            if self.driver.switch_to.active_element == target:
                return target
        raise AssertionError(f"the keyboard does not reach {css}")


def axe_violations(driver):
    """Returns the findings of axe-core, by WCAG 2.2 AA and axe-core's best practices."""
    driver.execute_script(AXE)
    answer = driver.execute_async_script("""
        const done = arguments[arguments.length - 1];
        axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
          .then(result => done(result.violations), error => done([{id: "error", help: String(error), nodes: []}]));""")
    return [f"{item['id']}: {item['help']} " + "; ".join(node["html"][:200] for node in item["nodes"][:3]) for item in answer]
