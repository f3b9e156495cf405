"""Ten thousand parked messages: counted as a group, listed by pages, and discarded in one action with a receipt."""

import uuid

import pika

COUNT = 10_000
QUEUE = "admission.transfer"


def group(browser):
    """Goes to the group's page once Now counts all messages; Parked keeps what it has read for ten seconds."""
    browser.wait_for("#flow-table tr", "10\u202f000")

    def row():
        return next(row for row in browser.all("#parked-groups tbody tr") if row.text.startswith(QUEUE))

    def is_whole():
        browser.open("/parked")
        return str(COUNT) in row().text
    browser.wait(is_whole)
    browser.read(lambda: row().find_element("css selector", "a").click())
    browser.wait_for("h1", "Parked for one reason")


def publish(url):
    """Publishes transfers that their worker cannot decode."""
    connection = pika.BlockingConnection(pika.URLParameters(url))
    channel = connection.channel()
    for number in range(COUNT):
        properties = pika.BasicProperties(
            message_id=str(uuid.uuid4()), type="transfer.requested.v1", app_id="intake",
            content_type="application/json", delivery_mode=2)
        channel.basic_publish("admission", "transfer.requested", f'{{"number": {number}}}'.encode(), properties)
    connection.close()


def test_ten_thousand_are_shown_in_pages_and_discarded(as_operator, board):
    publish(board.settings["AMQP_URL"])
    group(as_operator)
    assert as_operator.text_of("#group-count") == str(COUNT)
    rows = as_operator.texts_of("main tbody tr")
    assert len(rows) == 100
    as_operator.picture("parked-many")
    as_operator.follow("Later")
    as_operator.wait_for("p", f"101 to 200 of {COUNT}")
    assert as_operator.text_of("main tbody tr") != rows[0]
    as_operator.open(as_operator.driver.current_url.removeprefix(board.url).replace("page=2", "page=100"))
    as_operator.wait_for("p", f"9901 to {COUNT} of {COUNT}")
    assert not as_operator.all("[rel=next]")

    as_operator.press("[value=discard-group]")
    as_operator.wait_for("#rehearsal", f"To discard: {COUNT} messages")
    assert len(as_operator.all("main tbody tr")) == 100
    as_operator.type("[name=reason]", "nobody can read them")
    as_operator.press("#do")
    # The receipt's page opens a moment after the click. From then on it shows the progress without a reload.
    as_operator.wait_for("#receipt-state")
    as_operator.driver.execute_script("window.before = true")
    as_operator.wait_for("#receipt-state", f"Discarded {COUNT} messages")
    assert as_operator.driver.execute_script("return window.before"), "the page was loaded again"
    as_operator.check_width()
    as_operator.check_console()
    as_operator.open("/parked")
    as_operator.wait(lambda: QUEUE not in as_operator.text)
