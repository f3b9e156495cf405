import Foundation
import QueueContracts
import Testing

/// A body of the contract with its golden forms, and what may be absent from it.
struct WireForm: Sendable, CustomTestStringConvertible {
  let name: String
  /// Only what is required.
  let minimal: String
  /// What the minimal form lacks and is written all the same, with the defaults of the contract's section 1.
  let defaults: [String: JSON]
  let typical: String
  /// Every optional part, the longest names.
  let worst: String
  /// Paths, without the numbers of list elements, of what may be absent or null.
  let optional: Set<String>
  /// Paths in the worst form that hold a value of an enum.
  let enums: [String]
  /// Reads a body and writes it again.
  let rewrite: @Sendable (Data) throws(WireError) -> Data

  init<Body: Codable & Sendable>(
    _ type: Body.Type, minimal: String, defaults: [String: JSON], typical: String, worst: String,
    optional: Set<String>, enums: [String]
  ) {
    (name, self.minimal, self.defaults) = ("\(type)", minimal, defaults)
    (self.typical, self.worst, self.optional, self.enums) = (typical, worst, optional, enums)
    rewrite = { body throws(WireError) in WireCodec.encode(try WireCodec.decode(Body.self, from: body)) }
  }

  var testDescription: String { name }

  func rewrite(_ json: JSON) throws -> JSON { try JSON(rewrite(json.data)) }
}
