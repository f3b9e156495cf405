import Admission
import Foundation
import QueueContracts

/// The state registers (contract 5).
///
/// The answer has three states: an outage is never "not found".
protocol RegisterSource: Sendable {
  /// Asks a register about a person.
  ///
  /// A record is a JSON object, as bytes that are not checked yet.
  func answer(of register: Register, about iin: IIN) async -> Lookup<Data>
}
