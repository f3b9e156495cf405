import Foundation
import RabbitBroker
import WorkerTesting

/// The private broker that `make test` starts.
enum TestBroker {
  struct Missing: Error, CustomStringConvertible {
    let description = "TEST_AMQP_URL and TEST_BROKER_DIR are not set: run `make test`, which starts a private broker."
  }

  /// The broker's version.
  static func version() throws -> ServerVersion {
    guard let text = ProcessInfo.processInfo.environment["TEST_BROKER_VERSION"], let version = ServerVersion(text)
    else {
      throw Missing()
    }
    return version
  }

  /// Makes a virtual host and returns its URL.
  static func makeVirtualHost(_ name: String) async throws -> String {
    guard let url = ProcessInfo.processInfo.environment["TEST_AMQP_URL"] else { throw Missing() }
    let permissions = "<<\".*\">>, <<\".*\">>, <<\".*\">>"
    try await evaluate(
      """
      rabbit_vhost:add(<<"\(name)">>, <<"test">>),
      rabbit_auth_backend_internal:set_permissions(<<"guest">>, <<"\(name)">>, \(permissions), <<"test">>).
      """)
    return url.hasSuffix("/") ? url + name : url + "/" + name
  }

  static func admin(_ url: String) throws -> RabbitAdmin { try RabbitAdmin(url: url) }

  /// Runs an Erlang expression in the broker, and returns its value.
  @discardableResult
  static func evaluate(_ expression: String) async throws -> String { try await script("ctl", "eval", expression) }

  /// The number of messages that a quorum queue holds, including those that a consumer has in hand.
  static func held(by queue: String, at url: String) async throws -> Int? {
    let host = try BrokerURL.list(url)[0].virtualHost
    let held = try await evaluate(
      """
      {ok, Q} = rabbit_amqqueue:lookup(rabbit_misc:r(<<"\(host)">>, queue, <<"\(queue)">>)),
      {ok, {_, N}, _} = ra:local_query(amqqueue:get_pid(Q), fun rabbit_fifo:query_messages_total/1), N.
      """)
    return Int(held.trimmingCharacters(in: .whitespacesAndNewlines))
  }

  /// Imports a definitions file, as an operator does.
  static func importDefinitions(_ file: URL) async throws { try await script("ctl", "import_definitions", file.path) }

  /// Sets the passwords of all these users by one command; an operator sets them one by one.
  static func setPasswords(of users: [String], _ password: (String) -> String) async throws {
    let changes = users.map {
      "ok = rabbit_auth_backend_internal:change_password(<<\"\($0)\">>, <<\"\(password($0))\">>, <<\"test\">>)"
    }
    try await evaluate(changes.joined(separator: ", ") + ".")
  }

  /// Makes the broker hold publishers back, as if it were short of memory.
  static func raiseMemoryAlarm() async throws {
    try await script("ctl", "set_vm_memory_high_watermark", "absolute", "1")
  }
  static func clearMemoryAlarm() async throws {
    try await script("ctl", "set_vm_memory_high_watermark", "absolute", "512MB")
  }

  /// Shuts the broker down (`stop`), or ends it at once as a power cut would (`kill`).
  static func end(by way: String) async throws { try await script(way) }

  /// Starts the broker again on the same port, with its data.
  static func start() async throws { try await script("start") }

  /// Sends the broker SIGSTOP or SIGCONT.
  static func signal(_ signal: Int32) throws {
    guard let folder = ProcessInfo.processInfo.environment["TEST_BROKER_DIR"],
      let text = try? String(contentsOfFile: "\(folder)/beam.pid", encoding: .utf8),
      let pid = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines))
    else { throw Missing() }
    kill(pid, signal)
  }

  @discardableResult
  private static func script(_ command: String, _ arguments: String...) async throws -> String {
    guard let folder = ProcessInfo.processInfo.environment["TEST_BROKER_DIR"] else { throw Missing() }
    return try await LocalScript.run("broker.sh", [command, folder] + arguments)
  }
}
