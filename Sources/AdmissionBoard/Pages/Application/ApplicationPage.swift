import Admission
import CitizenTexts
import IntakeLookups
import Operations
import QueueContracts
import ReferenceFiles
import WorkerRuntime

/// The page with everything that is known about one application.
struct ApplicationPage: Sendable {
  let board: Board

  var routes: [Route] {
    [
      .get("/application", may: .look) { try await show($0) },
      .post("/application/unmask", may: .unmask, bodyLimit: 4 << 10) { try await unmask($0) },
    ]
  }

  /// Finds the application by its id, or by the number that its family knows.
  private func show(_ request: BoardRequest) async throws -> Answer {
    if let text = request.query("id") {
      guard let id = ApplicationID(text) else { throw BoardError.badInput("An application's id is a UUID.") }
      return try await page(of: id, isPersonal: false)
    }
    guard let text = request.query("number") else { return .redirect("/search") }
    guard let number = ApplicationNumber(text) else {
      throw BoardError.badInput("An application's number has digits, capital letters, - and /.")
    }
    return try await SearchResult(of: number, in: board).answer
  }

  /// Shows personal data after recording who wants to see them and why.
  private func unmask(_ request: BoardRequest) async throws -> Answer {
    let reason = try request.reason()
    guard let id = request.form.text("id").flatMap({ ApplicationID($0) }) else {
      throw BoardError.badInput("An application's id is a UUID.")
    }
    try await board.record(.unmasked, on: "application \(id)", reason: reason, by: request)
    return try await page(of: id, isPersonal: true)
  }

  private func page(of id: ApplicationID, isPersonal: Bool) async throws -> Answer {
    let (now, parked, caveat) = await parked(of: id)
    let whereabouts = try await Whereabouts.of(id, in: board.store, parked: now, personal: isPersonal)
    guard whereabouts.known else {
      throw BoardError.notFound("No worker has seen an application with this id, or it was never submitted.")
    }
    let letters = try await ServiceHistory.entries(of: id, in: board.store)
    let model = ApplicationModel(
      whereabouts, judgement: try await judgement(of: id, isPersonal: isPersonal), letters: letters, parked: parked,
      gap: caveat, isPersonal: isPersonal)
    return .page(Page(title: "An application", place: .search, template: "application", model: model))
  }

  /// The parked messages of the application, and a sentence that says what could not be looked up.
  private func parked(of id: ApplicationID) async -> (now: ParkedNow, items: [ParkedItem], caveat: String?) {
    guard board.settings.text("AMQP_URL") != nil else { return (.notAsked, [], ParkedNow.notAsked.caveat) }
    do {
      let look = try await board.parked.look()
      return (look.now(of: id), look.items.filter { $0.parked.application == id }, look.caveat)
    } catch {
      let now = ParkedNow.notReached(OperationFailure(error)?.sentence ?? "")
      return (now, [], now.caveat)
    }
  }

  /// The judgement of the application, or the reason why it is not known.
  private func judgement(of id: ApplicationID, isPersonal: Bool) async throws -> Result<Explanation, OperationFailure> {
    do {
      return .success(
        try await Explanation.recorded(
          of: id, in: board.store, editions: try RulesEditions(board.settings), texts: try HistoryTexts(),
          personal: isPersonal))
    } catch let error as OperationFailure {
      return .failure(error)
    }
  }
}
