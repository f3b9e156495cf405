/// One reason of an answer (contract 4.7 and section 6).
public struct Reason: WireElement, Hashable, PersonalData {
  /// The greatest number of reasons in one update; it is above the number of combinations of a code and a subject.
  public static let mostInAList = 100

  /// A ``ReasonCode``, a ``SchoolReasonCode``, or a school's own code, which requires a ``text``.
  @Bounded<CodeText> public private(set) var code: String
  /// The subject, such as a kind of document or `child`; nil if the reason names none.
  @BoundedOrNull<CodeText> public private(set) var subject: String?
  /// The raw value of the ``Clause`` that the reason cites; nil for a school's reason.
  ///
  /// The field is a text, so a worker that does not know the clause can still pass the answer on.
  @BoundedOrNull<CodeText> public private(set) var clause: String?
  /// The school's own words; nil, and absent on the wire, if no school wrote any.
  @SchoolsWording public private(set) var text: ReasonText?

  /// The code as a ``ReasonCode``; nil if the code is a school's.
  public var known: ReasonCode? { ReasonCode(rawValue: code) }

  /// Creates a reason that a worker gives; its clause follows from the code and the subject.
  public init(_ code: ReasonCode, subject: String? = nil) {
    self.code = code.rawValue
    text = nil
    self.subject = subject
    clause = code.clause(subject: subject)?.rawValue
  }

  /// Creates a reason about a document.
  public init(_ code: ReasonCode, _ kind: DocumentKind) { self.init(code, subject: kind.rawValue) }

  /// Creates a reason with the code and the text of a school's reason.
  public init(_ reason: SchoolReason) {
    code = reason.code
    text = reason.text
    subject = nil
    clause = nil
  }
}

extension Reason: CheckedFields {
  /// Checks that an unknown code has a text; without one, nobody could tell what the code means.
  func check(at path: [any CodingKey]) throws(DecodingError) {
    guard text != nil || known != nil || SchoolReasonCode(rawValue: code) != nil else {
      throw .wrong(at: path + ["code".codingKey], "a code of version 1, or a text beside it")
    }
  }
}
