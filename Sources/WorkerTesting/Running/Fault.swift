/// A fault in the run of a worker.
///
/// A fault is a value, so a test can run under each fault of a list. A fault names a message by its place, that is, its
/// index among the messages of the run.
public enum Fault: Sendable, Hashable {
  /// The message comes twice, the second time right after the first.
  case duplicate(Int)
  /// The two messages change places.
  case swap(Int, Int)
  /// The message comes this many seconds after the others.
  case delay(Int, seconds: Int)
  /// The broker refuses this many of the next publications, as a full queue does.
  case refuse(Int)
  /// The broker takes this many of the next publications, but does not confirm them.
  case loseConfirms(Int)
  /// The connection is lost at the first acknowledgement: everything that the worker had in hand comes again.
  case loseAcknowledgements
  /// The store is unavailable at the next transaction, and nothing is written.
  case loseStore
  /// The next transaction is written, but the worker is told of a failure, as if the connection broke at the commit.
  case loseCommit

  /// One fault of each kind at each place, for tests whose result must not depend on faults.
  ///
  /// - Parameter messages: the number of messages of the run.
  /// - Returns: the faults.
  public static func each(of messages: Int) -> [Fault] {
    let places = 0..<messages
    return places.map { duplicate($0) } + places.dropFirst().map { swap($0 - 1, $0) }
      + places.map { delay($0, seconds: 60) }
      + [refuse(1), refuse(3), loseConfirms(1), loseConfirms(3), loseAcknowledgements, loseStore, loseCommit]
  }

  /// The places that the fault names.
  var places: [Int] {
    switch self {
    case .duplicate(let place), .delay(let place, _): [place]
    case .swap(let first, let second): [first, second]
    case .refuse, .loseConfirms, .loseAcknowledgements, .loseStore, .loseCommit: []
    }
  }
}

/// The error of a test that cannot be run as it is written.
public struct WorkerTestError: Error, CustomStringConvertible {
  /// The mistake, in one sentence.
  public let description: String
}

/// Messages in the order in which they arrive under the faults of a run.
struct Arrivals<Message> {
  struct Arrival {
    let place: Int
    var seconds = 0
    let message: Message
  }

  private(set) var list: [Arrival]

  init(_ messages: [Message], under faults: [Fault]) throws(WorkerTestError) {
    list = messages.enumerated().map { Arrival(place: $0, message: $1) }
    for fault in faults {
      guard fault.places.allSatisfy(messages.indices.contains) else {
        throw WorkerTestError(
          description: "\(fault) names a message that is none of the \(messages.count) of this run.")
      }
      apply(fault)
    }
  }

  private mutating func apply(_ fault: Fault) {
    switch fault {
    case .duplicate(let place):
      guard let index = index(of: place) else { return }
      list.insert(list[index], at: index + 1)
    case .swap(let first, let second):
      guard let left = index(of: first), let right = index(of: second) else { return }
      list.swapAt(left, right)
    case .delay(let place, let seconds):
      for index in list.indices where list[index].place == place { list[index].seconds += seconds }
    case .refuse, .loseConfirms, .loseAcknowledgements, .loseStore, .loseCommit: return
    }
  }

  private func index(of place: Int) -> Int? { list.firstIndex { $0.place == place } }

  /// The groups of messages that arrive together, each with its seconds after the start of the run.
  var together: [(seconds: Int, messages: [Message])] {
    Dictionary(grouping: list, by: \.seconds).sorted { $0.key < $1.key }.map { ($0.key, $0.value.map(\.message)) }
  }
}
