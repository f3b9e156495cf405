import Foundation
import HTTPCalls

/// Documents behind an HTTP service: `GET {base}/{reference}`.
struct HTTPDocumentStore: DocumentStore {
  let base: HTTPBase
  let get: HTTPGet

  func content(of reference: String, atMost limit: Int) async throws -> Data? {
    guard let reference = DocumentReference(reference), let url = base.url(reference.segments) else { return nil }
    let answer: HTTPAnswer
    do {
      answer = try await get(url, limit)
    } catch let fault as HTTPFault {
      throw DocumentFault(detail: fault.detail)
    }
    switch answer.status {
    case 200: return answer.body
    case 400, 404, 410, 414: return nil
    // Other statuses count as a fault of this document alone, because they need not mean that the store is down. Some
    // stores answer 500 for a damaged object. If the caller may not list objects, some answer 403 for a missing object.
    default: throw DocumentFault(detail: HTTPFault.status(answer.status).detail)
    }
  }

  func isPresent() async -> Bool { await base.showsLife(get) }
}
