import Synchronization

extension Array where Element: Sendable {
  /// Calls `change` with each element, a bounded number at once, and returns the results in the elements' order.
  ///
  /// A strand is a task that takes one element after another. The first strand is the caller's own task, so a single
  /// element needs no other task.
  ///
  /// - Parameters:
  ///   - width: the number of strands, 1 or more.
  ///   - change: turns one element into its result.
  /// - Returns: the results.
  /// - Throws: an error of `change`; the calls that still run are then cancelled.
  public func map<Result: Sendable>(
    strands width: Int, _ change: @escaping @Sendable (Element) async throws -> Result
  ) async throws -> [Result] {
    guard count > 1, width > 1 else {
      var results: [Result] = []
      for element in self { results.append(try await change(element)) }
      return results
    }
    let indices = IndexCounter(count)
    return try await withThrowingTaskGroup(of: [(Int, Result)].self) { group in
      let strand: @Sendable () async throws -> [(Int, Result)] = {
        var results: [(Int, Result)] = []
        while let index = indices.next() { results.append((index, try await change(self[index]))) }
        return results
      }
      for _ in 1..<Swift.min(width, count) { group.addTask(operation: strand) }
      var results = [Result?](repeating: nil, count: count)
      for (index, result) in try await strand() { results[index] = result }
      for try await strand in group { for (index, result) in strand { results[index] = result } }
      return results.compactMap { $0 }
    }
  }
}

/// Gives out each index of an array once.
private final class IndexCounter: Sendable {
  private let count: Int
  private let taken = Atomic(0)

  init(_ count: Int) { self.count = count }

  func next() -> Int? {
    let index = taken.add(1, ordering: .relaxed).oldValue
    return index < count ? index : nil
  }
}
