import QueueContracts

// The grounds, that is, the facts by which an application was judged, as a store keeps them: JSON with short keys.
//
// The JSON is written for each application. It is put together by hand, because `JSONEncoder` took longer than storing
// the row. Every text in the JSON is a constant of the program and needs no escaping.
extension Grounds {
  private enum Key: String, CodingKey {
    case signature = "s", grade = "g", birthYear = "b", relation = "r", consent = "c", categories = "k"
    case documents = "d", documentsReadAt = "o", answers = "q", transfer = "t", reasons = "f", registerReasons = "l"
  }

  /// The grounds as one line of JSON.
  public var json: String {
    var parts = [
      "\"s\":\"\(signature.rawValue)\",\"g\":\(grade),\"b\":\(birthYear),\"r\":\"\(relation.rawValue)\",\"c\":\(consent)"
    ]
    func add(_ key: Key, _ items: [String]) {
      guard !items.isEmpty else { return }
      parts.append("\"\(key.rawValue)\":[\(items.joined(separator: ","))]")
    }
    add(.categories, categories.map { "\"\($0.rawValue)\"" })
    add(.documents, documents.map(\.json))
    if let documentsReadAt { parts.append("\"o\":\(documentsReadAt.milliseconds)") }
    add(.answers, answers.map(\.json))
    if let transfer { parts.append("\"t\":\(transfer.json)") }
    add(.reasons, reasons.map(\.json))
    add(.registerReasons, registerReasons.map(\.json))
    return "{\(parts.joined(separator: ","))}"
  }
}

extension Grounds: Decodable {
  /// Reads grounds that ``json`` wrote.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    signature = try values.decode(Signature.self, forKey: .signature)
    grade = try values.decode(Int.self, forKey: .grade)
    birthYear = try values.decode(Int.self, forKey: .birthYear)
    relation = try values.decode(Relation.self, forKey: .relation)
    consent = try values.decode(Bool.self, forKey: .consent)
    categories = try values.decodeIfPresent([StatusCategory].self, forKey: .categories) ?? []
    documents = try values.decodeIfPresent([Document].self, forKey: .documents) ?? []
    documentsReadAt = try values.decodeIfPresent(Int64.self, forKey: .documentsReadAt).map(
      Timestamp.init(milliseconds:))
    answers = try values.decodeIfPresent([Answer].self, forKey: .answers) ?? []
    transfer = try values.decodeIfPresent(Transfer.self, forKey: .transfer)
    reasons = try values.decodeIfPresent([KeptReason].self, forKey: .reasons)?.map(\.reason) ?? []
    registerReasons = try values.decodeIfPresent([KeptReason].self, forKey: .registerReasons)?.map(\.reason) ?? []
  }
}

extension Grounds.Document: Decodable {
  fileprivate var json: String {
    let start = "[\"\(kind.rawValue)\",\(size),\"\(fact.word)\""
    guard case .picture(let picture) = fact else { return start + "]" }
    return start + ",\(picture.width),\(picture.height)]"
  }

  /// Reads a document from a JSON list: kind, size, fact, and for a picture its width and height.
  public init(from decoder: any Decoder) throws {
    var values = try decoder.unkeyedContainer()
    kind = try values.decode(DocumentKind.self)
    size = try values.decode(Int.self)
    switch try values.decode(String.self) {
    case "good": fact = .good
    case "unreadable": fact = .unreadable
    case "noPicture": fact = .noPicture
    case "notOpened": fact = .notOpened
    case "picture":
      let width = try values.decode(Int.self)
      fact = .picture(PictureSize(width: width, height: try values.decode(Int.self)))
    default: throw DecodingError.dataCorruptedError(in: values, debugDescription: "an unknown fact about a document")
    }
  }
}

extension DocumentFact {
  fileprivate var word: String {
    switch self {
    case .good: "good"
    case .unreadable: "unreadable"
    case .picture: "picture"
    case .noPicture: "noPicture"
    case .notOpened: "notOpened"
    }
  }
}

extension Grounds.Answer: Decodable {
  fileprivate var json: String {
    "[\"\(register.rawValue)\",\"\(content.rawValue)\",\(time.map { "\($0.milliseconds)" } ?? "null")"
      + (birthYear.map { ",\($0)]" } ?? "]")
  }

  /// Reads a register's answer from a JSON list: register, content, time, and the child's year of birth.
  public init(from decoder: any Decoder) throws {
    var values = try decoder.unkeyedContainer()
    register = try values.decode(Register.self)
    content = try values.decode(Content.self)
    time = try values.decode(Int64?.self).map(Timestamp.init(milliseconds:))
    birthYear = try values.decodeIfPresent(Int.self)
  }
}

extension Grounds.Transfer: Decodable {
  fileprivate var json: String {
    "[\(isSameSchool),\(slipNamesChild),\(slipNamesSchool),\(slipGrade),\"\(identityType.rawValue)\",\(identityCanBeReal)]"
  }

  /// Reads the findings about a transfer's papers from a JSON list.
  public init(from decoder: any Decoder) throws {
    var values = try decoder.unkeyedContainer()
    isSameSchool = try values.decode(Bool.self)
    slipNamesChild = try values.decode(Bool.self)
    slipNamesSchool = try values.decode(Bool.self)
    slipGrade = try values.decode(Int.self)
    identityType = try values.decode(IdentityDocumentType.self)
    identityCanBeReal = try values.decode(Bool.self)
  }
}

extension Reason {
  /// The reason's code, and its subject if it has one.
  ///
  /// The clause is not written, because code and subject imply it.
  fileprivate var json: String { "[\"\(code)\"\(subject.map { ",\"\($0)\"" } ?? "")]" }
}

private struct KeptReason: Decodable {
  let reason: Reason

  init(from decoder: any Decoder) throws {
    var values = try decoder.unkeyedContainer()
    let code = try values.decode(ReasonCode.self)
    reason = Reason(code, subject: try values.decodeIfPresent(String.self))
  }
}
