import Admission
import QueueContracts

/// The reason codes that the documents explain: the workers' codes and the schools' standard codes.
enum ReasonWords {
  struct Entry {
    let code: String
    let words: String
    /// Who gives the reason: the name of a worker, or "a school".
    let by: String
  }

  static let all: [Entry] =
    RuleDescription.all.map { Entry(code: $0.code.rawValue, words: $0.condition, by: $0.worker.rawValue) }
    + SchoolReasonCode.allCases.map { Entry(code: $0.rawValue, words: $0.note, by: "a school") }
}
