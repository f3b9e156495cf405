import ArgumentParser
import QueueContracts

/// The schools that have a queue, a user and routing keys for a system of their own.
struct SchoolSelection: ParsableArguments {
  @Option(
    name: .customLong("school"),
    help: ArgumentHelp(
      "The BIN of a school whose own system reads its requests and sends its decisions; may be given several times.",
      valueName: "bin"))
  var numbers: [String] = []

  func validate() throws {
    if let wrong = numbers.first(where: { BIN($0) == nil }) {
      throw ValidationError("--school '\(wrong)' is no BIN: twelve digits, the last of which is a check.")
    }
  }

  /// The schools, each once, in the order in which they were named.
  var schools: [BIN] {
    var schools: [BIN] = []
    for bin in numbers.compactMap({ BIN($0) }) where !schools.contains(bin) { schools.append(bin) }
    return schools
  }
}
