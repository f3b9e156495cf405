extension Decoder {
  /// Creates the error for a value that is not what version 1 of the contract expects.
  ///
  /// The error never contains the value, which may be personal data.
  func wrong(_ expected: String) -> DecodingError {
    .wrong(at: codingPath, expected)
  }
}

extension KeyedDecodingContainer {
  /// Creates the error for a key's value that is not what version 1 of the contract expects.
  func wrong(_ key: Key, _ expected: String) -> DecodingError {
    .dataCorruptedError(forKey: key, in: self, debugDescription: "expected \(expected)")
  }
}

extension DecodingError {
  /// Creates the error for a value at this path that is not what version 1 of the contract expects.
  static func wrong(at path: [any CodingKey], _ expected: String) -> DecodingError {
    .dataCorrupted(.init(codingPath: path, debugDescription: "expected \(expected)"))
  }

  /// Creates the error for an object that has a key twice.
  static func duplicateKey(_ path: [any CodingKey]) -> DecodingError {
    .wrong(at: path, "each key once")
  }

  /// The path of the field that is to blame, from the root, dotted: `form.documents.0.kind`.
  var path: String {
    let (context, missing): (Context, (any CodingKey)?) =
      switch self {
      case .keyNotFound(let key, let context): (context, key)
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context): (context, nil)
      @unknown default: (Context(codingPath: [], debugDescription: ""), nil)
      }
    let keys = context.codingPath + (missing.map { [$0] } ?? [])
    return keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
  }

  /// This error with a path from the root of the outer body, in which this body is a field.
  func inside(_ outer: [any CodingKey]) -> DecodingError {
    func moved(_ context: Context) -> Context {
      Context(codingPath: outer + context.codingPath, debugDescription: context.debugDescription)
    }
    return switch self {
    case .keyNotFound(let key, let context): .keyNotFound(key, moved(context))
    case .typeMismatch(let type, let context): .typeMismatch(type, moved(context))
    case .valueNotFound(let type, let context): .valueNotFound(type, moved(context))
    case .dataCorrupted(let context): .dataCorrupted(moved(context))
    @unknown default: self
    }
  }
}
