import Admission
import Foundation
import HTTPTypes
import Operations
import QueueContracts
import WorkerRuntime

/// The places that a search has found.
struct SearchResult: Sendable {
  enum Place: Sendable {
    case application(ApplicationID)
    case message(queue: String, key: String)

    var path: String {
      switch self {
      case .application(let id): "/application?id=\(id)"
      case .message(let queue, let key): "/parked/messages/\(queue)/\(key)"
      }
    }
  }

  let places: [Place]
  /// The kind of search text, for a sentence that does not repeat the text itself.
  let what: String

  /// A redirect to the place if exactly one was found, or else a list.
  var answer: Answer {
    if places.count == 1, let place = places.first { return .redirect(place.path) }
    return .page(
      Page(
        title: "Found", place: .search, template: "search",
        model: SearchModel(problem: places.isEmpty ? "Nothing has \(what)." : nil, places: places, what: what)),
      status: places.isEmpty ? .notFound : .ok)
  }

  init(of number: ApplicationNumber, in board: Board) async throws {
    let ids = try await Connections.asking { try await board.store.applications(numbered: number) }
    places = ids.map { .application($0) }
    what = "this number"
  }

  /// Looks for a UUID as the id of an application and as that of a message.
  init(uuid: UUID, in board: Board) async throws {
    what = "this id"
    let (application, message) = (ApplicationID(uuid: uuid), MessageID(uuid: uuid))
    let isKnown = try await Connections.asking {
      if try await board.store.application(application) != nil { return true }
      return try await !board.store.entries(of: application).isEmpty
    }
    var found: [Place] = isKnown ? [.application(application)] : []
    let entries = try await Connections.asking { try await board.store.entries([message]) }
    found += entries.map { .application($0.applicationId) }
    // Only the broker knows messages that no worker could read; if it does not answer, they are left out.
    if let look = try? await board.parked.look() {
      for item in look.items where item.key == message.description || item.parked.application == application && !isKnown
      {
        guard let key = item.key else { continue }
        found.append(.message(queue: item.parked.queue, key: key))
      }
    }
    places = found
  }

  /// Finds the applications of an applicant.
  init(iin: String, in board: Board) async throws {
    let entries = try await Connections.asking { try await board.store.history(recipientIin: iin) }
    var seen: Set<ApplicationID> = []
    places = entries.reversed().filter { seen.insert($0.applicationId).inserted }.map { .application($0.applicationId) }
    what = "this IIN of an applicant"
  }
}
