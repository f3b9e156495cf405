import Foundation
import GoldenMessages
import QueueContracts
import Testing

struct ApplicationSubmittedTests {
  static let eds = JSON.object(["method": .string("eds"), "cms": .string("бұл base64 емес")])
  static let sms = JSON.object(["method": .string("sms"), "attestation": .string("not.a.jws")])

  /// A body that contains the bytes of a form.
  static func body(_ form: Data, signature: JSON = eds) -> JSON {
    .object([
      "applicationId": .string("8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11"),
      "number": .string("10100000000001"),
      "submittedAt": .string("2026-04-01T09:00:00+05:00"),
      "form": .string(form.base64EncodedString()),
      "signature": signature,
    ])
  }

  static func decode(_ json: JSON) throws -> ApplicationSubmitted {
    try WireCodec.decode(ApplicationSubmitted.self, from: json.data)
  }

  @Test("If a message is read and written again, the signed bytes stay the same")
  func exactBytes() throws {
    for form in [Golden.formMinimal, Golden.formTypical, Golden.formWorst] {
      let bytes = Data(" \(form)\r\n".utf8)
      let json = Self.body(bytes)
      let submitted = try Self.decode(json)
      #expect(submitted.form.bytes == bytes)
      #expect(try submitted.form.form == WireCodec.decode(ApplicationForm.self, from: bytes))
      #expect(try JSON(WireCodec.encode(submitted)) == json)
    }
  }

  @Test("A form that is written as bytes is read from the bytes unchanged")
  func ownForm() throws {
    let form = try WireCodec.decode(ApplicationForm.self, from: Data(Golden.formWorst.utf8))
    let signed = SignedForm(form)
    #expect(try SignedForm(bytes: signed.bytes) == signed)
  }

  @Test("A signature of either method is read as text, even if the text is garbage")
  func signatures() throws {
    let form = Data(Golden.formMinimal.utf8)
    #expect(try Self.decode(Self.body(form)).signature == .eds(cms: "бұл base64 емес"))
    #expect(try Self.decode(Self.body(form, signature: Self.sms)).signature == .sms(attestation: "not.a.jws"))
    #expect(
      try JSON(WireCodec.encode(Self.decode(Self.body(form, signature: Self.sms))))
        == Self.body(form, signature: Self.sms))
  }

  @Test("A NUL character is undecodable in the form, and accepted in the signature")
  func nulCharacters() throws {
    let form = try JSON(Golden.formWorst).setting("child.givenName", to: .string("А\u{0}")).data
    #expect(throws: WireError(.undecodable, path: "form.child.givenName")) { try Self.decode(Self.body(form)) }
    let garbage = JSON.object(["method": .string("eds"), "cms": .string("\u{0}")])
    let carried = try Self.decode(Self.body(Data(Golden.formMinimal.utf8), signature: garbage)).signature
    #expect(carried == .eds(cms: "\u{0}"))
  }

  @Test("If a key comes twice in the form or in the signature, the error has the key's path from the message's root")
  func duplicateKeys() throws {
    let child = #""child": {"iin": "1", "i\u0069n": "2", "#
    let form = Golden.formTypical.replacingOccurrences(of: #""child": {"#, with: child)
    #expect(throws: WireError(.undecodable, path: "form.child.iin")) { try Self.decode(Self.body(Data(form.utf8))) }
    let body = String(decoding: try Self.body(Data(Golden.formMinimal.utf8)).data, as: UTF8.self)
    let signature = body.replacingOccurrences(of: #""cms":"#, with: #""cms":"","cms":"#)
    #expect(throws: WireError(.undecodable, path: "signature.cms")) {
      try WireCodec.decode(ApplicationSubmitted.self, from: Data(signature.utf8))
    }
  }

  @Test(
    "A wrong value outside of the form is undecodable at its path",
    arguments: [
      ("applicationId", JSON.string("8f0c3d9e")), ("applicationId", .null), ("number", .string("")),
      ("number", .string("№ 1")),
      ("number", .integer(1)), ("submittedAt", .string("2026-04-01T09:00:00")), ("form", .null),
      ("form", .object([:])), ("signature", .null), ("signature.method", .string("gost")),
      ("signature.method", .null), ("signature.cms", .null), ("signature.cms", .integer(1)),
    ])
  func wrongOutside(path: String, value: JSON) throws {
    let json = Self.body(Data(Golden.formMinimal.utf8)).setting(path, to: value)
    #expect(throws: WireError(.undecodable, path: path)) { try Self.decode(json) }
  }

  @Test("A signature without the text of its method is undecodable, even if it has the text of the other method")
  func otherSignature() throws {
    let mixed = JSON.object(["method": .string("sms"), "cms": .string("…")])
    #expect(throws: WireError(.undecodable, path: "signature.attestation")) {
      try Self.decode(Self.body(Data(Golden.formMinimal.utf8), signature: mixed))
    }
  }

  @Test(
    "If `form` is not standard base64, the error names the path `form`",
    arguments: ["%%%", "e30", "e30=\n", " e30=", "e31=", "e30=e30=", "_-8=", "e30==", "="])
  func base64(text: String) throws {
    let json = Self.body(Data()).setting("form", to: .string(text))
    #expect(throws: WireError(.undecodable, path: "form")) { try Self.decode(json) }
  }

  @Test(
    "If a form is not JSON, the error names the path `form`",
    arguments: [
      Data(), Data("{".utf8), Data("{} x".utf8), Data("[]".utf8), Data("1".utf8), Data("null".utf8),
      Data("{\"x\":\"".utf8) + Data([0xFF]) + Data("\"}".utf8), Data(String(repeating: "[", count: 100_000).utf8),
    ])
  func notJSON(form: Data) throws {
    #expect(throws: WireError(.undecodable, path: "form")) { try Self.decode(Self.body(form)) }
  }

  @Test("An error in the form has its path from the message's root")
  func wrongInside() throws {
    let worst = try JSON(Golden.formWorst)
    for path in [
      "service", "child.birthDate", "applicant.relation", "documents.12.kind", "school.bin", "statusCategories",
      "transfer.deregistrationSlip.issuedOn",
    ] {
      let form = try worst.setting(path, to: .string("әзірше жоқ")).data
      if path == "school.bin" { continue }
      #expect(throws: WireError(.undecodable, path: "form.\(path)")) { try Self.decode(Self.body(form)) }
    }
  }

  @Test("A form for a transfer needs the details of a transfer; a form for another service does not")
  func transferDetails() throws {
    for absent in [JSON?.none, .some(.null)] {
      let form = try JSON(Golden.formWorst).setting("transfer", to: absent)
      #expect(throws: WireError(.undecodable, path: "form.transfer")) { try Self.decode(Self.body(form.data)) }
      for service in ["enrolment", "homeSchooling"] {
        let other = try form.setting("service", to: .string(service)).data
        #expect(try Self.decode(Self.body(other)).form.form.transfer == nil)
      }
    }
  }

  @Test("An identifier in a form is read as it is written, even if it is wrong")
  func identifiersAsWritten() throws {
    let form = try Self.decode(Self.body(Data(Golden.formWorst.utf8))).form.form
    #expect(form.applicant.iin == "не число")
    #expect(form.child.iin.isEmpty)
    #expect(form.school.bin == "нет")
    #expect(form.applicant.phone == "8 (701) 000-00-01")
  }
}
