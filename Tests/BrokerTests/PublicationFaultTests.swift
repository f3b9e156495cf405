import Foundation
import Testing
import WorkerRuntime

@testable import RabbitBroker

/// If a broker closes a channel because of a publication, ``PublicationFault`` finds it by the broker's reason.
@Suite("The publications for which the broker closes a channel")
struct PublicationFaultTests {
  private func fault(_ code: Int, _ text: String) -> PublicationFault {
    PublicationFault(BrokerClose(code: code, text: text))
  }

  private func publication(_ exchange: String = "x", _ key: String = "k", bytes: Int = 0) -> Publication {
    Publication(exchange: exchange, routingKey: key, message: BrokerMessage(body: Data(count: bytes)))
  }

  @Test("If the broker refuses a size, only publications whose bodies exceed the broker's limit are at fault")
  func tooLarge() {
    let fault = fault(406, "PRECONDITION_FAILED - message size 2000 is larger than configured max size 1000")
    #expect(fault.error.code == .unsendable)
    #expect(fault.largestBodyBytes == 1000)
    #expect(fault.concerns(publication(bytes: 2000)) && fault.concerns(publication(bytes: 1001)))
    #expect(!fault.concerns(publication(bytes: 1000)))
  }

  @Test("If an exchange is missing, only the publications to that exchange are at fault")
  func missingExchange() {
    let fault = fault(404, "NOT_FOUND - no exchange 'x' in vhost '/'")
    #expect(fault.error.code == .unroutable)
    #expect(fault.concerns(publication("x")) && !fault.concerns(publication("xx")))
  }

  @Test("If the user lacks a right, only publications to the exchange or key that the broker names are at fault")
  func missingRight() {
    let whole = fault(403, "ACCESS_REFUSED - access to exchange 'amq.default' in vhost '/' refused for user 'portal'")
    #expect(whole.error.code == .accessRefused)
    #expect(whole.concerns(publication("")) && !whole.concerns(publication("x")))
    let key = fault(403, "ACCESS_REFUSED - access to topic 'k' in exchange 'x' in vhost '/' refused for user 'portal'")
    #expect(key.concerns(publication("x", "k")) && !key.concerns(publication("x", "kk")))
  }

  @Test("If the broker's reason names neither an exchange nor a size, no publication is at fault")
  func namesNothing() {
    #expect(!fault(406, "PRECONDITION_FAILED - of another kind").concerns(publication(bytes: 9)))
    #expect(!fault(541, "INTERNAL_ERROR").concerns(publication()))
  }
}
