import Foundation
import QueueContracts

/// Compares today's types and topology with a frozen version's AsyncAPI document and examples.
package struct ContractComparison {
  private let frozen: JSONValue
  private let today: JSONValue
  /// All differences, in the order in which they were found.
  package private(set) var changes: [ContractChange] = []

  /// Compares the two versions, and keeps the differences.
  ///
  /// - Parameters:
  ///   - frozen: the frozen version's `asyncapi.json`.
  ///   - examples: the frozen version's examples, by the names of their files.
  ///   - today: today's document, as `contracts export` writes it; nil to make it from the types.
  ///   - bodies: today's bodies. Their types have to read the frozen examples, and their examples have to pass the
  ///     frozen schemas.
  /// - Throws: ``Undescribable`` if a type of the contract has no description.
  package init(
    frozen: JSONValue, examples: [String: Data], today: JSONValue? = nil,
    bodies: [DocumentedBody] = DocumentedBody.version1
  ) throws {
    self.frozen = frozen
    self.today = try today ?? AsyncAPIDocument.version1()
    compareBodies()
    compareRoutes()
    compareBroker()
    for (name, content) in examples.sorted(by: { $0.key < $1.key }) { read(content, name, bodies) }
    judge(bodies)
  }

  /// The differences that break a writer or a reader of the frozen version.
  package var breaking: [ContractChange] { changes.filter(\.isBreaking) }

  // MARK: - Bodies

  private mutating func compareBodies() {
    for (name, message) in frozen.bodies {
      let parties = Parties(of: name, message)
      guard let now = today.bodies[name] else {
        note(.typeRemoved, name, [.writers, .readers], parties.all, "there is no such body any more")
        continue
      }
      var comparison = SchemaComparison(
        subject: name, frozenDefinitions: frozen.schemas, todaysDefinitions: today.schemas,
        writers: parties.writers, readers: parties.readers)
      comparison.compare(message["payload"] ?? .null, now["payload"] ?? .null)
      changes += comparison.changes
      for (header, _) in message["headers"]?["properties"]?.members ?? JSONMembers()
      where now["headers"]?["properties"]?[header] == nil {
        note(.headerRemoved, name, [.readers], parties.readers, "the header \(header) is gone")
      }
    }
    for (name, _) in today.bodies where frozen.bodies[name] == nil {
      note(.typeAdded, name, [], [], "is new; no older reader gets it by its keys")
    }
  }

  // MARK: - Routes

  private mutating func compareRoutes() {
    for (name, channel) in frozen.channels where channel.isRoutingKey {
      let address = channel["address"]?.text ?? name
      let parties = Parties(ofAll: channel["messages"]?.members.keys ?? [], in: frozen)
      guard let now = today.channels.first(where: { $0.value.isRoutingKey && $0.value["address"]?.text == address })
      else {
        note(
          .routingKeyRemoved, address, [.writers, .readers], parties.all,
          "no type is sent by this routing key any more: a message with it is parked as message.misrouted")
        continue
      }
      for type in channel["messages"]?.members.keys ?? [] where now.value["messages"]?[type] == nil {
        note(.routingKeyRemoved, address, [.writers, .readers], parties.all, "does not carry \(type) any more")
      }
    }
    for (name, channel) in today.channels where channel.isRoutingKey && frozen.channels[name] == nil {
      note(.routingKeyAdded, channel["address"]?.text ?? name, [], [], "is a new routing key")
    }
    for (name, operation) in frozen.operations {
      let sends = operation["action"] == "send"
      let party = operation["tags"]?.elements.first?["name"]?.text ?? name
      guard let now = today.operations[name] else {
        note(
          sends ? .senderRemoved : .readerRemoved, name, sends ? [.writers] : [.readers], [party],
          sends ? "\(party) may not send this any more" : "\(party) does not read this any more")
        continue
      }
      let kept = now["messages"]?.elements.compactMap(\.referenced) ?? []
      for type in operation["messages"]?.elements.compactMap(\.referenced) ?? [] where !kept.contains(type) {
        note(
          sends ? .senderRemoved : .readerRemoved, name, sends ? [.writers] : [.readers], [party],
          "\(party) does not \(sends ? "send" : "read") \(type) any more")
      }
    }
  }

  // MARK: - Exchanges and queues

  private mutating func compareBroker() {
    for (name, queue) in frozen.channels where !queue.isRoutingKey {
      let address = queue["address"]?.text ?? name
      guard let now = today.channels[name] else {
        note(.queueRemoved, address, [.readers], [], "there is no such queue any more")
        continue
      }
      if queue["x-queue-arguments"] != now["x-queue-arguments"] {
        note(
          .queueChanged, address, [.readers], [],
          "has other arguments, with which an existing queue cannot be declared: see `admissionctl topology diff`")
      }
      let bindings = now["x-bound-to"]?.elements.map { $0.binding(to: address) } ?? []
      for binding in (queue["x-bound-to"]?.elements ?? []).map({ $0.binding(to: address) })
      where !bindings.contains(where: { $0.covers(binding) }) {
        note(
          .bindingRemoved, address, [.readers], [],
          "is not bound to \(binding.exchange) by \(binding.key) any more")
      }
    }
    let exchanges = today["x-exchanges"]?.elements ?? []
    for exchange in frozen["x-exchanges"]?.elements ?? [] where !exchanges.contains(exchange) {
      note(
        .exchangeChanged, exchange["name"]?.text ?? "", [.writers, .readers], [], "is gone, or of another kind")
    }
  }

  // MARK: - Examples

  /// Reads an example of the frozen version by today's type.
  private mutating func read(_ content: Data, _ file: String, _ bodies: [DocumentedBody]) {
    let named = bodies.filter { file.hasPrefix("\($0.name).") }.max { $0.name.count < $1.name.count }
    guard let body = named else { return }
    guard let problem = body.problem(reading: content) else { return }
    let parties = Parties(of: body.name, frozen.bodies[body.name] ?? .null)
    note(.exampleUnread, body.name, [.writers], parties.writers, "the example \(file) is not read any more: \(problem)")
  }

  /// Judges today's examples by the frozen schemas.
  private mutating func judge(_ bodies: [DocumentedBody]) {
    let validator = SchemaValidator(definitions: frozen.schemas)
    for body in bodies {
      guard let was = frozen.bodies[body.name], let schema = was["payload"] else { continue }
      for example in body.examples {
        guard let value = try? JSONValue(Data(example.json.utf8)),
          let path = validator.problem(in: value, by: schema)
        else { continue }
        note(
          .messageInvalid, body.name, [.readers], Parties(of: body.name, was).readers,
          "today's \(example.name) message is not valid by the frozen schema at \(path)")
      }
    }
  }

  private mutating func note(
    _ kind: ContractChange.Kind, _ subject: String, _ breaks: [ContractChange.Side], _ parties: [String],
    _ detail: String
  ) {
    changes.append(
      ContractChange(kind: kind, subject: subject, field: "", breaks: breaks, parties: parties, detail: detail))
  }
}

/// The writers and readers of a body, as a document names them.
private struct Parties {
  let writers: [String]
  let readers: [String]

  init(of name: String, _ message: JSONValue) {
    writers = message["x-senders"]?.elements.compactMap(\.text) ?? []
    readers = message["x-readers"]?.elements.compactMap(\.text) ?? []
  }

  /// Collects the parties of several messages.
  ///
  /// The keys are those under which a channel refers to the messages.
  init(ofAll keys: [String], in document: JSONValue) {
    let messages = document["components"]?["messages"]
    let types = keys.map { messages?[$0]?["name"]?.text ?? $0 }
    let parties = types.map { Parties(of: $0, document.bodies[$0] ?? .null) }
    writers = parties.flatMap(\.writers)
    readers = parties.flatMap(\.readers)
  }

  /// The writers and readers, each once.
  var all: [String] {
    (writers + readers).reduce(into: []) { all, party in if !all.contains(party) { all.append(party) } }
  }
}

extension JSONValue {
  fileprivate var schemas: JSONMembers { self["components"]?["schemas"]?.members ?? JSONMembers() }
  fileprivate var channels: JSONMembers { self["channels"]?.members ?? JSONMembers() }
  fileprivate var operations: JSONMembers { self["operations"]?.members ?? JSONMembers() }
  fileprivate var isRoutingKey: Bool { self["bindings"]?["amqp"]?["is"] == "routingKey" }

  /// The messages, and the bodies that are sent over HTTP; each key is the name of one.
  fileprivate var bodies: JSONMembers {
    let messages = self["components"]?["messages"]?.members ?? JSONMembers()
    let others = self["x-http-bodies"]?.members ?? JSONMembers()
    return JSONMembers(
      messages.map { ($0.value["name"]?.text ?? $0.key, $0.value) } + others.map { ($0.key, $0.value) })
  }

  fileprivate func binding(to queue: String) -> BindingDefinition {
    BindingDefinition(exchange: self["exchange"]?.text ?? "", queue: queue, key: self["routingKey"]?.text ?? "")
  }
}
