import Foundation
import Testing
import WorkerRuntime

@testable import RabbitBroker

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("The buffer of frames")
struct FrameBufferTests {
  /// Makes a connection, and returns its two ends.
  private func ends() -> (Int32, Int32) {
    var ends: [Int32] = [-1, -1]
    #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    return (ends[0], ends[1])
  }

  private func read(_ count: Int, from descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 65_536)
    while bytes.count < count, case let length = recv(descriptor, &part, part.count, 0), length > 0 {
      bytes += part[..<length]
    }
    return bytes
  }

  @Test("The frames of a message are written byte for byte as AMQP prescribes")
  func writtenFrames() throws {
    let (near, far) = ends()
    defer { for end in [near, far] { close(end) } }
    let frames = FrameBuffer(channel: 1)
    var properties = try MessageProperties.write(BrokerMessage(), in: MemoryPool())
    let size = frames.append(header: &properties, bodySize: 3, limit: 4096)
    #expect(size == 15)
    let body: [UInt8] = [65, 66, 67]
    body.withUnsafeBytes { frames.append(body: $0) }
    #expect(frames.write(to: near))
    #expect(frames.count == 0)
    let expected: [UInt8] = [
      2, 0, 1, 0, 0, 0, 15, 0, 60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0x10, 0, 2, 206,
      3, 0, 1, 0, 0, 0, 3, 65, 66, 67, 206,
    ]
    #expect(read(expected.count, from: far) == expected)
  }

  @Test("Properties that fit into a frame are accepted, and larger ones are refused")
  func propertySize() throws {
    let pool = MemoryPool()
    let frames = FrameBuffer(channel: 1)
    let message = BrokerMessage(headers: ["text": .text(String(repeating: "x", count: 100_000))])
    var properties = try MessageProperties.write(message, in: pool)
    let size = frames.append(header: &properties, bodySize: 0, limit: 131_072)
    #expect(size > 100_000)
    let before = frames.count
    let status = frames.append(header: &properties, bodySize: 0, limit: 50_000)
    #expect(status < 0)
    #expect(frames.count == before)
  }

  @Test("Writing waits while the socket is full, and fails if the socket is broken", .timeLimit(.minutes(1)))
  func fullAndBroken() async {
    let (near, far) = ends()
    defer { close(near) }
    _ = fcntl(near, F_SETFL, O_NONBLOCK)
    let frames = FrameBuffer(channel: 1)
    let body = [UInt8](repeating: 88, count: 4 << 20)
    body.withUnsafeBytes { frames.append(body: $0) }
    let reading = Task.detached { self.read(body.count + 8, from: far).count }
    #expect(frames.write(to: near))
    #expect(await reading.value == body.count + 8)
    close(far)
    body.withUnsafeBytes { frames.append(body: $0) }
    #expect(!frames.write(to: near))
  }

  @Test("A text is read correctly, whether it repeats the text read before or differs from it")
  func recentText() {
    let pool = MemoryPool()
    var recent = RecentText()
    let texts = [
      "application.submitted.v1", "application.submitted.v1", "application.submitted.v2", "short", "",
      "ü€ and more than inline",
    ]
    for text in texts {
      let read = recent.text(pool.bytes(text))
      #expect(read == text)
    }
  }
}
