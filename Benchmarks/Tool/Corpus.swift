import Foundation
import QueueContracts
import Samples

/// Made-up applications for measuring, and the documents, registers, schools and keys that they are judged by.
///
/// `messages.tsv` has a line for each application: message id, application id, whether it is accepted (1 or 0), body.
/// Every twentieth application is refused, each time for the next of several reasons; the others are accepted. The
/// registers know every fourth family of the first 20,000, so that a worker's memory does not grow with the number of
/// messages.
struct Corpus {
  /// How the forms are signed.
  enum SigningMethod: String {
    case sms, eds
  }

  static let school = "950341000052"
  private static let namespace = UUID(
    version5: "qabyldau.benchmark", namespace: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))

  let folder: URL
  let signingMethod: SigningMethod

  /// Writes `count` applications, every twentieth with a fault.
  func write(_ count: Int) throws {
    let signing = try CorpusSigning(signingMethod)
    let documents = try CorpusDocuments(folder: folder)
    var registers = CorpusRegisters()
    var families = CorpusFamilies()
    let messages = folder.appending(path: "messages.tsv")
    try Data().write(to: messages)
    let file = try FileHandle(forWritingTo: messages)
    var last: CorpusApplication?
    var lines = Data()
    for index in 0..<count {
      var application = CorpusApplication(index: index, family: families.next(), documents: documents)
      if index % 20 == 19, let last { application.deviate(index / 20, from: last, documents: documents) }
      registers.note(application, index: index)
      let message = try application.message(signedBy: signing, id: ApplicationID(uuid: Self.id("a\(index)")))
      lines += Data("\(MessageID(uuid: Self.id("m\(index)")))\t\(message.applicationId)\t".utf8)
      lines += Data("\(application.isAccepted ? 1 : 0)\t".utf8) + WireCodec.encode(message) + Data("\n".utf8)
      last = application
      if lines.count > 1 << 20 {
        try file.write(contentsOf: lines)
        lines.removeAll(keepingCapacity: true)
      }
    }
    try file.write(contentsOf: lines)
    try file.close()
    try write("registers.json", registers.json)
    try write(
      "schools.csv", Data("bin,name_kk,name_ru,name_en,kind\n\(Self.school),Мектеп,Школа,School,general\n".utf8))
    for (name, text) in try signing.files { try write(name, Data(text.utf8)) }
  }

  private func write(_ name: String, _ content: Data) throws {
    try content.write(to: folder.appending(path: name))
  }

  private static func id(_ name: String) -> UUID { UUID(version5: name, namespace: namespace) }
}

/// Signs forms with keys that are made for this run and not kept.
struct CorpusSigning {
  let method: Corpus.SigningMethod
  private let authority: SampleAuthority
  private let portal = SamplePortal()

  init(_ method: Corpus.SigningMethod) throws {
    self.method = method
    authority = try SampleAuthority()
  }

  /// The files by which a worker verifies the signatures.
  var files: [(name: String, text: String)] {
    get throws {
      [
        ("sms-attestation-keys.pem", portal.publicKey), ("eds-trust-roots.pem", try authority.roots()),
        ("eds-crls.pem", try authority.emptyLists()),
      ]
    }
  }

  /// A signature over the bytes by the person of this IIN, a minute before the submission.
  func sign(_ bytes: Data, iin: String, phone: String, submittedAt: Timestamp) throws -> Signature {
    let time = submittedAt.adding(seconds: -60)
    switch method {
    case .sms:
      let claims = SamplePortal.Claims(iin: iin, phone: phone, form: bytes, at: time.milliseconds / 1000)
      return .sms(attestation: try portal.attest(claims))
    case .eds:
      return .eds(cms: try authority.signer(try SampleCertificate(iin: iin)).sign(bytes, at: time.date))
    }
  }
}
