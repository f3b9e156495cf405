import Foundation
import QueueContracts

@testable import WorkerRuntime

extension Checker {
  /// Checks a commit: each message is decided once, inbox row and effect are written together, and the message was
  /// delivered to this lane.
  mutating func checkCommit(_ rows: InboxRows, _ effects: [Effect], by lane: Int) {
    guard let worker = workerOfLane[lane] else { return object("lane \(lane) was never started") }
    let name = workers[worker].name
    if rows.map(\.key.message) != effects.map(\.id) { object("inbox and ledger of \(name) differ") }
    for row in rows {
      if decided.updateValue(row.entry, forKey: Decision(worker: worker, id: row.key.message)) != nil {
        object("\(name) decided \(row.key.message.brief) twice")
      }
      for output in Self.expected(row.entry, of: row.key.message, BrokerMessage(), by: name) {
        if let id = output.message.messageId {
          sources[id] = Decision(worker: worker, id: row.key.message)
        }
      }
    }
    for effect in effects {
      let body = effect.content.body
      let isGiven = given[lane, default: []].contains {
        $0.body == body && $0.id.flatMap { MessageID($0) } == effect.id
      }
      if !isGiven { object("\(name) wrote \(effect.id.brief), which it was never sent") }
      if let trouble = effect.content.parcel?.trouble, trouble.worker == name, trouble.isForEver {
        object("\(name) completed \(effect.id.brief), which can never be completed")
      }
    }
  }

  /// Checks that a delivery is acknowledged only after its copy, or all of its outputs, were confirmed to the lane.
  mutating func checkAcknowledgement(of hand: Hand, by lane: Int) {
    guard workerOfLane[lane] != nil else { return object("lane \(lane) was never started") }
    if let copy = copy(of: hand, by: lane) {
      confirmed[lane]?[copy].isUsed = true
      return
    }
    guard let outputs = outputs(of: hand, by: lane), outputs.allSatisfy({ isConfirmed($0, to: lane, since: hand.at) })
    else {
      return object("lane \(lane) acknowledged \(hand.message.brief)without a confirmed replacement")
    }
    for output in outputs {
      guard let index = unused(lane, since: hand.at, where: { $0 == output }) else { continue }
      confirmed[lane]?[index].isUsed = true
    }
  }

  /// True if the delivery's copy, or all of its outputs, are confirmed and have not yet replaced another delivery.
  func isReplaced(_ hand: Hand, by lane: Int) -> Bool {
    if copy(of: hand, by: lane) != nil { return true }
    guard let outputs = outputs(of: hand, by: lane), !outputs.isEmpty else { return false }
    return outputs.allSatisfy { output in unused(lane, since: hand.at, where: { $0 == output }) != nil }
  }

  private func copy(of hand: Hand, by lane: Int) -> Int? {
    guard let worker = workerOfLane[lane] else { return nil }
    let queue = workers[worker].queue
    return unused(lane, since: hand.at) { Self.isCopy($0, of: hand.message, in: queue) }
  }

  private func outputs(of hand: Hand, by lane: Int) -> [Publication]? {
    guard let worker = workerOfLane[lane], let id = hand.message.messageId,
      let entry = decided[Decision(worker: worker, id: id)]
    else { return nil }
    return Self.expected(entry, of: id, hand.message, by: workers[worker].name)
  }

  private func unused(_ lane: Int, since start: Int, where isWanted: (Publication) -> Bool) -> Int? {
    confirmed[lane]?.firstIndex { !$0.isUsed && $0.at > start && isWanted($0.publication) }
  }

  private func isConfirmed(_ publication: Publication, to lane: Int, since start: Int) -> Bool {
    confirmed[lane]?.contains { $0.at > start && $0.publication == publication } ?? false
  }

  /// The outputs that the contract prescribes: with derived ids, the input's trace and the time of the decision.
  private static func expected(
    _ entry: Inbox.Entry, of id: MessageID, _ input: BrokerMessage, by worker: String
  ) -> [Publication] {
    entry.outputs.enumerated().map { index, output in
      let number = entry.outputs[..<index].count { $0.routingKey == output.routingKey }
      let name = id.output(routingKey: output.routingKey, number: number)
      return Publication(
        exchange: ExchangeName.admission, routingKey: output.routingKey,
        message: BrokerMessage(
          id: name.description, type: output.type, contentType: "application/json",
          correlationId: output.applicationId.description, appId: worker,
          timestamp: UInt64(entry.recordedAt.milliseconds / 1000),
          headers: input.headers.filter { $0.key == "traceparent" }, body: output.body))
    }
  }

  /// Checks that every message was completed or parked, that no work is left in a queue, and that all outputs were
  /// sent.
  mutating func finish() {
    finishDeadlines()
    for copy in alive.sorted() {
      guard let queue = copies[copy]?.queue, hasToBeEmpty(queue) else { continue }
      object("copy \(copy) is left in \(queue)")
    }
    for key in arrivals.keys {
      guard let worker = workers.firstIndex(where: { $0.queue == key.queue }) else { continue }
      let isDecided = key.id.map { decided[Decision(worker: worker, id: $0)] != nil } ?? false
      switch (isDecided, parked.contains(key)) {
      case (false, false):
        object("\(key.id?.brief ?? "nameless") is lost in \(key.queue)")
      case (true, true) where arrivals[key] == 1 && !possibleDuplicates.contains(key):
        object("\(key.id?.brief ?? "nameless") came once to \(key.queue) and is completed and parked")
      default: break
      }
    }
    let excused = Set(parkedByBroker.compactMap { key in key.id.map { "\(key.queue) \($0)" } })
    for (decision, entry) in decided where !excused.contains("\(workers[decision.worker].queue) \(decision.id)") {
      for (index, output) in entry.outputs.enumerated() {
        let number = entry.outputs[..<index].count { $0.routingKey == output.routingKey }
        let id = decision.id.output(routingKey: output.routingKey, number: number)
        if !outputIds.contains(id) { object("output \(id.brief) of \(decision.id.brief) was never sent") }
      }
    }
  }

  private func hasToBeEmpty(_ queue: String) -> Bool {
    workers.contains { queue == $0.queue || queue.hasPrefix("\($0.queue).retry.") }
  }
}
