"""The pages of parked messages: groups, a message masked and unmasked, rehearsal, replay, discard, receipt."""

import base64
import json
import urllib.request
import uuid

import pytest

HOSTILE = "<img src=x onerror=window.fooled=1>"


def park(board, folder, count=1):
    """Publishes applications that no worker can decode, and returns their message ids."""
    ids = []
    for _ in range(count):
        body = json.loads(board.samples()[0].read_text())
        body["applicationId"] = str(uuid.uuid4())
        body["submittedAt"] = HOSTILE
        message = str(uuid.uuid4())
        file = folder / f"{message}.json"
        file.write_text(json.dumps(body))
        board.ctl("publish", "--unchecked", "--message-id", message, file)
        ids.append(message)
    return ids


def seen(browser, ids):
    """Waits until the board shows the messages as parked; Parked keeps what it has read for ten seconds."""
    def are_there():
        browser.open("/parked")
        browser.press("#parked-groups a")
        return all(message in browser.text for message in ids)
    browser.wait(are_there)


def checked(browser):
    browser.check_axe()
    browser.check_width()
    browser.check_console()


def test_a_reader_looks_and_does_nothing(as_reader, board, tmp_path):
    message, = park(board, tmp_path)
    seen(as_reader, [message])
    assert not as_reader.all("[name=plan]")
    checked(as_reader)
    as_reader.follow(message)
    as_reader.wait_for("h1", "A parked message")
    assert "••••" in as_reader.text_of("#message-body")
    assert HOSTILE not in as_reader.text
    assert not as_reader.all("[name=reason]")
    checked(as_reader)


def test_in_full_for_a_reason(as_auditor, board, tmp_path):
    message, = park(board, tmp_path)
    seen(as_auditor, [message])
    as_auditor.follow(message)
    as_auditor.wait_for("h1", "A parked message")
    as_auditor.type("[name=reason]", "the portal asks what it sent")
    as_auditor.press("form.panel button")
    as_auditor.wait_for("#unmasked")
    assert HOSTILE in as_auditor.text_of("#message-body")
    assert as_auditor.driver.execute_script("return window.fooled") is None
    checked(as_auditor)
    as_auditor.open("/actions")
    assert as_auditor.wait_for("tr", "the portal asks what it sent").text.count(message) == 1


def test_rehearsal_replay_and_discard(as_operator, board, tmp_path):
    ids = park(board, tmp_path, 3)
    seen(as_operator, ids)
    for message in ids[:2]:
        as_operator.press(f"[value='{message}']")
    as_operator.picture("parked-group")
    as_operator.press("[value=discard-selected]")
    as_operator.wait_for("#rehearsal", "Nothing has been changed")
    checked(as_operator)
    as_operator.picture("parked-rehearsal")
    as_operator.type("[name=reason]", "the portal sends them again")
    as_operator.press("#do")
    as_operator.wait_for("#receipt-state", "Discarded 2 messages")
    checked(as_operator)
    as_operator.picture("parked-receipt")
    seen(as_operator, ids[2:])
    assert ids[0] not in as_operator.text

    as_operator.follow(ids[2])
    as_operator.wait_for("h1", "A parked message")
    as_operator.press("[value=replay-selected]")
    as_operator.wait_for("#rehearsal", "Nothing has been changed")
    as_operator.type("[name=reason]", "to see whether it is read now")
    as_operator.press("#do")
    as_operator.wait_for("#receipt-state", "Replayed 1 message")
    # The message is still wrong, so it is parked again.
    seen(as_operator, ids[2:])
    as_operator.open("/actions")
    assert as_operator.wait_for("tr", "to see whether it is read now")


@pytest.fixture
def unbound(board):
    """Removes the bindings for applications during a test, and declares them again afterwards."""
    api = board.settings["RABBITMQ_MANAGEMENT_URL"] + "/api/bindings/%2F"
    words = {"Authorization": "Basic " + base64.b64encode(b"guest:guest").decode()}
    place = f"{api}/e/admission/q/admission.intake"
    with urllib.request.urlopen(urllib.request.Request(place, headers=words)) as answer:
        bindings = [each for each in json.load(answer) if each["routing_key"].startswith("application.")]
    assert bindings
    for each in bindings:
        path = f"{place}/{each['properties_key']}"
        urllib.request.urlopen(urllib.request.Request(path, headers=words, method="DELETE")).close()
    yield
    board.ctl("topology", "apply")


def test_what_came_to_no_queue_is_put_back(as_operator, board, tmp_path, unbound):
    message, = park(board, tmp_path)

    def is_there():
        as_operator.open("/unrouted")
        as_operator.press("#parked-groups a")
        return message in as_operator.text
    as_operator.wait(is_there)
    checked(as_operator)
    as_operator.press(f"[value='{message}']")
    as_operator.press("[value=replay-selected]")
    as_operator.wait_for("#rehearsal", "To put back: 1 message")
    as_operator.type("[name=reason]", "the queue is bound again")
    as_operator.press("#do")
    as_operator.wait_for("#receipt-state", "Put back 1 message")
    checked(as_operator)
    # The message has come to IntakeWorker, which cannot read it and parks it.
    seen(as_operator, [message])
    as_operator.open("/actions")
    assert as_operator.wait(lambda: [
        row for row in as_operator.all("tbody tr") if "returned" in row.text and "the queue is bound again" in row.text])
