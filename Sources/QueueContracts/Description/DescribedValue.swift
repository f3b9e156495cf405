/// A value that is one text or number on the wire, or an object that only the value's own code can read.
package protocol DescribedValue: Decodable {
  /// The form of the value in JSON.
  static var shape: ValueShape { get }
  /// Any value of the type.
  ///
  /// `ContractDocuments` finds the fields of a body by decoding the body from such values.
  static var sample: Self { get }
}

/// The form of a value in JSON.
package enum ValueShape: Sendable {
  /// A text.
  case text(TextShape)
  /// A whole number of a range.
  case integer(ClosedRange<Int>)
  /// A body in standard base64: the bytes that were signed.
  case signedBody(any DescribedBody.Type)
  /// One of several objects, told apart by the value of the field whose key is `by`.
  case variants(name: String, summary: String, by: String, [Variant])

  /// One of several objects: the constant that identifies the object, and a text.
  package struct Variant: Sendable {
    /// The value of the field that tells the objects apart.
    package let constant: String
    /// The key of the text.
    package let field: String
    /// The meaning of the text.
    package let note: FieldNote
  }
}

/// The bounds of a text, with an example.
package struct TextShape: Sendable {
  /// The number of Unicode scalars; nil if the number has no bounds.
  package var length: ClosedRange<Int>?
  /// A regular expression of ECMA-262, with Unicode properties; nil if there is none.
  package var pattern: String?
  /// A format of JSON Schema; nil if there is none.
  package var format: String?
  /// A text within these bounds.
  package var example: String

  /// Creates the shape of a text.
  package init(length: ClosedRange<Int>? = nil, pattern: String? = nil, format: String? = nil, example: String) {
    self.length = length
    self.pattern = pattern
    self.format = format
    self.example = example
  }

  /// The shape of every text that a store can keep: the text has no U+0000.
  package static let anything = TextShape(pattern: #"^[^\x00]*$"#, example: "A")
}

extension UUIDValue {
  package static var shape: ValueShape {
    let digits = "[0-9A-Fa-f]"
    return .text(
      TextShape(
        pattern: "^\(digits){8}(?:-\(digits){4}){3}-\(digits){12}$", format: "uuid",
        example: "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11"))
  }

  package static var sample: Self { Self("8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11")! }
}

extension ApplicationID: DescribedValue {}
extension MessageID: DescribedValue {}

extension CivilDate: DescribedValue {
  package static var shape: ValueShape {
    .text(
      TextShape(
        pattern: "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$", format: "date", example: "2019-05-12"))
  }

  package static var sample: CivilDate { CivilDate("2019-05-12")! }
}

extension Timestamp: DescribedValue {
  package static var shape: ValueShape {
    .text(
      TextShape(
        pattern: "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
          + #"(?:\.[0-9]+)?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$"#,
        format: "date-time", example: "2026-04-01T09:00:00+05:00"))
  }

  package static var sample: Timestamp { Timestamp("2026-04-01T09:00:00+05:00")! }
}

extension ApplicationNumber: DescribedValue {
  package static var shape: ValueShape {
    .text(TextShape(length: 1...32, pattern: "^[0-9A-Z/-]+$", example: "10100000000001"))
  }

  package static var sample: ApplicationNumber { ApplicationNumber("10100000000001")! }
}

extension StoredNumber: DescribedValue {
  package static var shape: ValueShape {
    let line = #"[^\p{Cc}\p{Zl}\p{Zp}]*"#
    return .text(TextShape(length: 1...64, pattern: #"^\#(line)\S\#(line)$"#, example: "10100000000001"))
  }

  package static var sample: StoredNumber { StoredNumber(wrappedValue: .sample) }
}

extension DescribedValue where Self: WholeNumber {
  package static var shape: ValueShape { .integer(range) }
  package static var sample: Self { Self(wrappedValue: range.lowerBound) }
}

extension Grade: DescribedValue {}
extension ByteCount: DescribedValue {}
extension ArrivalNumber: DescribedValue {}

extension SignedForm: DescribedValue {
  package static var shape: ValueShape { .signedBody(ApplicationForm.self) }

  package static var sample: SignedForm {
    let school = SchoolReference(bin: "950341000052")
    let applicant = Applicant(iin: "", familyName: "A", givenName: "A", relation: .parent)
    let child = Child(iin: "", familyName: "A", givenName: "A", birthDate: .sample)
    return SignedForm(
      ApplicationForm(
        service: .enrolment, language: .kk, applicant: applicant, child: child, school: school, grade: 1,
        instructionLanguage: "kk"))
  }
}

extension Signature: DescribedValue {
  package static var shape: ValueShape {
    .variants(
      name: "Signature",
      summary:
        "The signature over the form's bytes; a text that holds no signature is refused with `signature.invalid`.",
      by: "method",
      [
        .init(
          constant: "eds", field: "cms",
          note: FieldNote(
            "CMS SignedData over the exact bytes of the form, in standard base64: detached or attached, one signer, "
              + "SHA-256 or stronger.", clause: .signature)),
        .init(
          constant: "sms", field: "attestation",
          note: FieldNote(
            "A JWS in compact form, signed by the portal's key with ES256. Claims: `sub`, the applicant's IIN; "
              + "`phone`; `iat`, in seconds since 1970, at most 24 hours before and 5 minutes after `submittedAt`; "
              + "`formSha256`, 64 lower-case hexadecimal digits. The header `kid` is optional.",
            clause: .signature)),
      ])
  }

  package static var sample: Signature { .eds(cms: "") }
}
