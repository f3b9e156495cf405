@testable import AdmissionBoard
import HTTPTypes
import Testing
import WorkerStore

/// Tries every route without a session and as each role.
struct RouteAccessTests {
  private func path(_ route: Route) -> String { route.path.replacing(/:[A-Za-z]+/, with: "1") }

  private func isLive(_ route: Route) -> Bool { if case .answer = route.handler { false } else { true } }

  @Test("Every route that needs a session is refused without a session")
  func strangers() async throws {
    try await BoardHarness.run { harness in
      for route in Routes.all(harness.board) where route.permission != .anybody {
        let browser = harness.browser()
        let reply = try await route.method == .post ? browser.post(path(route)) : browser.get(path(route))
        if route.method == .get, !isLive(route) {
          #expect(reply.status == 303, "\(route.path)")
          #expect(reply.location == (route.permission == .family ? "/family" : "/sign-in"), "\(route.path)")
        } else {
          #expect(reply.status == 401, "\(route.path)")
        }
      }
    }
  }

  @Test("Each role gets exactly the routes that it may use", arguments: BoardRole.allCases)
  func roles(role: BoardRole) async throws {
    try await BoardHarness.run { harness in
      let browser = try await harness.signedIn(as: role)
      for route in Routes.all(harness.board) where ![.anybody, .family].contains(route.permission) {
        guard route.path != "/sign-out" else { continue }
        let reply = try await route.method == .post ? browser.post(path(route)) : browser.get(path(route))
        let isRefused = reply.status == 403 || reply.status == 401
        #expect(isRefused == !role.may(route.permission), "\(role) at \(route.method) \(route.path): \(reply.status)")
      }
    }
  }

  @Test("A form without its session's token, with another session's token, or from another site is refused")
  func forged() async throws {
    try await BoardHarness.run { harness in
      let browsers = [
        BoardRole.operator: try await harness.signedIn(as: .operator),
        .auditor: try await harness.signedIn(as: .auditor),
      ]
      let other = try await harness.signedIn(as: .reader).get("/no-such-page").formToken ?? ""
      for route in Routes.all(harness.board) where route.method == .post && route.permission != .family {
        let role: BoardRole = BoardRole.operator.may(route.permission) ? .operator : .auditor
        let browser = try #require(browsers[role])
        #expect(try await browser.postWithout(path(route)).status == 403, "\(route.path)")
        #expect(try await browser.postWithout(path(route), [("csrf", other)]).status == 403, "\(route.path)")
        let foreign = [["origin": "https://evil.example"], ["sec-fetch-site": "cross-site"]]
        for headers in foreign {
          #expect(try await browser.post(path(route), headers: headers).status == 403, "\(route.path) \(headers)")
        }
      }
      #expect(try await browsers[.operator]?.get("/").status == 200, "the session goes on")
    }
  }

  @Test("Every answer has the headers that restrict what browsers do with it")
  func headers() async throws {
    try await BoardHarness.run { harness in
      let browser = try await harness.signedIn(as: .operator)
      let paths =
        Routes.all(harness.board).filter { $0.method == .get }.map(path) + ["/no-such-page", "/%00", "/static/x"]
      for path in paths {
        let reply = try await browser.get(path)
        #expect(
          reply.header("content-security-policy")?.hasPrefix("default-src 'none'") == true, "\(path)")
        #expect(reply.header("content-security-policy")?.contains("unsafe") == false, "\(path)")
        #expect(reply.header("x-content-type-options") == "nosniff", "\(path)")
        #expect(reply.header("cache-control") == "no-store", "\(path)")
        #expect(!reply.text.contains(/\son[a-z]+="|<style|style="|<script>/), "code inside the page \(path)")
      }
    }
  }

  @Test("Browsers may keep static files for ever; a browser that has a file does not get it again")
  func files() async throws {
    try await BoardHarness.run { harness in
      for file in StaticFile.all {
        let reply = try await harness.browser().get(file.path)
        #expect(reply.status == 200)
        #expect(reply.header("cache-control") == "public, max-age=31536000, immutable")
        let tag = try #require(reply.header("etag"))
        let again = try await harness.browser(headers: ["if-none-match": tag]).get(file.path)
        #expect(again.status == 304)
      }
    }
  }
}
