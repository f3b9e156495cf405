import Foundation
import QueueContracts
import Testing

/// A body type with its golden bodies, and its optional fields.
struct WireForm: Sendable, CustomTestStringConvertible {
  let name: String
  /// The body with its required fields only.
  let minimal: String
  /// The fields that the minimal form lacks, with the defaults that are written for them (contract, section 1).
  let defaults: [String: JSON]
  let typical: String
  /// The body with every optional part, and with the longest names.
  let worst: String
  /// The paths of the fields that may be absent or null, without the numbers of list elements.
  let optional: Set<String>
  /// The paths in the worst form that hold an enum's value.
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
