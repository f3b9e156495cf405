import Foundation
import QueueContracts
import Testing
import WorkerRuntime
import WorkerTesting

@testable import RabbitBroker

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("A consumer that waits until its acknowledgements have reached the queue")
struct TransactionalConsumerTests {
  @Test("While an acknowledgement waits for a full socket, other calls go on", .timeLimit(.minutes(2)))
  func fullSocket() async throws {
    let rabbit = try RabbitUnderTest.fromEnvironment()
    try await rabbit.withQueue { queue in
      let publisher = try await rabbit.broker.publisher()
      let count = 20_000
      try await publisher.publish((0..<count).map { publication(queue, "\($0)") })
      await publisher.close()

      let link = try FaultyLink(to: rabbit.url.port)
      let broker = try RabbitBroker(urls: rabbit.text(port: link.port), connectionName: "full")
      let consumer = try await broker.transactionalConsumer(queue: queue, prefetch: count)
      var taken: [Delivery] = []
      while taken.count < count { taken += try #require(try await consumer.nextBatch(limit: count)) }
      link.freeze()
      narrowSockets(to: link.port)

      // Every second delivery is acknowledged, so each acknowledgement needs a frame of its own.
      let tags = taken.enumerated().filter { $0.offset % 2 == 1 }.map(\.element.tag)
      let isAnswered = Flag()
      let acknowledging = Task {
        let error = await failure { try await consumer.acknowledge(tags) }
        await isAnswered.set()
        return error
      }
      while await consumer.unsettledCount == count { try await Task.sleep(for: .milliseconds(10)) }
      for _ in 0..<20 {
        #expect(await consumer.unsettledCount == count - tags.count)
        try await consumer.check()
      }
      #expect(await !isAnswered.isSet)
      link.cut()
      #expect(await acknowledging.value?.code == .unreachable)
      await consumer.close()
    }
  }

  private actor Flag {
    private(set) var isSet = false
    func set() { isSet = true }
  }

  /// Gives the sockets at both ends of the connection to `port` the smallest buffers, so that few bytes fill them.
  private func narrowSockets(to port: Int) {
    for descriptor in Int32(0)..<1024 {
      for (ask, option) in [(getpeername, SO_SNDBUF), (getsockname, SO_RCVBUF)] {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isSocket = withUnsafeMutablePointer(to: &address) { pointer in
          pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { ask(descriptor, $0, &length) == 0 }
        }
        guard isSocket, Int(UInt16(bigEndian: address.sin_port)) == port else { continue }
        var bytes: Int32 = 4096
        setsockopt(descriptor, SOL_SOCKET, option, &bytes, socklen_t(MemoryLayout<Int32>.size))
      }
    }
  }
}
