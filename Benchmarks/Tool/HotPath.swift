import Admission
import CitizenTexts
import Foundation
import IntakeLookups
import QueueContracts
import WorkerRuntime

/// A piece of the work that a worker does for every message, measured alone.
enum HotPath: String, CaseIterable {
  /// A submitted application is read from its body.
  case decode
  /// The school's request and the family's update are written.
  case encode
  /// The rules of intake are applied, and the grounds of the judgement, which the store keeps, are encoded.
  case rules
  /// An attestation (ES256) is judged.
  case attestation
  /// A CMS signature is judged, including the issuer of its certificate and the revocation list.
  case cms
  /// State registers are looked up in a file, and documents in a folder are opened and compared.
  case documents
  /// A family's entry is written in three languages.
  case letter

  /// Repeats the piece of work, for one application after another.
  func run(_ repetitions: Int, on stage: HotPathStage) async throws {
    for number in 0..<repetitions { try await once(number, on: stage) }
  }

  private func once(_ number: Int, on stage: HotPathStage) async throws {
    let place = number % stage.cases.count
    let matter = stage.cases[place]
    switch self {
    case .decode:
      keep(try WireCodec.decode(ApplicationSubmitted.self, from: matter.body).form.bytes.count)
    case .encode:
      keep(Output(matter.request, routingKey: RoutingKey.schoolAdmissionRequested(Corpus.school)).body.count)
      keep(Output(matter.update).body.count)
    case .rules:
      let submission = Submission(
        form: matter.application.form.form, facts: matter.facts, edition: .builtIn,
        submittedAt: matter.application.submittedAt)
      guard case .judged(let reasons) = IntakeRules.judge(submission) else { throw UsageError("a register is awaited") }
      keep(
        Judgement(
          application: matter.application.applicationId, edition: submission.edition.name, judgedAt: stage.time,
          grounds: Grounds(submission, reasons: reasons)
        ).encodedGrounds.utf8.count)
    case .attestation: keep(try await genuine(stage.lookups.signatureFacts(of: matter.application)))
    case .cms: keep(try await genuine(stage.lookups.signatureFacts(of: stage.signedByCMS[place])))
    case .documents:
      keep(try await stage.lookups.facts(of: matter.application, knowing: matter.signed).documents.count)
    case .letter:
      keep(stage.texts.entry(matter.update, id: matter.message, postedAt: stage.time).text.kk.utf8.count)
    }
  }

  /// - Throws: ``UsageError`` if the signature is not genuine, because judging such a signature is less work.
  private func genuine(_ facts: Facts) throws -> Int {
    guard facts.signature == .genuine else { throw UsageError("a signature of the corpus is \(facts.signature)") }
    return facts.documents.count
  }
}

/// Keeps the optimiser from removing work whose result is not used.
@inline(never) private func keep(_ number: Int) { precondition(number >= 0) }
