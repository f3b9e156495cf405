import Admission
import Foundation
import HTTPTypes
import Operations
import QueueContracts
import WorkerRuntime
import WorkerStore

/// The applications and parked messages that a search has found.
struct SearchResult: Sendable {
  enum Place: Sendable {
    case application(ApplicationID, of: IINOwner? = nil)
    case message(queue: String, key: String)

    var path: String {
      switch self {
      case .application(let id, _): "/application?id=\(id)"
      case .message(let queue, let key): "/parked/messages/\(queue)/\(key)"
      }
    }
  }

  /// The owner, within one application, of the IIN that was looked for.
  enum IINOwner: String, Sendable {
    case applicant = "the applicant's"
    case child = "the child's"
    case both = "the applicant's and the child's"
  }

  /// The greatest number of applications for one child that a result lists.
  static let childLimit = 100

  let places: [Place]
  /// What was looked for, in words that do not repeat the search text, such as “this number”.
  let what: String
  /// A sentence that says what is not listed; nil if everything is listed.
  private(set) var caveat: String?

  /// The ids of the applications that were found.
  var applications: [ApplicationID] {
    places.compactMap { place in
      if case .application(let id, _) = place { id } else { nil }
    }
  }

  /// A redirect if exactly one application or message was found, or else a list of what was found.
  var answer: Answer {
    if places.count == 1, let place = places.first {
      guard case .application(_, let owner?) = place else { return .redirect(place.path) }
      return .redirect(place.path, .done("The IIN that you looked for is \(owner.rawValue) here."))
    }
    return .page(
      Page(
        title: "Found", place: .search, template: "search",
        model: SearchModel(
          problem: places.isEmpty ? "Nothing has \(what)." : nil, places: places, what: what, gap: caveat)
      ),
      status: places.isEmpty ? .notFound : .ok)
  }

  init(of number: ApplicationNumber, in board: Board) async throws {
    let ids = try await Connections.asking { try await board.store.applications(numbered: number) }
    places = ids.map { .application($0) }
    what = "this number"
  }

  /// Looks for a UUID as the id of an application and as the id of a message.
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
    // Only the broker knows messages that no worker could read; if the broker does not answer, the result lacks these
    // messages.
    if let look = try? await board.parked.look() {
      for item in look.items where item.key == message.description || item.parked.application == application && !isKnown
      {
        guard let key = item.key else { continue }
        found.append(.message(queue: item.parked.queue, key: key))
      }
    }
    places = found
  }

  /// Finds the applications of the applicant with this IIN, then the applications for the child with this IIN.
  init(iin: String, in board: Board) async throws {
    let entries = try await Connections.asking { try await board.store.history(recipientIin: iin) }
    let ofChild = try await Connections.asking {
      try await board.store.applications(ofChild: iin, limit: Self.childLimit)
    }
    var seen: Set<ApplicationID> = []
    let ofApplicant = entries.reversed().map(\.applicationId).filter { seen.insert($0).inserted }
    let children = Set(ofChild)
    places =
      ofApplicant.map { .application($0, of: children.contains($0) ? .both : .applicant) }
      + ofChild.filter { !seen.contains($0) }.map { .application($0, of: .child) }
    what = "this IIN, as the applicant's or the child's"
    caveat =
      ofChild.count == Self.childLimit
      ? "Of the applications for this child the latest \(Self.childLimit) are listed." : nil
  }
}
