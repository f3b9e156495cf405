import Foundation

/// Compares the applications that the portals published with the effects of these applications.
///
/// As in RabbitMQ's own Jepsen test, a confirmed application must have its effect, and an unconfirmed application may
/// have it. No effect may happen twice. A message to a school may be sent twice, with the same id and body.
struct FaultChecker: Sendable {
  enum Answer: Sendable {
    case refused, enrolled, moved

    var steps: [Int] { self == .moved ? [10, 20] : [10] }
  }

  struct Application: Sendable {
    let id: String
    let answer: Answer
    let isConfirmed: Bool
    /// The steps of the application's entries in the service history, repetitions included.
    var steps: [Int] = []
    var isRegistered = false
    var arrival: Int?
  }

  /// A message to a school.
  struct Request: Sendable {
    let messageId: String
    let application: String
    let arrival: Int
    let body: Data
  }

  let applications: [Application]
  let requests: [Request]
  /// The number of messages in each queue that should be empty.
  let leftOver: [String: Int]

  /// The broken promises, in words; empty if all were kept.
  var violations: [String] {
    let byApplication = Dictionary(grouping: requests, by: \.application)
    var violations = applications.compactMap { application in
      flaw(of: application, byApplication[application.id] ?? []).map { flaw in
        "\(application.isConfirmed ? "Confirmed" : "Given up") application \(application.id): \(flaw)"
      }
    }
    let arrivals = applications.compactMap(\.arrival).sorted()
    if arrivals != Array(0..<arrivals.count).map({ $0 + 1 }) {
      violations.append("The numbers of arrival have gaps or come twice.")
    }
    for stranger in Set(byApplication.keys).subtracting(applications.map(\.id)).sorted() {
      violations.append("A school was asked about \(stranger), which nobody handed over.")
    }
    violations += leftOver.filter { $0.value > 0 }.sorted { $0.key < $1.key }
      .map { "\($0.value) messages are left in \($0.key)." }
    return violations
  }

  /// The number of applications that have their effect although a portal gave them up.
  var recovered: Int { applications.filter { !$0.isConfirmed && $0.isRegistered }.count }

  /// For each application, the number of messages to its school beyond the first.
  var duplicates: [String: Int] { Dictionary(grouping: requests, by: \.application).mapValues { $0.count - 1 } }

  private func flaw(of application: Application, _ requests: [Request]) -> String? {
    let nothing = application.steps.isEmpty && !application.isRegistered && requests.isEmpty
    if nothing { return application.isConfirmed ? "it is lost." : nil }
    guard application.isRegistered else { return "it is not in the register." }
    // An application that had to wait has one more entry, of step 5 (received).
    guard application.steps.sorted().filter({ $0 != 5 }) == application.answer.steps else {
      return "its history has the steps \(application.steps), not \(application.answer.steps)."
    }
    guard application.answer != .refused else {
      return application.arrival == nil && requests.isEmpty ? nil : "it was refused and reached the school."
    }
    guard let arrival = application.arrival else { return "it has no number of arrival." }
    guard let first = requests.first else { return "its school was not asked." }
    guard requests.allSatisfy({ $0.messageId == first.messageId && $0.body == first.body }) else {
      return "its school was asked under several ids or in different words."
    }
    return first.arrival == arrival ? nil : "its school was told arrival \(first.arrival), the register has \(arrival)."
  }
}
