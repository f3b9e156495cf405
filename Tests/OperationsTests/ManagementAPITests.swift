import Foundation
import Operations
import TestSupport
import Testing
import WorkerRuntime

@Suite("RabbitMQ's management API")
struct ManagementAPITests {
  private static let password = "not-to-be-told"

  @Test(
    "The broker's password is sent only to this machine, to the broker's host, or over https",
    arguments: [
      ("amqp://u:\(password)@h", "http://elsewhere:15672", true), ("amqp://u:\(password)@h", "http://h:15672", false),
      ("amqp://u:\(password)@g,amqp://u:\(password)@h", "http://h:15672", false),
      ("amqps://u:\(password)@h?cacertfile=/ca.pem", "http://h:15672", true),
      ("amqp://u:\(password)@h", "https://elsewhere:15671", false),
      ("amqp://u:\(password)@h", "http://127.0.0.1", false),
      ("amqp://u:\(password)@h", "http://own:\(password)@elsewhere:15672", false),
      ("amqp://u:\(password)@h", "http://127.0.0.1@elsewhere:15672", false),
    ])
  func loginSent(broker: String, address: String, isRefused: Bool) throws {
    let settings = Settings(["AMQP_URL": broker, "RABBITMQ_MANAGEMENT_URL": address])
    var refusal: SettingsError?
    do { _ = try Connections.management(settings) } catch let error as SettingsError { refusal = error }
    #expect((refusal != nil) == isRefused)
    #expect(refusal?.description.contains(Self.password) != true)
  }

  @Test(
    "If the time of a queue's oldest message is invalid, the other values of the queue are still read",
    arguments: ["null", "\"\"", "-1", "18446744073709551615", "1e300"])
  func oddTime(_ time: String) throws {
    let json = #"{"name": "q", "messages_unacknowledged": 7, "head_message_timestamp": \#(time)}"#
    let queue = try JSONDecoder().decode(ManagedQueue.self, from: Data(json.utf8))
    #expect(queue.unacknowledged == 7 && queue.oldest == nil)
  }
}
