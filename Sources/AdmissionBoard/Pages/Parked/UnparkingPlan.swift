import Operations
import QueueContracts
import WorkerRuntime

/// A plan to replay or discard parked messages of one group.
struct UnparkingPlan: Sendable {
  /// A message that stays parked, with the reason.
  struct Refusal: Sendable {
    let item: ParkedItem
    let why: String
  }

  let action: Unparking.Action
  let queue: String
  let reason: String
  let detail: String?
  let taken: [ParkedItem]
  let refused: [Refusal]
  /// The filter that finds the messages to replay or discard; nil if every message stays parked.
  let filter: ParkedFilter?

  /// Separates the messages for which the action is possible from the others.
  ///
  /// - Parameters:
  ///   - action: the action: replay or discard.
  ///   - group: the key of the group of messages.
  ///   - selected: the keys of the selected messages; nil for the whole group.
  ///   - look: the messages that are parked now.
  /// - Throws: ``BoardError`` if nothing is selected, or if no selected message is parked any more.
  init(_ action: Unparking.Action, group: String, selected: Set<String>?, in look: ParkedLook) throws {
    let all = look.items.filter { $0.group == group }
    guard let first = all.first else { throw BoardError.notFound("Nothing of this group is parked any more.") }
    if let selected, selected.isEmpty { throw BoardError.badInput("Select at least one message.") }
    let chosen = all.filter { item in selected.map { keys in item.key.map(keys.contains) ?? false } ?? true }
    guard !chosen.isEmpty else { throw BoardError.notFound("What you selected is not parked any more.") }

    self.action = action
    queue = first.parked.queue
    reason = first.parked.reason
    detail = first.parked.detail
    var taken: [ParkedItem] = []
    var refused: [Refusal] = []
    for item in chosen {
      do throws(OperationFailure) {
        try action.check([item.parked])
        taken.append(item)
      } catch {
        refused.append(Refusal(item: item, why: error.sentence))
      }
    }
    let known = ParkedMessage.reasons.contains(reason) ? reason : nil
    // Without ids the filter would also match messages that must stay parked.
    if selected != nil || known == nil || !refused.isEmpty {
      refused += taken.filter { $0.key == nil }.map {
        Refusal(item: $0, why: "It has no id, so it cannot be selected.")
      }
      taken.removeAll { $0.key == nil }
      let ids = taken.compactMap(\.parked.message.id)
      filter =
        try ids.isEmpty
        ? nil : ParkedFilter(ids: ids, queue: queue, reason: known, detail: detail ?? "", limit: ParkedDesk.limit)
    } else {
      filter = try ParkedFilter(queue: queue, reason: known, detail: detail ?? "", limit: ParkedDesk.limit)
    }
    self.taken = taken
    self.refused = refused
  }

  /// The plan in words for the audit row, like `2 messages of admission.intake, school.unknown`.
  var words: String {
    [("\(taken.count.counted("message")) of \(queue)"), reason, detail ?? ""].filter { !$0.isEmpty }
      .joined(separator: ", ")
  }

  /// The target in the audit row: the plan in words, with the messages' ids if there are at most 50 messages.
  var target: String {
    guard taken.count <= 50 else { return words }
    return "\(words): \(taken.map { $0.listing.messageId ?? "without an id" }.joined(separator: " "))"
  }
}
