import QueueContracts
import Testing
import WorkerRuntime
import WorkerTesting

@testable import RabbitBroker

@Suite("The tracker of confirms")
struct ConfirmTrackerTests {
  private var tracker = ConfirmTracker()

  @Test("A batch finishes when all its publications are confirmed, in whatever order")
  mutating func lastConfirm() {
    let batch = add("a", "b", "c")
    #expect(sendAll() == ["a", "b", "c"])
    tracker.confirm(1, multiple: false, accepted: true)
    tracker.confirm(3, multiple: false, accepted: true)
    #expect(finished().isEmpty)
    tracker.confirm(2, multiple: false, accepted: true)
    #expect(finished() == [batch: [nil, nil, nil]])
    #expect(tracker.isIdle && !tracker.isAwaitingConfirms)
  }

  @Test("A confirm with `multiple` confirms all publications up to its tag")
  mutating func multipleConfirm() {
    let (first, second) = (add("a", "b"), add("c", "d"))
    _ = sendAll()
    tracker.confirm(3, multiple: true, accepted: true)
    #expect(finished() == [first: [nil, nil]])
    tracker.confirm(4, multiple: true, accepted: true)
    #expect(finished() == [second: [nil, nil]])
  }

  @Test("A refused publication fails alone, and the others are sent and confirmed")
  mutating func oneRefusal() {
    let (first, second) = (add("a", "b", "c"), add("d"))
    #expect(tracker.sendNext()?.message.id == "a")
    tracker.confirm(1, multiple: false, accepted: false)
    #expect(finished().isEmpty)
    // The refusal does not keep the publications after it from being sent.
    #expect(sendAll() == ["b", "c", "d"])
    tracker.confirm(4, multiple: true, accepted: true)
    #expect(finished() == [first: [.refused, nil, nil], second: [nil]])
  }

  @Test("A returned publication fails as unroutable when its confirm comes")
  mutating func returnedPublication() {
    let (first, second) = (add("a", "b"), add("b"))
    _ = sendAll()
    tracker.returned(.init(messageId: "b", exchange: "x", routingKey: "b", reason: "NO_ROUTE"))
    #expect(finished().isEmpty)
    tracker.confirm(2, multiple: true, accepted: true)
    #expect(finished() == [first: [nil, .unroutable]])
    tracker.returned(.init(messageId: "b", exchange: "x", routingKey: "b", reason: "NO_ROUTE"))
    tracker.confirm(3, multiple: false, accepted: true)
    #expect(finished() == [second: [.unroutable]])
  }

  @Test("If the broker returns an unknown message, the publications sent so far fail and the rest is sent")
  mutating func unknownReturn() {
    let (first, second) = (add("a"), add("b", "c"))
    for _ in 0..<2 { _ = tracker.sendNext() }
    tracker.returned(.init(messageId: "z", exchange: "x", routingKey: "z", reason: "NO_ROUTE"))
    #expect(sendAll() == ["c"])
    tracker.confirm(3, multiple: true, accepted: true)
    #expect(finished() == [first: [.unroutable], second: [.unroutable, nil]])
  }

  @Test("Unsendable publications fail without being sent, and the rest of their batch is sent")
  mutating func unsendable() {
    let unsendable = BrokerError(.unsendable, "too long")
    let mixed = tracker.add(["a", "b", "c", "d"].map(publication), failures: [unsendable, nil, unsendable, nil])
    let none = tracker.add(["e"].map(publication), failures: [unsendable])
    #expect(finished() == [none: [.unsendable]])
    #expect(sendAll() == ["b", "d"])
    tracker.confirm(2, multiple: true, accepted: true)
    #expect(finished() == [mixed: [.unsendable, nil, .unsendable, nil]])
  }

  @Test("If no publication is to blame for a lost channel, the publications already sent fail and the rest is sent")
  mutating func noCulprit() {
    let (first, second) = (add("a"), add("b", "c"))
    _ = tracker.sendNext()
    tracker.channelLost(BrokerError(.notConfirmed, "gone")) { _ in false }
    #expect(finished() == [first: [.notConfirmed]])
    #expect(sendAll() == ["b", "c"])
    // The tags of the new channel begin at 1.
    tracker.confirm(2, multiple: true, accepted: true)
    #expect(finished() == [second: [nil, nil]])
  }

  @Test("A publication for which the broker closes the channel fails, and the others are sent again")
  mutating func culprit() {
    let (first, second) = (add("a", "b", "c"), add("d", "e"))
    for _ in 0..<4 { _ = tracker.sendNext() }
    tracker.confirm(1, multiple: false, accepted: true)
    tracker.channelLost(BrokerError(.unsendable, "too large")) { $0.message.id == "b" }
    #expect(finished().isEmpty)
    #expect(sendAll() == ["c", "d", "e"])
    tracker.confirm(3, multiple: true, accepted: true)
    #expect(finished() == [first: [nil, .unsendable, nil], second: [nil, nil]])
    #expect(tracker.isIdle)
  }

  @Test("After the loss of a channel, returned and abandoned publications are not sent again")
  mutating func notSentAgain() {
    let (first, second) = (add("a", "b"), add("c"))
    _ = sendAll()
    tracker.returned(.init(messageId: "a", exchange: "x", routingKey: "a", reason: "NO_ROUTE"))
    #expect(abandon(second) == [.closed])
    tracker.channelLost(BrokerError(.unsendable, "too large")) { $0.message.id == "b" }
    #expect(finished() == [first: [.unroutable, .unsendable], second: [.unsendable]])
    #expect(!tracker.hasUnsent)
  }

  @Test("A lost connection fails every publication that is not confirmed, whether sent or not")
  mutating func lostConnection() {
    let (first, second) = (add("a", "b", "c"), add("d"))
    for _ in 0..<2 { _ = tracker.sendNext() }
    tracker.confirm(1, multiple: false, accepted: true)
    tracker.connectionLost(BrokerError(.unreachable, "gone"))
    #expect(finished() == [first: [nil, .unreachable, .unreachable], second: [.unreachable]])
    #expect(tracker.isIdle && !tracker.hasUnsent)
  }

  @Test("If a caller abandons a batch, its unsent rest is not sent, and confirms of the sent part are still taken")
  mutating func abandonedBatch() {
    let batch = add("a", "b", "c", "d")
    for _ in 0..<3 { _ = tracker.sendNext() }
    tracker.confirm(1, multiple: false, accepted: true)
    tracker.confirm(2, multiple: false, accepted: false)
    #expect(abandon(batch) == [nil, .refused, .closed, .closed])
    #expect(finished().isEmpty && !tracker.hasUnsent)
    tracker.confirm(3, multiple: false, accepted: true)
    #expect(finished() == [batch: [nil, .refused, nil, .closed]])
  }

  @Test("A confirm of a publication that was not sent, or is already confirmed, is ignored")
  mutating func unknownConfirms() {
    tracker.confirm(0, multiple: true, accepted: true)
    tracker.confirm(7, multiple: true, accepted: false)
    let batch = add("a")
    _ = sendAll()
    tracker.confirm(2, multiple: true, accepted: true)
    #expect(finished().isEmpty)
    tracker.confirm(1, multiple: true, accepted: true)
    tracker.confirm(1, multiple: true, accepted: false)
    #expect(finished() == [batch: [nil]])
  }

  /// Plays a broker that confirms publications in any grouping, refuses or returns some of them, and closes channels.
  ///
  /// Every batch must finish exactly once. A publication must fail if it was refused, was returned, or made the broker
  /// close the channel. All other publications must succeed.
  @Test(
    "After random confirms, refusals, returns and lost channels, each publication has one correct result",
    arguments: 0..<200)
  mutating func randomBroker(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var expected: [Int: [BrokerError.Code?]] = [:]
    var outcomes: [Int: [BrokerError.Code?]] = [:]
    // The publications under way on the channel, as the broker knows them.
    var underWay: [(batch: Int, index: Int, id: String)] = []
    var confirmed: UInt64 = 0
    var round = 0
    while round < 40 || !tracker.isIdle {
      round += 1
      if round <= 40 {
        let count = Int.random(in: 1...6, using: &random)
        let batch = tracker.add(
          (0..<count).map { publication("\(round).\($0)") }, failures: Array(repeating: nil, count: count))
        expected[batch] = Array(repeating: nil, count: count)
      }
      while tracker.hasUnsent, round > 40 || Int.random(in: 0..<8, using: &random) > 0 {
        guard let sent = tracker.sendNext(), let id = sent.message.id else { break }
        let parts = id.split(separator: ".").compactMap { Int($0) }
        underWay.append((parts[0], parts[1], id))
        guard Int.random(in: 0..<30, using: &random) == 0 else { continue }
        tracker.returned(.init(messageId: id, exchange: "x", routingKey: id, reason: ""))
        expected[parts[0]]?[parts[1]] = .unroutable
      }
      if let culprit = underWay.randomElement(using: &random), Int.random(in: 0..<15, using: &random) == 0 {
        tracker.channelLost(BrokerError(.unsendable, "")) { $0.message.id == culprit.id }
        if expected[culprit.batch]?[culprit.index] == .some(nil) {
          expected[culprit.batch]?[culprit.index] = .unsendable
        }
        underWay = []
        confirmed = 0
      } else if !underWay.isEmpty {
        let count = Int.random(in: 1...underWay.count, using: &random)
        let accepted = Int.random(in: 0..<10, using: &random) > 0
        for sent in underWay.prefix(count) where !accepted && expected[sent.batch]?[sent.index] == .some(nil) {
          expected[sent.batch]?[sent.index] = .refused
        }
        confirmed += UInt64(count)
        tracker.confirm(confirmed, multiple: true, accepted: accepted)
        underWay.removeFirst(count)
      }
      for (batch, codes) in finished() {
        #expect(outcomes[batch] == nil)
        outcomes[batch] = codes
      }
    }
    #expect(outcomes == expected)
  }

  // MARK: -

  private func publication(_ id: String) -> Publication {
    Publication(exchange: "x", routingKey: id, message: BrokerMessage(id: id))
  }

  private mutating func add(_ ids: String...) -> Int {
    tracker.add(ids.map(publication), failures: ids.map { _ in nil })
  }

  private mutating func abandon(_ batch: Int) -> [BrokerError.Code?] {
    tracker.abandon(batch, BrokerError(.closed, "cancelled")).map { $0?.code }
  }

  private mutating func sendAll() -> [String] {
    var ids: [String] = []
    while let publication = tracker.sendNext() { ids.append(publication.message.id ?? "") }
    return ids
  }

  private mutating func finished() -> [Int: [BrokerError.Code?]] {
    Dictionary(uniqueKeysWithValues: tracker.takeFinished().map { batch, results in (batch, results.map { $0?.code }) })
  }
}
