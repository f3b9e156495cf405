"""A portal's own integration test: the workers understand what it publishes, and it understands what they answer."""
import json

from conftest import PATIENCE, portal


def reasons(entry):
    return {(reason["code"], reason["subject"]) for reason in entry["reasons"]}


def test_an_application_is_accepted_and_its_family_reads_so(desk):
    application = desk.apply(desk.form())
    entry = desk.answer(application)
    assert (entry["step"], entry["status"], entry["resolution"]) == (10, "inProcessing", None)
    assert entry["number"] == application["number"] and entry["reasons"] == []
    assert all(entry["title"][language] and entry["text"][language] for language in ["kk", "ru", "en"])


def test_a_message_that_is_published_twice_counts_once(desk):
    application = desk.apply(desk.form())
    desk.publish(application)
    desk.answer(application)
    # When an application that came later is answered, the second message has been handled, too.
    desk.answer(desk.apply(desk.form()))
    assert len(desk.entries(application)) == 1


def test_a_second_application_for_a_child_is_refused_as_a_duplicate(desk):
    form = desk.form()
    first = desk.apply(form)
    assert desk.answer(first)["status"] == "inProcessing"
    second = desk.apply(form | {"language": "ru"})
    entry = desk.answer(second)
    assert (entry["status"], entry["resolution"]) == ("completed", "negative")
    assert reasons(entry) == {("application.duplicate", None)}


def test_a_refusal_names_every_reason_at_once(desk):
    form = desk.form(documents=[])
    iin = form["child"]["iin"]
    form["child"]["iin"] = iin[:-1] + str((int(iin[-1]) + 1) % 10)  # The check digit is wrong.
    entry = desk.answer(desk.apply(form))
    assert (entry["step"], entry["resolution"]) == (10, "negative")
    assert reasons(entry) == {
        ("iin.invalid", "child"), ("document.missing", "birthCertificate"), ("document.missing", "photo"),
        ("document.missing", "healthForm063"), ("document.missing", "healthForm026"),
    }
    assert all(reason["text"]["kk"] and reason["text"]["ru"] for reason in entry["reasons"])


def test_an_attestation_of_another_form_is_no_signature(desk):
    application = portal.make_application(desk.form(), desk.key)
    application["signature"] = portal.make_application(desk.form(), desk.key)["signature"]
    desk.publish(application)
    assert reasons(desk.answer(application)) == {("signature.invalid", None)}


def test_a_broken_form_is_parked_by_its_fields_path(desk, operator):
    form = desk.form()
    form["child"]["birthDate"] = "12.05.2016"
    application = portal.make_application(form, desk.key)
    message_id = portal.publish(desk.channel, application)
    for delivery, properties, body in operator.consume("admission.intake.parked", inactivity_timeout=PATIENCE):
        assert delivery is not None, "nothing was parked"
        operator.basic_ack(delivery.delivery_tag)
        if properties.message_id == message_id:
            break
    assert properties.headers["x-parked-reason"] == "message.undecodable"
    assert properties.headers["x-parked-detail"] == "form.child.birthDate"
    assert json.loads(body) == application
