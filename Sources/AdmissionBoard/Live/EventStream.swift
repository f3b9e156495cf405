import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import ServiceLifecycle

/// Sends parts of a page as server-sent events, no faster than the browser reads them.
struct EventStream: Sendable {
  /// The number of wake-ups without news after which an empty event is sent, so that a closed page is noticed.
  private static let quietTicks = 15
  let sessions: Sessions
  /// The session's secret; nil if there is no session.
  let secret: String?

  /// Writes each part as an event whose name is the id of its element.
  static func text(of parts: [LivePart]) -> ByteBuffer {
    var text = ""
    for part in parts {
      text += "event: \(part.id)\n"
      for line in part.html.split(separator: /\r\n|\r|\n/, omittingEmptySubsequences: true) {
        text += "data: \(line)\n"
      }
      text += part.html.isEmpty ? "data:\n\n" : "\n"
    }
    return ByteBuffer(string: text)
  }

  /// Answers with a stream of parts that are the same for everybody.
  ///
  /// The page counts as open from the first byte of the response on. A response that is never sent does not count.
  func response(_ path: String, _ parts: @escaping LiveHub.Parts, of hub: LiveHub) -> Response {
    response { writer in
      guard let watch = await hub.watch(path, parts) else { return }
      do {
        // A shutdown ends the stream, so that the shutdown does not wait for open pages.
        try await withGracefulShutdownHandler {
          try await send(watch, of: hub, to: &writer)
        } onGracefulShutdown: {
          Task { await hub.end(watch) }
        }
      } catch {
        await hub.end(watch)
        throw error
      }
      await hub.end(watch)
    }
  }

  private func send(_ watch: LiveHub.Watch, of hub: LiveHub, to writer: inout any ResponseBodyWriter) async throws {
    var (version, quiet) = (0, 0)
    for await _ in watch.ticks {
      guard await isOpen() else { break }
      if let news = await hub.news(of: watch.path, since: version) {
        try await writer.write(news.text)
        (version, quiet) = (news.version, 0)
      } else {
        quiet += 1
        guard quiet >= Self.quietTicks else { continue }
        try await writer.write(Self.stillThere)
        quiet = 0
      }
    }
  }

  /// Answers with a stream of parts that only one user sees.
  func response(_ parts: AsyncStream<[LivePart]>, of hub: LiveHub) -> Response {
    response { writer in
      guard let page = await hub.addPage() else { return }
      let beats = Beats(parts, everySeconds: Self.quietTicks)
      do {
        try await withGracefulShutdownHandler {
          try await send(beats, to: &writer)
        } onGracefulShutdown: {
          beats.end()
        }
      } catch {
        await page.leave()
        throw error
      }
      await page.leave()
    }
  }

  private func send(_ beats: Beats<[LivePart]>, to writer: inout any ResponseBodyWriter) async throws {
    for await parts in beats.elements {
      guard await isOpen() else { break }
      try await writer.write(parts.map(Self.text) ?? Self.stillThere)
    }
  }

  private static let stillThere = ByteBuffer(string: ": \n\n")

  private func isOpen() async -> Bool {
    guard let secret else { return true }
    return await sessions.isOpen(secret)
  }

  private func response(
    _ send: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void
  ) -> Response {
    let body = ResponseBody { writer in
      // When the stream ends, the browser opens it again after five seconds. If the session is over, the response
      // says so.
      try await writer.write(ByteBuffer(string: "retry: 5000\n\n"))
      try await send(&writer)
      try await writer.finish(nil)
    }
    return Response(
      status: .ok,
      // nginx collects small parts before it passes them on, unless this header forbids it.
      headers: [
        .contentType: "text/event-stream", .cacheControl: "no-store", HTTPField.Name("X-Accel-Buffering")!: "no",
      ], body: body)
  }
}

/// The newest elements of a stream, with nil added at regular intervals.
private struct Beats<Element: Sendable>: Sendable {
  let elements: AsyncStream<Element?>
  private let continuation: AsyncStream<Element?>.Continuation

  init(_ source: AsyncStream<Element>, everySeconds seconds: Int) {
    let (elements, continuation) = AsyncStream.makeStream(of: Element?.self, bufferingPolicy: .bufferingNewest(2))
    self.elements = elements
    self.continuation = continuation
    let reading = Task {
      for await element in source { continuation.yield(element) }
      continuation.finish()
    }
    let beating = Task {
      while !Task.isCancelled {
        try? await Task.sleep(for: .seconds(seconds))
        continuation.yield(nil)
      }
    }
    continuation.onTermination = { _ in
      reading.cancel()
      beating.cancel()
    }
  }

  func end() { continuation.finish() }
}
