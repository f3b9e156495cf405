import Foundation
import HTTPCalls
import Signatures
import WorkerRuntime

/// NCANode 3 beside the worker: `POST /cms/verify`.
struct NCANodeClient: CMSNode {
  let url: URL
  /// Within its own time-out.
  let post: HTTPSend
  let gate: Bulkhead
  /// For one answer, waiting for its turn included.
  let patienceSeconds: Double

  /// Far more than an answer needs; a longer one is cut and then unreadable.
  private static let answerBytes = 1_048_576

  private struct Question: Encodable {
    let cms: String
    let data: String
    let revocationCheck = ["OCSP", "CRL"]
  }

  /// Without an answer nobody's GOST signature can be judged: the worker waits, no message's attempts are spent.
  func verify(cms: String, form: Data) async throws -> NCANodeAnswer {
    do {
      let question = try JSONEncoder().encode(Question(cms: cms, data: form.base64EncodedString()))
      return try await within(seconds: patienceSeconds) { try await gate.pass { try await ask(question) } }
    } catch let error as CancellationError {
      throw error
    } catch {
      throw EnvironmentDown("NCANode", detail: (error as? HTTPFault)?.detail ?? "it keeps failing and is not asked now")
    }
  }

  private func ask(_ question: Data) async throws -> NCANodeAnswer {
    let answer = try await post(url, question, nil, Self.answerBytes)
    switch answer.status {
    case 400: return .refused
    case 200:
      guard let judged = NCANodeAnswer(json: answer.body) else { throw HTTPFault.status(200) }
      return judged
    default: throw HTTPFault.status(answer.status)
    }
  }
}
