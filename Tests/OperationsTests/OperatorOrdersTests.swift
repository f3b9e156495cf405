import Admission
import Operations
import QueueContracts
import Testing
import WorkerRuntime
import WorkerTesting

/// Tests the orders that an operator gives the workers.
@Suite("An operator's orders to the workers")
struct OperatorOrdersTests {
  private let store = MemoryStore()
  private let now = StoreSample.time(1)

  @Test("A worker's pause holds until the worker is resumed")
  func pauseAndResume() async throws {
    let orders = OperatorOrders(store)
    let given = try await orders.give(.pause(.intake, because: "the register\n is mended", by: "aa", at: now))
    #expect(given.because == "the register is mended")
    #expect(try await orders.all(at: now) == [given])
    #expect(try await orders.resume(.intake))
    #expect(try await !orders.resume(.intake))
    #expect(try await orders.all(at: now).isEmpty)
  }

  @Test("An order is listed only until it ends, and cannot end in the past")
  func endedOrder() async throws {
    let orders = OperatorOrders(store)
    let until = now.adding(seconds: 60)
    try await orders.give(.pause(.notify, because: "x", by: "aa", until: until, at: now))
    #expect(try await orders.all(at: now).count == 1)
    #expect(try await orders.all(at: until).isEmpty)
    await #expect(throws: OperationFailure.self) {
      try await orders.give(.pause(.notify, because: "x", by: "aa", until: now, at: now))
    }
  }

  @Test("A reason for an order may not be blank or over 200 characters, and an IIN in it is masked")
  func reasons() async throws {
    let orders = OperatorOrders(store)
    let given = try await orders.give(.pause(.intake, because: "asked by 850101300004", by: "aa", at: now))
    #expect(given.because == "asked by …")
    for wrong in ["", " \n", String(repeating: "x", count: 201)] {
      await #expect(throws: OperationFailure.self) { try await orders.give(.pause(.intake, because: wrong, by: "aa")) }
    }
  }

  @Test("A limit on the requests to a register holds until it is removed, and must be 1 to 10,000 a second")
  func registerLimit() async throws {
    let orders = OperatorOrders(store)
    try await orders.give(.limit(.unemployment, perSecond: 5, because: "asked to", by: "aa", at: now))
    #expect(try await orders.all(at: now).map(\.perSecond) == [5])
    for wrong in [0, 10_001] {
      await #expect(throws: OperationFailure.self) {
        try await orders.give(.limit(.unemployment, perSecond: wrong, because: "x", by: "aa"))
      }
    }
    #expect(try await orders.unlimit(.unemployment))
    #expect(try await !orders.unlimit(.unemployment))
  }
}
