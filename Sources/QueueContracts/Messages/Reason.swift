/// One reason of an answer (contract 4.7 and section 6).
public struct Reason: WireElement, Hashable, PersonalData {
  /// In one update: more than there are codes and subjects.
  public static let mostInAList = 100

  /// A ``ReasonCode`` or ``SchoolReasonCode``, or a code of the school's own where there is a ``text``.
  public let code: String
  @BoundedOrNull<CodeText> public private(set) var subject: String?
  /// A ``Clause``'s raw value where we wrote it.
  ///
  /// Text, so that a clause we do not know keeps no answer from a citizen.
  @BoundedOrNull<CodeText> public private(set) var clause: String?
  /// Only where a school wrote it; absent otherwise, not null.
  public let text: ReasonText?

  /// The code, where version 1 knows it.
  public var known: ReasonCode? { ReasonCode(rawValue: code) }

  /// A reason of ours; its clause follows from code and subject.
  public init(_ code: ReasonCode, subject: String? = nil) {
    self.code = code.rawValue
    text = nil
    self.subject = subject
    clause = code.clause(subject: subject)?.rawValue
  }

  /// A reason about a document.
  public init(_ code: ReasonCode, _ kind: DocumentKind) { self.init(code, subject: kind.rawValue) }

  /// A school's reason, as it came.
  public init(_ reason: SchoolReason) {
    code = reason.code
    text = reason.text
    subject = nil
    clause = nil
  }

  /// An unknown code without a text is undecodable: it could not be told to anyone.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    code = try values.text(by: CodeText.self, forKey: .code)
    _subject = try values.decode(BoundedOrNull<CodeText>.self, forKey: .subject)
    _clause = try values.decode(BoundedOrNull<CodeText>.self, forKey: .clause)
    text = try values.decodeIfPresent(TextOfASchool.self, forKey: .text)?.text
    guard text != nil || known != nil || SchoolReasonCode(rawValue: code) != nil else {
      throw values.wrong(.code, "a code of version 1, or a text beside it")
    }
  }
}
