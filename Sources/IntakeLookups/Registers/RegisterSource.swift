import Admission
import Foundation
import QueueContracts

/// The state registers (contract 5).
///
/// The answer is a tri-state: an outage is never "not found".
protocol RegisterSource: Sendable {
  /// What the register holds about a person: a JSON object, as bytes that are not judged yet.
  func answer(of register: Register, about iin: IIN) async -> Lookup<Data>
}
