import Hummingbird
import NIOCore

/// What belongs to one request.
struct BoardContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The connection's other end.
  let peer: String?

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    peer = source.channel.remoteAddress?.ipAddress
  }
}
