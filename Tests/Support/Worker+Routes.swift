import Foundation
import QueueContracts
import WorkerRuntime

extension Worker {
  /// The message types that the contract routes to this worker's queue and that the worker does not know.
  package var unknownTypes: [String] {
    MessageRoute.version1.filter { $0.readers.contains { $0.party.queue == queue } }.map(\.type).filter { type in
      do throws(WireError) {
        _ = try decode(type: type, body: Data("{}".utf8))
        return false
      } catch {
        return error.code == .unknownType
      }
    }
  }
}
