"""The pages Overdue, Schools, Books, Rules, Workers and Actions: they open, in narrow, wide and dark windows."""

import pytest

from conftest import Browser

PAGES = {"/overdue": "Overdue", "/schools": "Schools", "/books": "Books", "/rules": "Rules", "/workers": "Workers",
         "/parked": "Parked messages", "/search": "Find", "/actions": "Actions"}


@pytest.mark.parametrize("width, dark", [(320, False), (1280, True)])
def test_pages(board, width, dark):
    browser = Browser(board, width=width, dark=dark)
    try:
        browser.sign_in("operator")
        for path, title in PAGES.items():
            browser.open(path)
            assert browser.text_of("h1") == title
            browser.picture(f"{path.strip('/')}-{width}")
            browser.check_axe()
            browser.check_width()
            browser.check_console()
    finally:
        browser.quit()


def test_books_of_a_campaign(as_reader):
    as_reader.open("/books?campaign=2026")
    assert as_reader.wait_for("#sums tbody tr", "Taken in")
    as_reader.check_axe()


def test_other_rules_are_compared(as_reader, tmp_path):
    file = tmp_path / "rules.json"
    file.write_text('{"no": "rules"}')
    as_reader.open("/rules")
    as_reader.type("[name=rules]", str(file))
    as_reader.press("main form button")
    as_reader.wait_for("#problem", "cannot be used")
    as_reader.check_axe()


def test_a_worker_is_paused_and_resumed(as_operator):
    as_operator.open("/workers")
    as_operator.type("#worker-transfer [name=reason]", "a look at the papers")
    as_operator.press("#worker-transfer button")
    as_operator.wait_for("#worker-transfer .tag", "paused")
    as_operator.picture("workers-paused")
    as_operator.check_axe()
    as_operator.type("#worker-transfer [name=reason]", "all is well")
    as_operator.press("#worker-transfer button")
    as_operator.wait_for("#worker-transfer .tag", "consumes")
