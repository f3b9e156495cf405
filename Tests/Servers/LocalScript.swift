import Foundation
import TestTools

/// The scripts of `deploy/local`.
package enum LocalScript {
  /// Runs a script by its file name and returns its output.
  @discardableResult
  package static func run(_ name: String, _ arguments: [String]) async throws -> String {
    try await Program.run(Checkout.root.appending(path: "deploy/local/\(name)").path, arguments)
  }
}
