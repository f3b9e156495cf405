import Foundation
import HTTPCalls

/// Asks the workers' health servers for their state.
struct WorkerHealth: Sendable {
  private struct Address: Sendable {
    let name: String
    let url: URL?
  }

  private let addresses: [Address]
  private let caller = HTTPCaller(seconds: 2, connections: 2)

  /// - Parameter addresses: each as `http://host:port` or `name=http://host:port`.
  init(_ addresses: [String]) {
    self.addresses = addresses.map { text in
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      let address = parts.count == 2 && !parts[0].contains("/") ? parts[1] : text
      let name = address == text ? (URL(string: text)?.host() ?? "worker") : parts[0]
      return Address(name: name, url: URL(string: address)?.appending(path: "ready"))
    }
  }

  func all() async -> [Snapshot.WorkerFact] {
    await withTaskGroup(of: (Int, Snapshot.WorkerFact).self) { group in
      for (number, address) in addresses.enumerated() { group.addTask { (number, await state(of: address)) } }
      var facts: [(Int, Snapshot.WorkerFact)] = []
      for await fact in group { facts.append(fact) }
      return facts.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private func state(of address: Address) async -> Snapshot.WorkerFact {
    guard let url = address.url, let answer = try? await caller.get(url, atMost: 8 << 10) else {
      return Snapshot.WorkerFact(name: address.name, isReady: false, lines: ["does not answer"])
    }
    let lines = String(decoding: answer.body, as: UTF8.self).split(separator: "\n").prefix(12).map {
      String($0.prefix(200))
    }
    return Snapshot.WorkerFact(name: address.name, isReady: answer.status == 200, lines: lines)
  }
}
