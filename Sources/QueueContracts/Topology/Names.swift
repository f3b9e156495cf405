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
}

/// The queues of the contract's section 2.
public enum QueueName {
  public static let intake = "admission.intake"
  public static let transfer = "admission.transfer"
  public static let notify = "admission.notify"
  public static let schools = "admission.schools"
  public static let unrouted = "admission.unrouted"

  /// The queues that our workers consume.
  public static let workers = [intake, transfer, notify]

  /// Where a queue's messages wait for a person.
  public static func parked(of queue: String) -> String { "\(queue).parked" }

  /// Where a queue's messages wait before they are tried again.
  public static func retry(of queue: String, seconds: Int) -> String { "\(queue).retry.\(seconds)" }
}

/// The routing keys of the contract's section 2: the `type` without its version, and to whom.
public enum RoutingKey {
  public static let applicationSubmitted = "application.submitted"
  public static let applicationWithdrawn = "application.withdrawn"
  public static let transferRequested = "transfer.requested"
  public static let transferWithdrawn = "transfer.withdrawn"
  public static let processingUpdated = "processing.updated"

  /// To a school of the directory, whose number is known to be one.
  public static func schoolAdmissionRequested(_ bin: String) -> String { "school.admissionRequested.\(bin)" }
  /// To a school of the directory, whose number is known to be one.
  public static func schoolAdmissionWithdrawn(_ bin: String) -> String { "school.admissionWithdrawn.\(bin)" }
  public static func schoolDecided(_ service: Service) -> String { "school.decided.\(service.rawValue)" }
}
