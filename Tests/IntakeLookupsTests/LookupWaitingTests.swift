import Foundation
import TestSupport
import Testing
import WorkerBase

@testable import IntakeLookups

@Suite("A circuit breaker")
struct LookupCircuitBreakerTests {
  let start = ContinuousClock.now

  /// A breaker that is open for ten seconds, after three failures in a row.
  private func opened() throws -> Driven {
    let breaker = Driven(failuresToOpen: 3)
    for change in [nil, nil, CircuitBreaker.Change.opened] {
      let permit = try #require(breaker.permit(at: start))
      #expect(breaker.report(.failed, of: permit, at: start) == change)
    }
    return breaker
  }

  @Test("The circuit opens after failures in a row, and a success resets the count")
  func opens() throws {
    let breaker = Driven(failuresToOpen: 2)
    for outcome in [CircuitBreaker.Outcome.failed, .worked, .failed, .unknown] {
      let permit = try #require(breaker.permit(at: start))
      #expect(breaker.report(outcome, of: permit, at: start) == nil)
    }
    let permit = try #require(breaker.permit(at: start))
    #expect(breaker.report(.failed, of: permit, at: start) == .opened)
    #expect(breaker.permit(at: start) == nil)
  }

  @Test("While the circuit is open no caller may ask, and afterwards one caller may ask as a probe")
  func probes() throws {
    let breaker = try opened()
    #expect(breaker.permit(at: start + .seconds(9.9)) == nil)
    let probe = try #require(breaker.permit(at: start + .seconds(10)))
    #expect(breaker.permit(at: start + .seconds(60)) == nil)
    #expect(breaker.report(.worked, of: probe, at: start + .seconds(11)) == .closed)
    #expect(breaker.permit(at: start + .seconds(11)) != nil)
    #expect(breaker.permit(at: start + .seconds(11)) != nil)
  }

  @Test("A probe that fails keeps the circuit open for the same time again")
  func probeFails() throws {
    let breaker = try opened()
    let probe = try #require(breaker.permit(at: start + .seconds(10)))
    #expect(breaker.report(.failed, of: probe, at: start + .seconds(12)) == nil)
    #expect(breaker.permit(at: start + .seconds(21.9)) == nil)
    #expect(breaker.permit(at: start + .seconds(22)) != nil)
  }

  @Test("After a cancelled probe another probe may ask at once")
  func probeCalledOff() throws {
    let breaker = try opened()
    let probe = try #require(breaker.permit(at: start + .seconds(10)))
    #expect(breaker.report(.unknown, of: probe, at: start + .seconds(11)) == nil)
    #expect(breaker.permit(at: start + .seconds(11)) != nil)
    #expect(breaker.permit(at: start + .seconds(11)) == nil)
  }

  @Test("A question that was asked before the circuit opened does not change the circuit when its answer comes")
  func late() throws {
    let breaker = Driven(failuresToOpen: 1)
    let (first, second, third) = (
      try #require(breaker.permit(at: start)), try #require(breaker.permit(at: start)),
      try #require(breaker.permit(at: start))
    )
    #expect(breaker.report(.failed, of: first, at: start) == .opened)
    #expect(breaker.report(.worked, of: second, at: start + .seconds(1)) == nil)
    #expect(breaker.permit(at: start + .seconds(1)) == nil)
    let probe = try #require(breaker.permit(at: start + .seconds(10)))
    #expect(breaker.report(.failed, of: third, at: start + .seconds(10)) == nil)
    #expect(breaker.report(.worked, of: probe, at: start + .seconds(10)) == .closed)
  }
}

/// A reference to a breaker that opens for ten seconds.
///
/// The macros of tests cannot call mutating functions.
private final class Driven {
  private var breaker: CircuitBreaker

  init(failuresToOpen: Int) {
    breaker = CircuitBreaker(failuresToOpen: failuresToOpen, openFor: .seconds(10))
  }

  func permit(at now: CircuitBreaker.Instant) -> CircuitBreaker.Permit? { breaker.permit(at: now) }

  func report(
    _ outcome: CircuitBreaker.Outcome, of permit: CircuitBreaker.Permit, at now: CircuitBreaker.Instant
  ) -> CircuitBreaker.Change? {
    breaker.report(outcome, of: permit, at: now)
  }
}
