/// The names of the exchanges of the contract's section 2, and of `admission.aside`.
public enum ExchangeName {
  /// The topic exchange that all messages of the contract are published to.
  public static let admission = "admission"
  /// The alternate exchange of `admission`, which gets the messages that no queue is bound for.
  public static let unrouted = "admission.unrouted"
  /// The exchange that routes a message to a queue by the queue's name: to wait, to be parked, and back to work.
  ///
  /// It is not the default exchange, because a user who may write to `amq.default` could fill every queue of the
  /// virtual host. It is a topic exchange, because RabbitMQ checks permissions by routing key on topic exchanges only.
  /// So a worker can put aside only its own messages.
  public static let aside = "admission.aside"

  /// The exchange by which a worker puts aside its own messages.
  ///
  /// RabbitMQ before 4.0.3 checks a message's first routing key only. So by the header `CC`, a user who may send one
  /// key to an exchange can reach every queue that the exchange routes to. The user can also reach retry queues, from
  /// which a message comes back as if its worker had put it there. Hence TransferWorker, NotifyWorker and every added
  /// worker have an exchange of their own. IntakeWorker needs none: it sends the other workers their work in any case,
  /// so it gains nothing by reaching their queues.
  ///
  /// - Parameter queue: the queue that the worker consumes, `admission.<its name>`.
  /// - Returns: the name of the worker's own exchange; ``aside`` for intake's queue and for a queue that no worker
  ///   consumes.
  public static func aside(for queue: String) -> String {
    let words = queue.split(separator: ".", omittingEmptySubsequences: false)
    guard words.count == 2, words[0] == admission, ![QueueName.intake, QueueName.schools].contains(queue) else {
      return aside
    }
    return "\(aside).\(words[1])"
  }

  /// Tells whether only workers and operators may send to the exchange.
  public static func isAside(_ exchange: String) -> Bool { exchange == aside || exchange.hasPrefix("\(aside).") }
}

/// The names of the queues of the contract's section 2.
public enum QueueName {
  /// The queue of IntakeWorker.
  public static let intake = WorkerName.intake.queue
  /// The queue of TransferWorker.
  public static let transfer = WorkerName.transfer.queue
  /// The queue of NotifyWorker.
  public static let notify = WorkerName.notify.queue
  /// The queue of the schools' hub.
  public static let schools = "admission.schools"
  /// The queue for messages that no other queue was bound for.
  public static let unrouted = "admission.unrouted"

  /// The queue of a school's own system.
  public static func school(_ bin: BIN) -> String { "\(schools).\(bin)" }

  /// The queues that the workers consume.
  public static let workers = WorkerName.allCases.map(\.queue)

  /// The queue in which the parked messages of a queue wait for a person.
  public static func parked(of queue: String) -> String { "\(queue)\(parkedEnd)" }

  /// The queue in which the messages of a queue wait for some seconds before the next attempt.
  public static func retry(of queue: String, seconds: Int) -> String { "\(queue)\(retryMark)\(seconds)" }

  private static let parkedEnd = ".parked"
  private static let retryMark = ".retry."

  /// Tells whether the queue is the queue of a school's own system.
  public static func isSchool(_ queue: String) -> Bool {
    queue.hasPrefix("\(schools).") && BIN(String(queue.dropFirst(schools.count + 1))) != nil
  }

  /// Tells whether parked messages wait for a person in the queue.
  public static func isParked(_ queue: String) -> Bool { queue.hasSuffix(parkedEnd) }

  /// Tells whether messages wait for the next attempt in the queue.
  public static func isRetry(_ queue: String) -> Bool { queue.contains(retryMark) }

  /// Tells whether the messages of one work queue wait for the next attempt in the queue.
  public static func isRetry(_ queue: String, of work: String) -> Bool { queue.hasPrefix("\(work)\(retryMark)") }

  /// The work queue to which a parked queue or retry queue belongs; for any other queue, its own name.
  public static func work(of queue: String) -> String {
    if isParked(queue) { return String(queue.dropLast(parkedEnd.count)) }
    guard let mark = queue.firstRange(of: retryMark) else { return queue }
    return String(queue[..<mark.lowerBound])
  }
}

/// The routing keys of the contract's section 2.
///
/// A key is the `type` without its version, followed by a service or a school's BIN if the type needs one.
///
/// These names are short for the keys in each type's ``MessageRoute``.
public enum RoutingKey {
  /// The key of ``ApplicationSubmitted``.
  public static let applicationSubmitted = ApplicationSubmitted.route.name
  /// The key of ``ApplicationWithdrawn``.
  public static let applicationWithdrawn = ApplicationWithdrawn.route.name
  /// The key of ``TransferRequested``.
  public static let transferRequested = TransferRequested.route.name
  /// The key of ``TransferWithdrawn``.
  public static let transferWithdrawn = TransferWithdrawn.route.name
  /// The key of ``ProcessingUpdated``.
  public static let processingUpdated = ProcessingUpdated.route.name

  /// The key of ``SchoolAdmissionRequested`` to a school; `bin` must be in the directory of schools.
  public static func schoolAdmissionRequested(_ bin: String) -> String {
    "\(SchoolAdmissionRequested.route.name).\(bin)"
  }
  /// The key of ``SchoolAdmissionWithdrawn`` to a school; `bin` must be in the directory of schools.
  public static func schoolAdmissionWithdrawn(_ bin: String) -> String {
    "\(SchoolAdmissionWithdrawn.route.name).\(bin)"
  }
  /// The key of a ``SchoolDecided`` from the hub.
  public static func schoolDecided(_ service: Service) -> String { "\(SchoolDecided.route.name).\(service.rawValue)" }
  /// The key of a ``SchoolDecided`` from a school's own system; `bin` must be a valid BIN.
  public static func schoolDecided(_ service: Service, bin: String) -> String { "\(schoolDecided(service)).\(bin)" }
}
