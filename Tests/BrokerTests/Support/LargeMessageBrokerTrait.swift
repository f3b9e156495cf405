import Testing
import TestServers

/// Runs one ``LargeMessageBroker`` for a whole suite.
struct LargeMessageBrokerTrait: SuiteTrait, TestScoping {
  /// The broker of the suite that runs.
  @TaskLocal static var current: RabbitUnderTest?

  func provideScope(
    for test: Test, testCase: Test.Case?, performing tests: @Sendable () async throws -> Void
  ) async throws {
    try await LargeMessageBroker.run("large-bodies") { url in
      try await Self.$current.withValue(RabbitUnderTest(text: url)) { try await tests() }
    }
  }
}

extension Trait where Self == LargeMessageBrokerTrait {
  static var withLargeMessageBroker: Self { LargeMessageBrokerTrait() }
}
