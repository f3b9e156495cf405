import Admission
import Foundation
import QueueContracts
import WorkerRuntime
import WorkerStore

/// Measures the CPU time that the whole process takes for the workers' calls of the store.
struct Measuring {
  let store: SQLiteStore
  let batches: Int
  let size: Int

  func run(only name: String?) async throws {
    for work in [Work.intake, .notify] where name == nil || work.rawValue == name {
      // The first two batches are not measured, because they also prepare statements and read pages from the disk.
      _ = try await batch(work)
      _ = try await batch(work)
      var (processor, wall) = (0.0, Duration.zero)
      for _ in 0..<batches {
        let cost = try await batch(work)
        processor += cost.processor
        wall += cost.wall
      }
      let messages = Double(batches * size)
      print(
        "\(work.rawValue): \(format(processor / messages)) µs of CPU, \(format(wall / .microseconds(1) / messages)) µs of "
          + "time a message; \(batches) batches of \(size)")
    }
    if name == nil { try await ask() }
    let memory = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    print(memory.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? "")
  }

  /// Measures single calls: those that read the history, the books and late applications, and the removal of old rows.
  private func ask() async throws {
    let start = Timestamp(milliseconds: 0)
    let records = try await store.applications(submitted: start..<Timestamp.now, after: nil, limit: 500)
    let questions: [(String, @Sendable (ApplicationRecord) async throws -> Void)] = [
      ("service history of a citizen", { _ = try await store.history(recipientIin: $0.applicantIin) }),
      ("history of an application", { _ = try await store.entries(of: $0.id) }),
      ("an application", { _ = try await store.application($0.id) }),
      (
        "500 applications of the books",
        { _ = try await store.applications(submitted: $0.submittedAt..<Timestamp.now, after: $0, limit: 500) }
      ),
      (
        "100 late applications",
        { _ = try await store.lateWithoutNotice(at: $0.dueBy.adding(seconds: 1), publishedBefore: start, limit: 100) }
      ),
      ("removing 200 old rows of the inbox", { _ in _ = try await store.prune(before: Timestamp.now, limit: 200) }),
    ]
    for (name, question) in questions {
      for record in records.prefix(3) { try await question(record) }
      let began = Self.processorMicroseconds
      for record in records.prefix(200) { try await question(record) }
      print("\(name): \(format((Self.processorMicroseconds - began) / Double(records.prefix(200).count))) µs of CPU")
    }
  }

  private func format(_ value: Double) -> String { String(format: "%.1f", value) }

  enum Work: String { case intake, notify }

  struct Cost {
    let processor: Double
    let wall: Duration
  }

  private func batch(_ work: Work) async throws -> Cost {
    let now = Timestamp.now
    let samples = (0..<size).map { Sample($0, at: now) }
    var keys = Ledger.Keys()
    let (clock, began) = (ContinuousClock(), Self.processorMicroseconds)
    let start = clock.now
    switch work {
    case .intake:
      for sample in samples {
        keys.applications.insert(sample.id)
        keys.children.insert(sample.record.childIin)
        keys.schoolYears.insert(sample.record.schoolYear)
        keys.signatures.insert(sample.signature)
      }
      let inbox = (samples.map(\.message) + samples.map(\.waiting)).map { InboxKey("intake", $0) }
      try await store.transaction(inbox: inbox, ledger: keys) { inbox, ledger in
        for sample in samples where inbox[InboxKey("intake", sample.message)] == nil {
          ledger.useSignature(sample.signature, for: sample.id)
          _ = ledger.rivalry(of: sample.record)
          ledger.keep(sample.judgement)
          ledger.enter(sample.record)
          _ = ledger.acceptArrival(of: sample.id)
          inbox.record(Inbox.Entry(outputs: sample.outputs, recordedAt: now), for: InboxKey("intake", sample.message))
        }
      }
    case .notify:
      keys.entries = Set(samples.map(\.message))
      let inbox = samples.map { InboxKey("notify", $0.message) }
      try await store.transaction(inbox: inbox, ledger: keys) { inbox, ledger in
        for sample in samples where inbox[InboxKey("notify", sample.message)] == nil {
          ledger.post(sample.entry)
          inbox.record(Inbox.Entry(outputs: [], recordedAt: now), for: InboxKey("notify", sample.message))
        }
      }
    }
    return Cost(processor: Self.processorMicroseconds - began, wall: start.duration(to: clock.now))
  }

  private static var processorMicroseconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
  }
}
