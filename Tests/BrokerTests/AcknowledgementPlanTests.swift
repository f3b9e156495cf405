import QueueContracts
import Testing
import WorkerTesting

@testable import RabbitBroker

@Suite("The plan of acknowledgements")
struct AcknowledgementPlanTests {
  @Test("Deliveries from the oldest on, without a gap, are settled with one frame")
  func oneFrame() {
    var plan = AcknowledgementPlan.filled(1...5)
    #expect(plan.settle([1, 2, 3]) == [.init(tag: 3, multiple: true)])
    #expect(plan.settle([4]) == [.init(tag: 4, multiple: false)])
    #expect(plan.count == 1)
  }

  @Test("A frame for several deliveries never settles a delivery that was not named")
  func onlyNamed() {
    var plan = AcknowledgementPlan.filled(1...6)
    #expect(
      plan.settle([5, 1, 2, 4]) == [
        .init(tag: 2, multiple: true), .init(tag: 4, multiple: false), .init(tag: 5, multiple: false),
      ])
    // With 4 and 5 gone, 3 and 6 are neighbours.
    #expect(plan.settle([3, 6]) == [.init(tag: 6, multiple: true)])
  }

  @Test("Tags that are unknown, repeated or already settled lead to no extra frame")
  func ignoredTags() {
    var plan = AcknowledgementPlan.filled(3...4)
    #expect(plan.settle([]) == [])
    #expect(plan.settle([1, 2, 9]) == [])
    #expect(plan.settle([3, 3]) == [.init(tag: 3, multiple: false)])
    #expect(plan.settle([3]) == [])
    #expect(plan.count == 1)
  }

  /// Compares the plan with the broker's own bookkeeping.
  ///
  /// Each frame names a tag that is unsettled at the broker, and the frames together settle exactly the named tags.
  @Test("After random arrivals, the frames settle exactly the named deliveries at the broker", arguments: 0..<200)
  func randomArrivals(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var plan = AcknowledgementPlan()
    var broker: Set<UInt64> = []
    var last: UInt64 = 0
    for _ in 0..<30 {
      for _ in 0..<Int.random(in: 0...8, using: &random) {
        last += 1
        plan.arrived(last)
        broker.insert(last)
      }
      let named = (0...last).filter { _ in Bool.random(using: &random) }.shuffled(using: &random)
      let expected = broker.subtracting(named)
      for frame in plan.settle(named) {
        #expect(broker.contains(frame.tag))
        broker = frame.multiple ? broker.filter { $0 > frame.tag } : broker.subtracting([frame.tag])
      }
      #expect(broker == expected)
      #expect(plan.count == expected.count)
    }
  }
}

extension AcknowledgementPlan {
  fileprivate static func filled(_ tags: ClosedRange<UInt64>) -> AcknowledgementPlan {
    var plan = AcknowledgementPlan()
    for tag in tags { plan.arrived(tag) }
    return plan
  }
}
