import QueueContracts
import TestSupport

/// A portal that hands over applications at a steady pace until it is told to stop.
actor SteadyLoad {
  private(set) var applications: [ApplicationSubmitted] = []
  private var isOver = false

  /// Sends about eighty applications a second until `stop` is called, and returns when the broker has confirmed them.
  ///
  /// A cancelled run ends in its next pause at the latest.
  func run(on system: AdmissionSystem) async throws {
    while !isOver {
      let batch = (0..<10).map { Families.mixed(applications.count + $0) }
      try await system.publish(batch.map { $0.message() }, routingKey: RoutingKey.applicationSubmitted)
      applications += batch
      try await Task.sleep(for: .milliseconds(100))
    }
  }

  func stop() { isOver = true }
}
