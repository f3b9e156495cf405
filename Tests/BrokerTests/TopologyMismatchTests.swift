import Testing
import WorkerRuntime

@testable import RabbitBroker

@Suite("The broker's texts about a topology mismatch")
struct TopologyMismatchTests {
  @Test("Queue, argument and both values are read from the broker's text about a mismatch")
  func brokersWords() throws {
    let mismatch = try #require(
      TopologyMismatch(
        replyText: "PRECONDITION_FAILED - inequivalent arg 'x-message-ttl' for queue 'q.retry.5' in vhost '/': "
          + "received the value '5000' of type 'signedint' but current is the value '6000' of type 'long'"))
    #expect(mismatch.kind == "queue")
    #expect(mismatch.name == "q.retry.5")
    #expect(mismatch.argument == "x-message-ttl")
    #expect(mismatch.wanted == "5000")
    #expect(mismatch.declared == "6000")
  }

  @Test("The broker's texts about a missing argument and about an exchange's type are read as mismatches")
  func absenceAndType() throws {
    let absent = try #require(
      TopologyMismatch(
        replyText: "PRECONDITION_FAILED - inequivalent arg 'x-queue-type' for queue 'q' in vhost 'v': "
          + "received the value 'quorum' of type 'longstr' but current is none"))
    #expect((absent.declared, absent.wanted) == ("none", "quorum"))
    let durable = try #require(
      TopologyMismatch(
        replyText: "PRECONDITION_FAILED - inequivalent arg 'type' for exchange 'x' in vhost '/': "
          + "received 'topic' but current is 'fanout'"))
    #expect((durable.kind, durable.declared, durable.wanted) == ("exchange", "fanout", "topic"))
  }

  @Test("A text of the broker about another failure is not read as a mismatch")
  func otherWords() {
    #expect(TopologyMismatch(replyText: "PRECONDITION_FAILED - invalid property 'x'") == nil)
  }
}
