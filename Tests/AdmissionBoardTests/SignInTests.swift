@testable import AdmissionBoard
import Foundation
import QueueContracts
import Synchronization
import Testing
import WorkerRuntime
import WorkerStore

struct SignInTests {
  /// A clock that a test moves on.
  final class Clock: Sendable {
    private let time = Mutex(Timestamp.now)
    func advance(seconds: Int64) { time.withLock { $0 = $0.adding(seconds: seconds) } }
    var now: @Sendable () -> Timestamp { { self.time.withLock { $0 } } }
  }

  @Test("A user who signs in sees the pages of the role, and can sign out")
  func signIn() async throws {
    try await BoardHarness.run { harness in
      let browser = try await harness.signedIn(as: .reader)
      let page = try await browser.get("/")
      #expect(page.status == 200)
      #expect(page.text.contains("reader"))
      #expect(!page.text.contains("href=\"/actions\""))
      #expect(try await browser.post("/sign-out").location == "/sign-in")
      #expect(try await browser.get("/").location == "/sign-in")
    }
  }

  @Test("The session cookie is for this host alone, and scripts cannot read it")
  func cookie() async throws {
    try await BoardHarness.run(["BOARD_PUBLIC_URL": "https://board.example.kz"]) { harness in
      try await harness.add(.reader)
      let reply = try await harness.browser().post(
        "/sign-in", [("name", "reader"), ("password", BoardHarness.passwords[.reader] ?? "")],
        headers: ["origin": "https://board.example.kz"])
      let cookie = try #require(reply.all("set-cookie").first { $0.hasPrefix("__Host-board=") })
      for part in ["Path=/", "HttpOnly", "Secure", "SameSite=Strict"] { #expect(cookie.contains(part), "\(part)") }
    }
  }

  @Test(
    "A wrong password, an unknown user and an empty form get the same answer",
    arguments: [
      ("reader", "wrong password"), ("nobody", "reader's password"), ("", ""), ("' OR 1=1 --", "x"),
      ("reader\u{0}", "x"),
    ])
  func wrong(name: String, password: String) async throws {
    try await BoardHarness.run { harness in
      try await harness.add(.reader)
      let browser = harness.browser()
      let reply = try await browser.post("/sign-in", [("name", name), ("password", password)])
      #expect(reply.status == 422)
      #expect(reply.text.contains("The name or the password is wrong."))
      #expect(try await browser.get("/").location == "/sign-in")
    }
  }

  @Test("A successful sign-in does not count towards the limit of tries")
  func successes() async {
    let limits = SignInLimits { .now }
    for _ in 0...SignInLimits.ofAddress {
      #expect(await limits.mayTry(name: "reader", address: "127.0.0.1"))
      await limits.succeeded(name: "reader", address: "127.0.0.1")
    }
  }

  @Test("After five wrong passwords a user has to wait a quarter of an hour, and other users do not")
  func limits() async throws {
    let clock = Clock()
    try await BoardHarness.run(now: clock.now) { harness in
      try await harness.add(.reader)
      let browser = harness.browser()
      for _ in 1...5 {
        #expect(try await browser.post("/sign-in", [("name", "reader"), ("password", "wrong")]).status == 422)
      }
      let right = [("name", "reader"), ("password", BoardHarness.passwords[.reader] ?? "")]
      #expect(try await browser.post("/sign-in", right).status == 429)
      #expect(try await harness.signedIn(as: .operator).get("/").status == 200)
      clock.advance(seconds: SignInLimits.seconds + 1)
      #expect(try await browser.post("/sign-in", right).status == 303)
    }
  }

  @Test("A session ends after half an hour without a use, and after twelve hours in any case")
  func ends() async throws {
    let clock = Clock()
    try await BoardHarness.run(now: clock.now) { harness in
      let browser = try await harness.signedIn(as: .reader)
      for _ in 1...23 {
        clock.advance(seconds: 29 * 60)
        #expect(try await browser.get("/").status == 200)
      }
      clock.advance(seconds: 29 * 60)
      _ = try await browser.get("/")
      clock.advance(seconds: 29 * 60)
      #expect(try await browser.get("/").status == 303, "twelve hours are over")
      let other = try await harness.signedIn(as: .operator)
      clock.advance(seconds: 31 * 60)
      #expect(try await other.get("/").status == 303, "half an hour without a use")
    }
  }

  @Test("A user who is removed or gets another password is signed out within seconds")
  func removed() async throws {
    let clock = Clock()
    try await BoardHarness.run(now: clock.now) { harness in
      let browser = try await harness.signedIn(as: .operator)
      _ = try await harness.board.store.removeBoardUser("operator")
      clock.advance(seconds: Gate.checkSeconds)
      #expect(try await browser.get("/").status == 303)
    }
  }

  @Test("The headers that name a user count only if the trusted proxy sends them")
  func proxy() async throws {
    let keys = ["BOARD_TRUSTED_USER_HEADER": "X-User", "BOARD_TRUSTED_ROLE_HEADER": "X-Role"]
    let headers = ["x-user": "dana", "x-role": "auditor"]
    try await BoardHarness.run(keys.merging(["BOARD_TRUSTED_PROXIES": "127.0.0.1"]) { $1 }) { harness in
      let page = try await harness.browser(headers: headers).get("/")
      #expect(page.status == 200)
      #expect(page.text.contains("dana"))
      #expect(!page.text.contains("Sign out"))
      #expect(try await harness.browser(headers: headers).get("/actions").status == 200)
      #expect(try await harness.browser(headers: ["x-user": "dana", "x-role": "king"]).get("/").status == 401)
      #expect(try await harness.browser().get("/").status == 401)
    }
    try await BoardHarness.run(keys.merging(["BOARD_TRUSTED_PROXIES": "10.0.0.1"]) { $1 }) { harness in
      let reply = try await harness.browser(headers: headers).get("/")
      #expect(reply.status == 401)
    }
  }

  @Test("Incomplete or contradictory settings of the board are refused")
  func badSettings() async throws {
    for keys in [
      ["BOARD_TRUSTED_USER_HEADER": "X-User", "BOARD_TRUSTED_ROLE_HEADER": "X-Role"],
      ["BOARD_TRUSTED_USER_HEADER": "X-User", "BOARD_TRUSTED_PROXIES": "127.0.0.1"],
      ["BOARD_HOST": "localhost"], ["BOARD_TLS_KEY": "/x"], ["BOARD_PUBLIC_URL": "board"], ["BOARD_WORKERS": "x"],
    ] {
      await #expect(throws: SettingsError.self, "\(keys)") { try await BoardHarness.run(keys) { _ in } }
    }
  }
}
