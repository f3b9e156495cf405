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
      for line in part.html.split(separator: /\r\n|\r|\n/, omittingEmptySubsequences: true) { text += "data: \(line)\n" }
      text += part.html.isEmpty ? "data:\n\n" : "\n"
    }
    return ByteBuffer(string: text)
  }

  /// Of what everybody sees.
  func response(_ watch: LiveHub.Watch, of hub: LiveHub) -> Response {
    response { writer in
      var (version, quiet) = (0, 0)
      for await _ in watch.ticks {
        guard await isOpen() else { break }
        if let news = await hub.news(of: watch.path, since: version) {
          try await writer.write(news.text)
          (version, quiet) = (news.version, 0)
        } else {
          quiet += 1
          if quiet >= Self.quietTicks {
            try await writer.write(Self.stillThere)
            quiet = 0
          }
        }
      }
    } atEnd: {
      await hub.end(watch)
    }
  }

  /// Of what one user sees.
  func response(_ parts: AsyncStream<[LivePart]>, in place: LiveHub.Place) -> Response {
    response { writer in
      for await part in parts.withBeats(everySeconds: Self.quietTicks) {
        guard await isOpen() else { break }
        try await writer.write(part.map(Self.text) ?? Self.stillThere)
      }
    } atEnd: {
      await place.leave()
    }
  }

  private static let stillThere = ByteBuffer(string: ": \n\n")

  private func isOpen() async -> Bool {
    guard let secret else { return true }
    return await sessions.isOpen(secret)
  }

  private func response(
    _ send: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void,
    atEnd: @escaping @Sendable () async -> Void
  ) -> Response {
    let body = ResponseBody { writer in
      // The browser comes back by itself, after five seconds; a session that is over is told by the answer then.
      do {
        try await writer.write(ByteBuffer(string: "retry: 5000\n\n"))
        try await send(&writer)
      } catch {
        await atEnd()
        throw error
      }
      await atEnd()
      try await writer.finish(nil)
    }
    return Response(
      status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
  }
}

extension AsyncStream where Element: Sendable {
  /// The elements, the newest if they come too fast, and nil after some time without one.
  fileprivate func withBeats(everySeconds seconds: Int) -> AsyncStream<Element?> {
    AsyncStream<Element?>(bufferingPolicy: .bufferingNewest(1)) { continuation in
      let elements = Task {
        for await element in self { continuation.yield(element) }
        continuation.finish()
      }
      let beats = Task {
        while !Task.isCancelled {
          try? await Task.sleep(for: .seconds(seconds))
          continuation.yield(nil)
        }
      }
      continuation.onTermination = { _ in
        elements.cancel()
        beats.cancel()
      }
    }
  }
}
