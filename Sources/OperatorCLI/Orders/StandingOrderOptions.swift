import ArgumentParser
import Foundation
import Operations
import QueueContracts

/// The options of an operator's order: its reason, its end, and who gives it.
///
/// An order pauses a worker, or limits how many questions a second a state register is asked.
struct StandingOrderOptions: ParsableArguments {
  @Option(help: "The reason, at most 200 characters. Each process logs it: name no citizen in it.")
  var because: String?

  @Option(
    help: "The end of the order, such as 2026-04-01T18:00:00+05:00, +30m or +2h. (default: when it is taken back)")
  var until: String?

  @Option(name: .customLong("operator"), help: "Who gives the order. (default: the login name)")
  var givenOperator: String?

  var person: String { givenOperator ?? NSUserName() }

  func reason() throws(Failure) -> String {
    guard let because else { throw .badInput("Say why by --because.") }
    return because
  }

  func end(from now: Timestamp) throws(Failure) -> Timestamp? {
    guard let until else { return nil }
    if let time = Timestamp(until) { return time }
    let seconds: [Character: Int64] = ["m": 60, "h": 3600, "d": 86_400]
    guard until.first == "+", let unit = until.last.flatMap({ seconds[$0] }),
      let count = Int64(until.dropFirst().dropLast()), (1...100_000).contains(count)
    else {
      throw .badInput(
        "--until must be a time with an offset, such as 2026-04-01T18:00:00+05:00, or a time ahead, such as +30m.")
    }
    return now.adding(seconds: count * unit)
  }
}
