"""Each page and each action with each role: allowed or not allowed."""

import pytest

from conftest import ROLES

LOOK = set(ROLES)
ACT, UNMASK, AUDIT = {"operator"}, {"operator", "auditor"}, {"operator", "auditor"}
PAGES = {
    "/": ("Now", LOOK), "/charts": ("Over time", LOOK), "/parked": ("Parked messages", LOOK),
    "/unrouted": ("Unrouted messages", LOOK), "/search": ("Find", LOOK), "/overdue": ("Overdue", LOOK),
    "/schools": ("Schools", LOOK), "/books": ("Books", LOOK), "/rules": ("Rules", LOOK), "/workers": ("Workers", LOOK),
    "/actions": ("Actions", AUDIT),
    # These things do not exist. Only a user who may see such things is told so.
    "/application?id=00000000-0000-4000-8000-000000000000": ("Not found", LOOK),
    "/parked/groups/none": ("Not found", LOOK), "/parked/messages/admission.intake/none": ("Not found", LOOK),
    "/parked/receipts/none": ("Not found", ACT),
}
ACTIONS = {
    "/search": LOOK, "/rules": LOOK, "/parked/rehearse": ACT, "/parked/settle": ACT, "/workers/pause": ACT,
    "/workers/resume": ACT, "/workers/limit": ACT, "/workers/unlimit": ACT, "/parked/messages/unmask": UNMASK,
    "/application/unmask": UNMASK,
}
# Sends only the hidden CSRF field. A user who may do the action is told what is missing (422), others get 403.
POST = """
    const [path, done] = arguments;
    const csrf = document.querySelector("[name=csrf]").value;
    fetch(path, {method: "POST", body: new URLSearchParams({csrf}), redirect: "manual"})
      .then(answer => done(answer.status), error => done(String(error)));"""


@pytest.mark.parametrize("role", ROLES)
def test_pages_and_actions(browser, role):
    browser.sign_in(role)
    for path, (title, roles) in PAGES.items():
        browser.open(path)
        assert browser.text_of("h1") == (title if role in roles else "Not allowed"), path
    browser.open("/workers")
    assert bool(browser.all("main [name=reason]")) == (role in ACT)
    for path, roles in ACTIONS.items():
        status = browser.driver.execute_async_script(POST, path)
        assert status == (422 if role in roles else 403), f"{path}: {status}"
