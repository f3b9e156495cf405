import Foundation
import TestTools
import WorkerTesting

/// A network namespace whose only link to this machine can be silenced.
///
/// On a silenced link packets vanish, and no connection is refused or reset. Only root can create a namespace.
struct CutOff {
  /// The relay to the broker, for programs in the namespace.
  let relay: FaultyLink
  let address: String
  private let name: String
  private let peer: String

  static var isPossible: Bool { geteuid() == 0 && FileManager.default.isExecutableFile(atPath: ip) }

  private static let ip = "/usr/sbin/ip"

  init(brokerPort: Int) async throws {
    let number = Int.random(in: 0..<16_000)
    func host(_ last: Int) -> String { "10.213.\(number / 64).\(number % 64 * 4 + last)" }
    // The link and the namespace have the same name. The name of a link has at most 15 bytes.
    let (name, address) = ("qabyldau-\(number)", host(1))
    try await Self.run("netns", "add", name)
    try await Self.run("-n", name, "link", "set", "lo", "up")
    try await Self.run("link", "add", name, "type", "veth", "peer", "name", "inside", "netns", name)
    try await Self.run("addr", "add", "\(address)/30", "dev", name)
    try await Self.run("link", "set", name, "up")
    try await Self.run("-n", name, "addr", "add", "\(host(2))/30", "dev", "inside")
    try await Self.run("-n", name, "link", "set", "inside", "up")
    relay = try FaultyLink(to: brokerPort, at: address)
    (self.name, self.address, peer) = (name, address, host(2))
  }

  /// The words that stand before a command that is to run in the namespace.
  var prefix: [String] { [Self.ip, "netns", "exec", name] }

  /// Makes packets vanish: in both directions they go to a hardware address that no interface has.
  func swallow() async throws {
    try await Self.run("neigh", "replace", peer, "lladdr", "02:00:00:00:00:01", "dev", name, "nud", "permanent")
    try await Self.run(
      "-n", name, "neigh", "replace", address, "lladdr", "02:00:00:00:00:02", "dev", "inside", "nud", "permanent")
  }

  func heal() async throws {
    try await Self.run("neigh", "del", peer, "dev", name)
    try await Self.run("-n", name, "neigh", "del", address, "dev", "inside")
  }

  func remove() async {
    relay.cut()
    try? await Self.run("netns", "del", name)
  }

  private static func run(_ words: String...) async throws { try await Program.run(ip, words) }
}
