"""Hostile texts in every field: they are shown as text, run nothing, leave pages whole, and are in no address."""

import pytest

from conftest import Browser
from test_parked import park, seen

CODE = "<script>window.fooled=1</script>"
TEXT = f"""{CODE}'"><img src=x onerror=window.fooled=2>{{{{csrf}}}}{{{{>csrf}}}}&lt;\u202egnp\u202c\0\r\nSet-Cookie: a=b\U0001f392é"""
LONG = (TEXT * 60)[:10_000]
# Puts the text into the fields that a person writes; with `everything`, into hidden and chosen fields as well.
FILL = """
    const [form, text, everything, only] = arguments;
    for (const field of [...form.elements]) {
      const isWritten = field.matches("textarea, input:not([type=hidden], [type=checkbox], [type=radio])");
      if (!field.name || field.matches("[name=csrf], button, fieldset, [type=file]") || !isWritten && !everything) continue;
      if (only && field.name !== only) continue;
      const area = document.createElement("textarea");
      area.name = field.name;
      area.value = text;
      field.replaceWith(area);
    }
    form.noValidate = true;"""
# Adds fields that the page does not have.
ADD = """
    const [form, names, text] = arguments;
    for (const name of names) {
      const area = document.createElement("textarea");
      area.name = name;
      area.value = text;
      form.append(area);
    }"""
SUBMIT = """
    const [form, value] = arguments;
    const button = value && [...document.querySelectorAll("button")].find(each => each.value === value && each.form === form);
    form.requestSubmit(button || undefined);"""


def send(browser, css, text, everything=False, value=None, only=None):
    """Fills in a form of the page with the text, and waits for the page that follows."""
    old = browser.one("html")
    browser.driver.execute_script(FILL, browser.one(css), text, everything, only)
    browser.driver.execute_script(SUBMIT, browser.one(css), value)
    browser.wait(lambda: browser.one("html") != old and browser.all("main h1"))
    whole(browser)


def whole(browser):
    """Checks that nothing in a text ran or became a part of the page."""
    found = browser.driver.execute_script("""
        const all = [...document.querySelectorAll("[href], [src], [action], [formaction]")];
        return {
          fooled: window.fooled ?? null,
          foreign: document.querySelectorAll("main script, main img, iframe, base, object, [onerror], [onload]").length,
          last: document.body.lastElementChild.tagName,
          addresses: [location.href, document.title, ...all.flatMap(each =>
            ["href", "src", "action", "formaction"].map(name => each.getAttribute(name) ?? ""))].join(" "),
        };""")
    assert found["fooled"] is None and found["foreign"] == 0, found
    assert found["last"] in ("MAIN", "FOOTER"), found
    for part in ("fooled", "Set-Cookie", "%3Cscript", "202e", "\u202e"):
        assert part.lower() not in found["addresses"].lower(), found["addresses"]
    assert "a" not in [cookie["name"] for cookie in browser.driver.get_cookies()]
    browser.check_console()


def forge(browser, path, css, *names):
    """Sends a form twice with all fields hostile, and with further fields of these names."""
    for text in (TEXT, LONG):
        browser.open(path)
        browser.driver.execute_script(ADD, browser.one(css), names, text)
        send(browser, css, text, everything=True)


def everywhere(browser, path, css, value=None):
    """Sends a form three times: with hostile written fields, with all fields hostile, and with all fields too long."""
    for text, everything in ((TEXT, False), (TEXT, True), (LONG, True)):
        browser.open(path)
        send(browser, css, text, everything, value)


def test_in_the_operators_forms(as_operator, board, tmp_path):
    message, = park(board, tmp_path)
    seen(as_operator, [message])
    group = as_operator.driver.current_url.removeprefix(board.url)
    one = as_operator.driver.find_element("link text", message).get_attribute("href").removeprefix(board.url)
    form = "main form"
    everywhere(as_operator, "/search", form)
    everywhere(as_operator, group, form, "replay-group")
    everywhere(as_operator, one, "form[action='/parked/messages/unmask']")
    as_operator.wait_for("h1")
    everywhere(as_operator, "/workers", "#register-unemployment form")
    everywhere(as_operator, "/workers", "#worker-notify form")

    # The board keeps the text as an action's reason, as one line.
    as_operator.open("/workers")
    send(as_operator, "#worker-notify form", TEXT, only="reason")
    as_operator.wait_for("#worker-notify .tag", "paused")
    assert CODE in as_operator.text_of("#worker-notify")
    send(as_operator, "#worker-notify form", TEXT, only="reason")
    as_operator.wait_for("#worker-notify .tag", "consumes")
    as_operator.open("/actions")
    reason = as_operator.wait_for("tbody tr", "resumed").find_elements("css selector", "td")[4]
    text = reason.get_attribute("textContent")
    assert CODE in text and "{{csrf}}" in text and "\U0001f392" in text
    assert not set(text) & set("\0\ufffd\r\n\u202e"), "it moves or ends lines"
    whole(as_operator)


def test_in_names_of_files(as_operator, tmp_path):
    file = tmp_path / f"'\"><img src=x onerror=window.fooled=1>\u202e{{{{csrf}}}}.json"
    file.write_text(CODE)
    as_operator.open("/rules")
    as_operator.type("[name=rules]", str(file))
    send(as_operator, "main form", TEXT)
    as_operator.wait_for("#problem", "cannot be used")


def test_in_addresses(as_operator, board):
    from urllib.parse import quote
    for path in ("/application?id=", "/application?number=", "/charts?of=", "/overdue?days=", "/books?campaign=",
                 "/books?day=", "/actions?before=", "/parked/groups/", "/parked/messages/admission.intake/", "/no-such/"):
        for text in (TEXT, LONG[:2000]):
            as_operator.open(path + quote(text, safe=""))
            as_operator.wait_for("h1")
            as_operator.driver.execute_script("history.replaceState(null, '', '/')")
            whole(as_operator)


def test_when_signing_in(browser):
    everywhere(browser, "/sign-in", "main form")
    browser.wait_for("h1")


def test_in_the_familys_forms(sandbox):
    browser = Browser(sandbox)
    try:
        everywhere(browser, "/family", "form[action='/family/sign-in']", "no-consent")
        everywhere(browser, "/family", "form[action='/family/language']", "en")
        browser.open("/family")
        send(browser, "form[action='/family/sign-in']", "", value="no-consent", only="nothing")
        browser.wait_for(".choices")
        for service in ("enrolment", "homeSchooling", "transfer"):
            for text, everything in ((TEXT, False), (TEXT, True), (LONG, False)):
                browser.open(f"/family/apply/{service}")
                send(browser, "#application", text, everything, "go")
                browser.wait_for("#problems li")
                assert CODE in browser.attribute("#childFamilyName", "value")
        browser.picture("family-hostile")
        browser.check_axe()
        browser.check_width()
        # The field for the SMS code, on the page of a form that can be signed.
        browser.open("/family/apply/enrolment")
        send(browser, "#application", "", value="anew", only="nothing")
        browser.driver.execute_script("document.querySelector('#consent').click()")
        send(browser, "#application", "", value="go", only="nothing")
        browser.wait_for("#code")
        everywhere(browser, "/family/sign/enrolment", "main form", "sign")
    finally:
        browser.quit()


@pytest.fixture
def demo(sandbox):
    """The operator of the sandbox."""
    browser = Browser(sandbox)
    browser.sign_in("demo")
    yield browser
    browser.quit()


def test_in_the_sandboxs_forms(demo):
    demo.open("/sandbox")
    before = demo.text_of("#register-unemployment")
    for css in ("#register-unemployment form", "#school form"):
        forge(demo, "/sandbox", css, "do", "bin", "school", "reason")
    demo.open("/sandbox")
    assert demo.text_of("#register-unemployment") == before
