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
      // A search for a person's applications is recorded, but without the IIN.
      try await board.record(.searched, on: "by an IIN", reason: "", by: request)
      if let number = ApplicationNumber(text) {
        let result = try await SearchResult(of: number, in: board)
        if !result.places.isEmpty { return result.answer }
      }
      return try await SearchResult(iin: text, in: board).answer
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
