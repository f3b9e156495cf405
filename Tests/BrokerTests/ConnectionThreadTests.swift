import Foundation
import Synchronization
import Testing
import WorkerRuntime

@testable import RabbitBroker

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("The thread of a connection")
struct ConnectionThreadTests {
  private actor TestActor: ThreadActor {
    private let thread: ConnectionThread
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
    private(set) var turns = 0
    private let timeout: Duration?

    init(timeout: Duration?) throws {
      self.timeout = timeout
      thread = try ConnectionThread(stuckAfterSeconds: 60)
      thread.attach(self)
    }

    deinit { thread.stop() }

    func pump(isReadable: Bool) -> PollInterest {
      turns += 1
      return PollInterest(timeout: timeout)
    }

    func threadNumber() -> UInt { UInt(bitPattern: ObjectIdentifier(Thread.current).hashValue) }
  }

  @Test("All calls to a connection's actor run on one thread")
  func oneThread() async throws {
    let actor = try TestActor(timeout: nil)
    let first = await actor.threadNumber()
    for _ in 0..<100 { #expect(await actor.threadNumber() == first) }
  }

  @Test("The thread runs its actor's `pump` after each call and after each time-out", .timeLimit(.minutes(1)))
  func turnAfterCall() async throws {
    let asleep = try TestActor(timeout: nil)
    let before = await asleep.turns
    // Without a suspension here, both reads of `turns` could be one job on the actor, with no `pump` between them.
    try await Task.sleep(for: .milliseconds(1))
    #expect(await asleep.turns > before)
    let ticking = try TestActor(timeout: .milliseconds(5))
    while await ticking.turns < 10 { try await Task.sleep(for: .milliseconds(5)) }
  }

  /// An actor that counts the calls of `pump` in a `Mutex`, so that a test can read the count without a job on its
  /// thread.
  private actor CountingActor: ThreadActor {
    private let thread: ConnectionThread
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
    nonisolated let turns = Mutex(0)

    init() throws {
      thread = try ConnectionThread(stuckAfterSeconds: 60)
      thread.attach(self)
    }

    deinit { thread.stop() }

    nonisolated func requestPump() { thread.requestPump() }

    func pump(isReadable: Bool) -> PollInterest {
      turns.withLock { $0 += 1 }
      return .nothing
    }
  }

  @Test("`requestPump` makes the thread run `pump` without a job for the actor", .timeLimit(.minutes(1)))
  func turnWithoutJob() async throws {
    let actor = try CountingActor()
    for _ in 0..<50 {
      let before = actor.turns.withLock { $0 }
      actor.requestPump()
      while actor.turns.withLock({ $0 }) == before { await Task.yield() }
    }
  }

  /// An actor that gets stuck in a call that waits for its socket, as rabbitmq-c does when the broker is silent.
  private actor StuckActor: ThreadActor {
    private let thread: ConnectionThread
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }
    private let socket: Int32

    init(socket: Int32) throws {
      self.socket = socket
      thread = try ConnectionThread(stuckAfterSeconds: 1)
      thread.attach(self)
    }

    deinit { thread.stop() }

    private(set) var turns = 0

    func pump(isReadable: Bool) -> PollInterest {
      turns += 1
      return PollInterest(descriptor: socket)
    }

    /// Runs one job of many calls, none of which gets stuck.
    func makeProgress(times: Int) {
      for _ in 0..<times {
        thread.noteProgress()
        usleep(50_000)
      }
    }

    func write() -> Int {
      var byte: UInt8 = 0
      return send(socket, &byte, 1, Int32(MSG_NOSIGNAL))
    }

    func readForEver() -> Int {
      var byte: UInt8 = 0
      return read(socket, &byte, 1)
    }
  }

  @Test("If a thread is stuck in a call of the library, its socket is shut down", .timeLimit(.minutes(1)))
  func stuckThread() async throws {
    var ends: [Int32] = [-1, -1]
    #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    defer { for end in ends { close(end) } }
    let actor = try StuckActor(socket: ends[0])
    while await actor.turns == 0 { try await Task.sleep(for: .milliseconds(1)) }
    #expect(await actor.readForEver() == 0)
  }

  @Test(
    "A thread that makes many calls in one long job does not count as stuck, and keeps its socket",
    .timeLimit(.minutes(1)))
  func longJob() async throws {
    var ends: [Int32] = [-1, -1]
    #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    defer { for end in ends { close(end) } }
    let actor = try StuckActor(socket: ends[0])
    while await actor.turns == 0 { try await Task.sleep(for: .milliseconds(1)) }
    await actor.makeProgress(times: 50)
    #expect(await actor.write() == 1)
  }

  #if os(Linux)
    @Test("A connection's thread and its descriptors are released together with its actor")
    func endsWithActor() async throws {
      func count(_ folder: String) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/\(folder)").count
      }
      let (threads, descriptors) = (try count("task"), try count("fd"))
      do {
        let members = try (0..<200).map { _ in try TestActor(timeout: nil) }
        for member in members { _ = await member.turns }
        #expect(try count("task") >= threads + 150)
      }
      // Other tests run at the same time, but a leak of two hundred threads would show.
      for _ in 0..<100 where try count("task") > threads + 100 || count("fd") > descriptors + 100 {
        try await Task.sleep(for: .milliseconds(20))
      }
      #expect(try count("task") <= threads + 100)
      #expect(try count("fd") <= descriptors + 100)
    }
  #endif
}
