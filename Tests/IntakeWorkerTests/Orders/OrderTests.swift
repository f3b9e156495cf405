import Admission
import Foundation
import QueueContracts
import TestSupport
import Testing
import WorkerRuntime
import WorkerTesting

/// Submission, withdrawal and decision may come in any order, repeatedly, and after a wait.
///
/// Every order of the messages is tried in many ways, each an ``Interleaving``. The messages come in one batch or one
/// by one. Retried messages come in between or at the end. TransferWorker runs sooner or later, and gets its messages
/// twice.
@Suite("Messages about one application in any order", .timeLimit(.minutes(5)))
struct OrderTests {
  @Test("If the messages do not conflict, every order leads to the same end", arguments: OrderCase.withoutConflict)
  func same(_ test: OrderCase) async throws { try await check(test) }

  @Test(
    "A decision after a withdrawal changes nothing, and a withdrawal after a decision gives the place back",
    arguments: OrderCase.conflicts)
  func conflict(_ test: OrderCase) async throws { try await check(test) }

  @Test("Corrected decisions lead to an expected end in any order of the messages", arguments: OrderCase.corrections)
  func correction(_ test: OrderCase) async throws { try await check(test) }

  private func check(_ test: OrderCase) async throws {
    let application = test.application
    var seen: [String: String] = [:]
    for order in test.orders {
      for way in Interleaving.some(for: order.count, orders: test.orders.count) {
        let stage = try await OrderStage(application, failedLookups: test.failedLookups)
        let isFinished = try await way.play(order, on: stage)
        let label = "\(order.map(\.rawValue)) \(way)"
        #expect(isFinished, "\(label) does not come to an end")
        for fault in try await stage.faults() { Issue.record("\(fault): \(label)") }
        seen[try await stage.ending(), default: label] = label
      }
    }
    for (ending, label) in seen where !test.endings.union(test.rareEndings).contains(ending) {
      Issue.record("\(ending): \(label)")
    }
    for ending in test.endings where seen[ending] == nil { Issue.record("never seen: \(ending)") }
  }
}

/// Messages about one application, and the ways in which it may end.
struct OrderCase: Sendable, CustomTestStringConvertible {
  let name: String
  let application: ApplicationSubmitted
  let messages: [ApplicationMessage]
  var failedLookups = 0
  /// The possible endings, as ``OrderStage/ending()`` writes them.
  let endings: Set<String>
  /// Endings that depend on which of two copies in one batch is judged first; they need not occur.
  var rareEndings: Set<String> = []

  var testDescription: String { name }

  /// Every order of the messages; orders that differ only in the places of equal messages count once.
  ///
  /// Orders in which the deadline passes before the submission are left out.
  var orders: [[ApplicationMessage]] {
    Self.orders(of: messages).filter { order in
      guard let overdue = order.firstIndex(of: .overdue) else { return true }
      return order[..<overdue].contains(.submission)
    }
  }

  private static func orders(of messages: [ApplicationMessage]) -> [[ApplicationMessage]] {
    guard !messages.isEmpty else { return [[]] }
    let firsts = ApplicationMessage.allCases.filter(messages.contains)
    return firsts.flatMap { first -> [[ApplicationMessage]] in
      var rest = messages
      rest.remove(at: rest.firstIndex(of: first)!)
      return orders(of: rest).map { [first] + $0 }
    }
  }

  private static let enrolment = Families.enrolment(1)
  private static let transfer = Families.transfer(1)
  private static let refusedEnrolment = Families.enrolment(1) { $0.documents = [] }

  static let withoutConflict = [
    OrderCase(
      name: "a submission, three times and under two ids", application: enrolment,
      messages: [.submission, .submission, .submissionAgain],
      endings: ["inProcessing, arrival 1 | 10 inProcessing | asked | -"]),
    OrderCase(
      name: "a withdrawal", application: enrolment, messages: [.submission, .submission, .withdrawal, .withdrawal],
      endings: ["withdrawn 2026-04-03, arrival 1 | 10 inProcessing, 40 withdrawn | asked, called off | -"]),
    OrderCase(
      name: "a withdrawal while the registers are away", application: enrolment,
      messages: [.submission, .submission, .withdrawal, .withdrawal], failedLookups: 1,
      // An application that is withdrawn while it waits reaches no school. If its submission comes twice in one batch,
      // the application may be answered without waiting.
      endings: [
        "withdrawn 2026-04-03, arrival 1 | 10 inProcessing, 40 withdrawn, 5 inProcessing | asked, called off | -",
        "withdrawn 2026-04-03 | 40 withdrawn, 5 inProcessing | - | -",
      ],
      rareEndings: ["withdrawn 2026-04-03, arrival 1 | 10 inProcessing, 40 withdrawn | asked, called off | -"]),
    OrderCase(
      name: "a submission under two ids while the registers are away", application: enrolment,
      messages: [.submission, .submission, .submissionAgain], failedLookups: 2,
      // If both submissions come in one batch, the application may be answered without an entry of step 5 (received).
      endings: [
        "inProcessing, arrival 1 | 10 inProcessing, 5 inProcessing | asked | -"
      ],
      rareEndings: ["inProcessing, arrival 1 | 10 inProcessing | asked | -"]),
    OrderCase(
      name: "lateness while the registers are away", application: enrolment,
      messages: [.submission, .overdue], failedLookups: 1,
      endings: ["inProcessing, arrival 1 | 10 inProcessing, 15 inProcessing, 5 inProcessing | asked | -"]),
    OrderCase(
      name: "a decision while the registers are away", application: enrolment,
      messages: [.submission, .enrolled, .otherSchoolsDecision], failedLookups: 2,
      endings: [
        "enrolledBySchool 2026-04-04, arrival 1 | 10 inProcessing, 30 positive, 5 inProcessing | asked"
          + " | otherSchoolsDecision decision.notAddressee"
      ]),
    OrderCase(
      name: "a transfer's withdrawal while the registers are away", application: transfer,
      messages: [.submission, .submission, .withdrawal], failedLookups: 1,
      endings: [
        "withdrawn 2026-04-03 | 40 withdrawn, 5 inProcessing | - | -",
        "withdrawn 2026-04-03 | 10 inProcessing, 40 withdrawn, 5 inProcessing | - | -",
        "withdrawn 2026-04-03, arrival 1 | 10 inProcessing, 20 inProcessing, 40 withdrawn, 5 inProcessing"
          + " | asked, called off | -",
      ],
      rareEndings: [
        "withdrawn 2026-04-03 | 10 inProcessing, 40 withdrawn | - | -",
        "withdrawn 2026-04-03, arrival 1 | 10 inProcessing, 20 inProcessing, 40 withdrawn | asked, called off | -",
      ]),
    OrderCase(
      name: "a decision, three times and under two ids", application: enrolment,
      messages: [.submission, .enrolled, .enrolled, .enrolledAgain],
      endings: ["enrolledBySchool 2026-04-04, arrival 1 | 10 inProcessing, 30 positive | asked | -"]),
    OrderCase(
      name: "a refusal by the school", application: enrolment,
      messages: [.submission, .submissionAgain, .refused, .refused],
      endings: ["refusedBySchool 2026-04-05, arrival 1 | 10 inProcessing, 30 negative | asked | -"]),
    OrderCase(
      name: "withdrawal by another applicant, decision by another school", application: enrolment,
      messages: [.submission, .strangersWithdrawal, .otherSchoolsDecision, .enrolled],
      endings: [
        "enrolledBySchool 2026-04-04, arrival 1 | 10 inProcessing, 30 positive | asked"
          + " | otherSchoolsDecision decision.notAddressee, strangersWithdrawal withdrawal.notApplicant"
      ]),
    OrderCase(
      name: "a submission that is refused", application: refusedEnrolment,
      messages: [.submission, .submissionAgain, .withdrawal, .enrolled],
      endings: ["refused 2026-05-01 | 10 negative | - | enrolled decision.contradicts"]),
    OrderCase(
      name: "lateness", application: enrolment, messages: [.submission, .submission, .overdue, .overdue],
      endings: ["inProcessing, arrival 1 | 10 inProcessing, 15 inProcessing | asked | -"]),
    // If the school decides before the notice of lateness is handled, the family gets no entry of step 15 (late).
    OrderCase(
      name: "lateness and a decision", application: enrolment, messages: [.submission, .overdue, .overdue, .enrolled],
      endings: [
        "enrolledBySchool 2026-04-04, arrival 1 | 10 inProcessing, 30 positive | asked | -",
        "enrolledBySchool 2026-04-04, arrival 1 | 10 inProcessing, 15 inProcessing, 30 positive | asked | -",
      ]),
    OrderCase(
      name: "a transfer with its slip", application: transfer, messages: [.submission, .submission, .submissionAgain],
      endings: ["inProcessing, arrival 1, slip | 10 inProcessing, 20 inProcessing | asked | -"]),
    OrderCase(
      name: "a transfer and a decision", application: transfer, messages: [.submission, .enrolled, .enrolledAgain],
      endings: [
        "enrolledBySchool 2026-04-04, arrival 1, slip | 10 inProcessing, 20 inProcessing, 30 positive | asked | -"
      ]),
    OrderCase(
      name: "a transfer that the school refuses", application: transfer, messages: [.submission, .refused, .refused],
      endings: ["refusedBySchool 2026-04-05, arrival 1 | 10 inProcessing, 20 inProcessing, 30 negative | asked | -"]),
    // A transfer that is withdrawn before TransferWorker judges it gets no arrival number and reaches no school. After
    // the withdrawal, the slip is free in both endings.
    OrderCase(
      name: "a transfer and its withdrawal", application: transfer,
      messages: [.submission, .submissionAgain, .withdrawal],
      endings: [
        "withdrawn 2026-04-03 | 10 inProcessing, 40 withdrawn | - | -",
        "withdrawn 2026-04-03, arrival 1 | 10 inProcessing, 20 inProcessing, 40 withdrawn | asked, called off | -",
      ]),
  ]

  static let conflicts = [
    OrderCase(
      name: "a withdrawal and a place", application: enrolment,
      messages: [.submission, .withdrawal, .withdrawal, .enrolled, .enrolled],
      endings: [
        "withdrawn 2026-04-03, arrival 1 | 10 inProcessing, 40 withdrawn | asked, called off"
          + " | enrolled decision.contradicts",
        // Here the family wrote the withdrawal before the school decided, but the withdrawal arrives after the
        // decision.
        "withdrawn 2026-04-04, arrival 1 | 10 inProcessing, 30 positive, 40 withdrawn | asked, called off | -",
      ]),
    OrderCase(
      name: "a withdrawal and a refusal, while the registers are away", application: enrolment,
      messages: [.submission, .withdrawal, .refused], failedLookups: 1,
      endings: [
        "withdrawn 2026-04-03, arrival 1 | 10 inProcessing, 40 withdrawn, 5 inProcessing | asked, called off"
          + " | refused decision.contradicts",
        "withdrawn 2026-04-03 | 40 withdrawn, 5 inProcessing | - | refused decision.contradicts",
        "refusedBySchool 2026-04-05, arrival 1 | 10 inProcessing, 30 negative, 5 inProcessing | asked | -",
      ]),
    OrderCase(
      name: "two decisions", application: enrolment, messages: [.submission, .enrolled, .refused, .enrolledAgain],
      endings: [
        "enrolledBySchool 2026-04-04, arrival 1 | 10 inProcessing, 30 positive | asked | refused decision.contradicts",
        "refusedBySchool 2026-04-05, arrival 1 | 10 inProcessing, 30 negative | asked"
          + " | enrolled decision.contradicts, enrolledAgain decision.contradicts",
      ]),
    OrderCase(
      name: "a transfer, its withdrawal and a place", application: transfer,
      messages: [.submission, .withdrawal, .enrolled],
      endings: [
        "withdrawn 2026-04-03 | 10 inProcessing, 40 withdrawn | - | enrolled decision.contradicts",
        "withdrawn 2026-04-03, arrival 1 | 10 inProcessing, 20 inProcessing, 40 withdrawn | asked, called off"
          + " | enrolled decision.contradicts",
        "withdrawn 2026-04-04, arrival 1 | 10 inProcessing, 20 inProcessing, 30 positive, 40 withdrawn"
          + " | asked, called off | -",
      ]),
  ]

  /// Cases with corrections: a correction that arrives before its decision waits for the decision.
  static let corrections = [
    OrderCase(
      name: "a place is taken back", application: enrolment,
      messages: [.submission, .enrolled, .corrected, .corrected],
      endings: ["refusedBySchool 2026-04-06, arrival 1 | 10 inProcessing, 30 negative, 30 positive | asked | -"]),
    OrderCase(
      name: "a place after all", application: enrolment, messages: [.submission, .refused, .placeAfterAll],
      endings: ["enrolledBySchool 2026-04-08, arrival 1 | 10 inProcessing, 30 negative, 30 positive | asked | -"]),
    OrderCase(
      name: "corrected and back", application: enrolment,
      messages: [.submission, .enrolled, .corrected, .correctedBack],
      endings: [
        "enrolledBySchool 2026-04-07, arrival 1 | 10 inProcessing, 30 negative, 30 positive, 30 positive | asked | -"
      ]),
    OrderCase(
      name: "a correction under two ids", application: enrolment,
      messages: [.submission, .enrolled, .corrected, .correctedAgain],
      endings: ["refusedBySchool 2026-04-06, arrival 1 | 10 inProcessing, 30 negative, 30 positive | asked | -"]),
    // If the copy of the decision under the second id arrives after the correction, that copy is parked.
    OrderCase(
      name: "a correction of a decision that has two ids", application: enrolment,
      messages: [.submission, .enrolled, .enrolledAgain, .corrected],
      endings: [
        "refusedBySchool 2026-04-06, arrival 1 | 10 inProcessing, 30 negative, 30 positive | asked | -",
        "refusedBySchool 2026-04-06, arrival 1 | 10 inProcessing, 30 negative, 30 positive | asked"
          + " | enrolledAgain decision.contradicts",
      ]),
    OrderCase(
      name: "a correction and a withdrawal", application: enrolment,
      messages: [.submission, .enrolled, .corrected, .withdrawal],
      endings: [
        "withdrawn 2026-04-03, arrival 1 | 10 inProcessing, 40 withdrawn | asked, called off"
          + " | corrected decision.contradicts, enrolled decision.contradicts",
        "withdrawn 2026-04-04, arrival 1 | 10 inProcessing, 30 positive, 40 withdrawn | asked, called off"
          + " | corrected decision.contradicts",
        "refusedBySchool 2026-04-06, arrival 1 | 10 inProcessing, 30 negative, 30 positive | asked | -",
      ]),
    OrderCase(
      name: "a transfer whose place is taken back", application: transfer,
      messages: [.submission, .enrolled, .corrected],
      endings: [
        "refusedBySchool 2026-04-06, arrival 1 | 10 inProcessing, 20 inProcessing, 30 negative, 30 positive | asked | -"
      ]),
    OrderCase(
      name: "a transfer that has a place after all", application: transfer,
      messages: [.submission, .refused, .placeAfterAll],
      endings: [
        "enrolledBySchool 2026-04-08, arrival 1, slip | 10 inProcessing, 20 inProcessing, 30 negative, 30 positive"
          + " | asked | -"
      ]),
  ]
}
