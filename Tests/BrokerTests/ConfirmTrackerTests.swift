import Testing
import WorkerRuntime
import WorkerTesting

@testable import RabbitBroker

@Suite struct ConfirmTrackerTests {
  private var tracker = ConfirmTracker()

  @Test mutating func finishesABatchWithItsLastConfirm() {
    let batch = add("a", "b", "c")
    #expect(sendAll() == ["a", "b", "c"])
    tracker.confirm(1, multiple: false, accepted: true)
    tracker.confirm(3, multiple: false, accepted: true)
    #expect(finished().isEmpty)
    tracker.confirm(2, multiple: false, accepted: true)
    #expect(finished() == [batch: nil])
    #expect(tracker.isIdle && !tracker.isAwaitingConfirms)
  }

  @Test mutating func multipleConfirmsEverythingUpToItsTag() {
    let (first, second) = (add("a", "b"), add("c", "d"))
    _ = sendAll()
    tracker.confirm(3, multiple: true, accepted: true)
    #expect(finished() == [first: nil])
    tracker.confirm(4, multiple: true, accepted: true)
    #expect(finished() == [second: nil])
  }

  @Test mutating func aRefusalFailsItsBatchAlone() {
    let (first, second) = (add("a", "b"), add("c"))
    _ = sendAll()
    tracker.confirm(1, multiple: false, accepted: false)
    tracker.confirm(3, multiple: true, accepted: true)
    #expect(finished() == [first: .notConfirmed, second: nil])
  }

  @Test mutating func aReturnComesBeforeItsConfirm() {
    let (first, second) = (add("a", "b"), add("b"))
    _ = sendAll()
    tracker.returned(.init(messageId: "b", exchange: "x", routingKey: "b", reason: "NO_ROUTE"))
    tracker.confirm(2, multiple: true, accepted: true)
    #expect(finished() == [first: .unroutable])
    tracker.returned(.init(messageId: "b", exchange: "x", routingKey: "b", reason: "NO_ROUTE"))
    tracker.confirm(3, multiple: false, accepted: true)
    #expect(finished() == [second: .unroutable])
  }

  @Test mutating func aReturnThatFitsNothingFailsEverything() {
    let (first, second) = (add("a"), add("b"))
    _ = sendAll()
    tracker.returned(.init(messageId: "z", exchange: "x", routingKey: "z", reason: "NO_ROUTE"))
    tracker.confirm(2, multiple: true, accepted: true)
    #expect(finished() == [first: .unroutable, second: .unroutable])
  }

  @Test mutating func afterAFailureTheRestIsNotSent() {
    let batch = add("a", "b", "c")
    _ = tracker.sendNext()
    tracker.confirm(1, multiple: false, accepted: false)
    #expect(finished() == [batch: .notConfirmed])
    #expect(sendAll() == [])
  }

  @Test mutating func aLostChannelFailsWhatWasSentAndKeepsTheRest() {
    let (first, second) = (add("a"), add("b", "c"))
    _ = tracker.sendNext()
    tracker.channelLost(BrokerError(.notConfirmed, "gone"))
    #expect(finished() == [first: .notConfirmed])
    #expect(sendAll() == ["b", "c"])
    // The new channel counts from 1.
    tracker.confirm(2, multiple: true, accepted: true)
    #expect(finished() == [second: nil])
  }

  @Test mutating func aLostConnectionFailsEverything() {
    let (first, second) = (add("a"), add("b"))
    _ = tracker.sendNext()
    tracker.connectionLost(BrokerError(.unreachable, "gone"))
    #expect(finished() == [first: .unreachable, second: .unreachable])
    #expect(tracker.isIdle)
  }

  @Test mutating func anAbandonedBatchStillTakesItsConfirms() {
    let batch = add("a", "b")
    _ = tracker.sendNext()
    tracker.abandon(batch)
    #expect(finished().isEmpty)
    #expect(!tracker.hasUnsent)
    tracker.confirm(1, multiple: false, accepted: true)
    #expect(finished() == [batch: .closed])
  }

  @Test mutating func confirmsOfWhatWasNeverSentAreIgnored() {
    tracker.confirm(0, multiple: true, accepted: true)
    tracker.confirm(7, multiple: true, accepted: false)
    let batch = add("a")
    _ = sendAll()
    tracker.confirm(2, multiple: true, accepted: true)
    #expect(finished().isEmpty)
    tracker.confirm(1, multiple: true, accepted: true)
    tracker.confirm(1, multiple: true, accepted: false)
    #expect(finished() == [batch: nil])
  }

  /// A broker that confirms in any grouping: every batch finishes exactly once, and fails if and only if one of its
  /// publications was refused or returned.
  @Test(arguments: 0..<200) mutating func everyBatchFinishesOnceAndRightly(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var expected: [Int: Bool] = [:]
    var owners: [Int] = []
    var outcomes: [Int: Bool?] = [:]
    var confirmed: UInt64 = 0
    for round in 0..<40 {
      let count = Int.random(in: 1...6, using: &random)
      let batch = tracker.add((0..<count).map { publication("\(round).\($0)") })
      expected[batch] = true
      while tracker.hasUnsent, Int.random(in: 0..<8, using: &random) > 0 {
        guard let sent = tracker.sendNext() else { break }
        let owner = Int(sent.message.id!.split(separator: ".")[0])! + 1
        owners.append(owner)
        if Int.random(in: 0..<30, using: &random) == 0 {
          tracker.returned(.init(messageId: sent.message.id, exchange: "x", routingKey: sent.routingKey, reason: ""))
          expected[owner] = false
        }
      }
      guard confirmed < owners.count, Bool.random(using: &random) else { continue }
      let tag = UInt64.random(in: confirmed + 1...UInt64(owners.count), using: &random)
      let accepted = Int.random(in: 0..<10, using: &random) > 0
      if !accepted { for owner in owners[Int(confirmed)..<Int(tag)] { expected[owner] = false } }
      tracker.confirm(tag, multiple: true, accepted: accepted)
      confirmed = tag
      collect(into: &outcomes)
    }
    while tracker.sendNext() != nil { owners.append(0) }
    tracker.confirm(UInt64(owners.count), multiple: true, accepted: true)
    collect(into: &outcomes)
    #expect(tracker.isIdle)
    #expect(outcomes.mapValues { $0! } == expected)
  }

  // MARK: -

  private mutating func collect(into outcomes: inout [Int: Bool?]) {
    for (batch, failure) in tracker.takeFinished() {
      #expect(outcomes[batch] == nil)
      outcomes[batch] = failure == nil
    }
  }

  private func publication(_ id: String) -> Publication {
    Publication(exchange: "x", routingKey: id, message: BrokerMessage(id: id))
  }

  private mutating func add(_ ids: String...) -> Int { tracker.add(ids.map(publication)) }

  private mutating func sendAll() -> [String] {
    var ids: [String] = []
    while let publication = tracker.sendNext() { ids.append(publication.message.id ?? "") }
    return ids
  }

  private mutating func finished() -> [Int: BrokerError.Code?] {
    Dictionary(uniqueKeysWithValues: tracker.takeFinished().map { ($0.0, $0.1?.code) })
  }
}
