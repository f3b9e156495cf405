import QueueContracts
import WorkerRuntime

/// Writes the whole topology as one AsyncAPI 3.0 document: exchanges, queues, bindings, messages, senders and readers.
package enum AsyncAPIDocument {
  /// An example of a school; in the document, its queue stands for the queue of every school.
  static let anySchool = BIN("950341000052")!

  /// Makes a key of the document from a name; parsers accept only letters, digits, hyphens and underscores in keys.
  package static func key(_ name: String) -> String { name.replacing(".", with: "_") }

  /// The document of version 1.
  ///
  /// - Throws: ``Undescribable`` if a type of the contract has no description.
  package static func version1() throws -> JSONValue {
    let topology = Topology.version1(retryLadderSeconds: RetryLadder.defaultStepSeconds, schools: [anySchool])
    var schemas = SchemaBuilder(prefix: "#/components/schemas/")
    var bodies = JSONMembers()
    for body in DocumentedBody.version1 { bodies[body.name] = try schemas.reference(to: body.type) }
    var channels = JSONMembers()
    for channel in RoutingChannel.all { channels[key(channel.name)] = channel.document }
    for queue in QueueChannel.all(topology) { channels[key(queue.name)] = queue.document }
    var document = JSONMembers([("asyncapi", "3.0.0"), ("info", info)])
    document["defaultContentType"] = .text(WireCodec.contentType)
    document["servers"] = [
      "broker": [
        "host": "broker.example:5671", "protocol": "amqps", "protocolVersion": "0.9.1",
        "description": "RabbitMQ 3.10 or later; each party has its own user.",
      ]
    ]
    document["channels"] = .object(channels)
    document["operations"] = .object(OperationList.all(topology))
    document["components"] = [
      "messages": .object(MessageList.all(bodies)), "schemas": .object(schemas.definitions),
    ]
    document["x-conventions"] = Convention.document
    document["x-exchanges"] = .array(topology.exchanges.map(\.document))
    document["x-http-bodies"] = .object(httpBodies(bodies))
    document["x-parking-codes"] = .object(JSONMembers(ParkingCode.allCases.map { ($0.rawValue, .text($0.note)) }))
    document["x-reason-codes"] = .object(JSONMembers(ReasonWords.all.map { ($0.code, .text($0.words)) }))
    return .object(document)
  }

  private static let info: JSONValue = [
    "title": "Qabyldau: admission to school", "version": "1.0.0",
    "description": .text(
      "What travels between the portal, the workers, the schools' systems and the service history. Written by "
        + "`admissionctl contracts export` from the types that the workers read and write; docs/contract.md says what "
        + "a schema cannot express. All people, numbers and schools in the examples are made up."),
    "license": ["name": "MIT"],
  ]
}

extension AsyncAPIDocument {
  /// The bodies that are sent over HTTP: they belong to the contract, but not to a channel of the document.
  private static func httpBodies(_ schemas: JSONMembers) -> JSONMembers {
    let bodies = DocumentedBody.version1.filter { $0.role == .http }
    return JSONMembers(
      bodies.map { body in
        let isHistory = body.type == HistoryEntry.self
        return (
          body.name,
          [
            "title": .text(body.title), "payload": schemas[body.name] ?? .null,
            "x-senders": [isHistory ? "notify" : "register"], "x-readers": [isHistory ? "portal" : "intake"],
          ]
        )
      })
  }
}

extension ExchangeDefinition {
  fileprivate var document: JSONValue {
    var document = JSONMembers([("name", .text(name)), ("type", .text(kind.rawValue)), ("durable", true)])
    document["alternateExchange"] = alternateExchange.map { .text($0) }
    return .object(document)
  }
}

extension Party {
  /// The name of the party in the documents.
  var documentName: String {
    switch self {
    case .portal: "portal"
    case .worker(let name): name.rawValue
    case .schools: "hub"
    case .school: "school"
    }
  }

  /// All parties, in the order of the documents.
  static let all: [Party] = [.portal] + WorkerName.allCases.map { .worker($0) } + [.schools, .school]

  /// The description of the party in the documents.
  var documentNote: String {
    switch self {
    case .portal: "the portal, in which citizens apply"
    case .worker(.intake): "IntakeWorker: judges applications, answers decisions and withdrawals"
    case .worker(.transfer): "TransferWorker: judges transfers"
    case .worker(.notify): "NotifyWorker: writes the service history"
    case .schools: "the hub: one system that speaks for all schools"
    case .school: "a school's own system"
    }
  }
}
