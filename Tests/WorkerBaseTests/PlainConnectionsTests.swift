import Testing

@testable import WorkerBase

@Suite("Connections without TLS")
struct PlainConnectionsTests {
  @Test(
    "An address on this machine or with TLS does not count as plain",
    arguments: [
      "amqp://u:p@127.0.0.1:5672/v", "amqp://localhost", "AMQP://u:p@LOCALHOST/", "amqp://[::1]:5672",
      "http://127.8.9.1",
      "http://[::ffff:127.0.0.1]/x", "http://[::ffff:7f00:1]:80", "http://[0:0:0:0:0:ffff:127.8.0.1]/",
      "http://[0:0:0:0:0:0:0:1]", "amqp://[0000::0001]:5672", "https://registers.example/v1", "amqps://u:p@h:5671",
      "file:///etc/passwd",
      "amqp://localhost,amqp://127.0.0.1", "http://api.localhost:80/a", "", "nonsense",
    ])
  func silent(_ text: String) { #expect(!PlainConnections.hasPlain(text)) }

  @Test(
    "An address on another machine without TLS counts as plain, alone or in a list",
    arguments: [
      "amqp://u:p@rabbitmq-1:5672/", "amqp://localhost, amqp://h", "http://registers.example/v1", "http://127.example/",
      "http://user@localhost@h/", "http://127.0.0.1.example", "http://[2001:db8::1]/", "HTTP://10.0.0.1",
      "amqp://0.0.0.0", "http://[::ffff:10.0.0.1]", "http://[::ffff:a00:1]", "http://[::127.0.0.1]", "http://[::2]",
      "http://[fe80::1]", "http://[::1:0]", "http://[::ffff:127.0.0.1.example]",
      "http://u:p@h?x=localhost",
    ])
  func plain(_ text: String) { #expect(PlainConnections.hasPlain(text)) }
}
