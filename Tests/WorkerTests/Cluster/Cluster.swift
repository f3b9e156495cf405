import Foundation
import TestServers
import TestTools

/// The private cluster of three nodes that `make test-faults` starts.
struct Cluster: Sendable {
  /// The numbers of the nodes.
  static let nodes = 1...3

  let amqpURL: String
  private let folder: String

  static func fromEnvironment() throws -> Cluster {
    try Cluster(amqpURL: ServerVariable.clusterURL.value, folder: ServerVariable.clusterFolder.value)
  }

  /// The node on which the queue's leader is; all nodes have to be up.
  func leader(of queue: String) async throws -> Int {
    let listing = try await control(1, ["list_queues", "--no-table-headers", "name", "leader"])
    for line in listing.split(separator: "\n") where line.hasPrefix(queue + "\t") {
      if let node = Self.nodes.first(where: { line.hasSuffix("\t\(Self.name($0))") }) { return node }
    }
    throw Program.Failure(description: "No node leads \(queue):\n\(listing)")
  }

  /// Ends a node at once with SIGKILL, as a power cut would end it.
  func kill(_ node: Int) async throws { try await signal(node, SIGKILL) }

  /// Stops a node with SIGSTOP: its connections stay open, and nothing answers on them.
  func freeze(_ node: Int) async throws { try await signal(node, SIGSTOP) }

  /// Lets a stopped node go on, with SIGCONT.
  func thaw(_ node: Int) async throws { try await signal(node, SIGCONT) }

  /// Drops every packet between the node and the two others; clients still reach all three.
  func cut(_ node: Int) async throws { try await LocalScript.run("cluster.sh", ["cut", folder, "\(node)"]) }

  func heal() async throws { try await LocalScript.run("cluster.sh", ["heal", folder]) }

  /// The number of connections of each node.
  func connections() async throws -> [Int: Int] {
    let listing = try await control(1, ["list_connections", "--no-table-headers", "pid"])
    let lines = listing.split(separator: "\n")
    return Dictionary(
      uniqueKeysWithValues: Self.nodes.map { node in (node, lines.count { $0.contains(Self.name(node) + ".") }) })
  }

  /// Sets after how many seconds of silence a node counts another node as gone.
  ///
  /// The time that a node really waits may be up to a quarter shorter or longer.
  func setPatience(seconds: Int) async throws {
    for node in Self.nodes { try await control(node, ["eval", "net_kernel:set_net_ticktime(\(seconds), 0)."]) }
  }

  private static func name(_ node: Int) -> String { "qabyldau\(node)@node\(node)" }

  /// Starts the nodes that do not run, and waits until all three are one cluster.
  func start() async throws { try await LocalScript.run("cluster.sh", ["start", folder]) }

  /// True if a node other than `node` sees all three nodes as one cluster within `seconds`.
  func isWhole(after node: Int, seconds: Int) async -> Bool {
    let other = node % Self.nodes.upperBound + 1
    return (try? await control(other, ["await_online_nodes", "3", "--timeout", "\(seconds)"])) != nil
  }

  private func signal(_ node: Int, _ signal: Int32) async throws {
    let printed = try await LocalScript.run("cluster.sh", ["pid", folder, "\(node)"])
    guard let pid = pid_t(printed.trimmingCharacters(in: .whitespacesAndNewlines)), Foundation.kill(pid, signal) == 0
    else { throw Program.Failure(description: "Node \(node) could not be reached by signal \(signal).") }
  }

  /// Runs `rabbitmqctl` against a node.
  @discardableResult
  func control(_ node: Int, _ words: [String]) async throws -> String {
    try await LocalScript.run("cluster.sh", ["ctl", folder, "\(node)", "--quiet"] + words)
  }
}
