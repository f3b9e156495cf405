/// Work took longer than it may.
struct DeadlineExceeded: Error {}

/// The result of `work`, or ``DeadlineExceeded`` after `seconds`; the work is cancelled then and waited for no longer
/// than it takes to notice.
func withDeadline<Result: Sendable>(
  seconds: Double, _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  try await withThrowingTaskGroup(of: Result.self) { group in
    group.addTask(operation: work)
    group.addTask {
      try await Task.sleep(for: .seconds(seconds))
      throw DeadlineExceeded()
    }
    defer { group.cancelAll() }
    guard let first = try await group.next() else { throw CancellationError() }
    return first
  }
}
