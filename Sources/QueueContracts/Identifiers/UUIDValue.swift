public import Foundation

/// An identifier that is a UUID on the wire: read in upper or lower case, always written in lower case.
public protocol UUIDValue: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The UUID.
  var uuid: UUID { get }
  /// Makes an identifier from a UUID.
  init(uuid: UUID)
}

extension UUIDValue {
  /// Reads a UUID of 36 characters; nil for any other text.
  public init?(_ text: String) {
    guard let uuid = UUID(digits: text) else { return nil }
    self.init(uuid: uuid)
  }

  /// The UUID in lower case.
  public var description: String { String(decoding: utf8, as: UTF8.self) }

  /// The bytes of ``description``.
  package var utf8: [UInt8] { uuid.lowerCaseDigits }

  /// Reads the identifier from its text.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = Self(text) else { throw decoder.wrong("a UUID") }
    self = value
  }

  /// Writes the identifier in lower case.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// The identifier of an application, the same in all messages about the application.
public struct ApplicationID: UUIDValue {
  /// The UUID.
  public let uuid: UUID
  /// Makes an identifier from a UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}

/// The identifier of a logical message; a message that is sent again keeps its identifier.
public struct MessageID: UUIDValue {
  /// The UUID.
  public let uuid: UUID
  /// Makes an identifier from a UUID.
  public init(uuid: UUID) { self.uuid = uuid }
}
