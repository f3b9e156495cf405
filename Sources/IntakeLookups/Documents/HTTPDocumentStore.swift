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
    // Some stores answer so about one damaged object (500), or about a missing one if the caller may not list (403).
    default: throw DocumentFault(detail: HTTPFault.status(answer.status).detail)
    }
  }

  func isPresent() async -> Bool {
    guard let url = base.url([String]()) else { return false }
    return (try? await get(url, 1))?.isSignOfLife ?? false
  }
}
