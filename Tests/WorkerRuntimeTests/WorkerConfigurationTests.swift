import Testing

@testable import WorkerRuntime

@Suite("The configuration of every worker")
struct WorkerConfigurationTests {
  private func settings(_ variables: [String: String]) -> Settings {
    Settings(variables)
  }

  private let needed = ["AMQP_URL": "amqp://guest:guest@127.0.0.1:5672/", "STORE_URL": "sqlite:///tmp/store.sqlite"]

  @Test("A key that is not set has its default")
  func defaults() throws {
    let configuration = try WorkerConfiguration(settings(needed))
    #expect(configuration.lanes == 1)
    #expect(configuration.prefetch == 400)
    #expect(configuration.drainSeconds == 25)
    #expect(configuration.health == nil)
    #expect(configuration.lane.retries == RetryLadder(stepSeconds: [1, 5, 30, 120, 600], totalSeconds: 86_400))
  }

  @Test("A key that is set replaces its default")
  func set() throws {
    let configuration = try WorkerConfiguration(
      settings(
        needed.merging([
          "LANES": "3", "PREFETCH": "10", "DRAIN_SECONDS": "1", "HEALTH_PORT": "8081",
          "RETRY_LADDER_SECONDS": "1, 2,3", "RETRY_TOTAL_SECONDS": "9",
        ]) { $1 }))
    #expect(configuration.lanes == 3)
    #expect(configuration.lane.batchLimit == 5)
    #expect(configuration.health == HealthAddress(host: "127.0.0.1", port: 8081))
    #expect(configuration.lane.retries == RetryLadder(stepSeconds: [1, 2, 3], totalSeconds: 9))
  }

  @Test(
    "The error for a bad value names the key and does not show the value",
    arguments: [
      ("AMQP_URL", ""), ("STORE_URL", ""), ("LANES", "0"), ("LANES", "two"), ("PREFETCH", "65536"),
      ("HEALTH_PORT", "-1"), ("STORE_CHECK_SECONDS", "16"), ("RETRY_LADDER_SECONDS", "1,,2"),
      ("RETRY_LADDER_SECONDS", "0"),
      ("RETRY_TOTAL_SECONDS", "1.5"),
    ])
  func refused(key: String, value: String) {
    let error = #expect(throws: SettingsError.self) {
      try WorkerConfiguration(settings(needed.merging([key: value]) { $1 }))
    }
    #expect(error?.key == key)
    #expect(value.count < 2 || error?.description.contains(value) == false)
  }

  @Test("A host that is not an IP address is refused", arguments: ["localhost", "0.0.0", "127.0.0.1:80"])
  func host(_ host: String) {
    let error = #expect(throws: SettingsError.self) {
      try WorkerConfiguration(settings(needed.merging(["HEALTH_PORT": "0", "HEALTH_HOST": host]) { $1 }))
    }
    #expect(error?.description == "HEALTH_HOST must be an IP address, for example 127.0.0.1 or 0.0.0.0.")
  }
}
