import Foundation

/// The checkout that the tests stand in.
enum Checkout {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
  static let contracts = root.appending(path: "contracts/v1")
}
