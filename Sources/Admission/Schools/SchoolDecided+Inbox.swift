public import QueueContracts

extension SchoolDecided {
  /// The name of the inbox in which a worker remembers schools' decisions.
  ///
  /// A school knows the ids of the applications that it decides, and a portal may derive the ids of its messages from
  /// them. So a school could send a decision under the id of a withdrawal that the portal has yet to send. In an inbox
  /// of its own, the decision does not make the withdrawal count as handled.
  public static func inbox(of worker: WorkerName) -> String { "\(worker.rawValue).schools" }
}
