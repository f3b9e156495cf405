extension MessageRoute {
  /// The message types of version 1, in the order of the contract's section 2.
  ///
  /// A new type is added to this list; all other code about routing follows from the list.
  public static let contracts: [any RoutedContract.Type] = [
    ApplicationSubmitted.self, ApplicationWithdrawn.self, TransferRequested.self, TransferWithdrawn.self,
    SchoolAdmissionRequested.self, SchoolAdmissionWithdrawn.self, SchoolDecided.self, ProcessingUpdated.self,
  ]

  /// The routes of version 1, in the order of the contract's section 2.
  public static let version1: [MessageRoute] = contracts.map { $0.route }

  /// The route of the message by which intake tells itself that a deadline has passed.
  ///
  /// That message never comes through the exchange `admission`.
  public static let applicationOverdue = MessageRoute("application.overdue.v1", keys: [], to: [])

  private static let byType = Dictionary(
    uniqueKeysWithValues: (version1 + [applicationOverdue]).map { ($0.type, $0) })

  /// Tells whether a message of this type may come by this exchange and routing key (contract, section 1).
  ///
  /// Through `admission`, a type is accepted only under its own routing keys, so a user of the broker who may write one
  /// routing key can send only that key's type. If a message comes through `admission.aside`, or directly into the queue,
  /// every routing key is accepted, because only workers and operators may write to these places. A worker's message to itself is accepted
  /// only through `admission.aside` or a worker's own `admission.aside.<name>`. A type that version 1 does not know
  /// passes this check, because its message is parked anyway.
  public static func agrees(type: String, exchange: String, routingKey: String) -> Bool {
    guard let route = byType[type] else { return true }
    guard !route.keys.isEmpty else { return ExchangeName.isAside(exchange) }
    guard exchange == ExchangeName.admission else { return true }
    return route.keys.contains { $0.accepts(routingKey) }
  }

  /// The only routing key of a type; nil if the type is unknown, or has several keys or none.
  public static func onlyKey(of type: String) -> String? { byType[type]?.onlyKey }

  /// The keys that this party may send to the exchange `admission`; a `*` stands for one word.
  public static func keys(from sender: Party) -> [String] { version1.flatMap { $0.keys(from: sender) } }

  /// The keys by which this party's queue is bound to the exchange `admission`, each once.
  public static func bindings(of reader: Party) -> [String] {
    var keys: [String] = []
    for key in version1.flatMap({ $0.bindings(of: reader) }) where !keys.contains(key) { keys.append(key) }
    return keys
  }

  /// The keys by which the queue of a school's own system is bound to the exchange `admission`.
  public static func bindings(ofSchool bin: BIN) -> [String] { bindings(of: .school).map { named($0, bin) } }

  /// The keys that a school's own system may send to the exchange `admission`.
  public static func keys(fromSchool bin: BIN) -> [String] { keys(from: .school).map { named($0, bin) } }

  /// Puts a school's BIN in place of a key's `*`.
  private static func named(_ key: String, _ bin: BIN) -> String { key.replacing("*", with: bin.digits) }

  /// The queues of the parties that read this sender's messages, each once.
  public static func targetQueues(of sender: Party) -> [String] {
    let queues = version1.filter { !$0.keys(from: sender).isEmpty }.flatMap(\.readers).compactMap(\.party.queue)
    return Set(queues).sorted()
  }
}
