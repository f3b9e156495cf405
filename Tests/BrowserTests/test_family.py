"""The family's page, in a real browser against the running system."""

import base64
import json
import pathlib
import tempfile
import time

import pytest
from selenium.webdriver.common.keys import Keys

from family_window import FamilyWindow, axe_violations, new_driver


@pytest.fixture
def window(sandbox):
    driver = new_driver()
    yield FamilyWindow(driver, sandbox)
    driver.quit()


def test_an_enrolment_is_mended_where_the_page_says_so_sent_and_read_in_three_languages(window):
    window.sign_in("missing-photo", "ru")
    window.begin("enrolment")
    assert window.heading == "Зачисление в школу"
    window.go_on()
    assert window.problems() == ["document-photo"]
    assert window.driver.title.startswith("Ошибка: ")
    window.wait("the summary has the focus", lambda: window.focused() == "problems")
    window.picture("family-form-problems")
    assert "фото" in window.text_of("#document-photo-error").lower()
    assert "document-photo-error" in window.attribute("#document-photo", "aria-describedby")
    window.press("#problems a")
    window.wait("the link leads to the file", lambda: window.focused() == "document-photo")

    window.click("button[value='attach photo']")
    assert not window.all("#problems")
    window.go_on()
    assert window.heading == "Проверьте и подпишите"
    window.picture("family-sign")
    window.sign()
    assert "отправлено" in window.text_of(".flash")
    window.wait_for("inProcessing")
    assert "передано в школу" in window.text_of(".messages")
    window.picture("family-history")
    for language, words in (("kk", "мектепке жіберілді"), ("en", "sent to the school")):
        window.speak(language)
        assert words in window.text_of(".messages")
    # The portal remembers the language.
    window.open("/family/services")
    assert window.language == "en"


def test_all_reasons_stand_beside_their_fields_at_once(window):
    window.sign_in("already-applied")
    window.begin("enrolment")
    for field in ("childFamilyName", "childBirthDate", "applicantPhone"):
        window.one(f"#{field}").clear()
    window.write("childIin", "123")
    window.press("#consent")
    window.go_on()
    assert window.problems() == ["childFamilyName", "childIin", "childBirthDate", "applicantPhone", "consent"]
    for field in window.problems():
        assert window.attribute(f"#{field}", "aria-invalid") == "true"
        assert window.text_of(f"#{field}-error")
    # Such a form cannot be encoded, so there is no button to send it as it is.
    assert not window.all("button[value=anyway]")
    assert window.value("childIin") == "123"


def test_home_schooling_is_withdrawn_and_applied_for_again_with_everything_filled_in(window):
    window.sign_in("home-schooling", "kk")
    window.begin("homeSchooling")
    filled = [window.value(field) for field in ("childFamilyName", "childIin", "applicantIin") if field != "applicantIin"]
    window.go_on()
    window.sign()
    window.wait_for("inProcessing")
    window.click(".story a[href^='/family/withdraw/']")
    window.picture("family-withdraw")
    assert "кері қайтарасыз ба" in window.heading
    window.click("main button.danger")
    # The answer appears without a reload.
    window.wait_for("withdrawn")
    assert "кері қайтарып алынды" in window.text_of(".messages")
    window.click(".story button[form=again]")
    assert window.driver.current_url.endswith("/family/apply/homeSchooling")
    assert [window.value(field) for field in ("childFamilyName", "childIin")] == filled
    assert len(window.all(".document .file")) == 4
    window.go_on()
    window.sign()
    window.wait("two applications", lambda: len(window.all(".story")) == 2)
    window.wait_for("inProcessing")


def test_a_transfer_is_mended_by_the_slip(window):
    window.sign_in("slip-mismatch")
    window.begin("transfer")
    window.go_on()
    assert window.problems() == ["slipGrade", "slipChildIin"]
    window.picture("family-transfer-problems")
    window.choose("slipGrade", window.value("grade"))
    window.write("slipChildIin", window.value("childIin"))
    window.go_on()
    window.sign()
    window.wait_for("inProcessing")
    window.wait("the transfer's own check", lambda: len(window.all(".messages > li")) == 2)


def test_what_only_the_service_knows_is_in_its_answer(window):
    window.sign_in("not-a-parent")
    window.begin("enrolment")
    window.go_on()
    window.sign()
    window.wait_for("refused")
    assert "does not name you as the child's father or mother" in window.text_of(".messages")
    assert window.all(".messages ul li")
    window.picture("family-history-refused")
    window.click(".story button[form=again]")
    assert window.value("childFamilyName")


def test_a_form_that_would_be_refused_may_be_sent_all_the_same(window):
    window.sign_in("too-young")
    window.begin("enrolment")
    window.go_on()
    assert window.problems() == ["childBirthDate"]
    window.click("button[value=anyway]")
    window.sign()
    window.wait_for("refused")
    assert "turns 6 later" in window.text_of(".messages")


def test_a_place_comes_live_and_is_given_back(window, sandbox):
    window.sign_in("special-school")
    window.begin("enrolment")
    bin_ = window.attribute("input[name=school]:checked", "value")
    window.go_on()
    window.sign()
    window.wait_for("inProcessing")
    sandbox.decide(window.application(), bin_, "enrolled")
    window.wait_for("positive")
    window.wait("the news are said", lambda: "A new message" in window.attribute("#family-news", "textContent"))
    window.click(".story a[href^='/family/withdraw/']")
    assert window.heading == "Give the place back?"
    window.click("main button.danger")
    window.wait_for("withdrawn")


def test_files_are_checked_by_what_they_hold(window, sandbox):
    folder = pathlib.Path(tempfile.mkdtemp())
    disguised = folder / "063.pdf"
    disguised.write_text("<script>alert(1)</script>")
    whole = folder / "whole <b>.pdf"
    whole.write_bytes(b"%PDF-1.4\nnothing much\n%%EOF\n")
    window.sign_in("missing-health-form")
    window.begin("enrolment")
    before = len(sandbox.uploads())
    window.type("#document-healthForm026", str(disguised))
    window.click("button[value=upload]")
    assert window.problems() == ["document-healthForm026"]
    assert "cannot be opened" in window.text_of("#document-healthForm026-error")
    assert len(sandbox.uploads()) == before
    window.type("#document-healthForm026", str(whole))
    window.click("button[value=upload]")
    assert not window.all("#problems")
    assert "whole <b>.pdf" in window.text
    assert len(sandbox.uploads()) == before + 1
    # The page reports a file that is far too large before it is uploaded.
    large = folder / "large.pdf"
    large.write_bytes(b"%PDF-1.4\n" + bytes(6 << 20) + b"\n%%EOF\n")
    window.press("details summary")
    window.type("#document-birthCertificate", str(large))
    assert "larger than allowed" in window.text_of("#document-birthCertificate-size")
    window.go_on()
    window.sign()
    # Intake accepts the file as the page did.
    window.wait_for("inProcessing")


def test_nothing_that_was_typed_is_lost_when_the_language_changes(window):
    window.sign_in("guardian", "kk")
    window.begin("enrolment")
    window.write("childGivenName", "Айша")
    window.press("#status-emergency")
    window.speak("ru")
    assert window.value("childGivenName") == "Айша"
    assert window.one("#status-emergency").is_selected()
    # Enter in a field submits the form by the main button.
    window.type("#childGivenName", Keys.ENTER)
    window.wait("the reasons", lambda: window.problems() == ["document-collegialBodyDecision"])
    assert window.language == "ru"


def test_wrong_codes_are_told_and_one_form_is_one_application(window):
    window.sign_in("social-assistance")
    window.begin("enrolment")
    window.go_on()
    window.type("#code", "000000" if window.code() != "000000" else "111111")
    window.click("main button.primary[value=sign]")
    assert "Tries left: 4" in window.text_of("#code-error")
    assert window.problems() == ["code"]
    # The same page is open in two windows, and both are submitted.
    first, address = window.driver.current_window_handle, window.driver.current_url
    window.driver.switch_to.new_window("tab")
    window.driver.get(address)
    second, code = window.driver.current_window_handle, window.code()
    for handle in (first, second):
        window.driver.switch_to.window(handle)
        window.type("#code", code)
    for handle in (first, second):
        window.driver.switch_to.window(handle)
        window.click("main button.primary[value=sign]")
        assert "has been sent" in window.text_of(".flash")
    assert len(window.all(".story")) == 1


def test_a_broker_that_hangs_loses_nothing_and_doubles_nothing(window, sandbox):
    window.sign_in("unemployed-parent")
    window.begin("enrolment")
    window.go_on()
    sandbox.freeze_broker()
    try:
        window.sign()
        assert "is signed and kept here" in window.text_of(".flash")
        assert window.stage() == "kept"
        window.picture("family-history-kept")
    finally:
        sandbox.thaw_broker()
    # The application is sent without another action.
    window.wait_for("inProcessing")
    window.open("/family/history")
    assert len(window.all(".story")) == 1
    assert len(window.all(".messages > li")) == 1


def test_everything_can_be_done_by_keyboard(window):
    window.open("/family")
    window.send_keys(Keys.TAB)
    assert window.driver.switch_to.active_element.get_attribute("class") == "skip"
    window.send_keys(Keys.ENTER)
    window.tab_to("button[value=accepted]")
    window.send_keys(Keys.ENTER)
    window.wait("the services", lambda: window.all(".choices"))
    window.tab_to("a[href='/family/apply/enrolment']")
    window.send_keys(Keys.ENTER)
    window.wait("the form", lambda: window.all("#application"))
    window.tab_to("#childGivenName")
    window.send_keys(Keys.END, "a")
    window.tab_to("main button.primary[value=go]")
    window.send_keys(Keys.ENTER)
    window.wait("the code", lambda: window.all("#code"))
    code = window.code()
    window.tab_to("#code")
    window.send_keys(code, Keys.ENTER)
    window.wait("the history", lambda: window.all(".story"))
    window.wait_for("inProcessing")
    # The focus is visible.
    window.tab_to(".story a.button")
    outline = window.driver.execute_script("return getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_page_is_accessible_on_a_narrow_and_a_wide_screen(window, dark):
    def check(name):
        for width in (320, 1100):
            window.emulate(width, dark)
            wide = window.driver.execute_script("return document.scrollingElement.scrollWidth")
            assert wide <= width, f"{name} is {wide} px wide on {width} px"
            assert axe_violations(window.driver) == [], name
            window.picture(f"family-{name}-{width}{'-dark' if dark else ''}")

    window.emulate(1100, dark)
    window.open("/family")
    check("start")
    window.sign_in("born-abroad", "ru" if dark else "kk")
    check("services")
    window.begin("enrolment")
    check("form")
    window.write("childIin", "1")
    window.one("#childFamilyName").clear()
    window.go_on()
    check("problems")
    window.click("button[value=anew]")
    window.go_on()
    check("sign")
    window.sign()
    # The test runs twice, and the second application is a duplicate.
    window.wait("an answer", lambda: window.stage() in ("inProcessing", "refused"))
    check("history")
    window.click(".story a[href^='/family/withdraw/']")
    check("withdraw")


def test_the_first_page_is_light(window):
    window.open("/family")
    sizes = window.driver.execute_script("""
        return [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
          .map(entry => entry.transferSize)""")
    assert len(sizes) == 3
    assert sum(sizes) < 60_000, sizes


def test_addresses_titles_and_the_log_name_nobody(window, sandbox):
    window.sign_in("identity-mismatch")
    window.begin("transfer")
    window.write("identityNumber", "123456789")
    window.go_on()
    window.sign()
    window.wait_for("inProcessing")
    window.open("/family/history")
    message = json.loads(pathlib.Path(sandbox.folder, "messages/identity-mismatch.json").read_text())
    form = json.loads(base64.b64decode(message["form"]))
    secrets = [form["applicant"]["iin"], form["child"]["iin"], form["child"]["familyName"], form["child"]["givenName"],
               form["applicant"]["phone"], "123456789"]
    said = " ".join(f"{address} {title}" for address, title in window.visited)
    said += sandbox.log.read_text()
    for secret in secrets:
        assert secret not in said
    assert len(window.visited) > 6


def test_without_scripts_it_works_with_reloading(sandbox):
    driver = new_driver(scripts=False)
    try:
        window = FamilyWindow(driver, sandbox)
        window.sign_in("transfer")
        window.begin("transfer")
        window.go_on()
        window.sign()
        for _ in range(300):
            window.open("/family/history")
            if window.stage() == "inProcessing":
                break
            time.sleep(0.1)
        assert window.stage() == "inProcessing"
    finally:
        driver.quit()


def test_nobody_reads_anothers_history_or_signs_for_another(window, sandbox):
    window.sign_in("accepted")
    window.open("/family/history")
    if not window.all(".story"):
        window.begin("enrolment")
        window.go_on()
        window.sign()
    application = window.application()
    window.sign_in("same-school")
    window.open(f"/family/withdraw/{application}")
    assert "There is no such page or application" in window.text
    window.open("/family/history")
    assert not window.all(".story")
    # After signing out, the pages are no longer accessible.
    window.open("/family/services")
    window.click(".who button")
    window.open("/family/history")
    assert window.driver.current_url.endswith("/family")
