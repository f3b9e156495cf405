"""The frame of all pages: signing in, roles, errors, widths, dark mode, accessibility."""

import pytest

from conftest import Browser, ROLES

PAGES = {"reader": ["/", "/charts", "/charts?of=hour", "/charts?of=campaign"], "auditor": ["/", "/charts", "/actions"]}


def test_sign_in_is_needed(browser):
    browser.open("/charts")
    assert browser.text_of("h1") == "Sign in"
    assert browser.driver.current_url.endswith("/sign-in")


def test_wrong_password(browser):
    browser.open("/sign-in")
    browser.type("[name=name]", "nobody")
    browser.type("[name=password]", "not the password")
    browser.press("main button")
    assert browser.wait_for("[role=alert]", "The name or the password is wrong")
    browser.check_axe()


def test_sign_out(as_reader):
    as_reader.press(".who button")
    as_reader.wait_for("h1", "Sign in")
    as_reader.open("/")
    assert as_reader.text_of("h1") == "Sign in"


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_what_it_may(browser, role):
    browser.sign_in(role)
    links = browser.texts_of("nav a")
    assert "Now" in links
    assert ("Actions" in links) == (role != "reader")
    browser.open("/actions")
    assert ("Not allowed" in browser.text) == (role == "reader")


def test_signing_in_is_noted(as_auditor):
    as_auditor.open("/actions")
    assert as_auditor.wait_for("td", "signed in")


def test_unknown_page(as_reader):
    as_reader.open("/<script>alert(1)</script>")
    assert as_reader.text_of("h1") == "Not found"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_pages_are_accessible(board, width, dark):
    browser = Browser(board, width=width, dark=dark)
    try:
        browser.open("/sign-in")
        browser.check_axe()
        browser.check_width()
        for role, pages in PAGES.items():
            browser.driver.delete_all_cookies()
            browser.sign_in(role)
            for page in pages:
                browser.open(page)
                name = page.strip("/").replace("?of=", "-") or "now"
                browser.picture(f"{name}-{width}-{'dark' if dark else 'light'}")
                browser.check_axe()
                browser.check_width()
                browser.check_console()
    finally:
        browser.quit()


def test_keyboard_reaches_the_page(as_reader):
    from selenium.webdriver.common.keys import Keys
    as_reader.type("body", Keys.TAB)
    focused = as_reader.driver.switch_to.active_element
    assert focused.text == "Skip to the page"
    focused.send_keys(Keys.ENTER)
    assert as_reader.driver.switch_to.active_element.get_attribute("id") == "main"


def test_without_scripts(board):
    browser = Browser(board)
    try:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        browser.sign_in("reader")
        assert browser.all("#flow-table tbody tr")
    finally:
        browser.quit()
