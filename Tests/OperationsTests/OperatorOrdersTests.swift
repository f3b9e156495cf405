import Admission
import Operations
import QueueContracts
import Testing
import WorkerRuntime
import WorkerTesting

/// Tests the orders that an operator gives the workers.
@Suite struct OperatorOrdersTests {
  private let store = MemoryStore()
  private let now = StoreSample.time(1)

  @Test func aPauseHoldsUntilTheWorkerIsResumed() async throws {
    let orders = OperatorOrders(store)
    let given = try await orders.pause(.intake, because: "the register\n is mended", by: "aa", at: now)
    #expect(given.because == "the register is mended")
    #expect(try await orders.all(at: now) == [given])
    #expect(try await orders.resume(.intake))
    #expect(try await !orders.resume(.intake))
    #expect(try await orders.all(at: now).isEmpty)
  }

  @Test func anOrderThatHasEndedIsNotListed() async throws {
    let orders = OperatorOrders(store)
    let until = now.adding(seconds: 60)
    try await orders.pause(.notify, because: "x", by: "aa", until: until, at: now)
    #expect(try await orders.all(at: now).count == 1)
    #expect(try await orders.all(at: until).isEmpty)
    await #expect(throws: OperationFailure.self) {
      try await orders.pause(.notify, because: "x", by: "aa", until: now, at: now)
    }
  }

  @Test func aReasonIsShortAndAnIINInItIsMasked() async throws {
    let orders = OperatorOrders(store)
    let given = try await orders.pause(.intake, because: "asked by 850101300004", by: "aa", at: now)
    #expect(given.because == "asked by …")
    for wrong in ["", " \n", String(repeating: "x", count: 201)] {
      await #expect(throws: OperationFailure.self) { try await orders.pause(.intake, because: wrong, by: "aa") }
    }
  }

  @Test func aRegisterIsLimitedUntilTheLimitIsTakenAway() async throws {
    let orders = OperatorOrders(store)
    try await orders.limit(.unemployment, perSecond: 5, because: "asked to", by: "aa", at: now)
    #expect(try await orders.all(at: now).map(\.perSecond) == [5])
    for wrong in [0, 10_001] {
      await #expect(throws: OperationFailure.self) {
        try await orders.limit(.unemployment, perSecond: wrong, because: "x", by: "aa")
      }
    }
    #expect(try await orders.unlimit(.unemployment))
    #expect(try await !orders.unlimit(.unemployment))
  }
}
