import AdmissionPublisher
import Foundation
import QueueContracts

// The page on which a citizen types the code that signs an application, and the sending of the signed application.
extension FamilyPage {
  /// The number of seconds that the page waits for the broker before it says that the application is kept.
  private static let patienceSeconds = 4.0

  var signing: [Route] {
    [
      .get("/family/sign/:service", may: .family) { try await showCode($0, wrong: nil) },
      .post("/family/sign/:service", may: .family) { try await sign($0) },
    ]
  }

  private func showCode(_ request: BoardRequest, wrong: WrongCode?) async throws -> Answer {
    let (citizen, service, language) = (try citizen(request), try service(request), request.language)
    let entry = await family.drafts.entry(citizen, service)
    guard let waiting = entry.waiting else { return .redirect("/family/apply/\(service.rawValue)") }
    let model = maker(entry.draft, [], language).signModel(waiting, wrong: wrong)
    let frame = FamilyFrame(
      language, path: "/family/sign/\(service.rawValue)", citizen: citizen, place: .services,
      titlePrefix: wrong == nil ? "" : family.words("errorPrefix", language))
    return page("signTitle", "family-sign", model, language, frame, isWrong: wrong != nil)
  }

  private func sign(_ request: BoardRequest) async throws -> Answer {
    let (citizen, service, words) = (try citizen(request), try service(request), family.words)
    guard let id = ApplicationID(request.form.text("application") ?? "") else {
      throw BoardError.badInput("The form has no application.")
    }
    if request.form.text("do") == "again" {
      await family.drafts.change(citizen, service) { $0.waiting?.sendAgain() }
      return .redirect("/family/sign/\(service.rawValue)#phone")
    }
    // A form that is sent again, by a second press or from another window, is still one application.
    if let kept = await family.outbox.application(id) {
      guard kept.citizen == citizen.id else { throw BoardError.notFound("There is no such application.") }
      return await told(of: kept, words, request.language)
    }
    switch await family.drafts.sign(citizen, service, id: id, code: request.form.text("code") ?? "") {
    case nil:
      return .redirect("/family/apply/\(service.rawValue)", .failed(words("codeGone", request.language)))
    case .failure(let wrong)?: return try await showCode(request, wrong: wrong)
    case .success(let application)?:
      let kept = try await signed(application, citizen, service)
      do throws(Outbox.Refusal) { try await family.outbox.submit(kept) } catch {
        return .redirect("/family/sign/\(service.rawValue)", .failed(words("notKept", request.language)))
      }
      await family.drafts.finish(citizen, service, id: id)
      return await told(of: kept, words, request.language)
    }
  }

  /// Makes the application that is sent; its time of submission is the time of signing.
  private func signed(_ application: NewApplication, _ citizen: Citizen, _ service: Service) async throws
    -> KeptApplication
  {
    let now = try await timeOfSigning(citizen)
    let draft = await family.drafts.entry(citizen, service).draft
    do throws(PublishError) {
      let final = try NewApplication(
        id: application.id.uuid, number: application.number.text, submittedAt: now.date,
        signedBytes: application.form.bytes)
      let message = try final.attested(
        by: family.folder.attestationKey, phone: final.form.form.applicant.phone ?? "", confirmedAt: now.date)
      return KeptApplication(
        id: final.id, number: final.number, citizen: citizen.id, submittedAt: now, draft: draft, submission: message)
    } catch {
      throw BoardError.badInput("The form cannot be sent: \(error.detail)")
    }
  }

  /// The sandbox's time; waits for the next second if the citizen's last signature is of this second.
  ///
  /// A signature is identified by its signer, form and second (contract 4.1). Without the wait, two signatures of a
  /// form that is withdrawn and signed again within a second could not be told apart.
  private func timeOfSigning(_ citizen: Citizen) async throws -> Timestamp {
    let last = await family.outbox.applications(of: citizen.id).first.map { $0.submittedAt.milliseconds / 1000 }
    let now = family.time.now
    guard now.milliseconds / 1000 == last else { return now }
    try await Task.sleep(for: .milliseconds(1000 - now.milliseconds % 1000))
    return family.time.now
  }

  /// Tells the family whether the application was handed over, or is kept until the broker accepts it.
  private func told(of kept: KeptApplication, _ words: FamilyTexts, _ language: Language) async -> Answer {
    let isSent = await family.outbox.settle(kept.id, within: Self.patienceSeconds)
    let number = ["number": kept.number.text]
    await family.feed.nudge()
    if isSent { return .redirect("/family/history", .done(words("sentNow", language, number))) }
    let isBusy = await family.outbox.trouble.map { [.blocked, .refused, .busy].contains($0) } ?? false
    return .redirect("/family/history", .done(words(isBusy ? "sentBusy" : "sentKept", language, number)))
  }
}

extension WaitingSignature {
  /// Gives the application an id and a number, which never change afterwards.
  static func new(_ form: ApplicationForm, at now: Timestamp) throws -> WaitingSignature {
    let day = "\(now.day)".dropFirst(2).split(separator: "-")
    let digits = String(Int.random(in: 1_000_000...9_999_999))
    do throws(PublishError) {
      return WaitingSignature(
        try NewApplication(
          id: UUID(), number: "\(day[0])-\(day[1])\(day[2])-\(digits)", submittedAt: now.date, form: form))
    } catch {
      // The detail names the path of a field, never the field's content.
      throw BoardError.badInput("The form cannot be sent: \(error.detail)")
    }
  }
}
