import Admission
import QueueContracts
import WorkerRuntime

extension SignatureFact {
  /// The outcome of an application that cannot be judged because of its signature; nil if it can be judged.
  var outcome: Outcome? {
    switch self {
    case .genuine, .invalid, .otherSigner: nil
    case .unsupported(let finding): .park(.signatureUnsupported, detail: finding)
    case .unknown(let finding): .retry(reason: "signature: \(finding)", orPark: .attemptsSpent)
    }
  }
}
