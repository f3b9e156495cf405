import Foundation
import QueueContracts

/// One application of the sample, ready to be written down.
struct SampleApplication {
  let scenario: SampleScenario
  let message: ApplicationSubmitted
  let documents: [SampleDocument]
}

/// Makes made-up families and what they apply for, one after another.
///
/// The same seed makes the same town; only its signatures differ, because their keys are made anew.
struct SampleTown {
  let seed: UInt64
  let firstSubmission: Timestamp
  let signatures: SampleSignatures
  var registers = SampleRegisters()
  var population = SamplePopulation()
  /// What later cases of the same round refer to.
  var firstFamily: SampleFamily?
  var lastTransfer: TransferDetails?

  init(seed: UInt64, firstSubmission: Timestamp) throws {
    (self.seed, self.firstSubmission) = (seed, firstSubmission)
    signatures = try SampleSignatures()
  }

  /// Counts submissions and ages from it.
  var year: Int { firstSubmission.day.year }

  /// - Parameter index: from 0, each once and in order.
  mutating func application(_ index: Int) throws -> SampleApplication {
    let scenario = SampleScenario.allCases[index % SampleScenario.allCases.count]
    var random = SampleRandom(seed: seed, stream: UInt64(index))
    var draft = draft(scenario, index: index, &random)
    let documents = draft.kinds.map {
      SampleDocument($0, label: "seed \(seed), application \(index + 1)", random: &random)
    }
    draft.form.documents = documents.map(\.attached)
    let submittedAt = draft.submittedAt ?? firstSubmission.adding(seconds: Int64(index) * 20)
    let form = SignedForm(draft.form)
    let message = ApplicationSubmitted(
      applicationId: ApplicationID(uuid: UUID(version5: "sample \(seed)/\(index)", namespace: Self.namespace)),
      number: number(index), submittedAt: submittedAt, form: form,
      signature: try signatures.sign(form, by: scenario.means, submittedAt: submittedAt))
    return SampleApplication(scenario: scenario, message: message, documents: documents)
  }

  private func number(_ index: Int) -> ApplicationNumber {
    let digits = String(index + 1)
    let text = "9\(seed)-" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    guard let number = ApplicationNumber(text) else { preconditionFailure("\(text) is no application number") }
    return number
  }

  private static let namespace = UUID(version5: "qabyldau.sample", namespace: .zeros)
}
