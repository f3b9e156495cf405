import Admission
import Foundation
import QueueContracts

/// The state registers (contract 5).
///
/// An outage is answered by `unavailable`, which must not be taken for `notFound`.
protocol RegisterSource: Sendable {
  /// Asks a register about a person.
  ///
  /// A found record is the bytes of a JSON object, which are not checked yet.
  ///
  /// - Throws: `QuestionPace.Crowded` if a rate limit leaves no time for the question.
  func answer(of register: Register, about iin: IIN) async throws(QuestionPace.Crowded) -> Lookup<Data>
}
