import WorkerRuntime

extension StoreConformance {
  static let crashes = [
    StoreConformance("The crash notes of a process that lives count as no crash") { stores in
      for _ in 1...3 {
        for store in stores.all {
          let crashes = try await store.noteBeginning(of: ["a", "b"], worker: "intake", alone: true)
          try expect(crashes.isEmpty, "no crashes of processes that live")
        }
      }
    },
    StoreConformance("The death of a process is counted once for each message that it had in hand") { stores in
      _ = try await stores.writing.noteBeginning(of: ["a", "b"], worker: "intake", alone: false)
      try await stores.writing.crashProcess()
      for store in stores.all {
        for _ in 1...2 {
          let crashes = try await store.noteBeginning(of: ["a", "b", "c"], worker: "intake", alone: false)
          try expect(crashes == ["a": Crashes(together: 1), "b": Crashes(together: 1)], "one crash of each message")
        }
      }
    },
    StoreConformance("Crashes with a message alone in hand and with several are counted apart") { stores in
      for alone in [false, true, true] {
        _ = try await stores.writing.noteBeginning(of: ["a"], worker: "intake", alone: alone)
        try await stores.writing.crashProcess()
      }
      let crashes = try await stores.reading.noteBeginning(of: ["a"], worker: "intake", alone: true)
      try expect(crashes == ["a": Crashes(together: 1, alone: 2)], "one together, two alone")
    },
    StoreConformance("A crash note says whether the message is handled alone now") { stores in
      _ = try await stores.writing.noteBeginning(of: ["a"], worker: "intake", alone: false)
      _ = try await stores.writing.noteBeginning(of: ["a"], worker: "intake", alone: true)
      try await stores.writing.crashProcess()
      let crashes = try await stores.reading.noteBeginning(of: ["a"], worker: "intake", alone: true)
      try expect(crashes == ["a": Crashes(alone: 1)], "alone")
    },
    StoreConformance("The end of a handling deletes the process's own note and keeps the crashes") { stores in
      _ = try await stores.writing.noteBeginning(of: ["a"], worker: "intake", alone: true)
      try await stores.writing.crashProcess()
      _ = try await stores.writing.noteBeginning(of: ["a", "b"], worker: "intake", alone: true)
      try await stores.writing.noteEnd(of: ["a", "b"], worker: "intake", settled: false)
      try await stores.writing.crashProcess()
      let crashes = try await stores.reading.noteBeginning(of: ["a", "b"], worker: "intake", alone: true)
      try expect(crashes == ["a": Crashes(alone: 1)], "the crash is known, and a handling that ended is no crash")
    },
    StoreConformance("Settling a message deletes its crashes, even if another process settles it") { stores in
      _ = try await stores.writing.noteBeginning(of: ["a", "b"], worker: "intake", alone: true)
      try await stores.writing.crashProcess()
      try await stores.reading.noteEnd(of: ["a"], worker: "intake", settled: true)
      let crashes = try await stores.reading.noteBeginning(of: ["a", "b"], worker: "intake", alone: true)
      try expect(crashes == ["b": Crashes(alone: 1)], "only the message that is not settled has a crash")
    },
    StoreConformance("The death of one worker's process is not counted for another worker's messages") { stores in
      _ = try await stores.writing.noteBeginning(of: ["a"], worker: "intake", alone: true)
      try await stores.writing.crashProcess()
      try await stores.writing.noteEnd(of: ["a"], worker: "notify", settled: true)
      let other = try await stores.reading.noteBeginning(of: ["a"], worker: "notify", alone: true)
      try expect(other.isEmpty, "the other worker knows no crash")
      let own = try await stores.reading.noteBeginning(of: ["a"], worker: "intake", alone: true)
      try expect(own == ["a": Crashes(alone: 1)], "the worker knows the crash")
    },
    StoreConformance("Several processes can note and settle the same messages at the same time") { stores in
      let messages = (1...50).map { "message \($0)" }
      _ = try await stores.eachAtOnce(1...20) { number, store in
        let mine = number.isMultiple(of: 2) ? messages : messages.reversed()
        let crashes = try await store.noteBeginning(of: mine, worker: "intake", alone: false)
        try expect(crashes.isEmpty, "nobody died")
        try await store.renewLease()
        try await store.noteEnd(of: mine, worker: "intake", settled: true)
      }
    },
    StoreConformance("Empty lists of messages leave no notes") { stores in
      try await stores.writing.renewLease()
      try expect(try await stores.writing.noteBeginning(of: [], worker: "intake", alone: true).isEmpty, "no crashes")
      try await stores.writing.noteEnd(of: [], worker: "intake", settled: true)
    },
  ]
}
