import TestSupport
import QueueContracts
import Foundation

/// The boundary between two stages at which a worker is killed, named by the last step that it took with the message.
enum KillBoundary: String, CaseIterable, Sendable {
  case delivered, judged, committed, forwarded, published, confirmed, acknowledged

  /// False if a worker has no such step: NotifyWorker forwards and does not publish; the other workers publish and do
  /// not forward.
  func exists(for worker: String) -> Bool {
    switch self {
    case .delivered, .judged, .committed, .acknowledged: true
    case .forwarded: worker == "NotifyWorker"
    case .published, .confirmed: worker != "NotifyWorker"
    }
  }
}

/// The outcome of one message whose worker was killed.
struct KillOutcome: Sendable {
  /// The outcome that the next process counted in its metrics; nil if the message did not come again.
  let ending: String?
  /// How often each output was published under its id: the lowest and the highest number over all outputs.
  let copies: ClosedRange<Int>
  /// How often the message was entered in the register or in the history.
  let effects: Int
  let parked: Int
}

/// The table of docs/guarantees.md about the effect of `kill -9` at each boundary.
struct KillTable {
  var outcomes: [String: [KillBoundary: KillOutcome]] = [:]

  static let begin = "<!-- kill -9: made by KillTableTests -->"
  static let end = "<!-- end of kill -9 -->"

  var markdown: String {
    let head = [
      "| worker | killed when the message was | it came again and was | each output on the wire | effects | parked |",
      "|---|---|---|---|---|---|",
    ]
    let rows = WorkerName.programs.flatMap { worker in
      KillBoundary.allCases.map { row(worker, $0) }
    }
    return (head + rows).joined(separator: "\n")
  }

  private func row(_ worker: String, _ boundary: KillBoundary) -> String {
    guard let outcome = outcomes[worker]?[boundary] else { return "| \(worker) | \(boundary) | – | – | – | – |" }
    let copies = outcome.copies
    let times =
      copies.lowerBound == copies.upperBound ? "\(copies.lowerBound)×" : "\(copies.lowerBound)–\(copies.upperBound)×"
    let again =
      switch outcome.ending {
      case nil: "did not come again"
      case "completed": "handled as new"
      case "repeated": "answered as recorded"
      case let other?: other
      }
    return "| \(worker) | \(boundary) | \(again) | \(times) | \(outcome.effects) | \(outcome.parked) |"
  }

  /// The text between the markers of the page; nil if they are not there.
  static func table(in page: String) -> String? {
    guard let start = page.range(of: begin), let stop = page.range(of: end) else { return nil }
    return page[start.upperBound..<stop.lowerBound].trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The page with this table between its markers.
  func written(into page: String) -> String {
    guard let old = Self.table(in: page) else { return page }
    return page.replacing("\(Self.begin)\n\n\(old)\n\n\(Self.end)", with: "\(Self.begin)\n\n\(markdown)\n\n\(Self.end)")
  }
}
