import Operations
import QueueContracts
import WorkerRuntime

/// What somebody wants to be done with parked messages of one group.
struct ParkedPlan: Sendable {
  /// A message that stays parked.
  struct Refusal: Sendable {
    let item: ParkedItem
    let why: String
  }

  let action: Settling.Action
  let queue: String
  let reason: String
  let detail: String?
  let taken: [ParkedItem]
  let refused: [Refusal]
  /// What leaves the messages that are taken; nil if none is.
  let filter: ParkedFilter?

  /// Tells messages that the action can be done with from those that it cannot.
  ///
  /// - Parameters:
  ///   - action: what is to be done.
  ///   - group: the group of messages, as the page names it.
  ///   - selected: the keys of messages; nil for the whole group.
  ///   - look: what is parked now.
  /// - Throws: ``BoardError`` if nothing is selected, or nothing of it is parked any more.
  init(_ action: Settling.Action, group: String, selected: Set<String>?, in look: ParkedLook) throws {
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
    // Of other groups too something would be taken: what is taken is named.
    if selected != nil || known == nil || !refused.isEmpty {
      refused += taken.filter { $0.key == nil }.map {
        Refusal(item: $0, why: "It has no id, so that it cannot be told from others.")
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

  /// For the audit and the receipt: `2 messages of admission.intake, school.unknown`.
  var words: String {
    [("\(taken.count.counted("message")) of \(queue)"), reason, detail ?? ""].filter { !$0.isEmpty }
      .joined(separator: ", ")
  }

  /// What is noted before anything is done: the ids of a few, of many how many there are.
  var target: String {
    guard taken.count <= 50 else { return words }
    return "\(words): \(taken.map { $0.listing.messageId ?? "without an id" }.joined(separator: " "))"
  }
}
