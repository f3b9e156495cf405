package import WorkerBase
import NIOCore
import NIOPosix

/// The address at which health and metrics are served: `HEALTH_HOST` and `HEALTH_PORT`.
public struct HealthAddress: Sendable, Equatable {
  /// An IPv4 or IPv6 address of this machine.
  public let host: String
  /// The port; 0 lets the system choose one.
  public let port: UInt16

  /// The prefix of the keys `…_HOST` and `…_PORT`, for example `HEALTH`; error texts name these keys.
  private let name: String

  init(host: String, port: UInt16) {
    self.host = host
    self.port = port
    name = "HEALTH"
  }

  /// Creates an address.
  ///
  /// - Parameters:
  ///   - host: an IP address of this machine.
  ///   - port: the port; 0 lets the system choose one.
  ///   - name: the prefix of the keys `…_HOST` and `…_PORT`, for example `BOARD`.
  /// - Throws: `SettingsError` if the host is not an IP address.
  package init(host: String, port: UInt16, named name: String) throws(SettingsError) {
    self.host = host
    self.port = port
    self.name = name
    // A host name would be looked up at every start, and its address may change.
    guard (try? SocketAddress(ipAddress: host, port: 0)) != nil else {
      throw SettingsError(key: "\(name)_HOST", problem: "must be an IP address, for example 127.0.0.1 or 0.0.0.0")
    }
  }

  /// Reads the address; nil if `HEALTH_PORT` is not set.
  ///
  /// - Throws: `SettingsError` if the host is not an IP address, or the port is not a number from 0 to 65535.
  init?(_ settings: Settings) throws(SettingsError) {
    guard settings.text("HEALTH_PORT") != nil else { return nil }
    try self.init(
      host: settings.text("HEALTH_HOST") ?? "127.0.0.1",
      port: UInt16(try settings.integer("HEALTH_PORT", default: 0, in: 0...65_535)), named: "HEALTH")
  }

  /// Listens for a moment, so a wrong address is reported before any message is taken.
  ///
  /// - Throws: `SettingsError`.
  package func check() async throws {
    do {
      let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1).bind(host: host, port: Int(port)).get()
      try await channel.close()
    } catch let error as IOError {
      throw switch error.errnoCode {
      case EADDRNOTAVAIL, EAFNOSUPPORT: SettingsError(key: "\(name)_HOST", problem: "is no address of this machine")
      case EADDRINUSE: SettingsError(key: "\(name)_PORT", problem: "names a port that is in use")
      case EACCES: SettingsError(key: "\(name)_PORT", problem: "names a port that this user may not open")
      default: SettingsError(key: "\(name)_PORT", problem: "cannot be listened on (errno \(error.errnoCode))")
      }
    }
  }
}
