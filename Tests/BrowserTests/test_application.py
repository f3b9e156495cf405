"""The page of an application: found by number, masked, and unmasked after a reason is given."""

import json

import pytest


@pytest.fixture
def application(board):
    """An application that was answered."""
    body = json.loads(board.samples()[0].read_text())
    board.ctl("publish", board.samples()[0])
    return body


def find(browser, text):
    browser.open("/search")
    browser.type("main [name=text]", text)
    browser.press("main button")


def opened(browser, application):
    """Waits until the application is answered, and opens its page."""
    def is_there():
        find(browser, application["number"])
        return browser.text_of("h1") == "An application" and browser.all(".letter")
    browser.wait(is_there)


def test_found_and_masked(as_reader, application):
    opened(as_reader, application)
    assert application["applicationId"] in as_reader.driver.current_url
    assert as_reader.all(".timeline li") and as_reader.all("#rules tbody tr")
    assert "••••" in as_reader.text_of("#facts")
    assert not as_reader.all("details") and not as_reader.all("main [name=reason]")
    as_reader.picture("application-masked")
    as_reader.check_axe()
    as_reader.check_width()
    as_reader.check_console()


def test_in_full_for_a_reason(as_operator, application):
    opened(as_operator, application)
    as_operator.type("main [name=reason]", "the mother is on the telephone")
    as_operator.press("main form button")
    as_operator.wait_for("#unmasked")
    letter = as_operator.all("details")
    assert len(letter) % 3 == 0, "in three languages"
    letter[1].find_element("css selector", "summary").click()
    assert letter[1].find_element("css selector", "pre").text
    as_operator.picture("application-in-full")
    as_operator.check_axe()
    as_operator.check_width()


def test_a_search_stands_in_no_address(as_reader):
    find(as_reader, "850101300020")
    as_reader.wait_for("#problem", "Nothing has")
    assert "850101300020" not in as_reader.driver.current_url + as_reader.driver.page_source
    as_reader.check_axe()
