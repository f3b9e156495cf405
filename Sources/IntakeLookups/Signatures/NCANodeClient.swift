import Crypto
import Foundation
import HTTPCalls
import QueueContracts
import Signatures
import Synchronization
import WorkerRuntime

/// A client of NCANode 3 beside the worker: `POST /cms/verify`.
final class NCANodeClient: Sendable {
  private let url: URL
  private let ask: HTTPSend
  private let gate: Bulkhead
  private let patienceSeconds: Double
  private let monitor: ServiceMonitor
  /// The answers that called a CMS valid, so that an application that waits for a register does not ask again each
  /// time.
  private let known = Mutex(LRUCache<SHA256Digest, NCANodeAnswer>(limit: 10_000))

  /// The limit of an answer, far more than one needs; a longer one is cut and then unreadable.
  private static let answerBytes = 1_048_576

  private struct Question: Encodable {
    let cms: String
    let data: String
    let revocationCheck = ["OCSP", "CRL"]
  }

  private struct Unreadable: Error {}

  /// Creates a client.
  ///
  /// - Parameters:
  ///   - url: the address of `/cms/verify`.
  ///   - ask: sends a request, within its own time-out.
  ///   - gate: the bulkhead of the service.
  ///   - patienceSeconds: the time for one answer, waiting for its turn included.
  ///   - monitor: decides whose fault a failure is.
  init(url: URL, ask: @escaping HTTPSend, gate: Bulkhead, patienceSeconds: Double, monitor: ServiceMonitor) {
    self.url = url
    self.ask = ask
    self.gate = gate
    self.patienceSeconds = patienceSeconds
    self.monitor = monitor
  }

  /// Asks about a CMS.
  ///
  /// - Parameters:
  ///   - cms: the CMS in base64.
  ///   - form: the bytes that it should sign.
  ///   - message: the application's name, the same text each time.
  /// - Returns: the node's answer.
  /// - Throws: `MessageHeldUp` if there is none about this CMS, `EnvironmentDown` if NCANode is down,
  ///   `CancellationError`.
  func answer(cms: String, form: Data, for message: String) async throws -> NCANodeAnswer {
    let encoder = JSONEncoder()
    // Sorted, so that the same question is the same bytes, by which it is remembered.
    encoder.outputFormatting = .sortedKeys
    let question = try encoder.encode(Question(cms: cms, data: form.base64EncodedString()))
    let key = SHA256.hash(data: question)
    if let answer = known.withLock({ $0[key] }) { return answer }
    do {
      let answer = try await within(seconds: patienceSeconds) { [self] in
        try await gate.pass { try await judged(question) }
      }
      monitor.answered { [self] in (try? await judged(question)) != nil }
      if answer.isValid { known.withLock { $0[key] = answer } }
      return answer
    } catch let error as CancellationError {
      throw error
    } catch {
      throw await monitor.error(for: message, detail: Self.detail(error))
    }
  }

  private func judged(_ question: Data) async throws -> NCANodeAnswer {
    let answer = try await ask(url, question, nil, Self.answerBytes)
    switch answer.status {
    case 400: return .refused
    case 200:
      guard let judged = NCANodeAnswer(json: answer.body) else { throw Unreadable() }
      return judged
    default: throw HTTPFault.status(answer.status)
    }
  }

  private static func detail(_ error: any Error) -> String {
    switch error {
    case let fault as HTTPFault: fault.detail
    case is Unreadable: "an answer that cannot be read"
    default: "no answer in time"
    }
  }
}

/// NCANode, as asked for one application.
struct NCANodeCall: CMSNode {
  let client: NCANodeClient
  /// The application's id.
  let message: String
  /// True if no CMS is judged without NCANode.
  ///
  /// Otherwise its outage holds up only the applications that need it.
  let isNeededByAll: Bool

  func verify(cms: String, form: Data) async throws -> NCANodeAnswer {
    do {
      return try await client.answer(cms: cms, form: form, for: message)
    } catch let down as EnvironmentDown where !isNeededByAll {
      throw MessageHeldUp(down.what, detail: down.detail)
    }
  }
}
