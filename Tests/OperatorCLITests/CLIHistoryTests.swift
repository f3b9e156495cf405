import Admission
import Foundation
import Operations
import QueueContracts
import Samples
import TestSupport
import Testing
import TestTools
import WorkerRuntime
import WorkerStore

@testable import OperatorCLI

/// Tests what an operator reads about an application and its state.
@Suite("What an operator reads about an application")
struct CLIHistoryTests {
  private let sample = TransferSample()

  @Test("The families' report counts applications by state and lists the families whose answer is missing")
  func report() throws {
    let family = ListedFamily(iin: "991231500006", applicationId: sample.id, title: "T", file: "messages/01.json")
    let report = FamilyReport(families: [
      (family, ApplicationHistory([sample.entry(.completed, .negative, step: .intake, at: 1)])),
      (family, ApplicationHistory([sample.entry(.inProcessing, step: .intake, at: 1)])),
    ])
    #expect(report.totals == "2 applications: in processing 1, refused 1")
    #expect(report.missing == [family])
  }

  @Test("A store that fails while families are awaited is a failure of the system, not of the options")
  func failingStore() async throws {
    let folder = try TemporaryFolder()
    let store = try await SQLiteStore.open(path: "\(folder.path)/store.sqlite")
    await store.close()
    let family = ListedFamily(iin: "991231500006", applicationId: sample.id, title: "T", file: "messages/01.json")
    let watch = FamilyWatch(records: store, families: [family])
    let error = try #require(await #expect(throws: (any Error).self) { try await watch.report(within: 0) })
    let failure = try #require(Failure(ending: error))
    #expect(failure.status == .couldNotBeDone)
    #expect(failure.sentence.contains("STORE_URL"), "\(failure.sentence)")
  }

  @Test("The service history is shown only in the languages that are asked for")
  func languages() throws {
    let entry = sample.entry(.inProcessing, step: .intake, at: 1)
    let all = HistoryPage(languages: Language.allCases).text([entry])
    #expect(["Өңделу үстінде", "В обработке", "In processing"].allSatisfy(all.contains))
    #expect(!HistoryPage(languages: [.ru]).text([entry]).contains("In processing"))
  }

  @Test("A reason that an entry's text already names is not listed again")
  func repeatedReason() throws {
    func page(_ words: String) throws -> String {
      let reason = HistoryReason(Reason(.consentMissing), text: ReasonText(kk: words, ru: words, en: words))
      let entry = sample.entry(.completed, .negative, step: .intake, at: 1, reasons: [reason])
      return HistoryPage(languages: [.en]).text([entry])
    }
    #expect(try page("Text").components(separatedBy: "Text").count == 2)
    #expect(try page("No consent").contains("• No consent"))
  }

  @Test("A table leaves out the columns that are empty in every row")
  func emptyColumns() {
    var table = Table("A", "B", "C", "D")
    table.add("a", "", "not known", "")
    table.add("b", "", "not known", "1")
    #expect(table.withoutEmptyColumns().headings == ["A", "C", "D"])
    #expect(table.withoutEmptyColumns(treatingAsEmpty: ["", "not known"]).headings == ["A", "D"])
    #expect(table.withoutEmptyColumns().rows == [["a", "not known", ""], ["b", "not known", "1"]])
    #expect(Table("A").withoutEmptyColumns().headings == ["A"], "without rows")
  }

  @Test("A text in a table cannot send control characters to the terminal")
  func controlCharacters() {
    var table = Table("A", "B")
    table.add("a\u{1B}[2J\r\nb", "c")
    let controls = table.text.unicodeScalars.filter { $0.properties.generalCategory == .control }
    #expect(controls.map(\.value) == [10], "the end of the first line")
  }

  @Test("`where` shows an application's personal data only if it is asked for")
  func maskedData() throws {
    let entries = [sample.entry(.inProcessing, step: .intake, at: 1)]
    let masked = Whereabouts(sample.id, record: sample.record, entries: entries, personal: false)
    let text = masked.text + String(decoding: WireCodec.encode(masked), as: UTF8.self)
    #expect(masked.known && masked.arrival == 17)
    #expect(!text.contains("991231500") && !text.contains("Айша"))
    let full = Whereabouts(sample.id, record: sample.record, entries: entries, personal: true)
    #expect(full.text.contains("991231500006") && full.text.contains("Айша Ф."))
    let unknown = Whereabouts(sample.id, record: nil, entries: [], personal: false)
    #expect(
      String(decoding: WireCodec.encode(unknown), as: UTF8.self).contains(#""known":false"#))
  }
}
