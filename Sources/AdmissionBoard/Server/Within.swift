/// The error for work that took too long.
struct OutOfTime: Error {}

/// Returns the result of `work`, and cancels the work when it takes longer than `seconds`.
///
/// - Throws: ``OutOfTime``, or the error that `work` throws.
func within<Value: Sendable>(
  seconds: Int, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  try await withThrowingTaskGroup(of: Value.self) { group in
    group.addTask { try await work() }
    group.addTask {
      try await Task.sleep(for: .seconds(seconds))
      throw OutOfTime()
    }
    defer { group.cancelAll() }
    guard let value = try await group.next() else { throw OutOfTime() }
    return value
  }
}
