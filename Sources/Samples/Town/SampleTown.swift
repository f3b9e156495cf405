import Foundation
import QueueContracts

/// One application of the sample, ready to be written to files.
package struct SampleApplication: Sendable {
  package let scenario: SampleScenario
  package let message: ApplicationSubmitted
  package let documents: [SampleDocument]
}

/// Makes made-up families and their applications, one after another.
///
/// The same seed makes the same town; only its signatures differ, because their keys are made anew.
package struct SampleTown: Sendable {
  package let seed: UInt64
  package let firstSubmission: Timestamp
  package let signatures: SampleSignatures
  package var registers = SampleRegisters()
  package var population = SamplePopulation()
  /// The family of the latest `enrolmentKazakh` case; the case `duplicate` applies for this family's child again.
  var latestFamily: SampleFamily?
  var lastTransfer: TransferDetails?
  /// The drafts that the sandbox sends before its families apply, each with the index of the application that needs it.
  package var earlier: [(draft: SampleDraft, index: Int)] = []

  package init(seed: UInt64, firstSubmission: Timestamp) throws {
    self.seed = seed
    self.firstSubmission = firstSubmission
    signatures = try SampleSignatures()
  }

  /// The year of the first submission, from which ages are counted.
  package var year: Int { firstSubmission.day.year }

  /// Makes up the next application.
  ///
  /// - Parameter index: the number of the application; call this function with 0, 1, 2 and so on.
  /// - Returns: the application and its documents.
  /// - Throws: an error of the signing library, which does not occur with the keys that are made here.
  package mutating func application(_ index: Int) throws -> SampleApplication {
    let scenario = SampleScenario.allCases[index % SampleScenario.allCases.count]
    var random = SampleRandom(seed: seed, stream: UInt64(index))
    let draft = draft(scenario, index: index, &random)
    let submittedAt = draft.submittedAt ?? firstSubmission.adding(seconds: Int64(index) * 20)
    let (message, documents) = try signed(
      draft, by: scenario.means, index: index, submittedAt: submittedAt, &random)
    return SampleApplication(scenario: scenario, message: message, documents: documents)
  }

  /// Makes the documents of a draft and signs its form.
  package func signed(
    _ draft: SampleDraft, by means: SampleScenario.Means, index: Int, submittedAt: Timestamp,
    _ random: inout SampleRandom
  ) throws -> (message: ApplicationSubmitted, documents: [SampleDocument]) {
    var draft = draft
    let documents = draft.kinds.map {
      SampleDocument(
        $0, label: "seed \(seed), application \(index + 1)", flaw: draft.flaws[$0], random: &random)
    }
    draft.form.documents = documents.map(\.attached)
    let form = SignedForm(draft.form)
    let message = ApplicationSubmitted(
      applicationId: ApplicationID(uuid: UUID(version5: "sample \(seed)/\(index)", namespace: Self.namespace)),
      number: number(index), submittedAt: submittedAt, form: form,
      signature: try signatures.sign(
        form, by: means, signer: draft.signer?.iin ?? draft.form.applicant.iin, submittedAt: submittedAt))
    return (message, documents)
  }

  private func number(_ index: Int) -> ApplicationNumber {
    let digits = String(index + 1)
    let text = "9\(seed)-" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    guard let number = ApplicationNumber(text) else { preconditionFailure("\(text) is no application number") }
    return number
  }

  private static let namespace = UUID(version5: "qabyldau.sample", namespace: .zeros)
}
