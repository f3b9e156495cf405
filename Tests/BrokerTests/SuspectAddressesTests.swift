import Testing

@testable import RabbitBroker

@Suite("Broker addresses that have just failed")
struct SuspectAddressesTests {
  private let urls = (try? BrokerURL.list("amqp://a,amqp://b,amqp://c")) ?? []
  private let now = ContinuousClock.now

  private func hosts(_ suspects: SuspectAddresses, after seconds: Int) -> [String] {
    suspects.order(urls, at: now.advanced(by: .seconds(seconds))).map(\.host)
  }

  @Test("The address to try first is random, so workers spread over all addresses")
  func spread() {
    let first = (0..<100).map { _ in hosts(SuspectAddresses(), after: 0)[0] }
    #expect(Set(first) == ["a", "b", "c"])
  }

  @Test("A broker address that has failed is tried last for 30 seconds")
  func recentFailure() {
    let suspects = SuspectAddresses()
    suspects.note("b:5672", at: now)
    suspects.note("a:5672", at: now.advanced(by: .seconds(1)))
    #expect(hosts(suspects, after: 2) == ["c", "b", "a"])
    #expect(hosts(suspects, after: 30).last == "a")
    #expect(Set((0..<100).map { _ in hosts(suspects, after: 60)[0] }) == ["a", "b", "c"])
  }
}
