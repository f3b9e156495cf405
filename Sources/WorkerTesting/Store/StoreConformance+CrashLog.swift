import WorkerRuntime

extension StoreConformance {
  static let crashes = [
    StoreConformance("A note blames no message while its process lives, however often it is made") { stores in
      for _ in 1...3 {
        for store in stores.all {
          let crashes = try await store.noteBeginning(of: ["a", "b"], worker: "intake", alone: true)
          try expect(crashes.isEmpty, "no crashes of processes that live")
        }
      }
    },
    StoreConformance("A death of a process is counted once, however often and by whom it is asked for") { stores in
      _ = try await stores.writing.noteBeginning(of: ["a", "b"], worker: "intake", alone: false)
      try await stores.writing.letProcessDie()
      for store in stores.all {
        for _ in 1...2 {
          let crashes = try await store.noteBeginning(of: ["a", "b", "c"], worker: "intake", alone: false)
          try expect(crashes == ["a": Crashes(together: 1), "b": Crashes(together: 1)], "one crash of each")
        }
      }
    },
    StoreConformance("Crashes are counted apart: of a message alone, and among others") { stores in
      for alone in [false, true, true] {
        _ = try await stores.writing.noteBeginning(of: ["a"], worker: "intake", alone: alone)
        try await stores.writing.letProcessDie()
      }
      let crashes = try await stores.reading.noteBeginning(of: ["a"], worker: "intake", alone: true)
      try expect(crashes == ["a": Crashes(together: 1, alone: 2)], "one together, two alone")
    },
    StoreConformance("A note says how the message is handled now, not how it was handled before") { stores in
      _ = try await stores.writing.noteBeginning(of: ["a"], worker: "intake", alone: false)
      _ = try await stores.writing.noteBeginning(of: ["a"], worker: "intake", alone: true)
      try await stores.writing.letProcessDie()
      let crashes = try await stores.reading.noteBeginning(of: ["a"], worker: "intake", alone: true)
      try expect(crashes == ["a": Crashes(alone: 1)], "alone")
    },
    StoreConformance("The end of a handling forgets the process's own note, and no crash") { stores in
      _ = try await stores.writing.noteBeginning(of: ["a"], worker: "intake", alone: true)
      try await stores.writing.letProcessDie()
      _ = try await stores.writing.noteBeginning(of: ["a", "b"], worker: "intake", alone: true)
      try await stores.writing.noteEnd(of: ["a", "b"], worker: "intake", settled: false)
      try await stores.writing.letProcessDie()
      let crashes = try await stores.reading.noteBeginning(of: ["a", "b"], worker: "intake", alone: true)
      try expect(crashes == ["a": Crashes(alone: 1)], "the crash is known, what ended is none")
    },
    StoreConformance("A settled message is no suspect any more, whoever has settled it") { stores in
      _ = try await stores.writing.noteBeginning(of: ["a", "b"], worker: "intake", alone: true)
      try await stores.writing.letProcessDie()
      try await stores.reading.noteEnd(of: ["a"], worker: "intake", settled: true)
      let crashes = try await stores.reading.noteBeginning(of: ["a", "b"], worker: "intake", alone: true)
      try expect(crashes == ["b": Crashes(alone: 1)], "only the other one has a crash")
    },
    StoreConformance("A death of one worker blames no message of another") { stores in
      _ = try await stores.writing.noteBeginning(of: ["a"], worker: "intake", alone: true)
      try await stores.writing.letProcessDie()
      try await stores.writing.noteEnd(of: ["a"], worker: "notify", settled: true)
      let other = try await stores.reading.noteBeginning(of: ["a"], worker: "notify", alone: true)
      try expect(other.isEmpty, "another worker's")
      let own = try await stores.reading.noteBeginning(of: ["a"], worker: "intake", alone: true)
      try expect(own == ["a": Crashes(alone: 1)], "its own")
    },
    StoreConformance("Several processes note the same messages at once, and settle them at once") { stores in
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
      try expect(try await stores.writing.noteBeginning(of: [], worker: "intake", alone: true).isEmpty, "none")
      try await stores.writing.noteEnd(of: [], worker: "intake", settled: true)
    },
  ]
}
