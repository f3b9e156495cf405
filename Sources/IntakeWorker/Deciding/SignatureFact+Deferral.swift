import Admission
import QueueContracts
import WorkerRuntime

extension SignatureFact {
  /// Why the application is not judged now; nil where it is.
  var deferral: Deferral? {
    switch self {
    case .genuine, .invalid, .otherSigner: nil
    case .unsupported(let finding): .park(.signatureUnsupported, detail: finding)
    case .unknown(let finding): .retry(reason: "signature: \(finding)", orPark: .attemptsSpent)
    }
  }
}
