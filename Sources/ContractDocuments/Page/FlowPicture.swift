import QueueContracts

/// Draws the senders and readers of each message.
enum FlowPicture {
  private static let (width, rowHeight, top) = (1000, 64, 50)
  private static let (left, middle, right) = (130, 500, 870)
  private static let messageWidth = 330

  static var svg: String {
    let routes = MessageRoute.version1
    let height = top + routes.count * rowHeight + 10
    let (senders, readers) = (Party.all, Party.all)
    var lines = ""
    var boxes = ""
    for (index, route) in routes.enumerated() {
      let y = top + index * rowHeight + rowHeight / 2
      boxes += box(
        x: middle, y: y, width: messageWidth, route.name, keys(of: route), colour: "#e6f4f9", link: route.type)
      for sender in Set(route.keys.flatMap(\.senders)).sorted(by: inOrder) {
        let from = place(of: sender, among: placed(senders, isReader: false))
        lines += curve(from: (left + 80, from), to: (middle - messageWidth / 2, y), colour: colour(of: sender))
      }
      for reader in route.readers.map(\.party) {
        let target = place(of: reader, among: placed(readers, isReader: true))
        lines += curve(from: (middle + messageWidth / 2, y), to: (right - 80, target), colour: colour(of: reader))
      }
    }
    for party in placed(senders, isReader: false) {
      boxes += box(
        x: left, y: place(of: party, among: placed(senders, isReader: false)), width: 160, party.documentName, "sends",
        colour: "#fff")
    }
    for party in placed(readers, isReader: true) {
      boxes += box(
        x: right, y: place(of: party, among: placed(readers, isReader: true)), width: 160, party.documentName,
        queue(of: party), colour: "#fff")
    }
    return """
      <svg viewBox="0 0 \(width) \(height)" role="img" aria-label="Who sends which message to whom" font-family="system-ui, sans-serif">
      <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="#555"/></marker></defs>
      <text x="\(left)" y="24" text-anchor="middle" font-weight="600">who sends</text>
      <text x="\(middle)" y="24" text-anchor="middle" font-weight="600">exchange admission: type and routing key</text>
      <text x="\(right)" y="24" text-anchor="middle" font-weight="600">who reads, from its queue</text>
      \(lines)\(boxes)</svg>
      """
  }

  private static func placed(_ parties: [Party], isReader: Bool) -> [Party] {
    parties.filter { party in
      MessageRoute.version1.contains { route in
        isReader
          ? route.readers.contains { $0.party == party } : route.keys.contains { $0.senders.contains(party) }
      }
    }
  }

  private static func place(of party: Party, among parties: [Party]) -> Int {
    let height = MessageRoute.version1.count * rowHeight
    let index = parties.firstIndex(of: party) ?? 0
    return top + height * (2 * index + 1) / (2 * max(1, parties.count))
  }

  private static func inOrder(_ one: Party, _ other: Party) -> Bool {
    (Party.all.firstIndex(of: one) ?? 0) < (Party.all.firstIndex(of: other) ?? 0)
  }

  private static func keys(of route: MessageRoute) -> String {
    RoutingChannel.all.filter { $0.route.type == route.type }.map(\.address).joined(separator: "   ")
  }

  private static func queue(of party: Party) -> String { party.queue ?? "\(QueueName.schools).{bin}" }

  private static func colour(of party: Party) -> String {
    let colours = ["#b35900", "#0a7ea4", "#6f42c1", "#1a7f37", "#9a6700", "#bf3989"]
    return colours[(Party.all.firstIndex(of: party) ?? 0) % colours.count]
  }

  private static func curve(from: (x: Int, y: Int), to: (x: Int, y: Int), colour: String) -> String {
    let bend = (to.x - from.x) / 2
    return "<path d=\"M\(from.x),\(from.y) C\(from.x + bend),\(from.y) \(to.x - bend),\(to.y) \(to.x),\(to.y)\" "
      + "fill=\"none\" stroke=\"\(colour)\" stroke-width=\"1.6\" marker-end=\"url(#tip)\"/>\n"
  }

  private static func box(
    x: Int, y: Int, width: Int, _ title: String, _ subtitle: String, colour: String, link: String? = nil
  ) -> String {
    let box =
      "<rect x=\"\(x - width / 2)\" y=\"\(y - 22)\" width=\"\(width)\" height=\"44\" rx=\"6\" fill=\"\(colour)\" "
      + "stroke=\"#57606a\"/><text x=\"\(x)\" y=\"\(y - 3)\" text-anchor=\"middle\" font-size=\"14\" "
      + "font-weight=\"600\">\(HTML.escaped(title))</text><text x=\"\(x)\" y=\"\(y + 14)\" text-anchor=\"middle\" "
      + "font-size=\"10.5\" fill=\"#57606a\">\(HTML.escaped(subtitle))</text>"
    return (link.map { "<a href=\"#\($0)\">\(box)</a>" } ?? box) + "\n"
  }
}
