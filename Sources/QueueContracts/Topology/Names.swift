/// The exchanges of the contract's section 2, and one of our own.
public enum ExchangeName {
  public static let admission = "admission"
  /// Takes what no queue is bound to.
  public static let unrouted = "admission.unrouted"
  /// Leads a message to a queue by the queue's name: to wait, to be parked, and back to work.
  ///
  /// Not the default exchange, because a dead letter or a publication there needs permissions on `amq.default`, by which
  /// every queue of the virtual host could be filled. A topic exchange, because only on such a one RabbitMQ judges the
  /// routing key too, so that a worker puts aside what is its own and nothing else.
  public static let aside = "admission.aside"

  /// By which a worker puts aside what is its own.
  ///
  /// RabbitMQ before 4.0.3 judges a message's first routing key only: who may send one key to an exchange reaches, with
  /// the header `CC`, every queue that the exchange leads to, waiting queues too, from which a message comes back as if its
  /// worker had put it there. Hence an exchange of its own for transfer, notify and every worker that others add. Intake
  /// keeps the common one: whatever the others do is told them by intake in any case.
  ///
  /// - Parameter queue: what the worker consumes, `admission.<its name>`.
  public static func aside(for queue: String) -> String {
    let words = queue.split(separator: ".", omittingEmptySubsequences: false)
    guard words.count == 2, words[0] == admission, ![QueueName.intake, QueueName.schools].contains(queue) else {
      return aside
    }
    return "\(aside).\(words[1])"
  }

  /// True if only workers and operators send there.
  public static func isAside(_ exchange: String) -> Bool { exchange == aside || exchange.hasPrefix("\(aside).") }
}

/// The queues of the contract's section 2.
public enum QueueName {
  public static let intake = WorkerName.intake.queue
  public static let transfer = WorkerName.transfer.queue
  public static let notify = WorkerName.notify.queue
  public static let schools = "admission.schools"
  public static let unrouted = "admission.unrouted"

  /// The queue of a school's own system.
  public static func school(_ bin: BIN) -> String { "\(schools).\(bin)" }

  /// The queues that our workers consume.
  public static let workers = WorkerName.allCases.map(\.queue)

  /// Where a queue's messages wait for a person.
  public static func parked(of queue: String) -> String { "\(queue).parked" }

  /// Where a queue's messages wait before they are tried again.
  public static func retry(of queue: String, seconds: Int) -> String { "\(queue).retry.\(seconds)" }
}

/// The routing keys of the contract's section 2: the `type` without its version, and to whom.
///
/// Short names for what the types' routes say (see ``MessageRoute``).
public enum RoutingKey {
  public static let applicationSubmitted = ApplicationSubmitted.route.name
  public static let applicationWithdrawn = ApplicationWithdrawn.route.name
  public static let transferRequested = TransferRequested.route.name
  public static let transferWithdrawn = TransferWithdrawn.route.name
  public static let processingUpdated = ProcessingUpdated.route.name

  /// To a school of the directory, whose number is known to be one.
  public static func schoolAdmissionRequested(_ bin: String) -> String {
    "\(SchoolAdmissionRequested.route.name).\(bin)"
  }
  /// To a school of the directory, whose number is known to be one.
  public static func schoolAdmissionWithdrawn(_ bin: String) -> String {
    "\(SchoolAdmissionWithdrawn.route.name).\(bin)"
  }
  /// From the hub, which speaks for all schools.
  public static func schoolDecided(_ service: Service) -> String { "\(SchoolDecided.route.name).\(service.rawValue)" }
  /// From a school's own system, whose number is known to be one.
  public static func schoolDecided(_ service: Service, bin: String) -> String { "\(schoolDecided(service)).\(bin)" }
}
