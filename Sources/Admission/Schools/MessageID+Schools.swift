import QueueContracts

extension MessageID {
  /// The id under which a worker's inbox remembers a message of this type; for a school's decision, an id derived from
  /// this one.
  ///
  /// A school knows the ids of the applications that it decides, and a portal may derive the ids of its messages from
  /// them. So a school could send a decision under the id of a withdrawal that the portal has yet to send. With an id
  /// of its own, the decision does not make the withdrawal count as handled.
  public func apartFromSchools(_ type: String?) -> MessageID {
    type == SchoolDecided.type ? derived("school") : self
  }
}
