import QueueContracts

/// A channel of the AsyncAPI document: the routing keys of one ``RoutingKeyForm``, for messages of one type.
struct RoutingChannel {
  let route: MessageRoute
  let form: RoutingKeyForm

  static let all: [RoutingChannel] = MessageRoute.version1.flatMap { route in
    route.keys.map { RoutingChannel(route: route, form: $0) }
  }

  /// The channel's name in the document.
  var name: String { ([form.name] + form.words.map(\.documentName)).joined(separator: ".") }

  /// The routing key, with a parameter for each word that differs from key to key.
  var address: String { ([form.name] + form.words.map { "{\($0.documentName)}" }).joined(separator: ".") }

  var document: JSONValue {
    var channel = JSONMembers([
      ("address", .text(address)),
      (
        "description",
        .text(
          "Sent by \(form.senders.map(\.documentName).joined(separator: ", ")) with the flag `mandatory` and publisher confirms."
        )
      ),
      ("messages", MessageList.references(to: [route.type])),
    ])
    if !form.words.isEmpty {
      channel["parameters"] = .object(JSONMembers(form.words.map { ($0.documentName, $0.document) }))
    }
    channel["bindings"] = [
      "amqp": [
        "is": "routingKey",
        "exchange": [
          "name": .text(ExchangeName.admission), "type": "topic", "durable": true, "autoDelete": false, "vhost": "/",
        ],
        "bindingVersion": "0.3.0",
      ]
    ]
    return .object(channel)
  }
}

extension RoutingKeyForm.Word {
  var documentName: String {
    switch self {
    case .service: "service"
    case .bin: "bin"
    }
  }

  fileprivate var document: JSONValue {
    switch self {
    case .service:
      ["description": "The application's service.", "enum": .array(Service.allCases.map { .text($0.rawValue) })]
    case .bin:
      ["description": "The school's BIN, twelve digits.", "examples": [.text(AsyncAPIDocument.anySchool.digits)]]
    }
  }
}
