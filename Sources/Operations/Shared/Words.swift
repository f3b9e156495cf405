import QueueContracts
import WorkerRuntime

extension Int {
  /// The number with a noun, such as `1 message` or `2 messages`.
  package func counted(_ thing: String) -> String { "\(self) \(thing)\(self == 1 ? "" : "s")" }
}

extension Timestamp {
  /// The time as `2026-04-01 09:00`, in Kazakhstan's time.
  package var forReading: String { String(description.prefix(16)).replacing("T", with: " ") }

  /// The time as `2026-04-01 09:00:00`, in Kazakhstan's time, because retries may be seconds apart.
  package var forReadingToTheSecond: String { String(description.prefix(19)).replacing("T", with: " ") }
}

extension HistoryReason {
  /// The code and, if there is one, the subject.
  package var short: String { code + (subject.map { ":\($0)" } ?? "") }

  /// The same, but only `other` for a code that the contract does not define, unless personal data is asked for.
  ///
  /// A school may write anything as a code of its own.
  package func short(personal: Bool) -> String {
    personal || ContractCode.shown(code) == code ? short : ContractCode.other
  }
}

extension Reason {
  /// The code and, if there is one, the subject.
  package var short: String { code + (subject.map { ":\($0)" } ?? "") }
}

extension BrokerError {
  /// The detail of the error as a sentence.
  package var sentence: String { detail.hasSuffix(".") ? detail : detail + "." }
}
