import Foundation
import QueueContracts

/// One application of the corpus, before it is signed.
struct CorpusApplication {
  /// The fault of every twentieth application.
  enum Deviation: CaseIterable {
    case windowClosed, documentMissing, duplicate, notParent, wrongIIN, wrongPhoto, otherHash, noConsent, otherForm
    case otherSigner, reusedSignature
  }

  private static let firstSubmission = Timestamp(milliseconds: 1_775_016_000_000)  // 2026-04-01T09:00:00+05:00

  let family: CorpusFamily
  let index: Int
  var form: ApplicationForm
  var submittedAt: Timestamp
  private(set) var deviation: Deviation?
  var isAccepted: Bool { deviation == nil }

  init(index: Int, family: CorpusFamily, documents: CorpusDocuments) {
    self.index = index
    self.family = family
    submittedAt = Self.firstSubmission.adding(seconds: Int64(index / 50 % 80_000))
    form = ApplicationForm(
      service: .enrolment, language: [.kk, .ru, .en][index % 3],
      applicant: Applicant(
        iin: family.parent, familyName: "Сынақова", givenName: "Айгүл", patronymic: "Сынаққызы", relation: .parent,
        phone: family.phone),
      child: Child(
        iin: family.child, familyName: "Сынақов", givenName: "Әлихан", patronymic: nil, birthDate: family.birthDate),
      school: SchoolReference(bin: Corpus.school), grade: 1, instructionLanguage: "kk",
      statusCategories: [.unemployedParents], consentToDataAccess: true, documents: documents.set(index))
  }

  /// Gives the application a fault.
  ///
  /// - Parameters:
  ///   - number: chooses the deviation, modulo the number of deviations.
  ///   - last: the application before this one; it has no fault.
  ///   - documents: the documents to choose from.
  mutating func deviate(_ number: Int, from last: CorpusApplication, documents: CorpusDocuments) {
    let deviation = Deviation.allCases[number % Deviation.allCases.count]
    self.deviation = deviation
    switch deviation {
    case .windowClosed: submittedAt = submittedAt.adding(seconds: -40 * 86_400)
    case .documentMissing: form.documents.removeAll { $0.kind == .healthForm063 }
    case .duplicate: (form.applicant, form.child) = (last.form.applicant, last.form.child)
    case .wrongIIN:
      let digits = form.applicant.iin
      form.applicant.iin = digits.dropLast() + (digits.last == "1" ? "2" : "1")
    case .wrongPhoto: form.documents = form.documents.map { $0.kind == .photo ? documents.lyingPhoto : $0 }
    case .otherHash:
      form.documents = form.documents.map { document in
        var changed = document
        if document.kind == .healthForm026 { changed.sha256 = String(repeating: "0", count: 64) }
        return changed
      }
    case .noConsent: form.consentToDataAccess = false
    case .reusedSignature:
      form = last.form
      submittedAt = last.submittedAt
    case .notParent, .otherForm, .otherSigner: break
    }
  }

  /// Signs the application, correctly unless the deviation is a wrong signature.
  func message(signedBy signing: CorpusSigning, id: ApplicationID) throws -> ApplicationSubmitted {
    let signed = SignedForm(form)
    let bytes = deviation == .otherForm ? signed.bytes + Data(" ".utf8) : signed.bytes
    let signer = deviation == .otherSigner ? family.child : form.applicant.iin
    guard let number = ApplicationNumber(String(10_100_000_000_001 + index)) else {
      preconditionFailure("a number of digits")
    }
    return ApplicationSubmitted(
      applicationId: id, number: number, submittedAt: submittedAt, form: signed,
      signature: try signing.sign(bytes, iin: signer, phone: form.applicant.phone ?? "", submittedAt: submittedAt))
  }
}

/// A parent and a child, made up.
struct CorpusFamily {
  let parent: String
  let child: String
  let birthDate: CivilDate
  let phone: String
}

/// Makes families that share no number.
struct CorpusFamilies {
  private var number = 0

  mutating func next() -> CorpusFamily {
    while true {
      let (day, serial) = (number % 336, number / 336)
      number += 1
      let (month, date) = (day / 28 + 1, day % 28 + 1)
      guard let birth = CivilDate(year: 2019, month: month, day: date),
        let parentsBirth = CivilDate(year: 1985 + serial / 10_000, month: month, day: date),
        let child = IIN(birthDate: birth, female: serial >= 10_000, serial: serial % 10_000),
        let parent = IIN(birthDate: parentsBirth, female: true, serial: serial % 10_000)
      else { continue }
      let digits = String(number % 10_000_000)
      return CorpusFamily(
        parent: parent.digits, child: child.digits, birthDate: birth,
        phone: "+7701" + String(repeating: "0", count: 7 - digits.count) + digits)
    }
  }
}

/// What the state registers say of some of the families.
struct CorpusRegisters {
  private var civil: [String: Birth] = [:]
  private var unemployment: [String: [String: String]] = [:]

  private struct Birth: Encodable {
    let parents: [String]
    let birthDate: CivilDate
  }

  private struct Content: Encodable {
    let civil: [String: Birth]
    let unemployment: [String: [String: String]]

    private enum CodingKeys: String, CodingKey {
      case civil = "civil-registration"
      case unemployment
    }
  }

  mutating func note(_ application: CorpusApplication, index: Int) {
    let family = application.family
    if application.deviation == .notParent {
      civil[family.child] = Birth(parents: ["850101300004"], birthDate: family.birthDate)
    } else if index % 4 == 0 && index < 20_000 {
      civil[family.child] = Birth(parents: [family.parent], birthDate: family.birthDate)
      unemployment[family.parent] = [:]
    }
  }

  var json: Data { WireCodec.encode(Content(civil: civil, unemployment: unemployment)) }
}
