import Foundation
import RabbitBroker

/// The private broker that `make test` starts.
enum TestBroker {
  struct Missing: Error, CustomStringConvertible {
    let description = "TEST_AMQP_URL and TEST_BROKER_DIR are not set: run `make test`, which starts a private broker."
  }

  /// Makes a virtual host and gives its URL.
  static func makeVirtualHost(_ name: String) async throws -> String {
    let environment = ProcessInfo.processInfo.environment
    guard let url = environment["TEST_AMQP_URL"], let folder = environment["TEST_BROKER_DIR"] else { throw Missing() }
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../deploy/local/broker.sh")
    let expression = """
      rabbit_vhost:add(<<"\(name)">>, <<"test">>),
      rabbit_auth_backend_internal:set_permissions(<<"guest">>, <<"\(name)">>, <<".*">>, <<".*">>, <<".*">>, <<"test">>).
      """
    let process = Process()
    process.executableURL = script.standardizedFileURL
    process.arguments = ["ctl", folder, "eval", expression]
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    await withCheckedContinuation { done in
      DispatchQueue.global().async {
        process.waitUntilExit()
        done.resume()
      }
    }
    guard process.terminationStatus == 0 else { throw Missing() }
    return url.hasSuffix("/") ? url + name : url + "/" + name
  }

  static func admin(_ url: String) throws -> RabbitAdmin { try RabbitAdmin(url: url) }
}
