import Foundation

/// The checkout that contains these tests.
enum Checkout {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
  static let contracts = root.appending(path: "contracts/v1")
}
