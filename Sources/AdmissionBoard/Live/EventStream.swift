import Hummingbird
import HummingbirdCore
import NIOCore
import ServiceLifecycle

/// Sends parts of a page as server-sent events, as fast as the browser takes them and no faster.
struct EventStream: Sendable {
  /// Wake-ups without news after which something is sent all the same, so that a browser that is gone is noticed.
  private static let quietTicks = 15
  let sessions: Sessions
  /// Of the session; nil without one.
  let secret: String?

  /// Each part as an event with the element's id as its name.
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

  /// Of what everybody sees.
  ///
  /// A place among the open pages is taken when the first byte is sent: an answer that never gets so far holds none.
  func response(_ path: String, _ parts: @escaping LiveHub.Parts, of hub: LiveHub) -> Response {
    response { writer in
      guard let watch = await hub.watch(path, parts) else { return }
      do {
        // An end of the board does not wait for pages that stay open.
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

  /// Of what one user sees.
  func response(_ parts: AsyncStream<[LivePart]>, of hub: LiveHub) -> Response {
    response { writer in
      guard let place = await hub.place() else { return }
      let beats = Beats(parts, everySeconds: Self.quietTicks)
      do {
        try await withGracefulShutdownHandler {
          for await part in beats.elements {
            guard await isOpen() else { break }
            try await writer.write(part.map(Self.text) ?? Self.stillThere)
          }
        } onGracefulShutdown: {
          beats.end()
        }
      } catch {
        await place.leave()
        throw error
      }
      await place.leave()
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
      // The browser comes back by itself, after five seconds; a session that is over is told by the answer then.
      try await writer.write(ByteBuffer(string: "retry: 5000\n\n"))
      try await send(&writer)
      try await writer.finish(nil)
    }
    return Response(
      status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
  }
}

/// The elements, the newest if they come too fast, and nil after some time without one, which takes no element's place.
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
