import Foundation
import QueueContracts
import Synchronization

/// Keeps bodies that tests saw on the wire.
///
/// `deploy/check-contracts.sh` checks these bodies against the exported schemas, by an independent validator.
/// `TEST_WIRE_DIR` names the folder; without it nothing is kept.
package enum WireRecord {
  /// The most bodies of one kind in one run of the tests; more would show nothing new.
  private static let most = 250

  private static let folder = ProcessInfo.processInfo.environment["TEST_WIRE_DIR"].map { URL(filePath: $0) }
  private static let counts = Mutex<[String: Int]>([:])

  /// Keeps a message's body and, as a record of its own, the signed form in it.
  ///
  /// - Parameters:
  ///   - type: the message's type.
  ///   - body: the message's body.
  ///   - isOurs: true if a worker wrote the body. A body that a test wrote may be wrong on purpose, so it is kept only
  ///     if it can be read.
  package static func keep(type: String?, _ body: Data, isOurs: Bool) {
    guard folder != nil, let contract = MessageRoute.contracts.first(where: { $0.type == type }) else { return }
    let isRead = (try? read(contract, body)) != nil
    guard isOurs || isRead else { return }
    write(contract.type, body)
    if isRead, let submitted = try? WireCodec.decode(ApplicationSubmitted.self, from: body) {
      write("application.form.v1", submitted.form.bytes)
    }
  }

  /// Keeps an entry of the history as the portal got it.
  package static func keep(entry: Data) {
    if folder != nil { write("history.entry.v1", entry) }
  }

  private static func read<Body: RoutedContract>(_ type: Body.Type, _ body: Data) throws {
    _ = try WireCodec.decode(type, from: body)
  }

  private static func write(_ name: String, _ body: Data) {
    let number = counts.withLock { counts in
      counts[name, default: 0] += 1
      return counts[name, default: 0]
    }
    guard let place = folder?.appending(path: name), number <= most else { return }
    try? FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    try? body.write(to: place.appending(path: "\(number).json"))
  }
}
