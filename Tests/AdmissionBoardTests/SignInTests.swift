@testable import AdmissionBoard
import Foundation
import HTTPTypes
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

  @Test("A name that is locked at one address can sign in from another one, until very many attempts have failed")
  func stranger() async {
    let limits = SignInLimits { .now }
    for _ in 1...SignInLimits.ofNameAndAddress {
      #expect(await limits.mayTry(name: "reader", address: "192.0.2.1"))
    }
    #expect(await !limits.mayTry(name: "reader", address: "192.0.2.1"))
    #expect(await limits.mayTry(name: "reader", address: "192.0.2.2"), "a stranger elsewhere locks nobody out")
    #expect(await limits.mayTry(name: "other", address: "192.0.2.1"))
    var attempts = SignInLimits.ofNameAndAddress + 1
    while await limits.mayTry(name: "reader", address: "198.51.100.\(attempts)") { attempts += 1 }
    #expect(attempts == SignInLimits.ofName, "guesses from many addresses are limited, too")
  }

  @Test("All addresses of an IPv6 network of 64 bits count as one")
  func network() async {
    let limits = SignInLimits { .now }
    for number in 0..<SignInLimits.ofAddress {
      #expect(await limits.mayTry(name: "name\(number)", address: "2001:db8:1:2::\(number)"))
    }
    #expect(await !limits.mayTry(name: "other", address: "2001:db8:1:2:ffff::1"))
    #expect(await limits.mayTry(name: "other", address: "2001:db8:1:3::1"))
  }

  @Test("When too many failures are remembered, the oldest is forgotten and nobody else is refused")
  func full() async {
    let clock = Clock()
    let limits = SignInLimits(now: clock.now)
    for _ in 1...SignInLimits.ofNameAndAddress { _ = await limits.mayTry(name: "first", address: "192.0.2.1") }
    #expect(await !limits.mayTry(name: "first", address: "192.0.2.1"))
    clock.advance(seconds: 1)
    for number in 0..<SignInLimits.remembered {
      #expect(await limits.mayTry(name: "name\(number)", address: "10.1.\(number / 256).\(number % 256)"))
    }
    #expect(await limits.mayTry(name: "operator", address: "192.0.2.9"))
    #expect(await limits.mayTry(name: "first", address: "192.0.2.1"), "the oldest is forgotten")
  }

  @Test(
    "Trusted proxies are addresses or ranges",
    arguments: [
      ("127.0.0.1", "127.0.0.1", true), ("127.0.0.1", "127.0.0.2", false), ("10.42.0.0/16", "10.42.255.1", true),
      ("10.42.0.0/16", "10.43.0.1", false), ("10.42.0.0/16", "::ffff:10.42.0.1", true), ("0.0.0.0/0", "8.8.8.8", true),
      ("10.42.0.0/17", "10.42.128.1", false), ("fd00:42::/64", "fd00:42::ab", true), ("::1", "0:0:0:0:0:0:0:1", true),
      ("fd00:42::/64", "fd00:42:0:1::ab", false), ("::/0", "10.0.0.1", false), ("fd00:42::/63", "fd00:42:0:1::", true),
    ])
  func ranges(range: String, peer: String, isTrusted: Bool) throws {
    let proxy = TrustedProxy(addresses: [try #require(AddressRange(range))], userHeader: nil, roleHeader: nil)
    #expect(proxy.trusts(peer) == isTrusted)
  }

  @Test("Behind trusted proxies the visitor's address is the last forwarded one that is no proxy")
  func forwarded() throws {
    let proxy = TrustedProxy(
      addresses: try ["10.42.0.0/16", "fd00::/8"].map { try #require(AddressRange($0)) }, userHeader: nil,
      roleHeader: nil)
    func address(_ forwarded: String?, _ peer: String = "10.42.0.7") -> String {
      var headers = HTTPFields()
      if let forwarded { headers[HTTPField.Name("X-Forwarded-For")!] = forwarded }
      return proxy.address(headers, peer: peer)
    }
    #expect(address("203.0.113.5") == "203.0.113.5")
    #expect(address("1.1.1.1, 203.0.113.5, 10.42.3.3") == "203.0.113.5", "a browser may send 1.1.1.1 itself")
    #expect(address("203.0.113.5:4711") == "203.0.113.5" && address("[2001:db8::1]:80") == "2001:db8::1")
    #expect(address("10.42.1.1") == "10.42.1.1" && address(nil) == "10.42.0.7" && address("") == "10.42.0.7")
    #expect(address("1.1.1.1", "203.0.113.5") == "203.0.113.5", "who is no proxy is not believed")
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
      ["BOARD_TRUSTED_PROXIES": "proxy"], ["BOARD_TRUSTED_PROXIES": "10.0.0.0/33"],
      ["BOARD_TRUSTED_PROXIES": "10.0.0.1/8"], ["BOARD_TRUSTED_PROXIES": "10.0.0.0/"],
      ["BOARD_HOST": "localhost"], ["BOARD_TLS_KEY": "/x"], ["BOARD_PUBLIC_URL": "board"], ["BOARD_WORKERS": "x"],
    ] {
      await #expect(throws: SettingsError.self, "\(keys)") { try await BoardHarness.run(keys) { _ in } }
    }
  }
}
