import QueueContracts
import WorkerRuntime

// MARK: - An operator's orders

extension StoreConformance {
  static let orders = [
    StoreConformance("An operator's order is seen by all, with its author, reason and end") { stores in
      let time = StoreSample.time(1)
      let pause = StandingOrder(
        .pause, of: "intake", givenAt: time, by: "aa", because: "the register is mended",
        until: time.adding(seconds: 60))
      let limit = StandingOrder(
        .limit, of: "unemployment", perSecond: 5, givenAt: time, by: "bb", because: "it was asked for Қ \"%'")
      try await stores.writing.give(pause)
      try await stores.writing.give(limit)
      let found = try await stores.reading.standingOrders()
      try expect(found == [limit, pause], "orders by kind and subject: \(found)")
      try expect(pause.holds(at: time) && !pause.holds(at: time.adding(seconds: 60)), "the pause ends by itself")
    },
    StoreConformance("An order replaces the one of the same kind and subject, and can be taken back once") { stores in
      let time = StoreSample.time(1)
      let first = StandingOrder(.pause, of: "intake", givenAt: time, by: "aa", because: "first", until: time)
      let second = StandingOrder(.pause, of: "intake", givenAt: time.adding(seconds: 1), by: "bb", because: "second")
      let other = StandingOrder(.pause, of: "notify", givenAt: time, by: "aa", because: "other")
      for order in [first, other] { try await stores.writing.give(order) }
      try await stores.reading.give(second)
      let found = try await stores.writing.standingOrders()
      try expect(found == [second, other], "\(found)")
      try expect(try await !stores.writing.takeBack(.limit, of: "intake"), "there is no limit")
      try expect(try await stores.writing.takeBack(.pause, of: "intake"), "the pause is taken back")
      try expect(try await !stores.reading.takeBack(.pause, of: "intake"), "the pause is taken back only once")
      try expect(try await stores.reading.standingOrders() == [other], "the other order stays")
    },
  ]
}
