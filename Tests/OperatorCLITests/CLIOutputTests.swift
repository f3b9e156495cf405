import Admission
import Foundation
import QueueContracts
import TestSupport
import Testing
import TestTools
import WorkerRuntime
import WorkerStore

@testable import OperatorCLI

/// Tests that texts from other systems neither control the operator's terminal nor hide anything on it.
@Suite("Hostile texts and personal data in the terminal")
struct CLIOutputTests {
  /// A text that clears the screen, writes to the clipboard, reverses and hides characters, and ends lines.
  private static let hostile =
    "a\u{1B}[2J\u{1B}]52;c;bHM=\u{7}\u{9B}31m\u{202E}\u{2066}\u{200B}\u{AD}\u{2028}\u{E000}\u{FFFF}\u{E0041}\r\u{8}\tb"

  private static func unsafe(_ text: String) -> [UInt32] {
    let categories: Set<Unicode.GeneralCategory> = [
      .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned,
    ]
    return text.unicodeScalars.filter { categories.contains($0.properties.generalCategory) && $0 != "\n" }.map(\.value)
  }

  @Test("Text is shown without control and hidden characters, except line feeds and our own styles")
  func neutralText() {
    #expect(Self.unsafe(Self.hostile.neutral).isEmpty && Self.hostile.neutral.hasPrefix("a\u{FFFD}[2J"))
    #expect("Ә\nб 🎓 é №".neutral == "Ә\nб 🎓 é №")
    #expect("a\r\nb\nc".onOneLine == "a\u{FFFD}\u{FFFD}b\u{FFFD}c")
    let mark = Terminal.styleMark
    #expect("\(mark)[1mx\u{1B}[2J\(mark)[0m".neutral == "\u{1B}[1mx\u{FFFD}[2J\u{1B}[0m")
    #expect("\u{1B}[1m".neutral == "\u{FFFD}[1m" && "".neutral.isEmpty)
  }

  @Test("JSON is shown with the same values, and without control and hidden characters")
  func neutralJSON() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      var text = Self.hostile
      for _ in 0..<20 {
        text.unicodeScalars.append(Unicode.Scalar(UInt32.random(in: 1...0x10FFFF, using: &random)) ?? "\u{85}")
      }
      let shown = WireCodec.encode([text: text]).neutralJSON
      #expect(Self.unsafe(shown).isEmpty && !shown.contains("\n"))
      #expect(try JSONDecoder().decode([String: String].self, from: Data(shown.utf8)) == [text: text])
    }
  }

  @Test("Every command writes its output through the code that removes control characters")
  func oneWriter() throws {
    let sources = Checkout.root.appending(path: "Sources")
    let files = try ["OperatorCLI", "Operations"].flatMap { room in
      let folder = sources.appending(path: room)
      return try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)).allObjects
    }
    var seen = 0
    for case let file as URL in files where file.pathExtension == "swift" {
      seen += 1
      let text = try String(contentsOf: file, encoding: .utf8)
      // ReceiptBook writes its JSON itself, because it has to know whether a receipt was written. It removes control
      // characters, too.
      // PrivateBroker throws away what its broker prints.
      let allowed = ["Terminal.swift", "ReceiptBook.swift", "PrivateBroker.swift"].contains(file.lastPathComponent)
      let writes = text.contains(
        /\b(print|debugPrint|dump|puts|fputs|putchar|printf)\(|standardOutput|standardError|\bstdout\b|\bstderr\b/)
      #expect(!writes || allowed, "\(file.lastPathComponent)")
    }
    #expect(seen > 80)
  }

  // MARK: - Commands

  private struct Case {
    let folder: TemporaryFolder
    let store: any AdmissionStore
    let application = ApplicationID(uuid: UUID())

    init() async throws {
      folder = try TemporaryFolder()
      store = try await StoreURL("sqlite://\(folder.path)/store.sqlite").open()
    }

    var audit: String { "\(folder.path)/audit.jsonl" }

    /// Enters an application with hostile texts that the contract does not allow today.
    func enter(_ iin: String) async throws {
      let id = application
      let record = ApplicationRecord(
        id: id, number: try #require(ApplicationNumber(stored: "№ \u{202E}17")), service: .enrolment, language: .kk,
        applicantIin: iin, childIin: CLIOutputTests.hostile, childName: CLIOutputTests.hostile,
        school: SchoolReference(bin: Families.school), submittedAt: .now, dueBy: .now)
      let words = LocalizedText(
        kk: CLIOutputTests.hostile, ru: CLIOutputTests.hostile, en: CLIOutputTests.hostile + "\n\n2026-04-01 forged")
      let reason = HistoryReason(
        Reason(SchoolReason(code: CLIOutputTests.hostile, text: nil)), text: ReasonText(words))
      try await store.transaction(
        inbox: [], ledger: Ledger.Keys()
      ) { _, ledger in
        ledger.enter(record)
        ledger.post(
          HistoryEntry(
            entryId: MessageID(uuid: UUID()), update: record.update(.inProcessing, step: .intake, at: .now),
            postedAt: .now, title: words, text: words, reasons: [reason]))
      }
    }

    func run(
      _ arguments: [String], input: String = "", _ settings: [String: String] = [:]
    ) throws -> (status: Int32, output: String, complaint: String) {
      let own = ["STORE_URL": "sqlite://\(folder.path)/store.sqlite", "AUDIT_LOG": audit]
      var process = AdmissionCtlProcess(settings: own.merging(settings) { $1 })
      process.settings["AMQP_URL"] = ""
      process.input = input
      return try process.run(arguments)
    }

    func auditLines() throws -> [[String: Any]] {
      try String(contentsOfFile: audit, encoding: .utf8).split(separator: "\n").map {
        try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      }
    }
  }

  @Test("`history` and `where` show hostile texts without control characters, as text and as JSON")
  func hostileHistory() async throws {
    let scene = try await Case()
    let iin = Families.iin(1, adult: true)
    try await scene.enter(iin)
    for arguments in [["history", "--iin", iin], ["where", scene.application.description, "--personal"]] {
      for more in [[], ["--json"]] {
        let (status, output, complaint) = try scene.run(arguments + more)
        #expect(status == 0 && complaint.isEmpty, "\(complaint)")
        #expect(Self.unsafe(output).isEmpty && output.contains("a"), "\(arguments + more)")
      }
    }
    let json = try scene.run(["history", "--iin", iin, "--json"]).output
    let entries = try JSONDecoder().decode([HistoryEntry].self, from: Data(json.utf8))
    #expect(entries.first?.title.kk == Self.hostile)
    let page = try scene.run(["history", "--iin", iin, "--language", "en"]).output
    #expect(!page.contains("\n2026-04-01 forged"), "every line of a text is indented")
  }

  @Test("A look at personal data is written to the audit log, with its reason and with ids that name nobody")
  func audit() async throws {
    let scene = try await Case()
    let iin = Families.iin(2, adult: true)
    try await scene.enter(iin)
    let id = scene.application.description
    let because = "complaint 17 of \(iin)\u{1B}"
    let (status, output, complaint) = try scene.run(
      ["history", "--iin", "-", "--json", "--because", because], input: "\(iin)\nmore\n", ["SUDO_USER": "aigul"])
    #expect(status == 0 && complaint.isEmpty)
    #expect(try JSONDecoder().decode([HistoryEntry].self, from: Data(output.utf8)).count == 1)
    _ = try scene.run(["history", "--iin", iin])
    _ = try scene.run(["where", id, "--personal"])
    _ = try scene.run(["where", id])

    let lines = try scene.auditLines()
    #expect(lines.map { $0["command"] as? String } == ["history --iin", "history --iin", "where --personal"])
    #expect(
      lines.allSatisfy { $0["applications"] as? [String] == [id] && $0["event"] as? String == "personalData.shown" })
    #expect(lines[0]["because"] as? String == "complaint 17 of …\u{1B}" && lines[0]["sudoUser"] as? String == "aigul")
    #expect(lines[1]["because"] == nil && lines[1]["uid"] as? Int == Int(getuid()))
    let text = try String(contentsOfFile: scene.audit, encoding: .utf8)
    #expect(!text.contains(iin) && Self.unsafe(text).isEmpty)
    let mode = try FileManager.default.attributesOfItem(atPath: scene.audit)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test("If the audit log cannot be written, or a required reason is missing, personal data is not shown")
  func noAudit() async throws {
    let scene = try await Case()
    let iin = Families.iin(3, adult: true)
    try await scene.enter(iin)
    let (status, output, complaint) = try scene.run(["history", "--iin", iin], ["AUDIT_LOG": scene.folder.path])
    #expect(status == 1 && output.isEmpty && complaint.contains("AUDIT_LOG"))
    let demanded = ["AUDIT_BECAUSE": "required"]
    for arguments in [["history", "--iin", iin], ["where", scene.application.description, "--personal"]] {
      for because in [[], ["--because", " "]] {
        let (status, output, complaint) = try scene.run(arguments + because, demanded)
        #expect(status == 2 && output.isEmpty && complaint.contains("--because"), "\(arguments + because)")
      }
      #expect(try scene.run(arguments + ["--because", "a complaint"], demanded).status == 0)
    }
    #expect(try scene.run(["where", scene.application.description], demanded).status == 0)
    #expect(try scene.run(["history", "--iin", "-"]).status == 2, "nothing on standard input")
  }
}
