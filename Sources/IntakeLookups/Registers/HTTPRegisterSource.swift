import Admission
import Foundation
import HTTPCalls
import Logging
import QueueContracts
import WorkerBase

/// Registers behind HTTP: `GET {base}/civil-registration/{childIin}` and so on (`docs/registers.openapi.yaml`).
struct HTTPRegisterSource: RegisterSource {
  /// The limit of a record in bytes, far more than any record needs; a longer record is cut and cannot be read.
  private static let recordBytes = 65_536

  private let base: HTTPBase
  private let get: HTTPGet
  private let gates: [Register: Bulkhead]
  private let paces: [Register: QuestionPace]
  private let patienceSeconds: Double

  /// Creates a source.
  ///
  /// - Parameters:
  ///   - base: the base address of the registers.
  ///   - get: sends a request, within its own time-out.
  ///   - patienceSeconds: the time for one answer, including the wait for a slot. It keeps a slow register from using
  ///     up the time for judging an application.
  ///   - pace: makes the rate limit of each register; nil if the register has none.
  ///   - gate: makes the bulkhead of each register.
  init(
    base: HTTPBase, get: @escaping HTTPGet, patienceSeconds: Double, pace: (Register) -> QuestionPace? = { _ in nil },
    gate: (Register) -> Bulkhead
  ) {
    self.base = base
    self.get = get
    self.patienceSeconds = patienceSeconds
    paces = Dictionary(
      uniqueKeysWithValues: Register.allCases.compactMap { register in pace(register).map { (register, $0) } })
    gates = Dictionary(uniqueKeysWithValues: Register.allCases.map { ($0, gate($0)) })
  }

  func answer(of register: Register, about iin: IIN) async throws(QuestionPace.Crowded) -> Lookup<Data> {
    guard let gate = gates[register], let url = base.url([register.rawValue, iin.digits]) else { return .unavailable }
    do {
      return try await within(seconds: patienceSeconds) {
        // Waiting for the rate limit may take half of the time; the other half is left for the question itself.
        try await paces[register]?.turn(within: patienceSeconds / 2)
        return try await gate.pass { try await ask(url) }
      }
    } catch let error as QuestionPace.Crowded {
      throw error
    } catch {
      return .unavailable
    }
  }

  private func ask(_ url: URL) async throws -> Lookup<Data> {
    let answer = try await get(url, Self.recordBytes)
    switch answer.status {
    case 200: return .found(answer.body)
    case 404: return .notFound
    default: throw HTTPFault.status(answer.status)
    }
  }
}
