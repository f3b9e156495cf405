import Crypto
import Foundation
import QueueContracts
import WorkerRuntime

/// The files and forms around the workers in a test: schools, registers, documents, families.
package enum TestFiles {
  package static let schools = """
    bin,name_kk,name_ru,name_en,kind
    950341000052,№ 1 мектеп,Школа № 1,School No. 1,general
    961141000023,№ 2 мектеп,Школа № 2,School No. 2,general
    """
  package static let registers = """
    {"civil-registration": {}, "social-assistance": {}, "unemployment": {}, "guardianship": {}}
    """

  package struct Document: Sendable {
    package let kind: DocumentKind
    package let content: Data
    package let mediaType: String
    package var reference: String { kind.rawValue }

    package var attached: AttachedDocument {
      AttachedDocument(
        kind: kind, reference: reference, fileName: nil, mediaType: mediaType, size: content.count,
        sha256: SHA256.hash(data: content).hexDigits)
    }
  }

  /// One good document of every kind.
  package static let documents: [Document] = DocumentKind.allCases.map { kind in
    kind == .photo
      ? Document(kind: kind, content: photo, mediaType: "image/png")
      : Document(kind: kind, content: Data("%PDF-1.4\n% \(kind.rawValue)\n%%EOF\n".utf8), mediaType: "application/pdf")
  }

  /// A PNG whose header states 360 × 480 pixels, and which contains no picture.
  private static let photo: Data = {
    func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
      let length = UInt32(content.count)
      return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + Array(type.utf8) + content + [0, 0, 0, 0]
    }
    let header: [UInt8] = [0, 0, 1, 104, 0, 0, 1, 224, 8, 0, 0, 0, 0]
    return Data(
      [137, 80, 78, 71, 13, 10, 26, 10] + chunk("IHDR", header) + chunk("IDAT", [0]) + chunk("IEND", []))
  }()

  package static func attached(_ kinds: [DocumentKind]) -> [AttachedDocument] {
    kinds.map { kind in documents.first { $0.kind == kind }!.attached }
  }
}

/// Synthetic families.
package enum Families {
  package static let school = "950341000052"
  package static let otherSchool = "961141000023"

  /// The IIN of the child or adult with this number.
  package static func iin(_ number: Int, adult: Bool = false) -> String {
    let day = CivilDate(adult ? "1985-01-01" : "2019-01-01")!.adding(days: number / 9000 * 7)
    for serial in (number % 9000)... {
      if let iin = IIN(birthDate: day, female: true, serial: serial) { return iin.digits }
    }
    preconditionFailure("there is always one")
  }

  /// An enrolment that is accepted.
  package static func enrolment(_ number: Int, _ change: (inout ApplicationForm) -> Void = { _ in })
    -> ApplicationSubmitted
  {
    var form = ApplicationForm(
      service: .enrolment, language: .kk,
      applicant: Applicant(
        iin: iin(number * 2, adult: true), familyName: "Әбдіғаппарова", givenName: "Гүлнәр", relation: .parent),
      child: Child(
        iin: iin(number * 2), familyName: "Әбдіғаппарова", givenName: "Айша", birthDate: CivilDate("2019-01-01")!),
      school: SchoolReference(bin: school), grade: 1, instructionLanguage: "kk", consentToDataAccess: true,
      documents: TestFiles.attached([.birthCertificate, .photo, .healthForm063, .healthForm026]))
    change(&form)
    return application(number, form)
  }

  /// A transfer that is accepted.
  package static func transfer(_ number: Int, _ change: (inout ApplicationForm) -> Void = { _ in })
    -> ApplicationSubmitted
  {
    enrolment(number) { form in
      form.service = .transfer
      form.grade = 5
      form.documents = TestFiles.attached([.identityDocument, .deregistrationSlip])
      form.transfer = TransferDetails(
        fromSchool: SchoolReference(bin: otherSchool),
        identityDocument: IdentityDocument(type: .identityCard, number: "012345678"),
        deregistrationSlip: DeregistrationSlip(
          number: "S-\(number)", issuedOn: CivilDate("2026-06-10")!, childIin: form.child.iin,
          fromSchoolBin: otherSchool, grade: 5))
      change(&form)
    }
  }

  /// An application that depends on the number's last digit: 0 is a refused enrolment, 1 and 2 are transfers, and the
  /// other digits are accepted enrolments.
  package static func mixed(_ number: Int) -> ApplicationSubmitted {
    switch number % 10 {
    case 0: enrolment(number) { $0.documents = TestFiles.attached([.birthCertificate, .photo]) }
    case 1, 2: transfer(number)
    default: enrolment(number)
    }
  }

  package static func application(_ number: Int, _ form: ApplicationForm) -> ApplicationSubmitted {
    let (submittedAt, signed) = (Timestamp("2026-04-01T09:00:00+05:00")!, SignedForm(form))
    return ApplicationSubmitted(
      applicationId: ApplicationID(uuid: UUID()), number: ApplicationNumber("\(10_100_000_001_000 + number)")!,
      submittedAt: submittedAt, form: signed, signature: TestSigning.attestation(of: signed, at: submittedAt))
  }
}

extension Contract {
  /// The message with this body, under a new id or the given id.
  package func message(id: String = UUID().uuidString.lowercased(), headers: [String: HeaderValue] = [:])
    -> BrokerMessage
  {
    BrokerMessage(
      id: id, type: Self.type, contentType: WireCodec.contentType, correlationId: applicationId.description,
      appId: "test", headers: headers, body: WireCodec.encode(self))
  }
}
