import Synchronization
import WorkerRuntime

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A thread that owns one connection: it is the executor of the connection's actor, and its loop watches the socket.
///
/// The calls of rabbitmq-c may block, and must never come from two threads. The actor is pinned to this thread, so the
/// compiler proves that no other thread makes these calls. A call that blocks delays nobody else: the cooperative pool,
/// which has only two threads on a two-core machine, stays free.
///
/// The thread ends when its actor is gone. Until then it costs a sleeping `poll` and two descriptors.
final class ConnectionThread: SerialExecutor {
  /// The size of the stack.
  ///
  /// The library decodes nested header tables recursively, and the deepest table that fits one frame overflows a stack
  /// of 2 MiB.
  private static let stackBytes = 8 << 20

  /// The pause of a thread that slept for less than ``busySleep``.
  ///
  /// Because of the pause, one call of the actor's `pump` serves several messages under load.
  /// Without the pause, each message wakes the consumer's thread, a thread of the pool and the publisher's thread. That
  /// costs more than twice the CPU of the message itself (`make bench ONLY=relay`).
  private static let pauseMicroseconds: UInt32 = 150
  /// A sleep shorter than this means load.
  ///
  /// At a few hundred messages a second, sleeps are longer, and nothing is delayed.
  private static let busySleep = Duration.microseconds(300)

  private struct State {
    var jobs: [UnownedJob] = []
    /// True if the actor's `pump` has to be called although there is no job.
    var isPumpRequested = false
    var isPolling = false
    var isStopped = false
    /// The actor whose thread this is.
    ///
    /// The reference turns nil when the actor is gone. An actor that is gone has no jobs, so no job is lost.
    weak var actor: (any ThreadActor)?
    var thread: UInt?
    /// The socket that the actor asked to be woken for; -1 for none.
    var descriptor: Int32 = -1
    /// The time at which the thread last woke or began a call of the library; nil while it sleeps.
    var awakeSince: ContinuousClock.Instant?
  }

  private let state = Mutex(State())
  private let wakePipe: WakePipe

  /// Starts the thread.
  ///
  /// - Parameter seconds: how long one call of the library may keep the thread from its loop, over 0. After that time
  ///   the socket is shut down.
  /// - Throws: `BrokerError` if there is no thread or descriptor left.
  init(stuckAfterSeconds seconds: Int) throws(BrokerError) {
    wakePipe = try WakePipe()
    try start()
    watch(limit: .seconds(seconds))
  }

  /// Watches the thread, and shuts the socket down if a call of the library does not return, so that the call fails.
  ///
  /// `shutdown` is the only call that another thread may make for a connection.
  private func watch(limit: Duration) {
    Task.detached { [weak self] in
      while let isStopped = self?.endSocketIfStuck(for: limit), !isStopped {
        try? await Task.sleep(for: limit / 4)
      }
    }
  }

  /// Restarts the time after which the thread counts as stuck.
  ///
  /// Call this on the thread before each call of the library that may wait. One job may make thousands of such calls,
  /// and the limit is for one call.
  func noteProgress() {
    state.withLock { $0.awakeSince = .now }
  }

  /// Shuts the socket down if the thread is stuck.
  ///
  /// - Returns: true once the thread has been told to stop.
  private func endSocketIfStuck(for limit: Duration) -> Bool {
    state.withLock { state in
      if let awake = state.awakeSince, awake.advanced(by: limit) <= .now, state.descriptor >= 0 {
        shutdown(state.descriptor, Int32(SHUT_RDWR))
        // Once this socket is closed, another socket may get the same descriptor.
        state.descriptor = -1
      }
      return state.isStopped
    }
  }

  /// Sets the actor whose `pump` the thread calls from now on.
  func attach(_ actor: any ThreadActor) {
    state.withLock { $0.actor = actor }
    wakePipe.wake()
  }

  /// Ends the thread when its present jobs are done.
  ///
  /// The actor's `deinit` calls this.
  func stop() {
    state.withLock { $0.isStopped = true }
    wakePipe.wake()
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    rouse { $0.jobs.append(job) }
  }

  /// Makes the thread call the actor's `pump` soon, to take what was left in its mailbox.
  ///
  /// This is cheaper than a job: the caller does not wait, and a thread that is awake answers any number of requests
  /// by one call.
  func requestPump() {
    rouse { $0.isPumpRequested = true }
  }

  private func rouse(for change: (inout State) -> Void) {
    let mustWake = state.withLock { state in
      change(&state)
      // One byte in the pipe ends a sleep. A thread that is awake sees the change before it sleeps.
      defer { state.isPolling = false }
      return state.isPolling
    }
    if mustWake { wakePipe.wake() }
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    unsafe UnownedSerialExecutor(ordinary: self)
  }

  func checkIsolated() {
    precondition(state.withLock { $0.thread } == Self.current, "called from outside of the connection's thread")
  }

  func isIsolatingCurrentContext() -> Bool? {
    state.withLock { $0.thread } == Self.current
  }

  // MARK: The loop

  private func run() {
    state.withLock { state in
      state.thread = Self.current
      state.awakeSince = .now
    }
    var isReadable = true
    while true {
      for job in takeJobs() { unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
      let interest = pumpActor(isReadable: isReadable)
      isReadable = false
      switch nextStep(interest) {
      case .stop: return
      case .goOn: continue
      case .poll: isReadable = poll(interest)
      }
    }
  }

  private enum Step { case stop, goOn, poll }

  private func nextStep(_ interest: PollInterest) -> Step {
    state.withLock { state in
      state.descriptor = interest.descriptor
      state.awakeSince = .now
      guard state.jobs.isEmpty, !state.isPumpRequested else { return .goOn }
      guard !state.isStopped else { return .stop }
      state.isPolling = true
      state.awakeSince = nil
      return .poll
    }
  }

  private func takeJobs() -> [UnownedJob] {
    state.withLock { state in
      state.isPumpRequested = false
      guard !state.jobs.isEmpty else { return [] }
      defer { state.jobs = [] }
      return state.jobs
    }
  }

  private func pumpActor(isReadable: Bool) -> PollInterest {
    guard let actor = state.withLock({ $0.actor }) else { return .nothing }
    return Self.pump(actor, isReadable)
  }

  private static func pump<Member: ThreadActor>(_ actor: Member, _ isReadable: Bool) -> PollInterest {
    actor.assumeIsolated { $0.pump(isReadable: isReadable) }
  }

  /// True if the socket can be read, or has ended.
  private func poll(_ interest: PollInterest) -> Bool {
    let events = Int16(POLLIN) | (interest.wantsToWrite ? Int16(POLLOUT) : 0)
    var descriptors = [
      pollfd(fd: wakePipe.readEnd, events: Int16(POLLIN), revents: 0),
      pollfd(fd: interest.descriptor, events: events, revents: 0),
    ]
    // poll ignores a negative descriptor. After an interrupted poll the loop just goes around once more.
    let asleepSince = ContinuousClock.now
    _ = unsafe Self.systemPoll(&descriptors, 2, interest.timeoutMilliseconds)
    state.withLock { state in
      state.isPolling = false
      state.awakeSince = .now
    }
    if descriptors[0].revents != 0 { wakePipe.drain() }
    // A timeout of zero means that frames are at hand already.
    if interest.timeoutMilliseconds != 0, asleepSince.duration(to: .now) < Self.busySleep {
      usleep(Self.pauseMicroseconds)
    }
    return descriptors[1].revents & ~Int16(POLLOUT) != 0
  }

  // MARK: POSIX

  private static func systemPoll(_ descriptors: UnsafeMutablePointer<pollfd>, _ count: Int, _ timeout: Int32) -> Int32 {
    #if canImport(Glibc)
      unsafe Glibc.poll(descriptors, nfds_t(count), timeout)
    #else
      unsafe Darwin.poll(descriptors, nfds_t(count), timeout)
    #endif
  }

  private static var current: UInt {
    #if canImport(Glibc)
      UInt(pthread_self())
    #else
      UInt(bitPattern: pthread_self())
    #endif
  }

  private func start() throws(BrokerError) {
    let status = unsafe withUnsafeTemporaryAllocation(of: pthread_attr_t.self, capacity: 1) { memory in
      let attributes = memory.baseAddress!
      unsafe pthread_attr_init(attributes)
      defer { unsafe pthread_attr_destroy(attributes) }
      unsafe pthread_attr_setstacksize(attributes, Self.stackBytes)
      unsafe pthread_attr_setdetachstate(attributes, Int32(PTHREAD_CREATE_DETACHED))
      return unsafe start(with: attributes)
    }
    guard status == 0 else {
      throw BrokerError(.misconfigured, "No thread could be started for another connection.", status: Int(status))
    }
  }

  private func start(with attributes: UnsafePointer<pthread_attr_t>) -> Int32 {
    #if canImport(Glibc)
      var thread = pthread_t()
    #else
      var thread: pthread_t?
    #endif
    // The thread holds its executor until it ends; the first line of the thread takes over this retain.
    let retained = unsafe Unmanaged.passRetained(self)
    let status = unsafe pthread_create(
      &thread, attributes,
      { argument in
        let this: ConnectionThread = unsafe Unmanaged.fromOpaque(certain(argument)).takeRetainedValue()
        this.run()
        return nil
      }, retained.toOpaque())
    if status != 0 { unsafe retained.release() }
    return status
  }
}

/// Unwraps pthread's argument, which is optional on Linux and not on macOS.
private func certain(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer { unsafe pointer! }
