import Foundation
import QueueContracts
import WorkerRuntime

/// Tells the meals office which children may eat free of charge: those of families with targeted social assistance.
struct Meals: Worker {
  typealias Keys = NoLedger.Keys
  let name = "meals"
  let queue = "admission.meals"

  func decode(type: String, body: Data) throws(WireError) -> SchoolAdmissionRequested {
    guard type == SchoolAdmissionRequested.type else { throw WireError(.unknownType, path: "") }
    return try WireCodec.decode(SchoolAdmissionRequested.self, from: body)
  }

  func decide(_ request: SchoolAdmissionRequested, in ledger: inout NoLedger) -> Outcome {
    guard request.statusCategories.contains(.targetedSocialAssistance) else { return .completed([]) }
    return .completed([Output(MealsRequested(request))])
  }

  /// The worker's own queues, and the queue from which the meals office reads the worker's messages.
  static func topology(_ retries: RetryLadder) -> Topology {
    Topology.reader(
      "admission.meals", boundBy: ["school.admissionRequested.*"], retryLadderSeconds: retries.stepSeconds
    )
    .and(.reader("admission.meals.office", boundBy: ["meals.requested"]))
  }
}
