import Synchronization

/// A value that one caller at a time can use.
final class Locked<Value: Sendable>: Sendable {
  private let value: Mutex<Value>

  init(_ value: Value) { self.value = Mutex(value) }

  func using<Result: Sendable>(_ use: (inout Value) -> Result) -> Result { value.withLock { use(&$0) } }
}
