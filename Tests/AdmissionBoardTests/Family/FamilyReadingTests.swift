import Admission
import AdmissionPublisher
import Foundation
import Logging
import QueueContracts
import Samples
import Testing
import WorkerRuntime
import WorkerTesting

@testable import AdmissionBoard

@Suite("The family's service history, and the code that signs a form")
struct FamilyReadingTests {
  private func entry(
    _ step: ProcessingStep, _ resolution: Resolution?, at seconds: Int64, of id: ApplicationID
  ) throws -> HistoryEntry {
    let update = ProcessingUpdated(
      applicationId: id, number: try #require(ApplicationNumber("1")), recipientIin: "850101300005",
      service: .enrolment,
      language: .kk, status: resolution == nil ? .inProcessing : .completed, resolution: resolution, step: step,
      occurredAt: FamilySandbox.start.adding(seconds: seconds), dueBy: nil, school: SchoolReference(bin: "1"),
      childName: nil)
    let text = LocalizedText(kk: "k", ru: "r", en: "e")
    return HistoryEntry(
      entryId: MessageID(uuid: UUID()), update: update, postedAt: .now, title: text, text: text, reasons: [])
  }

  @Test("The lines of an entry's text become paragraphs and lists, and no line is lost")
  func letter() {
    let blocks = LetterBlock.blocks(of: "Refused.\nReasons:\n– One.\n  Where: there.\n– Two.\nApply again.")
    #expect(blocks.map(\.paragraph) == ["Refused.", "Reasons:", nil, "Apply again."])
    #expect(blocks[1].isHeading)
    #expect(blocks[2].points == [.init(text: "One.", more: ["Where: there."]), .init(text: "Two.", more: [])])
    #expect(LetterBlock.blocks(of: "").isEmpty)
  }

  @Test("An application's stage follows from its latest final entry, or else from its latest entry")
  func stages() throws {
    let id = ApplicationID(uuid: UUID())
    func stage(_ entries: [HistoryEntry]) -> ApplicationStory.Stage? {
      ApplicationStory.all(kept: [], entries: entries).first?.stage
    }
    let received = try entry(.received, nil, at: 1, of: id)
    let accepted = try entry(.intake, nil, at: 2, of: id)
    let placed = try entry(.school, .positive, at: 3, of: id)
    let corrected = try entry(.school, .negative, at: 4, of: id)
    let withdrawn = try entry(.withdrawal, .withdrawn, at: 5, of: id)
    #expect(stage([]) == nil)
    #expect(stage([received]) == .received)
    #expect(stage([accepted, received]) == .inProcessing)
    #expect(stage([placed, accepted]) == .positive)
    #expect(stage([corrected, placed, accepted]) == .refused)
    #expect(stage([withdrawn, placed]) == .withdrawn)
    // An application that another program has sent cannot be withdrawn here, but the family can apply again.
    let story = try #require(ApplicationStory.all(kept: [], entries: [corrected]).first)
    #expect(!story.canWithdraw && story.canApplyAgain)
  }

  @Test("The code that was sent signs the form, but not after five wrong codes")
  func code() async throws {
    let sandbox = try await FamilySandbox()
    let citizen = try #require(try sandbox.folder().citizens.first { $0.id == "accepted" })
    let book = DraftBook()
    let waiting = try WaitingSignature.new(sandbox.form(.accepted), at: FamilySandbox.start)
    await book.change(citizen, .enrolment) { $0.waiting = waiting }
    func sign(_ code: String, id: ApplicationID = waiting.application.id) async -> String {
      switch await book.sign(citizen, .enrolment, id: id, code: code) {
      case nil: "gone"
      case .success?: "signed"
      case .failure(let wrong)?: "\(wrong.triesLeft)"
      }
    }
    #expect(await sign("", id: ApplicationID(uuid: UUID())) == "gone")
    for left in ["4", "3", "2", "1"] { #expect(await sign("wrong") == left) }
    #expect(await sign(" \(waiting.code.prefix(3)) \(waiting.code.suffix(3))\n") == "signed")
    #expect(await sign("wrong") == "0")
    #expect(await sign(waiting.code) == "0")
    await book.change(citizen, .enrolment) { $0.waiting?.sendAgain() }
    #expect(await sign("wrong") == "4")
    // A form that is changed after the code was sent needs another code.
    await book.change(citizen, .enrolment) { $0.draft[.grade] = "2" }
    #expect(await sign(waiting.code) == "gone")
  }

  @Test(
    "An entry that arrives after a page opens and before its stream first reads the store is reported",
    .timeLimit(.minutes(1)))
  func early() async throws {
    let (store, sample, firstLook) = (MemoryStore(), StoreSample.historyEntry(1), OneShot<Void>())
    let feed = HistoryFeed(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) {
      try await firstLook.value()
      return store
    }
    var changes = try #require(await feed.changes(iin: sample.recipientIin)).makeAsyncIterator()
    // The first change comes at once, so that the page is up to date from now on.
    #expect(await changes.next() != nil)
    try await store.transaction(inbox: [], ledger: Ledger.Keys()) {
      $1.post(sample)
    }
    firstLook.settle(.success(()))
    #expect(await changes.next() != nil)
    await feed.close()
  }

  @Test(
    "The family's page needs a sandbox's folder, a broker on this machine, and a board that only this machine reaches")
  func refused() async throws {
    let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    func problem(_ path: String?, host: String = "127.0.0.1") -> String? {
      do {
        _ = try Family(settings(path), host: host, logger: quiet)
        return nil
      } catch { return "\(error)" }
    }
    let (here, elsewhere) = (try await FamilySandbox(), try await FamilySandbox(amqpURL: "amqp://u:p@broker.example/"))
    #expect(problem(nil) == nil)
    #expect(problem(here.path) == nil)
    #expect(problem("/nowhere")?.contains("BOARD_FAMILY_DIR") == true)
    #expect(problem(here.path, host: "0.0.0.0")?.contains("BOARD_HOST") == true)
    let remote = try #require(problem(elsewhere.path))
    #expect(remote.contains("broker") && !remote.contains("u:p"))
  }

  private func settings(_ path: String?) -> Settings {
    let values = path.map { ["BOARD_FAMILY_DIR": $0] } ?? [:]
    return Settings(values)
  }
}
