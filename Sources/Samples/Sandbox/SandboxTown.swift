import Foundation
import QueueContracts

/// The families of the sandbox, one for each situation, and the applications that have to be sent before theirs.
package struct SandboxTown: Sendable {
  package struct Family: Sendable {
    package let situation: Situation
    package let message: ApplicationSubmitted
    package let documents: [SampleDocument]
  }

  /// The families in the order of the situations.
  package let families: [Family]
  /// Applications that the sandbox sends when it starts.
  package let earlier: [ApplicationSubmitted]
  package let signatures: SampleSignatures
  package let registers: SampleRegisters
  /// A good document of every kind, for a portal's own forms.
  package let documents: [SampleDocument]
  /// Every file that a form of the sandbox may name.
  package let allDocuments: [SampleDocument]

  /// The same seed gives the same families for the same year; only the signatures differ each time.
  private static let seed: UInt64 = 15

  /// Makes up one family for each situation.
  ///
  /// - Parameter start: the time at which the sandbox's clock begins and the applications are submitted.
  /// - Throws: an error of the signing library, which does not occur with the keys that are made here.
  package init(start: Timestamp) throws {
    var town = try SampleTown(seed: Self.seed, firstSubmission: start)
    var families: [Family] = []
    for (index, situation) in Situation.allCases.enumerated() {
      var random = SampleRandom(seed: Self.seed, stream: UInt64(index))
      let draft = town.draft(situation, index: index, &random)
      let (message, documents) = try town.signed(
        draft, by: situation.means, index: index, submittedAt: draft.submittedAt ?? start, &random)
      families.append(Family(situation: situation, message: message, documents: documents))
    }
    var random = SampleRandom(seed: Self.seed, stream: 1000)
    var (earlier, files): ([ApplicationSubmitted], [SampleDocument]) = ([], [])
    for (draft, index) in town.earlier {
      let (message, documents) = try town.signed(
        draft, by: .sms, index: 1000 + index, submittedAt: start.adding(seconds: -3600), &random)
      earlier.append(message)
      files += documents
    }
    self.families = families
    self.earlier = earlier
    signatures = town.signatures
    registers = town.registers
    let good = DocumentKind.allCases.map { SampleDocument($0, label: "the sandbox", random: &random) }
    documents = good
    allDocuments = families.flatMap(\.documents) + files + good
  }
}
