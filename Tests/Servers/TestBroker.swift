import Foundation
import TestTools

/// The private broker that `make test` starts.
package enum TestBroker {
  /// Makes a virtual host and returns its URL.
  package static func makeVirtualHost(_ name: String) async throws -> String {
    let url = try ServerVariable.brokerURL.value
    let permissions = "<<\".*\">>, <<\".*\">>, <<\".*\">>"
    try await evaluate(
      """
      rabbit_vhost:add(<<"\(name)">>, <<"test">>),
      rabbit_auth_backend_internal:set_permissions(<<"guest">>, <<"\(name)">>, \(permissions), <<"test">>).
      """)
    return url.hasSuffix("/") ? url + name : url + "/" + name
  }

  /// Runs an Erlang expression in the broker, and returns its value.
  @discardableResult
  package static func evaluate(_ expression: String) async throws -> String {
    try await script("ctl", "eval", expression)
  }

  /// Imports a definitions file, as an operator does.
  package static func importDefinitions(_ file: URL) async throws {
    try await script("ctl", "import_definitions", file.path)
  }

  /// Sets the passwords of all these users by one command; an operator sets them one by one.
  package static func setPasswords(of users: [String], _ password: (String) -> String) async throws {
    let changes = users.map {
      "ok = rabbit_auth_backend_internal:change_password(<<\"\($0)\">>, <<\"\(password($0))\">>, <<\"test\">>)"
    }
    try await evaluate(changes.joined(separator: ", ") + ".")
  }

  /// Makes the broker hold publishers back, as if it were short of memory.
  package static func raiseMemoryAlarm() async throws {
    try await script("ctl", "set_vm_memory_high_watermark", "absolute", "1")
  }
  package static func clearMemoryAlarm() async throws {
    try await script("ctl", "set_vm_memory_high_watermark", "absolute", "512MB")
  }

  /// Shuts the broker down (`stop`), or ends it at once as a power cut would (`kill`).
  package static func end(by way: String) async throws { try await script(way) }

  /// Starts the broker again on the same port, with its data.
  package static func start() async throws { try await script("start") }

  /// Sends the broker SIGSTOP or SIGCONT.
  package static func signal(_ signal: Int32) throws {
    let text = try String(contentsOfFile: "\(ServerVariable.brokerFolder.value)/beam.pid", encoding: .utf8)
    guard let pid = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw Program.Failure(description: "beam.pid contains no process id.")
    }
    kill(pid, signal)
  }

  @discardableResult
  private static func script(_ command: String, _ arguments: String...) async throws -> String {
    try await LocalScript.run("broker.sh", [command, ServerVariable.brokerFolder.value] + arguments)
  }
}
