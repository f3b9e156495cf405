import Testing
import WorkerRuntime

@testable import RabbitBroker

@Suite("The URLs of a broker")
struct BrokerURLTests {
  @Test("User, password, address, virtual host and heartbeat are read from a URL and percent-decoded")
  func everyPart() throws {
    let url = try BrokerURL.list("amqp://us%40er:p%2Fa%3As%2Cs@example.kz:5673/%2Fadmission?heartbeat=7")[0]
    #expect(url.user == "us@er")
    #expect(url.password == "p/a:s,s")
    #expect(url.endpoint == "example.kz:5673")
    #expect(url.virtualHost == "/admission")
    #expect(url.heartbeatSeconds == 7)
    #expect(url.tls == nil)
  }

  @Test(
    "A URL may leave out user, port and virtual host, which are then guest, 5672 and `/`",
    arguments: [
      "amqp://localhost", "AMQP://localhost:5672", "amqp://localhost/", "amqp://guest:guest@localhost/%2F",
    ])
  func defaults(_ text: String) throws {
    let url = try BrokerURL.list(text)[0]
    #expect((url.user, url.password) == ("guest", "guest"))
    #expect((url.host, url.port, url.virtualHost) == ("localhost", 5672, "/"))
  }

  @Test("A list of URLs with commas between them is read, even if it has spaces and IPv6 addresses")
  func listAndIPv6() throws {
    let urls = try BrokerURL.list("amqp://a , AMQP://b:99/v,amqp://[::1]:5674/x")
    #expect(urls.map(\.endpoint) == ["a:5672", "b:99", "[::1]:5674"])
    #expect(urls.map(\.virtualHost) == ["/", "v", "x"])
  }

  @Test("An amqps:// URL names the certificate files and the kind of login, and its default port is 5671")
  func tlsSettings() throws {
    let url = try BrokerURL.list(
      "amqps://mq.kz/v?cacertfile=/ca.pem&certfile=/c.pem&keyfile=/k.pem&auth_mechanism=EXTERNAL")[0]
    #expect(url.port == 5671)
    #expect(url.tls?.authoritiesFile == "/ca.pem")
    #expect(url.tls?.certificateFile == "/c.pem")
    #expect(url.tls?.keyFile == "/k.pem")
    #expect(url.tls?.logsInByCertificate == true)
  }

  @Test("A list of URLs that mixes amqps:// and amqp:// is refused")
  func refusesMixedLists() {
    let error = #expect(throws: BrokerError.self) { try BrokerURL.list("amqps://u:secret@a,amqp://u:secret@b") }
    #expect(error?.detail == "AMQP_URL mixes amqps:// and amqp://; write one of them for all of its URLs.")
  }

  @Test(
    "A wrong URL is refused, and the error does not show the password",
    arguments: [
      "", ",", "localhost:5672", "http://x", "amqp://", "amqp://u:secret@", "amqp://u:secret@h:port",
      "amqp://u:secret@h:0", "amqp://u:secret@h:70000", "amqp://u:secret%zz@h", "amqp://u:secret@h?heartbeat=0",
      "amqp://u:secret@h?hartbeat=5", "amqp://u:secret@h?cacertfile=/x", "amqps://u:secret@h?auth_mechanism=plain",
      "amqp://[::1",
      "amqps://u:secret@h?cacertfile=/a&keyfile=/k", "amqps://u:secret@h?cacertfile=/a&auth_mechanism=external",
      "amqp://ok,nonsense:secret@",
    ])
  func wrongURL(_ text: String) throws {
    let error = #expect(throws: BrokerError.self) { try BrokerURL.list(text) }
    #expect(error?.code == .misconfigured)
    #expect(error?.detail.contains("secret") == false)
  }

  @Test("A URL that is printed or dumped does not show its password")
  func hiddenPassword() throws {
    let url = try BrokerURL.list("amqp://user:secret@h/v")[0]
    var dumped = ""
    dump(url, to: &dumped)
    dump(RabbitConfiguration(urls: [url], connectionName: "test"), to: &dumped)
    for text in ["\(url)", String(reflecting: url), dumped] { #expect(!text.contains("secret")) }
  }
}
