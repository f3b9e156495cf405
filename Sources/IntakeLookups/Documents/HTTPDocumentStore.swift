import Foundation
import HTTPCalls
import WorkerRuntime

/// Documents of an HTTP service: `GET {base}/{reference}`.
struct HTTPDocumentStore: DocumentStore {
  let base: HTTPBase
  let get: HTTPGet

  func content(of reference: String, atMost limit: Int) async throws -> Data? {
    guard let reference = DocumentReference(reference), let url = base.url(reference.segments) else { return nil }
    let answer: HTTPAnswer
    do {
      answer = try await get(url, limit)
    } catch let fault as HTTPFault {
      throw EnvironmentDown.documentStore(fault.detail)
    }
    switch answer.status {
    case 200: return answer.body
    // What the store says of this reference alone. Taken for an outage, one citizen's odd reference (400, 414) would
    // stop the applications of all.
    case 400, 404, 410, 414: return nil
    default: throw EnvironmentDown.documentStore(HTTPFault.status(answer.status).detail)
    }
  }
}
