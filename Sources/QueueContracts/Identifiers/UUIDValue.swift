public import Foundation

/// A UUID on the wire: read in either case, always written in lower case.
public protocol UUIDValue: Hashable, Sendable, Codable, CustomStringConvertible {
  var uuid: UUID { get }
  init(uuid: UUID)
}

extension UUIDValue {
  /// Nil where the text is no UUID of 36 characters.
  public init?(_ text: String) {
    guard let uuid = UUID(digits: text) else { return nil }
    self.init(uuid: uuid)
  }

  public var description: String { String(decoding: utf8, as: UTF8.self) }

  /// The text's bytes.
  package var utf8: [UInt8] { uuid.lowerCaseDigits }

  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = Self(text) else { throw decoder.wrong("a UUID") }
    self = value
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Names one application for ever, whatever messages speak of it.
public struct ApplicationID: UUIDValue {
  public let uuid: UUID
  public init(uuid: UUID) { self.uuid = uuid }
}

/// Names one logical message for ever: sent again, it has the same id.
public struct MessageID: UUIDValue {
  public let uuid: UUID
  public init(uuid: UUID) { self.uuid = uuid }
}
