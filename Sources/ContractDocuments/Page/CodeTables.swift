import QueueContracts

/// Writes properties, headers and codes as tables.
enum CodeTables {
  static var html: String {
    """
    <h2 id="properties">Properties and headers</h2>
    \(table(["property (AMQP 0-9-1)", "value"], MessageProperty.all(of: "the contract’s name and version, `school.decided.v1` for example").map { [code($0.name), HTML.prose($0.value)] }))
    \(table(["header", "holds", "meaning"], MessageHeader.all.map { [code($0.name), $0.kind, HTML.prose($0.note)] }))
    <h2 id="codes">Codes</h2>
    <h3>Reasons</h3>
        <p>First the workers’ codes, in the order in which an answer lists them, then the schools’ codes for which the workers have a
    text. A school sends its own text with any other code.</p>
    \(table(["code", "when", "said by", "clause"], ReasonWords.all.map { [code($0.code), HTML.prose($0.words), $0.by, clauses($0.code)] }))
    <h3>Parking</h3>
        <p>The header <code>x-parked-reason</code> of a message that waits for an operator.</p>
    \(table(["code", "why"], ParkingCode.allCases.map { [code($0.rawValue), HTML.prose($0.note)] }))
    """
  }

  static func code(_ text: String) -> String { "<code>\(HTML.escaped(text))</code>" }

  static func table(_ head: [String], _ rows: [[String]]) -> String {
    let title = head.map { "<th>\($0)</th>" }.joined()
    let body = rows.map { "<tr>" + $0.map { "<td>\($0)</td>" }.joined() + "</tr>" }.joined(separator: "\n")
    return "<table><tr>\(title)</tr>\n\(body)</table>"
  }

  private static func clauses(_ code: String) -> String {
    guard let reason = ReasonCode(rawValue: code) else { return "" }
    if let clause = reason.clause(subject: nil) { return clause.rawValue }
    let kinds = DocumentKind.allCases.contains { reason.clause(subject: $0.rawValue) != nil }
    return kinds ? "the document’s" : ""
  }
}

/// Writes exchanges and queues as tables.
enum QueueTables {
  static func html(_ document: JSONValue) -> String {
    let exchanges = (document["x-exchanges"]?.elements ?? []).map { exchange in
      [
        CodeTables.code(exchange["name"]?.text ?? ""), exchange["type"]?.text ?? "",
        exchange["alternateExchange"]?.text.map(CodeTables.code) ?? "",
      ]
    }
    let queues = (document["channels"]?.members ?? JSONMembers()).filter { $0.value["x-queue-arguments"] != nil }
    let rows = queues.map { _, queue in
      let bindings = (queue["x-bound-to"]?.elements ?? []).map { binding in
        "\(binding["exchange"]?.text ?? "") ← <code>\(HTML.escaped(binding["routingKey"]?.text ?? ""))</code>"
      }
      let arguments = (queue["x-queue-arguments"]?.members ?? JSONMembers()).map { key, value in
        "<code>\(key)</code> \(HTML.escaped(value.text ?? value.onOneLine))"
      }
      return [
        CodeTables.code(queue["address"]?.text ?? "") + "<br>" + HTML.prose(queue["description"]?.text ?? ""),
        bindings.joined(separator: "<br>"), arguments.joined(separator: "<br>"),
      ]
    }
    return """
      <h2 id="queues">Exchanges and queues</h2>
      <p>Everything is durable, and every queue is a quorum queue. <code>admissionctl topology apply</code> declares all of it; the
      delays are the default of <code>RETRY_LADDER_SECONDS</code>.</p>
      \(CodeTables.table(["exchange", "type", "alternate exchange"], exchanges))
      \(CodeTables.table(["queue", "bound to", "arguments"], rows))
      """
  }
}
