import Admission
import Foundation
import PostgresClient
import QueueContracts
import WorkerRuntime
import WorkerStore

/// Writes batches of new families to a PostgreSQL store as the workers do, without a broker.
///
///     PostgresBenchmark URL intake|notify BATCHES SIZE FIRST SCHOOLS LANES
///
/// Prints one line of JSON: applications, seconds, and the CPU time of this process for each application, in
/// microseconds. The content of the batches is made before the clock starts.
@main
enum Main {
  static func main() async throws {
    let words = CommandLine.arguments
    guard words.count == 8, let job = Job(rawValue: words[2]), let url = PostgresURL(words[1]) else {
      print("usage: PostgresBenchmark URL intake|notify BATCHES SIZE FIRST SCHOOLS LANES")
      exit(64)
    }
    let numbers = words[3...].compactMap(Int.init)
    let (batches, size, first, schools, lanes) = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4])
    let store = try await PostgresStore.open(url)
    let work = (0..<batches).map { number in
      (0..<size).map { Sample(number: first + number * size + $0, schools: schools) }
    }
    // These batches are written first, outside of the measured time, to open connections and prepare statements.
    let warm = (0..<lanes * 8).map { number in
      (0..<size).map { Sample(number: first - 1_000_000 + number * size + $0, schools: schools) }
    }
    try await run(warm, job, lanes, store)
    let (clock, cpu) = (ContinuousClock.now, usedMicroseconds())
    try await run(work, job, lanes, store)
    let seconds = clock.duration(to: .now) / .seconds(1)
    let used = usedMicroseconds() - cpu
    let count = batches * size
    print(
      """
      {"job": "\(job)", "applications": \(count), "seconds": \(seconds), "rate": \(Int(Double(count) / seconds)), \
      "client_us": \(Double(used) / Double(count))}
      """)
  }

  private static func run(_ work: [[Sample]], _ job: Job, _ lanes: Int, _ store: PostgresStore) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for lane in 0..<lanes {
        group.addTask {
          for number in stride(from: lane, to: work.count, by: lanes) { try await job.write(work[number], to: store) }
        }
      }
      try await group.waitForAll()
    }
  }

  private static func usedMicroseconds() -> Int {
    var usage = rusage()
    getrusage(.init(RUSAGE_SELF.rawValue), &usage)
    func microseconds(_ time: timeval) -> Int { time.tv_sec * 1_000_000 + Int(time.tv_usec) }
    return microseconds(usage.ru_utime) + microseconds(usage.ru_stime)
  }
}

/// The work of one worker for a batch: the calls that its lane and its decisions make to the store.
enum Job: String {
  case intake, notify

  func write(_ batch: [Sample], to store: PostgresStore) async throws {
    var keys = Ledger.Keys()
    for sample in batch {
      switch self {
      case .intake:
        keys.applications.insert(sample.record.id)
        keys.children.insert(sample.record.childIin)
        keys.schoolYears.insert(sample.record.schoolYear)
        keys.signatures.insert(sample.signature)
      case .notify: keys.entries.insert(sample.message)
      }
    }
    let messages = batch.map(\.message) + (self == .intake ? batch.map(\.waiting) : [])
    try await store.transaction(inbox: messages.map { InboxKey(rawValue, $0) }, ledger: keys) { inbox, ledger in
      for sample in batch where inbox[InboxKey(rawValue, sample.message)] == nil {
        switch self {
        case .intake:
          ledger.useSignature(sample.signature, for: sample.record.id)
          ledger.enter(sample.record)
          ledger.keep(sample.judgement)
          _ = ledger.acceptArrival(of: sample.record.id)
        case .notify: ledger.post(sample.entry)
        }
        let outputs = self == .intake ? sample.outputs : []
        inbox.record(
          .init(outputs: outputs, recordedAt: sample.record.submittedAt), for: InboxKey(rawValue, sample.message))
      }
    }
  }
}
