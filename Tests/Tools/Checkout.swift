import Foundation

/// The checkout that contains these tests.
package enum Checkout {
  /// The checkout's folder.
  package static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

  /// The folder of the contract's first version.
  package static let contracts = root.appending(path: "contracts/v1")

  /// The text of a file, such as `docs/operations.md`.
  package static func text(of path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }
}
