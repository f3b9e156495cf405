import Foundation

/// What `make test` and `make test-faults` tell the tests, in the environment, about the private servers that they start.
package enum ServerVariable: String {
  /// The broker's URL.
  case brokerURL = "TEST_AMQP_URL"
  /// The broker's folder, for `broker.sh`.
  case brokerFolder = "TEST_BROKER_DIR"
  /// The broker's version, such as 3.10.8.
  case brokerVersion = "TEST_BROKER_VERSION"
  /// The PostgreSQL server's URL; its user may create databases.
  case postgresURL = "TEST_POSTGRES_URL"
  /// The PostgreSQL server's folder, for `postgres.sh`.
  case postgresFolder = "TEST_POSTGRES_DIR"
  /// The cluster's URL.
  case clusterURL = "FAULTS_AMQP_URL"
  /// The cluster's folder, for `cluster.sh`.
  case clusterFolder = "FAULTS_CLUSTER_DIR"

  /// The error of a test that was started without its server.
  package struct Missing: Error, CustomStringConvertible {
    package let description: String
  }

  private var command: String {
    switch self {
    case .brokerURL, .brokerFolder, .brokerVersion, .postgresURL, .postgresFolder: "make test"
    case .clusterURL, .clusterFolder: "make test-faults"
    }
  }

  /// The variable's value; throws ``Missing`` if the variable is not set.
  package var value: String {
    get throws(Missing) {
      if let value = ProcessInfo.processInfo.environment[rawValue] { return value }
      throw Missing(description: "\(rawValue) is not set: run `\(command)`, which starts the server and sets it.")
    }
  }
}
