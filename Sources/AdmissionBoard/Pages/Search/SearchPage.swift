import Foundation
import HTTPTypes
import Operations
import QueueContracts
import WorkerRuntime
import WorkerStore

/// Finds an application by its number, its id, a message's id, or the IIN of the applicant or the child.
///
/// The search text is posted, so that it appears in no address and no log.
struct SearchPage: Sendable {
  let board: Board

  var routes: [Route] {
    [
      .get("/search", may: .look) { _ in
        .page(Page(title: "Find", place: .search, template: "search", model: SearchModel()))
      },
      .post("/search", may: .look, bodyLimit: 4 << 10) { try await find($0) },
    ]
  }

  private func find(_ request: BoardRequest) async throws -> Answer {
    let text = (request.form.text("text") ?? "").filter { !$0.isWhitespace }
    if text.wholeMatch(of: /[0-9]{12}/) != nil {
      let result = try await search(digits: text)
      try await record(result, by: request)
      return result.answer
    }
    if let id = MessageID(text) { return try await SearchResult(uuid: id.uuid, in: board).answer }
    if let number = ApplicationNumber(text.uppercased()) { return try await SearchResult(of: number, in: board).answer }
    return .page(
      Page(
        title: "Find", place: .search, template: "search",
        model: SearchModel(problem: "This is neither a number, nor an id, nor an IIN.")),
      status: .unprocessableContent)
  }
}

extension SearchPage {
  /// Finds the applications with this number; if there are none, those of the person with this IIN.
  private func search(digits: String) async throws -> SearchResult {
    if let number = ApplicationNumber(digits) {
      let result = try await SearchResult(of: number, in: board)
      if !result.places.isEmpty { return result }
    }
    return try await SearchResult(iin: digits, in: board)
  }

  /// Records, before the result is shown, whose applications were found: by their ids, without the IIN.
  ///
  /// Each record names at most a hundred ids.
  private func record(_ result: SearchResult, by request: BoardRequest) async throws {
    let ids = result.applications.map(\.description)
    for start in stride(from: 0, to: max(1, ids.count), by: 100) {
      let part = ids[start..<min(start + 100, ids.count)].joined(separator: " ")
      try await board.record(
        .searched, on: "by an IIN: \(part.isEmpty ? "nothing found" : part)", reason: "", by: request)
    }
  }
}

/// The search form and the results.
struct SearchModel: Sendable {
  struct Row: Sendable {
    let path: String
    let label: String
    /// The person who has the IIN that was looked for; nil if the search was not for an IIN.
    let owner: String?
  }

  let problem: String?
  let rows: [Row]
  let hasRows: Bool
  let found: String
  let gap: String?

  init(problem: String? = nil, places: [SearchResult.Place] = [], what: String = "", gap: String? = nil) {
    self.problem = problem
    rows = places.map { place in
      switch place {
      case .application(let id, let owner): Row(path: place.path, label: "Application \(id)", owner: owner?.rawValue)
      case .message(let queue, _): Row(path: place.path, label: "A parked message of \(queue)", owner: nil)
      }
    }
    self.gap = gap
    hasRows = !places.isEmpty
    found = "\(places.count) have \(what)."
  }
}
