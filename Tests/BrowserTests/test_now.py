"""The live page Now: numbers change without a reload, and an outage of the broker is shown."""


def waiting(browser, place):
    """Returns the number of messages that wait at a place, from the table."""
    for row in browser.all("#flow-table tbody tr"):
        if row.text.startswith(place):
            return int(row.find_elements("css selector", "td")[0].text.replace("\u202f", ""))
    raise AssertionError(f"no row {place}")


def test_numbers_change_without_a_reload(as_reader, board):
    as_reader.wait_for(".live", "Up to date")
    as_reader.driver.execute_script("window.before = true")
    before = as_reader.read(lambda: waiting(as_reader, "Schools"))
    board.ctl("publish", *board.samples())
    as_reader.wait(lambda: waiting(as_reader, "Schools") > before)
    as_reader.wait_for(".figure", "half of")
    assert as_reader.driver.execute_script("return window.before"), "the page was loaded again"
    as_reader.picture("now-live")
    as_reader.check_axe()
    as_reader.check_console()


def test_pausing(as_reader):
    as_reader.wait_for(".live", "Up to date")
    as_reader.press(".live button")
    as_reader.wait_for(".live", "Paused")
    as_reader.press(".live button")
    as_reader.wait_for(".live", "Up to date")


def test_workers_say_how_they_are(as_reader):
    for name in ("intake", "transfer", "notify"):
        as_reader.wait_for("#now-health .panel", name)
    as_reader.wait_for("#now-health", "consuming")


def test_a_broker_that_restarts_is_said_and_seen_again(as_reader, board):
    as_reader.wait_for(".live", "Up to date")
    as_reader.driver.execute_script("window.before = true")
    board.broker("stop")
    try:
        as_reader.wait_for("#now-problems", "The broker does not answer")
        as_reader.wait_for("#now-health", "not ready")
        as_reader.picture("now-broker-away")
        as_reader.check_axe()
    finally:
        board.broker("start")
    as_reader.wait(lambda: "does not answer" not in as_reader.text_of("#now-problems"))
    as_reader.wait(lambda: "not ready" not in as_reader.text_of("#now-health"))
    assert as_reader.driver.execute_script("return window.before")
