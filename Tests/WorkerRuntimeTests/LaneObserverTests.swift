import Logging
import QueueContracts
import Testing

@testable import WorkerRuntime

@Suite("The reported state of a lane")
struct LaneObserverTests {
  private let health = Health()
  private let registry = PrometheusRegistry()
  private let observer: LaneObserver

  init() {
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    observer = LaneObserver(lane: 0, health: health, logger: logger, factory: registry) { _ in }
  }

  /// The states that the metric says the lane is in.
  private var measured: [String] {
    Health.LaneState.words.filter { registry.text.contains(#"qabyldau_lane_state{lane="0",state="\#($0)"} 1.0"#) }
  }

  private static let down = EnvironmentDown("store", detail: "no answer")

  @Test("After a wait at the gate the lane consumes again, on the health page and in the metric")
  func gate() {
    observer.consuming()
    observer.waitsAtGate(true)
    #expect(measured == ["waiting"])
    #expect(health.report == "lane 0: waiting, a suspect message is handled alone\n")
    observer.waitsAtGate(false)
    #expect(measured == ["consuming"])
    #expect(health.isReady)
  }

  @Test("A lane waits at the gate until its last track has passed the gate")
  func tracks() {
    observer.consuming()
    observer.waitsAtGate(true)
    observer.waitsAtGate(true)
    observer.waitsAtGate(false)
    #expect(measured == ["waiting"])
    observer.waitsAtGate(false)
    #expect(measured == ["consuming"])
  }

  @Test("A wait at the gate does not hide that the lane drains, whichever begins first", arguments: [true, false])
  func draining(isFirst: Bool) {
    observer.consuming()
    if isFirst { observer.draining() }
    observer.waitsAtGate(true)
    if !isFirst { observer.draining() }
    #expect(measured == ["draining"])
    observer.waitsAtGate(false)
    #expect(measured == ["draining"])
    #expect(health.report == "lane 0: draining\n")
    #expect(!health.isReady)
  }

  @Test("A wait at the gate does not hide an outage, and the lane still waits when the outage is over")
  func outage() {
    observer.consuming()
    observer.waitsAtGate(true)
    observer.paused(by: Self.down, holding: [], isFirst: true)
    #expect(health.report == "lane 0: paused, store is down\n")
    observer.resumed()
    #expect(measured == ["waiting"])
    observer.waitsAtGate(false)
    #expect(measured == ["consuming"])
  }

  @Test("If an outage ends while the lane drains or is paused by an operator, the lane does not count as consuming")
  func outageEnds() {
    observer.consuming()
    observer.paused(by: Self.down, holding: [], isFirst: true)
    observer.pausedByOperator()
    observer.resumed()
    #expect(health.report == "lane 0: paused, by an operator\n")
    observer.consuming()
    observer.paused(by: Self.down, holding: [], isFirst: true)
    observer.draining()
    observer.resumed()
    #expect(measured == ["draining"])
    #expect(!health.isReady)
  }
}
