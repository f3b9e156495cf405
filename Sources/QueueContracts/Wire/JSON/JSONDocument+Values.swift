internal import Foundation

// Reading values as types; an error has the path of the value.
extension JSONDocument {
  /// Reads a value by its type's own decoding; like `JSONDecoder`, it reads `Data` from base64.
  ///
  /// No type of the contract holds `Date`, `URL` or `Decimal`, which `JSONDecoder` reads in a way of its own.
  func value<Value: Decodable>(_ type: Value.Type, at place: Int) throws -> Value {
    if type == Data.self { return try data(type, at: place) }
    return try type.init(from: JSONValueDecoder(document: self, place: place))
  }

  /// Reads bytes for a type that is `Data`.
  ///
  /// The cast to `Value` is in a separate function, because otherwise every call of `value(_:at:)` would have to look
  /// up that type.
  @inline(never)
  private func data<Value: Decodable>(_ type: Value.Type, at place: Int) throws -> Value {
    guard let data = try data(at: place) as? Value else { throw mismatch(type, at: place) }
    return data
  }

  func isNull(at place: Int) -> Bool { tokens[place].kind == .null }

  func string(at place: Int) throws -> String {
    let token = tokens[place]
    guard token.kind == .string else { throw mismatch(String.self, at: place) }
    guard let text = JSONText.text(of: token, in: bytes) else {
      throw DecodingError.dataCorrupted(context(at: place, "expected text without half of a surrogate pair"))
    }
    return text
  }

  func bool(at place: Int) throws -> Bool {
    switch tokens[place].kind {
    case .yes: true
    case .no: false
    default: throw DecodingError.typeMismatch(Bool.self, context(at: place, "expected true or false"))
    }
  }

  func integer<Number: FixedWidthInteger & Decodable>(_ type: Number.Type, at place: Int) throws -> Number {
    let token = tokens[place]
    guard token.kind == .number else { throw mismatch(type, at: place) }
    if let plain = plainInteger(token.place), let number = Number(exactly: plain) { return number }
    return try written(type, token.place)
  }

  func double(at place: Int) throws -> Double {
    let token = tokens[place]
    guard token.kind == .number else { throw mismatch(Double.self, at: place) }
    // Up to 15 digits are exact in a Double. A zero is left to Foundation, because it may have a sign.
    if token.place.count <= 15, let plain = plainInteger(token.place), plain != 0 { return Double(plain) }
    return try written(Double.self, token.place)
  }

  func float(at place: Int) throws -> Float {
    let token = tokens[place]
    guard token.kind == .number else { throw mismatch(Float.self, at: place) }
    return try written(Float.self, token.place)
  }

  private func data(at place: Int) throws -> Data {
    let text = try string(at: place)
    guard let data = Base64.standard.decode(text) ?? Data(base64Encoded: text) else {
      throw DecodingError.dataCorrupted(context(at: place, "expected base64"))
    }
    return data
  }

  // MARK: - Numbers

  /// A whole number of at most 18 characters, a minus included; nil for any other number.
  private func plainInteger(_ place: Range<Int>) -> Int? {
    let isNegative = bytes[place.lowerBound] == UInt8(ascii: "-")
    guard place.count <= 18 else { return nil }
    var number = 0
    for position in place.dropFirst(isNegative ? 1 : 0) {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number * 10 + Int(digit)
    }
    return isNegative ? -number : number
  }

  /// Reads a number with a point, an exponent or very many digits as Foundation does: `1.0` and `1e2` are integers.
  private func written<Number: Decodable>(_ type: Number.Type, _ place: Range<Int>) throws -> Number {
    let list = Data("[".utf8) + Data(bytes[place]) + Data("]".utf8)
    guard let number = try? JSONDecoder().decode([Number].self, from: list).first else {
      throw DecodingError.unreadable
    }
    return number
  }

  // MARK: - Errors

  func mismatch(_ type: any Any.Type, at place: Int) -> DecodingError {
    isNull(at: place)
      ? .valueNotFound(type, context(at: place, "expected \(type), not null"))
      : .typeMismatch(type, context(at: place, "expected \(type)"))
  }

  func context(at place: Int, _ text: String) -> DecodingError.Context {
    DecodingError.Context(codingPath: path(to: place), debugDescription: text)
  }
}

extension DecodingError {
  /// The error for JSON that no Swift value can hold: too deep nesting, too large a number.
  ///
  /// Like `JSONDecoder`'s error, it has no path.
  static var unreadable: DecodingError {
    .dataCorrupted(Context(codingPath: [], debugDescription: "expected a body of the contract"))
  }
}
