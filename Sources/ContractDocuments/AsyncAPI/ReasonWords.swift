import Admission
import QueueContracts

/// The codes of reasons, ours and those of schools that we have words for.
enum ReasonWords {
  struct Entry {
    let code: String
    let words: String
    /// Who says it.
    let by: String
  }

  static let all: [Entry] =
    RuleDescription.all.map { Entry(code: $0.code.rawValue, words: $0.condition, by: $0.worker.rawValue) }
    + SchoolReasonCode.allCases.map { Entry(code: $0.rawValue, words: $0.note, by: "a school") }
}
