import QueueContracts
import Samples

/// The facts that a portal needs to know about a running sandbox.
struct SandboxGuide: Encodable {
  let now: Timestamp
  let amqpUrl: String
  let exchange: String
  let routingKey: String
  let type: String
  let attestationKey: String
  let folder: String
  let settings: String
  let messages: String
  let documents: String
  let documentList: String
  let schools: String
  let portalUrl: String?
  let familyUrl: String

  init(_ sandbox: Sandbox) {
    let folder = sandbox.folder
    now = sandbox.clock.now
    amqpUrl = sandbox.values["AMQP_URL"] ?? ""
    exchange = ExchangeName.admission
    routingKey = RoutingKey.applicationSubmitted
    type = ApplicationSubmitted.type
    attestationKey = folder.attestationKey
    self.folder = folder.path
    settings = folder.environment
    messages = folder.messages
    documents = folder.documents
    documentList = folder.documentList
    schools = folder.schools
    portalUrl = sandbox.values["PORTAL_URL"]
    familyUrl = "http://127.0.0.1:\(sandbox.values["BOARD_PORT"] ?? "")/family"
  }

  var text: String {
    """
    The sandbox is up. Its clock says \(now).

      families     \(familyUrl): apply as one of them, in a browser
      broker       AMQP_URL=\(amqpUrl)
      publish to   exchange \(exchange), routing key \(routingKey), type \(type)
      sign with    \(attestationKey) (ES256, the portal's key for attestations)
      documents    \(documents); a good one of each kind, as a form names it: \(documentList)
      schools      \(schools)
      messages     \(messages), one ready application for each situation
      history      \(portalUrl.map { "posted to \($0), and in the store" } ?? "in the store; --portal-url posts it to a portal on this machine")

    In another terminal:

      . \(settings)
      admissionctl sandbox situations
      admissionctl publish \(messages)/\(Situation.accepted.rawValue).json
      admissionctl history --iin IIN
      admissionctl sandbox clock +5d\(folder == SandboxFolder(given: nil).path ? "" : " --folder \(folder)")

    Ctrl-C ends it.
    """
  }
}

/// A ``Situation`` of the sandbox with the IINs of its family, as one row of a table.
struct SituationRow: Encodable {
  let situation: String
  let applicantIin: String
  let childIin: String
  let answer: String
  let title: String

  static func all(of town: SandboxTown) -> [SituationRow] {
    town.families.map { family in
      let form = family.message.form.form
      return SituationRow(
        situation: family.situation.rawValue, applicantIin: form.applicant.iin, childIin: form.child.iin,
        answer: family.situation.answer.words, title: family.situation.title)
    }
  }

  static func table(_ rows: [SituationRow]) -> String {
    var table = Table("SITUATION", "APPLICANT", "CHILD", "ANSWER", "THE FAMILY")
    for row in rows { table.add(row.situation, row.applicantIin, row.childIin, row.answer, row.title) }
    return table.text
  }
}
