import Foundation
import QueueContracts

/// Writes the contract as one HTML page, which needs no network and no scripts.
enum ReferencePage {
  static func html(_ document: JSONValue) throws -> String {
    let schemas = document["components"]?["schemas"]?.members ?? JSONMembers()
    let messages = document["components"]?["messages"]?.members ?? JSONMembers()
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Qabyldau: the wire contract, version 1</title>
      <style>
      \(style)
      </style>
      </head>
      <body>
      <h1>Qabyldau: the wire contract, version 1</h1>
      <p>What travels between the portal, the workers, the schools’ systems and the service history. Written by
      <code>admissionctl contracts export</code> from the types that the workers read and write: the bounds, formats
      and enums are those of the types. Beside this page lie <a href="asyncapi.json">asyncapi.json</a>, a JSON Schema for each body in
      <code>schemas/</code>, and messages in <code>examples/</code>. What a schema cannot express is in docs/contract.md.</p>
      <nav><a href="#flow">Flow</a> · <a href="#conventions">Conventions</a> · <a href="#messages">Messages</a> · <a href="#objects">Objects</a> ·
      <a href="#http">By HTTP</a> · <a href="#properties">Properties and headers</a> · <a href="#codes">Codes</a> ·
      <a href="#queues">Exchanges and queues</a></nav>
      <h2 id="flow">Flow</h2>
      \(FlowPicture.svg)
      <h2 id="conventions">Conventions</h2>
      \(Convention.html)
      <h2 id="messages">Messages</h2>
      <p>A body is one JSON object in UTF-8, at most 256 KiB. Unknown keys are ignored, an unknown enum value is undecodable, each
      key may come once. An optional field may be absent or null; the workers always write it, as null if it has no
      value; they leave out only a reason’s <code>text</code> and the text’s <code>en</code>.</p>
      \(messages.map { message($0.value["name"]?.text ?? $0.key, $0.value, schemas) }.joined(separator: "\n"))
      <h2 id="objects">Objects and enums</h2>
      \(schemas.filter { !isBody($0.key, messages) }.map { definition($0.key, $0.value) }.joined(separator: "\n"))
      <h2 id="http">By HTTP</h2>
      \(http(document["x-http-bodies"]?.members ?? JSONMembers()))
      \(CodeTables.html)
      \(QueueTables.html(document))
      </body>
      </html>

      """
  }

  /// Tells whether a definition is a message's body, which is shown under its message.
  private static func isBody(_ name: String, _ messages: JSONMembers) -> Bool {
    messages.contains { $0.value["payload"]?.referenced == name }
  }

  private static func message(_ type: String, _ message: JSONValue, _ schemas: JSONMembers) -> String {
    let keys = RoutingChannel.all.filter { $0.route.type == type }
    let rows = keys.map { key in
      "<tr><td><code>\(HTML.escaped(key.address))</code></td><td>\(key.form.senders.map(\.documentName).joined(separator: ", "))</td></tr>"
    }
    let readers = message["x-readers"]?.elements.compactMap(\.text).joined(separator: ", ") ?? ""
    let schema = message["payload"]?.referenced.flatMap { schemas[$0] } ?? .null
    let example = DocumentedBody.version1.first { $0.name == type }?.examples.first { $0.name == "typical" }
    return """
      <section id="\(type)">
      <h3><code>\(type)</code></h3>
      <p>\(HTML.prose(schema["description"]?.text ?? "")) Read by: \(readers).</p>
      <table><tr><th>routing key</th><th>sent by</th></tr>\(rows.joined())</table>
      \(FieldTable.html(schema))
      <details><summary>Example</summary><pre>\(HTML.escaped(example?.json ?? ""))</pre></details>
      </section>
      """
  }

  private static func definition(_ name: String, _ schema: JSONValue) -> String {
    """
    <section id="\(name)">
    <h3>\(name)</h3>
    <p>\(HTML.prose(schema["description"]?.text ?? ""))</p>
    \(FieldTable.html(schema))
    </section>
    """
  }

  private static func http(_ bodies: JSONMembers) -> String {
    let rows = bodies.map { name, body in
      let schema = body["payload"]?.referenced ?? ""
      let parties = [body["x-senders"], body["x-readers"]].map {
        $0?.elements.compactMap(\.text).joined(separator: ", ") ?? ""
      }
      return "<tr><td><code>\(name)</code></td><td>\(parties[0])</td><td>\(parties[1])</td>"
        + "<td><a href=\"#\(schema)\">\(schema)</a></td></tr>"
    }
    return "<p>The requests to the registers are described in docs/registers.openapi.yaml.</p>"
      + "<table><tr><th>body</th><th>written by</th><th>read by</th><th>object</th></tr>\(rows.joined())</table>"
  }

  private static let style = """
    body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24; }
    h2 { margin-top: 3rem; border-bottom: 2px solid #0a7ea4; } h3 { margin-top: 2rem; }
    table { border-collapse: collapse; width: 100%; margin: 0.8rem 0; font-size: 0.9rem; }
    th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.6rem; border: 1px solid #d0d7de; }
    th { background: #f0f4f7; } code, pre { font-family: ui-monospace, monospace; font-size: 0.88em; }
    pre { background: #f6f8fa; padding: 0.8rem; overflow-x: auto; } td code { overflow-wrap: anywhere; }
    svg { width: 100%; height: auto; } a { color: #0a6585; }
    """
}
