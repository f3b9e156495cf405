import Foundation
import TestServers

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Asks a worker's health server, as a monitoring system does.
struct Readiness: Sendable {
  let port: UInt16

  /// Chooses a port that was free a moment ago.
  init() throws { port = try FreePort.choose() }

  /// The answer of `/ready`; nil if nobody answers.
  var answer: (isReady: Bool, body: String)? {
    get async {
      var request = URLRequest(url: URL(string: "http://127.0.0.1:\(port)/ready")!)
      request.timeoutInterval = 5
      guard let (body, response) = try? await URLSession.shared.data(for: request) else { return nil }
      return ((response as? HTTPURLResponse)?.statusCode == 200, String(decoding: body, as: UTF8.self))
    }
  }

  /// A page of the server; empty if nobody answers.
  func page(_ name: String) async -> String {
    guard let url = URL(string: "http://127.0.0.1:\(port)/\(name)"),
      let (body, _) = try? await URLSession.shared.data(from: url)
    else { return "" }
    return String(decoding: body, as: UTF8.self)
  }

  /// The sum of a metric's values whose labels contain this text; nil if nobody answers.
  func metric(_ name: String, _ label: String = "") async -> Int? {
    let page = await page("metrics")
    guard !page.isEmpty else { return nil }
    return page.split(separator: "\n").filter { $0.hasPrefix("\(name){") && (label.isEmpty || $0.contains(label)) }
      .compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0) { $0 + Int($1) }
  }

  /// The number of settled deliveries in the worker's metrics; nil if nobody answers.
  var settled: Int? { get async { await metric("qabyldau_deliveries_total") } }

  var isReady: Bool { get async { await answer?.isReady == true } }

  /// True if the server answers that the worker is not ready.
  var isNotReady: Bool { get async { await answer?.isReady == false } }
}
