import AdmissionPublisher
import Foundation
import Operations
import QueueContracts

// The pages with the service history, on which a family can withdraw an application or apply again.
extension FamilyPage {
  var reading: [Route] {
    [
      .get("/family/history", may: .family) { try await history($0) },
      .stream("/family/live", may: .family) { try await live($0) },
      .get("/family/withdraw/:application", may: .family) { try await askToWithdraw($0) },
      .post("/family/withdraw/:application", may: .family) { try await withdraw($0) },
      .post("/family/again", may: .family) { try await again($0) },
    ]
  }

  private func history(_ request: BoardRequest) async throws -> Answer {
    let (citizen, language) = (try citizen(request), request.language)
    let frame = FamilyFrame(language, path: "/family/history", citizen: citizen, place: .history)
    return page("historyTitle", "family-history", await model(citizen, language), language, frame)
  }

  private func model(_ citizen: Citizen, _ language: Language) async -> HistoryModel {
    await HistoryModel(
      kept: family.outbox.applications(of: citizen.id), entries: family.feed.entries(iin: citizen.iin), family.words,
      language)
  }

  /// Sends the history again whenever an entry has come.
  private func live(_ request: BoardRequest) async throws -> AsyncStream<[LivePart]> {
    let (citizen, language) = (try citizen(request), request.language)
    guard let changes = await family.feed.changes(iin: citizen.iin) else {
      throw BoardError.unavailable("Too many pages are open: this one is not kept up to date.")
    }
    let (stream, continuation) = AsyncStream.makeStream(of: [LivePart].self, bufferingPolicy: .bufferingNewest(1))
    let task = Task {
      // The first update announces no news, because the page showed the same entries when it was opened.
      var known: String?
      for await _ in changes {
        let model = await model(citizen, language)
        var parts = [LivePart("family-stories", board.render("family-stories", model))]
        if let known, known != model.latest { parts.append(LivePart("family-news", model.news.escapedForHTML)) }
        known = model.latest
        continuation.yield(parts)
      }
      continuation.finish()
    }
    continuation.onTermination = { _ in task.cancel() }
    return stream
  }

  // MARK: Withdrawing

  private func story(_ text: String?, of citizen: Citizen) async throws -> ApplicationStory {
    let id = ApplicationID(text ?? "")
    let stories = await ApplicationStory.all(
      kept: family.outbox.applications(of: citizen.id), entries: family.feed.entries(iin: citizen.iin) ?? [])
    guard let story = stories.first(where: { $0.id == id }) else {
      throw BoardError.notFound("There is no such application.")
    }
    return story
  }

  private func askToWithdraw(_ request: BoardRequest) async throws -> Answer {
    let (citizen, language, words) = (try citizen(request), request.language, family.words)
    let story = try await story(request.parameter("application"), of: citizen)
    guard story.canWithdraw else {
      return .redirect("/family/history", .failed(words("notWithdrawn", language)))
    }
    let isPlace = story.stage == .positive
    let model = WithdrawModel(
      path: "/family/withdraw/\(story.id)",
      number: words("applicationNumber", language, ["number": story.number.text]),
      text: words(isPlace ? "giveBackText" : "withdrawText", language),
      yes: words(isPlace ? "giveBackYes" : "withdrawYes", language))
    let frame = FamilyFrame(language, path: "/family/withdraw/\(story.id)", citizen: citizen, place: .history)
    return page(isPlace ? "giveBackTitle" : "withdrawTitle", "family-withdraw", model, language, frame)
  }

  private func withdraw(_ request: BoardRequest) async throws -> Answer {
    let (citizen, language, words) = (try citizen(request), request.language, family.words)
    let story = try await story(request.parameter("application"), of: citizen)
    // If the button is pressed twice, the second request finds the withdrawal and gives the same answer.
    guard story.canWithdraw || story.stage == .withdrawing || story.stage == .withdrawn else {
      return .redirect("/family/history", .failed(words("notWithdrawn", language)))
    }
    if story.canWithdraw { try await withdraw(story.id, of: citizen, language) }
    let isSent = await family.outbox.settle(story.id, within: 4)
    await family.feed.nudge()
    let text = words(isSent ? "withdrawnNow" : "withdrawnKept", language, ["number": story.number.text])
    return .redirect("/family/history", .done(text))
  }

  private func withdraw(_ id: ApplicationID, of citizen: Citizen, _ language: Language) async throws {
    do {
      let message = try PortalMessage(
        withdrawing: ApplicationWithdrawn(
          applicationId: id, applicantIin: citizen.iin, withdrawnAt: family.time.now))
      try await family.outbox.withdraw(id, by: message)
    } catch {
      throw BoardError.unavailable(toFamily: family.words("notKept", language))
    }
  }

  // MARK: Applying again

  private func again(_ request: BoardRequest) async throws -> Answer {
    let citizen = try citizen(request)
    let story = try await story(request.form.text("application"), of: citizen)
    let draft = story.kept?.draft ?? FormDraft(story.service, of: citizen.form)
    await family.drafts.begin(citizen, story.service, with: draft)
    return .redirect("/family/apply/\(story.service.rawValue)")
  }
}
