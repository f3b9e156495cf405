import Testing
import WorkerTesting

/// Runs one ``RoomyBroker`` for a whole suite.
struct RoomyBrokerTrait: SuiteTrait, TestScoping {
  /// The broker of the suite that runs.
  @TaskLocal static var current: RabbitUnderTest?

  func provideScope(
    for test: Test, testCase: Test.Case?, performing tests: @Sendable () async throws -> Void
  ) async throws {
    try await RoomyBroker.run("large-bodies") { url in
      try await Self.$current.withValue(RabbitUnderTest(text: url)) { try await tests() }
    }
  }
}

extension Trait where Self == RoomyBrokerTrait {
  static var withRoomyBroker: Self { RoomyBrokerTrait() }
}
