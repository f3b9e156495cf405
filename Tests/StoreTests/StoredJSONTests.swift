import Admission
import Foundation
import QueueContracts
import Testing
import WorkerRuntime
import WorkerTesting

@testable import WorkerStore

/// The stores write two JSON texts for each message by hand: older programs read them, and so do we.
struct StoredJSONTests {
  /// Scripts, what has to be escaped, what looks like JSON, an astral scalar, a combining mark, nothing.
  private static let texts = [
    "Әлия Ә.", "O'Brien \"Q\" \\ /", "\u{1}\u{8}\t\n\u{C}\r\u{1F}\u{7F}", "👩‍👩‍👧‍👦", "e\u{301}",
    "\u{2028}\u{FEFF}", "",
    "{\"a\":[1]}", String(repeating: "қ", count: 5000),
  ]

  @Test("A history entry is stored as its contract writes it", arguments: texts)
  func entry(_ text: String) {
    var entry = StoreSample.historyEntry(1, text: text)
    #expect(
      String(decoding: entry.json, as: UTF8.self)
        == String(decoding: WireCodec.encode(entry), as: UTF8.self))
    let update = StoreSample.application(2).update(
      .completed, .negative, step: .school, at: Timestamp(milliseconds: 1_775_016_000_000))
    let reasons = [
      HistoryReason(Reason(.documentMissing, .photo), text: ReasonText(kk: text, ru: text)),
      HistoryReason(Reason(.consentMissing), text: ReasonText(kk: text, ru: text, en: text)),
    ]
    let words = LocalizedText(kk: text, ru: "x", en: text)
    entry = HistoryEntry(
      entryId: StoreSample.message(2), update: update, postedAt: Timestamp(milliseconds: -1),
      title: words, text: words,
      reasons: reasons, short: words)
    #expect(
      String(decoding: entry.json, as: UTF8.self)
        == String(decoding: WireCodec.encode(entry), as: UTF8.self))
  }

  @Test(
    "Outputs are stored as an encoder writes them, with bodies of every length", arguments: 0..<7)
  func outputs(_ length: Int) {
    let update = StoreSample.application(1).update(
      .inProcessing, step: .intake, at: StoreSample.time(1))
    var first = Output(update)
    first.body = Data((0..<UInt8(length)).map { $0 &* 89 &+ 250 })
    let outputs = [first, Output(update, routingKey: "a\"b/c", name: "é\n"), Output(update)]
    #expect(
      String(decoding: outputs.json, as: UTF8.self)
        == String(decoding: WireCodec.encode(outputs), as: UTF8.self))
    #expect([Output]().json == Array("[]".utf8))
  }
}
