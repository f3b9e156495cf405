import Foundation
import Operations
import QueueContracts
import RabbitBroker
import WorkerRuntime
import WorkerStore

/// Keeps the sandbox on this machine.
///
/// The sandbox's families and keys are made up, and no other system may take them for real ones.
enum Loopback {
  /// - Throws: ``Failure`` if the broker is on another machine.
  static func check(amqpURL: String) throws(Failure) {
    let urls: [BrokerURL]
    do throws(BrokerError) { urls = try BrokerURL.list(amqpURL) } catch { throw .badInput(error.sentence) }
    guard urls.allSatisfy({ ThisMachine.has($0.host) }) else {
      throw .badInput(
        "AMQP_URL names a broker on another machine; a sandbox works with one on this machine alone. Unset it for a private broker."
      )
    }
  }

  /// - Throws: ``Failure`` if the portal is on another machine.
  static func check(portalURL: String) throws(Failure) {
    guard let host = URLComponents(string: portalURL)?.host, ThisMachine.has(host) else {
      throw .badInput("--portal-url is no address on this machine, such as http://127.0.0.1:8080.")
    }
  }

  /// - Throws: ``Failure`` if the management API is on another machine.
  static func check(managementURL: String) throws(Failure) {
    guard let host = URLComponents(string: managementURL)?.host, ThisMachine.has(host) else {
      throw .badInput(
        "RABBITMQ_MANAGEMENT_URL names another machine; the sandbox's board asks a broker on this machine alone. Unset it."
      )
    }
  }

  /// - Throws: ``Failure`` if the store is not a PostgreSQL database on this machine.
  static func check(storeURL: String) throws(Failure) {
    guard let url = try? StoreURL(storeURL), case .postgres = url, url.isLocal else {
      throw .badInput(
        "--store-url is no PostgreSQL database on this machine, such as postgres://user:password@127.0.0.1/sandbox.")
    }
  }

  /// Ports of 127.0.0.1 that are free now, chosen by the kernel.
  static func freePorts(_ count: Int) throws(Failure) -> [Int] {
    var held: [Int32] = []
    defer { for each in held { close(each) } }
    var ports: [Int] = []
    for _ in 0..<count {
      let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      held.append(listener)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let isBound = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(listener, $0, length) == 0 && getsockname(listener, $0, &length) == 0
        }
      }
      guard isBound else { throw .couldNotBeDone("No port of 127.0.0.1 is free.") }
      ports.append(Int(UInt16(bigEndian: address.sin_port)))
    }
    return ports
  }
}
