"""The story of a newcomer with `make up`, in the browser alone: applies, breaks, mends, replays, reads."""

import re

import pytest

from conftest import Browser
from family_window import FamilyWindow, new_driver


@pytest.fixture
def family(sandbox):
    driver = new_driver()
    yield FamilyWindow(driver, sandbox)
    driver.quit()


@pytest.fixture
def operator(sandbox, request):
    browser = Browser(sandbox)
    browser.sign_in("demo")
    yield browser
    if getattr(request.node, "failed", False):
        browser.picture("failed-story")
    browser.quit()


def follow(browser, name):
    """Opens a page by its link in the navigation."""
    browser.read(lambda: browser.one("header nav").find_element("link text", name).click())
    browser.wait(lambda: browser.text_of("header [aria-current=page]") == name)


def cell(browser, place, column):
    """Reads a number from the table below the picture on Now."""
    names = browser.texts_of("#flow-table thead th")
    for row in browser.all("#flow-table tbody tr"):
        cells = row.find_elements("css selector", "th, td")
        if cells[0].text == place:
            return int(cells[names.index(column)].text.replace("\u202f", ""))
    raise AssertionError(f"no row {place}")


def judged(browser):
    """The number of applications that were judged in the last hour."""
    figure = next(text for text in browser.texts_of(".figure") if "judged within" in text.lower())
    found = re.search(r"half of ([\d\u202f]+)", figure)
    return int(found.group(1).replace("\u202f", "")) if found else 0


def found(browser, reason):
    """Opens Parked until it has a group with this reason; Parked keeps what it has read for ten seconds."""
    def is_there():
        follow(browser, "Parked")
        return reason in browser.texts_of("#parked-groups a")
    browser.wait(is_there)


def press(browser, css, text):
    """Presses a button of the page and waits until the page shows the text."""
    browser.press(css)
    browser.wait_for(".flash", text)


def applied(family, citizen, language="en"):
    family.sign_in(citizen, language)
    family.begin("enrolment")
    family.go_on()
    family.sign()


def test_a_stranger_applies_breaks_mends_replays_and_reads(family, operator):
    # An application passes through the picture on Now.
    operator.wait_for(".live", "Up to date")
    operator.driver.execute_script("window.before = true")
    schools, told = operator.wait(lambda: (cell(operator, "Schools", "Waiting"), judged(operator)))
    applied(family, "guardian")
    family.wait_for("inProcessing")
    operator.wait(lambda: cell(operator, "Schools", "Waiting") > schools)
    operator.wait(lambda: judged(operator) > told)
    assert operator.driver.execute_script("return window.before"), "the page was loaded again"

    # A register breaks, and the board shows which application waits for which register.
    follow(operator, "Sandbox")
    operator.picture("sandbox")
    operator.check_axe()
    press(operator, "#register-unemployment [value=break]", "gives no answer any more")
    try:
        applied(family, "register-down")
        family.wait_for("received")
        number = re.search(r"[A-Z0-9]+[-/][A-Z0-9/-]+", family.text_of(".story .head + .muted")).group()
        follow(operator, "Now")
        operator.wait(lambda: cell(operator, "Intake", "Try again") > 0)
        operator.picture("story-waits")
        follow(operator, "Find")
        operator.type("main [name=text]", number)
        operator.press("main button")
        operator.wait_for("h1", "An application")
        operator.wait_for(".timeline li", "unavailable: unemployment")
        operator.picture("story-why")
    finally:
        follow(operator, "Sandbox")
        press(operator, "#register-unemployment [value=mend]", "answers again")
    family.wait_for("inProcessing")
    follow(operator, "Now")
    operator.wait(lambda: cell(operator, "Intake", "Try again") == 0)

    # A form that names a school outside the directory is parked.
    parked, = operator.wait(lambda: (cell(operator, "Intake", "Parked"),))
    applied(family, "school-unknown", "ru")
    operator.wait(lambda: cell(operator, "Intake", "Parked") == parked + 1)
    found(operator, "school.unknown")
    follow(operator, "Sandbox")
    press(operator, "#school [value=enter]", "is entered into the directory")
    found(operator, "school.unknown")
    operator.follow("school.unknown")
    operator.wait_for("h1", "Parked for one reason")
    operator.press("[value=replay-group]")
    operator.wait_for("#rehearsal", "To replay: 1 message")
    operator.type("[name=reason]", "the school has opened")
    operator.press("#do")
    operator.wait_for("#receipt-state", "Replayed 1 message")

    # The answer comes to the page that the family has open.
    family.wait_for("inProcessing")
    assert "передано в школу" in family.text_of(".messages")
    family.picture("story-answer")

    # The page Actions shows who did each action.
    follow(operator, "Actions")
    for words in ("the register unemployment gives no answer any more", "the school has opened"):
        row = operator.wait_for("tbody tr", words)
        assert "demo" in row.text
    operator.check_console()
