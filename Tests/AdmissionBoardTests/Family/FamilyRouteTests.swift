import Foundation
import HTTPTypes
import NIOHTTP1
import QueueContracts
import Samples
import Testing

@testable import AdmissionBoard

@Suite("The family's page over HTTP", .timeLimit(.minutes(3)))
struct FamilyRouteTests {
  private typealias Browser = BoardHarness.Browser

  /// Every field of a form, as a browser posts it.
  private static func fields(_ form: ApplicationForm) -> [(String, String)] {
    let draft = FormDraft(form)
    return FormField.of(form.service).map { ($0.rawValue, draft[$0]) }.filter { !$0.1.isEmpty }
      + form.statusCategories.map { ("status", $0.rawValue) }
  }

  private static func signIn(_ browser: Browser, as citizen: String) async throws {
    let reply = try await browser.post("/family/sign-in", [("citizen", citizen)], from: "/family")
    #expect(reply.location == "/family/services")
  }

  /// Fills in the form, and returns the page that asks for the code with which the family signs.
  private static func signPage(_ browser: Browser, _ form: ApplicationForm) async throws -> String {
    let path = "/family/apply/\(form.service.rawValue)"
    let reply = try await browser.post(path, fields(form), from: path)
    #expect(reply.location == "/family/sign/\(form.service.rawValue)")
    return try await browser.get("/family/sign/\(form.service.rawValue)").text
  }

  private static func kept(_ sandbox: FamilySandbox) -> Int {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(sandbox.path)/portal")) ?? []
    return names.count { $0.hasSuffix(".json") }
  }

  @Test("Without a sandbox the board has no pages for families")
  func absent() async throws {
    try await BoardHarness.run { harness in
      let reply = try await harness.browser().get("/family")
      #expect(reply.status == 404)
    }
  }

  @Test("A visitor who has not signed in is led to the list of families, and a family sees only its own pages")
  func strangers() async throws {
    let sandbox = try await FamilySandbox()
    try await BoardHarness.run(["BOARD_FAMILY_DIR": sandbox.path]) { harness in
      let stranger = harness.browser()
      for path in ["services", "apply/enrolment", "sign/enrolment", "history"] {
        #expect(try await stranger.get("/family/\(path)").location == "/family")
      }
      // The session of a family gives access to no page of the staff.
      let family = harness.browser()
      try await Self.signIn(family, as: "accepted")
      #expect(try await family.get("/").location == "/sign-in")
      #expect(try await family.get("/family/withdraw/\(UUID())").status == 404)
    }
  }

  @Test("A form that is signed twice gives one application, which is kept while the broker is down")
  func twice() async throws {
    let sandbox = try await FamilySandbox()
    try await BoardHarness.run(["BOARD_FAMILY_DIR": sandbox.path]) { harness in
      let browser = harness.browser()
      try await Self.signIn(browser, as: "accepted")
      let page = try await Self.signPage(browser, sandbox.form(.accepted))
      let code = try #require(page.firstMatch(of: /\d{6}(?=\D*<\/p><\/aside>)/)).output
      let id = try #require(page.firstMatch(of: /name="application" value="([^"]+)"/)).output.1
      let answer = [("application", String(id)), ("code", String(code)), ("do", "sign")]
      async let first = browser.post("/family/sign/enrolment", answer, from: "/family/services")
      async let second = browser.post("/family/sign/enrolment", answer, from: "/family/services")
      let places = [try await first.location, try await second.location]
      #expect(places == ["/family/history", "/family/history"])
      #expect(Self.kept(sandbox) == 1)
      let history = try await browser.get("/family/history")
      #expect(history.text.matches(of: /class="story"/).count == 1)
      #expect(history.text.contains("stage-kept"))
      #expect(history.headers.first(name: "cache-control") == "no-store")
    }
  }

  @Test("A wrong code is reported beside its field, and no application is kept")
  func wrongCode() async throws {
    let sandbox = try await FamilySandbox()
    try await BoardHarness.run(["BOARD_FAMILY_DIR": sandbox.path]) { harness in
      let browser = harness.browser()
      try await Self.signIn(browser, as: "accepted")
      let page = try await Self.signPage(browser, sandbox.form(.accepted))
      let id = try #require(page.firstMatch(of: /name="application" value="([^"]+)"/)).output.1
      let reply = try await browser.post(
        "/family/sign/enrolment", [("application", String(id)), ("code", "wrong")], from: "/family/services")
      #expect(reply.status == 422)
      #expect(reply.text.contains(#"id="code-error""#) && reply.text.contains(#"aria-invalid="true""#))
      #expect(Self.kept(sandbox) == 0)
    }
  }

  @Test("The applicant is the person who has signed in, and not a person whom the form names")
  func applicant() async throws {
    let sandbox = try await FamilySandbox()
    try await BoardHarness.run(["BOARD_FAMILY_DIR": sandbox.path]) { harness in
      let browser = harness.browser()
      try await Self.signIn(browser, as: "accepted")
      var form = try sandbox.form(.accepted)
      let own = form.applicant.iin
      form.applicant.iin = try sandbox.form(.guardian).applicant.iin
      let page = try await Self.signPage(browser, form)
      #expect(page.contains(own) && !page.contains(form.applicant.iin))
    }
  }

  @Test(
    "An error is explained in the family's language, with what to do next",
    arguments: [
      ("kk", "Табылмады", "Қабылданбады"), ("ru", "Не найдено", "Не принято"), ("en", "Not found", "Not accepted"),
    ])
  func errors(language: String, missing: String, forged: String) async throws {
    let sandbox = try await FamilySandbox()
    try await BoardHarness.run(["BOARD_FAMILY_DIR": sandbox.path]) { harness in
      let words = FamilyTexts.builtIn
      let reader = try #require(Language(rawValue: language))
      let browser = harness.browser(headers: ["accept-language": "\(language)-KZ,de;q=0.5"])
      let nowhere = try await browser.get("/family/nowhere")
      #expect(nowhere.status == 404 && nowhere.text.contains("<h1>\(missing)</h1>"))
      #expect(nowhere.text.contains(#"<html lang="\#(language)">"#) && !nowhere.text.contains("/family/history"))
      #expect(nowhere.text.contains(words("error.404.next", reader)))

      try await Self.signIn(browser, as: "accepted")
      let service = try await browser.get("/family/apply/nothing")
      #expect(service.status == 404 && service.text.contains(missing) && service.text.contains("/family/history"))
      let unsent = try await browser.postWithout("/family/apply/enrolment", [("csrf", "forged")])
      #expect(unsent.status == 403 && unsent.text.contains("<h1>\(forged)</h1>"))
      #expect(unsent.text.contains(words("error.403.next", reader)))
      #expect(unsent.header("cache-control") == "no-store")
      let unread = try await browser.post("/family/sign/enrolment", [("do", "sign")], from: "/family/services")
      #expect(unread.status == 422 && unread.text.contains(words("error.422.next", reader)))
      let stranger = harness.browser(headers: ["accept-language": language])
      let ended = try await stranger.postWithout("/family/sign-out")
      #expect(ended.status == 401 && ended.text.contains(words("error.401.next", reader)))

      let operators = try await browser.get("/nowhere")
      #expect(operators.status == 404 && operators.text.contains("There is no such page."))
    }
  }

  @Test("The error page of a family explains every HTTP status in each language", arguments: Language.allCases)
  func everyStatus(language: Language) async throws {
    let sandbox = try await FamilySandbox()
    try await BoardHarness.run(["BOARD_FAMILY_DIR": sandbox.path]) { harness in
      let family = try #require(harness.board.family)
      for code in FamilyErrorPage.statuses + [418] {
        let page = FamilyErrorPage(family: family).page(
          BoardError(status: .init(code: code), operatorSentence: "for operators"),
          language, path: nil, visitor: .citizen("accepted"))
        let frame = Frame(page, visitor: .nobody, token: "t", flash: nil, isProxied: false)
        let html = harness.board.templates.render(page.layout, frame)
        let shown = code == 418 ? 500 : code
        #expect(html.contains(family.words("error.\(shown).text", language)), "\(code)")
        #expect(!html.contains("for operators"))
      }
    }
  }
}
