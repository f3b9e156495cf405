import Admission
import QueueContracts

/// The codes of the workers' reasons, and of the schools' reasons that the workers have words for.
enum ReasonWords {
  struct Entry {
    let code: String
    let words: String
    /// The worker, or a school, that gives the reason.
    let by: String
  }

  static let all: [Entry] =
    RuleDescription.all.map { Entry(code: $0.code.rawValue, words: $0.condition, by: $0.worker.rawValue) }
    + SchoolReasonCode.allCases.map { Entry(code: $0.rawValue, words: $0.note, by: "a school") }
}
