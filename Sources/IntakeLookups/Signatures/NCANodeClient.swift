import Crypto
import Foundation
import HTTPCalls
import QueueContracts
import Signatures
import Synchronization
import WorkerBase
import WorkerRuntime

/// A client of NCANode 3: `POST /cms/verify`.
final class NCANodeClient: Sendable {
  private let url: URL
  private let ask: HTTPSend
  private let gate: Bulkhead
  private let patienceSeconds: Double
  private let monitor: ServiceMonitor
  /// NCANode's answers that a CMS is valid, by the hash of the request.
  ///
  /// Thanks to these answers, an application that waits for a register does not ask NCANode each time that it comes.
  private let known = Mutex(LRUCache<SHA256Digest, NCANodeAnswer>(limit: 10_000))

  /// The limit of an answer in bytes, far more than any answer needs; a longer answer is cut and cannot be read.
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
  ///   - gate: the bulkhead for NCANode.
  ///   - patienceSeconds: the time for one answer, including the wait for a slot.
  ///   - monitor: decides whether a failure is the message's own or an outage of NCANode.
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
  ///   - form: the bytes that the CMS should sign.
  ///   - message: the application's id as a text, the same each time that the application comes.
  /// - Returns: NCANode's answer.
  /// - Throws: `MessageHeldUp` if NCANode gives no answer about this CMS, `EnvironmentDown` if it is down,
  ///   `CancellationError`.
  func answer(cms: String, form: Data, for message: String) async throws -> NCANodeAnswer {
    let encoder = JSONEncoder()
    // The JSON keys are sorted, so that the same request always has the same bytes. Their hash is its key in the cache.
    encoder.outputFormatting = .sortedKeys
    let question = try encoder.encode(Question(cms: cms, data: form.base64EncodedString()))
    let key = SHA256.hash(data: question)
    if let answer = known.withLock({ $0[key] }) { return answer }
    do {
      let answer = try await within(seconds: patienceSeconds) { [self] in
        try await gate.pass { try await judged(question) }
      }
      monitor.noteAnswer { [self] in (try? await judged(question)) != nil }
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

/// NCANode's client, with the application whose CMS is to be verified.
struct NCANodeCall: CMSNode {
  let client: NCANodeClient
  /// The application's id.
  let message: String
  /// True if every CMS goes to NCANode.
  ///
  /// If false, an outage of NCANode holds up only the applications that need NCANode.
  let isNeededByAll: Bool

  func verify(cms: String, form: Data) async throws -> NCANodeAnswer {
    do {
      return try await client.answer(cms: cms, form: form, for: message)
    } catch let down as EnvironmentDown where !isNeededByAll {
      throw MessageHeldUp(down.what, detail: down.detail)
    }
  }
}
