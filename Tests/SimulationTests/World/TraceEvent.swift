import Admission
import QueueContracts

@testable import WorkerRuntime

/// An event at the broker or in the store.
enum TraceEvent: Sendable {
  /// The portal published a message, and the broker stored it; `isConfirmed` is true if the broker confirmed it.
  case handedOver(copy: Int, queue: String, BrokerMessage, isConfirmed: Bool)
  /// A lane published a message, and the broker stored it; `isConfirmed` is true if the broker confirmed it.
  case stored(lane: Int, copy: Int, queue: String, Publication, isConfirmed: Bool)
  case refused(lane: Int, key: String)
  case delivered(lane: Int, DeliveryTag, copy: Int, count: Int)
  case committed(lane: Int, InboxRows, [Effect], at: Timestamp)
  /// A process began to handle a suspect; ``overcome(lane:message:by:settled:)`` says that it has finished.
  case begun(lane: Int, message: String, by: Incarnation, alone: Bool)
  case overcome(lane: Int, message: String, by: Incarnation, settled: Bool)
  case acknowledged(lane: Int, DeliveryTag)
  /// The lane waits out an outage.
  case waits(lane: Int)
  /// The message is in its queue again.
  case returned(lane: Int, DeliveryTag)
  /// The broker moved a copy to another queue: its wait was over, or it had returned to its queue too often.
  case moved(copy: Int, into: Int, queue: String)
  /// The broker removed a copy from the queue in which it had waited.
  case left(copy: Int)
  case started(lane: Int, worker: Int, process: Incarnation)
  /// A watch over deadlines was started.
  case watches(watch: Int, process: Incarnation)
  /// A watch begins to search for passed deadlines.
  case searchBegun(watch: Int)
  case watcher(watch: Int, isTaken: Bool)
  /// The store lets this watch, and no other, publish the notices of these applications.
  case claimed(watch: Int, [ApplicationID])
  case killed(lane: Int)
  /// The lane ended by a failure, or, if `failure` is nil, because it was drained.
  case ended(lane: Int, failure: String?)
  case fault(String)
  case calm
}

extension TraceEvent: CustomStringConvertible {
  var description: String {
    switch self {
    case .handedOver(let copy, let queue, let message, let isConfirmed):
      "portal: \(message.brief) is \(copy) in \(queue)\(isConfirmed ? "" : ", not confirmed")"
    case .stored(let lane, let copy, let queue, let publication, let isConfirmed):
      "lane \(lane): published \(publication.message.brief), is \(copy) in \(queue)"
        + (isConfirmed ? "" : ", not confirmed")
    case .refused(let lane, let key): "lane \(lane): publication by \(key) was refused"
    case .delivered(let lane, let tag, let copy, let count):
      "lane \(lane): delivery \(tag.number) is \(copy)\(count > 0 ? ", returned \(count) times" : "")"
    case .committed(let lane, let rows, let effects, _):
      "lane \(lane): committed \(rows.map { $0.key.message.brief }) with \(effects.count) effects"
    case .begun(let lane, let message, _, let alone):
      "lane \(lane): handles \(message.prefix(8))\(alone ? " alone" : "")"
    case .overcome(let lane, let message, _, let settled):
      "lane \(lane): has \(settled ? "settled" : "left") \(message.prefix(8))"
    case .acknowledged(let lane, let tag): "lane \(lane): acknowledged \(tag.number)"
    case .waits(let lane): "lane \(lane): waits out an outage"
    case .returned(let lane, let tag): "lane \(lane): delivery \(tag.number) returned"
    case .moved(let copy, let into, let queue): "broker: \(copy) moved, is \(into) in \(queue)"
    case .left(let copy): "broker: \(copy) left its queue"
    case .started(let lane, let worker, _): "lane \(lane): started for worker \(worker)"
    case .watches(let watch, _): "lane \(watch): watches over deadlines"
    case .searchBegun(let watch): "lane \(watch): begins to search"
    case .watcher(let watch, let isTaken): "lane \(watch): is \(isTaken ? "" : "not ")the watcher"
    case .claimed(let watch, let ids): "lane \(watch): claims \(ids.map { $0.description.prefix(8) })"
    case .killed(let lane): "lane \(lane): its process is killed"
    case .ended(let lane, let failure): "lane \(lane): ended, \(failure ?? "drained")"
    case .fault(let what): "fault: \(what)"
    case .calm: "no more faults"
    }
  }
}

extension BrokerMessage {
  var brief: String { "\(id?.prefix(8) ?? "nameless")/\(attempt)" }
}

extension MessageID {
  var brief: String { String(description.prefix(8)) }
}
