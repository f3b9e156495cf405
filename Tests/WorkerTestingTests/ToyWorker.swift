import Foundation
import QueueContracts
import WorkerRuntime
import WorkerTesting

/// A worker that counts withdrawals by applicant, and sends each withdrawal on.
struct ToyWorker: Worker {
  let name = "toy"
  let queue = "admission.toy"
  /// Runs with the applicant's IIN when a withdrawal is judged; a test lets it throw an error.
  var judgement: @Sendable (String) throws -> Void = { _ in }

  func decode(type: String, body: Data) throws(WireError) -> ApplicationWithdrawn {
    guard type == ApplicationWithdrawn.type else { throw WireError(.unknownType, path: "") }
    return try WireCodec.decode(ApplicationWithdrawn.self, from: body)
  }

  func judge(_ message: Incoming<ApplicationWithdrawn>) async throws -> ApplicationWithdrawn {
    try judgement(message.body.applicantIin)
    return message.body
  }

  func keys(of proposals: [ApplicationWithdrawn]) -> [String] { proposals.map(\.applicantIin) }

  func decide(_ proposal: ApplicationWithdrawn, in ledger: inout [String: Int]) -> Outcome {
    ledger[proposal.applicantIin, default: 0] += 1
    return .completed([Output(proposal, routingKey: "toy.said")])
  }
}

extension ApplicationWithdrawn {
  /// A withdrawal of a made-up applicant, with the same values each time.
  static func of(_ applicant: String) -> ApplicationWithdrawn {
    ApplicationWithdrawn(
      applicationId: StoreSample.id(1), applicantIin: applicant, withdrawnAt: Timestamp(milliseconds: 0))
  }
}

extension Publication {
  static func of(_ applicant: String, number: Int) -> Publication {
    Publication(sending: ApplicationWithdrawn.of(applicant), id: StoreSample.message(number))
  }
}
