import NIOCore
import Synchronization

/// Bounds on connections to the health server, which has no login.
struct ConnectionLimits: Sendable {
  /// How many connections may be open at once.
  var count = 64
  /// The largest request, headers and body together, in bytes.
  var requestBytes = 8192
  /// The longest time until the answer to the request begins, in seconds.
  var requestSeconds: Int64 = 5
  /// The longest time that a connection may be open, in seconds.
  var totalSeconds: Int64 = 15
}

/// The open connections, oldest first.
///
/// If one connection too many is opened, the oldest is closed. So a caller that sends its request at once is answered,
/// even if others hold connections open and send nothing.
final class OpenConnections: Sendable {
  private let channels = Mutex<[any Channel]>([])
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  func admit(_ channel: any Channel) {
    let oldest: (any Channel)? = channels.withLock { channels in
      channels.append(channel)
      return channels.count > limit ? channels.removeFirst() : nil
    }
    oldest?.close(promise: nil)
    channel.closeFuture.whenComplete { [self] _ in channels.withLock { $0.removeAll { $0 === channel } } }
  }
}

/// Ends a connection that takes too long or sends too much.
///
/// Bytes beyond the limit are not parsed.
///
/// The handler is not `Sendable`, because NIO calls it only on the connection's event loop.
final class ConnectionBounds: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = IOData
  typealias OutboundOut = IOData

  private let limits: ConnectionLimits
  private var received = 0
  private var deadlines: [Scheduled<Void>] = []

  init(_ limits: ConnectionLimits) { self.limits = limits }

  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    deadlines = [limits.requestSeconds, limits.totalSeconds].map {
      context.eventLoop.scheduleTask(in: .seconds($0)) { channel.close(promise: nil) }
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) { for deadline in deadlines { deadline.cancel() } }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    received += unwrapInboundIn(data).readableBytes
    guard received <= limits.requestBytes else { return context.close(promise: nil) }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    deadlines[0].cancel()
    context.write(data, promise: promise)
  }
}
