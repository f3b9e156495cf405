import Admission
import AdmissionPublisher
import Foundation
import Operations
import QueueContracts
import Samples
import Testing

@testable import AdmissionBoard

@Suite("Hostile texts on the family's page")
struct HostileTextTests {
  private static let text = #"'"><script>alert(1)</script>{{csrf}}{{>csrf}}&lt;"#

  /// The page in its frame, as a browser gets it.
  private func html(_ template: String, _ content: some Sendable, citizen: Citizen) throws -> String {
    let model = FamilyModel(
      t: FamilyTexts.builtIn.all(in: .ru), chrome: FamilyFrame(.ru, path: "/family", citizen: citizen), body: content)
    let page = Page(title: Self.text, place: nil, template: template, model: model, layout: "family-layout")
    let frame = Frame(page, visitor: .citizen("accepted"), token: "token", flash: .failed(Self.text), isProxied: false)
    return try Templates().render("family-layout", frame)
  }

  private func check(_ html: String) {
    #expect(!html.contains("<script>alert"))
    #expect(!html.contains(#"'">"#))
    #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    // The template tags in the text are not replaced.
    #expect(html.contains("{{csrf}}"))
  }

  @Test("A hostile text in any field, file name or reason of the form is shown as text", arguments: Service.allCases)
  func form(_ service: Service) async throws {
    let sandbox = try await FamilySandbox()
    let family = try sandbox.family()
    let citizen = try #require(family.citizen("accepted"))
    var draft = FormDraft(service)
    for field in FormField.of(service) { draft[field] = Self.text }
    var document = try sandbox.document(.photo).attached
    document.fileName = Self.text
    document.reference = Self.text
    draft.documents = [document]
    let problems = FormField.of(service).map(FormProblem.empty)
    let maker = FormModelMaker(family: family, edition: .builtIn, language: .ru, draft: draft, problems: problems)
    check(try html("family-form", maker.model(), citizen: citizen))
    let waiting = try WaitingSignature.new(sandbox.form(.accepted), at: FamilySandbox.start)
    check(try html("family-sign", maker.signModel(waiting, wrong: WrongCode(triesLeft: 1)), citizen: citizen))
  }

  @Test("A hostile text in the history is shown as text")
  func history() async throws {
    let family = try await FamilySandbox().family()
    let citizen = try #require(family.citizen("accepted"))
    let update = ProcessingUpdated(
      applicationId: ApplicationID(uuid: UUID()), number: try #require(ApplicationNumber(stored: Self.text)),
      recipientIin: citizen.iin, service: .enrolment, language: .ru, status: .completed, resolution: .negative,
      step: .school, occurredAt: .now, dueBy: nil, school: SchoolReference(bin: "1"), childName: Self.text)
    let text = LocalizedText(kk: "", ru: "\(Self.text)\n– \(Self.text)\n  \(Self.text)", en: "")
    let entry = HistoryEntry(
      entryId: MessageID(uuid: UUID()), update: update, postedAt: .now, title: text, text: text, reasons: [])
    let model = HistoryModel(kept: [], entries: [entry], .builtIn, .ru)
    check(try html("family-history", model, citizen: citizen))
    #expect(!model.news.escapedForHTML.contains("<script>"))
  }
}
