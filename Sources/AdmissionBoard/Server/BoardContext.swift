import Hummingbird
import NIOCore

/// The data that the board keeps for one request.
struct BoardContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The address of the connection's other end.
  let peer: String?

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    peer = source.channel.remoteAddress?.ipAddress
  }
}
