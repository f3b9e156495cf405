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
  func answer(of register: Register, about iin: IIN) async -> Lookup<Data>
}
