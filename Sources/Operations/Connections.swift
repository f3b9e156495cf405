import Admission
import Foundation
import QueueContracts
import RabbitBroker
import WorkerRuntime
import WorkerStore

/// The parts of the workers' store that operators read and write.
public typealias Records = RegisterQueries & DeliveryLog & Retention & StandingOrders

/// Connects to the broker and the store that the environment names; an error is a sentence for the operator.
public enum Connections {
  /// Reads the settings of the environment, and of the file that `CONFIG_FILE` names.
  ///
  /// - Parameter given: the values from the command line, which override the environment.
  /// - Returns: the settings; none of them is checked yet.
  /// - Throws: ``OperationFailure`` if that file cannot be read, or `SettingsError` if a file that a key names cannot
  ///   be read.
  public static func settings(given: [String: String] = [:]) async throws -> Settings {
    do {
      return try await Settings.fromEnvironment(given: given)
    } catch let error as SettingsError {
      throw error
    } catch {
      throw OperationFailure.badInput("The file that CONFIG_FILE names does not hold KEY=value lines.")
    }
  }

  // MARK: - The broker

  /// The name of the connections on RabbitMQ's management page, unless another name is given.
  public static let usualName = "admissionctl"

  /// Opens a publisher for some work, and closes it when the work is done or has failed.
  ///
  /// - Throws: ``OperationFailure`` if the broker is not reached, or what the work throws.
  public static func withPublisher<Value>(
    _ settings: Settings, as name: String = usualName, _ work: (any Publisher) async throws -> Value
  ) async throws -> Value {
    do {
      return try await broker(settings, as: name).withPublisher(work)
    } catch let error as BrokerError {
      throw failure(error)
    }
  }

  /// The broker that `AMQP_URL` names; no connection is opened yet.
  public static func broker(_ settings: Settings, as name: String = usualName) throws -> RabbitBroker {
    RabbitBroker(try configuration(settings, name))
  }

  /// The broker that `AMQP_URL` names, for operations on queues; each call opens a connection.
  public static func admin(_ settings: Settings, as name: String = usualName) throws -> RabbitAdmin {
    RabbitAdmin(try configuration(settings, name))
  }

  /// RabbitMQ's management API; nil if `RABBITMQ_MANAGEMENT_URL` is not set.
  public static func management(_ settings: Settings) throws -> ManagementAPI? {
    let urls = try configuration(settings, usualName).urls
    return try urls.first.flatMap { try ManagementAPI(settings, broker: $0, nodes: urls.map(\.host)) }
  }

  private static func configuration(_ settings: Settings, _ name: String) throws -> RabbitConfiguration {
    let text = try settings.required("AMQP_URL", example: "amqp://user:password@127.0.0.1:5672/")
    do throws(BrokerError) {
      return try RabbitConfiguration(urls: text, connectionName: name)
    } catch {
      throw OperationFailure.badInput(error.sentence)
    }
  }

  /// Asks the broker, and turns its error into a sentence for the operator.
  public static func reaching<Value>(_ work: () async throws(BrokerError) -> Value) async throws(OperationFailure)
    -> Value
  {
    do throws(BrokerError) {
      return try await work()
    } catch {
      throw failure(error)
    }
  }

  private static func failure(_ error: BrokerError) -> OperationFailure {
    switch error.code {
    case .misconfigured: .badInput(error.sentence)
    case .unreachable:
      .couldNotBeDone(
        "\(error.sentence) Start one with \"make up\" or deploy/local/broker.sh start DIR, or correct AMQP_URL.")
    default: .couldNotBeDone(error.sentence)
    }
  }

  // MARK: - The store

  /// Opens the store that `STORE_URL` names, without making it or changing its tables.
  ///
  /// A missing store is an error, because `STORE_URL` is then probably wrong. Old tables stay as they are, because a
  /// backup may have to be made before they are changed.
  public static func records(_ settings: Settings) async throws -> any Records {
    let url = try existingStoreURL(settings)
    return try await asking { try await url.open(migrates: false) }
  }

  /// The store that `STORE_URL` names; it is not opened.
  ///
  /// - Throws: `SettingsError` if `STORE_URL` names no store, or ``OperationFailure`` if its file is missing.
  public static func existingStoreURL(_ settings: Settings) throws -> StoreURL {
    let url = try storeURL(settings)
    if case .sqlite(let path) = url, !FileManager.default.fileExists(atPath: path) {
      throw OperationFailure.couldNotBeDone(
        "There is no store at \(path), where STORE_URL points: the workers make it when they start (make up).")
    }
    return url
  }

  /// Makes the store's tables or brings them up to date, and returns the tables' version.
  public static func migrateStore(_ settings: Settings) async throws -> Int {
    let url = try storeURL(settings)
    return try await asking { try await url.migrate() }
  }

  /// The store that `STORE_URL` names; it is not opened.
  public static func storeURL(_ settings: Settings) throws(SettingsError) -> StoreURL {
    try StoreURL(settings.required("STORE_URL", example: "sqlite:///var/lib/qabyldau/store.sqlite"))
  }

  /// Asks the store, and turns its error into a sentence for the operator.
  public static func asking<Value>(_ work: () async throws -> Value) async throws -> Value {
    do {
      return try await work()
    } catch StoreError.unavailable(let detail) {
      throw OperationFailure.couldNotBeDone("The store that STORE_URL names is unavailable: \(detail).")
    } catch StoreError.rejected(let detail) {
      throw OperationFailure.couldNotBeDone("The store that STORE_URL names cannot answer: \(detail).")
    }
  }
}
