import Operations
import QueueContracts
import WorkerRuntime

/// The pages with parked and unrouted messages, in groups and one by one.
struct ParkedPage: Sendable {
  static let pageLength = 100
  let board: Board

  var routes: [Route] {
    [
      .get("/parked", may: .look) { _ in try await groups(ofUnrouted: false) },
      .get("/unrouted", may: .look) { _ in try await groups(ofUnrouted: true) },
      .get("/parked/groups/:group", may: .look) { try await group($0) },
      .get("/parked/messages/:queue/:message", may: .look) { try await message($0) },
      .post("/parked/messages/unmask", may: .unmask, bodyLimit: 4 << 10) { try await unmask($0) },
    ]
  }

  private func groups(ofUnrouted isUnrouted: Bool) async throws -> Answer {
    let look = try await board.parked.look()
    return .page(
      Page(
        title: isUnrouted ? "Unrouted messages" : "Parked messages", place: .parked, template: "parked",
        model: ParkedModel(look, isUnrouted: isUnrouted)))
  }

  private func group(_ request: BoardRequest) async throws -> Answer {
    let number = request.query("page").flatMap { Int($0) } ?? 1
    guard let key = request.parameter("group"),
      let model = ParkedGroupModel(try await board.parked.look(), group: key, page: number, length: Self.pageLength)
    else { throw BoardError.notFound("Nothing of this group is parked any more.") }
    return .page(Page(title: "Parked for one reason", place: .parked, template: "parked-group", model: model))
  }

  private func message(_ request: BoardRequest) async throws -> Answer {
    try await page(
      queue: request.parameter("queue") ?? "", key: request.parameter("message") ?? "", isPersonal: false)
  }

  /// Records who wants to see the message's personal data and why, and then shows the data.
  private func unmask(_ request: BoardRequest) async throws -> Answer {
    let reason = try request.reason()
    let (queue, key) = (request.form.text("queue") ?? "", request.form.text("message") ?? "")
    let parked = try await board.parked.message(queue, key)
    let listing = ParkedListing(parked)
    try await board.record(
      .unmasked, on: "message \(listing.messageId ?? "") of \(parked.queue)", reason: reason, by: request)
    return try await page(of: parked, key: key, isPersonal: true)
  }

  private func page(queue: String, key: String, isPersonal: Bool) async throws -> Answer {
    try await page(of: try await board.parked.message(queue, key), key: key, isPersonal: isPersonal)
  }

  private func page(of parked: ParkedMessage, key: String, isPersonal: Bool) async throws -> Answer {
    var timeline: [TimelineEvent] = []
    if let application = parked.application {
      let now = try await board.parked.look().now(of: application)
      timeline = try await Whereabouts.of(application, in: board.store, parked: now).timeline
    }
    let model = ParkedMessageModel(parked, key: key, timeline: timeline, isPersonal: isPersonal)
    return .page(Page(title: "A parked message", place: .parked, template: "parked-message", model: model))
  }
}
