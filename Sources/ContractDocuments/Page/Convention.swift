import Admission
import QueueContracts
import WorkerRuntime

/// A set of rules that a portal or a school has to know, and that a schema cannot express.
///
/// The programs in Examples are written from these rules.
struct Convention {
  let name: String
  let title: String
  /// The rules in sentences; text between backquotes is code.
  let rules: [String]

  static let all = [publishing, numbers, attestation, documents, serviceHistory, deciding]

  static var document: JSONValue {
    var conventions = JSONMembers()
    for convention in all {
      let rules = JSONValue.array(convention.rules.map { .text($0) })
      conventions[convention.name] = ["title": .text(convention.title), "rules": rules]
    }
    return .object(conventions)
  }

  static var html: String {
    all.map { convention in
      "<h3 id=\"\(convention.name)\">\(convention.title)</h3>\n<ul>"
        + convention.rules.map { "<li>\(HTML.prose($0))</li>" }.joined(separator: "\n") + "</ul>"
    }.joined(separator: "\n")
  }

  private static let publishing = Convention(
    name: "publishing", title: "Publishing",
    rules: [
      """
      Publish to the exchange `\(ExchangeName.admission)` with the type's routing key, with publisher confirms and \
      `mandatory`. A message counts as handed over when the broker has confirmed it and not returned it.
      """,
      """
      Until then publish it again, as often as need be, with the same `message_id`: it counts once, with the body that \
      came first.
      """,
      """
      Write `message_id` as a UUID, lower case. One derived from the application needs no place to be kept: \
      UUIDv5(namespace = the applicationId, name = the type) for example.
      """,
      """
      The schemas' patterns are those of ECMA-262 with the flag `u`: a library for regular expressions has to know \
      `\\p{L}`, to judge by them.
      """,
      """
      What does not decode is parked as `\(ParkingCode.messageUndecodable.rawValue)`, with the field's path in \
      `\(HeaderName.parkedDetail)`: `form.child.birthDate` for example. Nobody is answered then.
      """,
    ])

  private static let numbers = Convention(
    name: "numbers", title: "IIN and BIN",
    rules: [
      """
      An IIN is twelve digits: the birth date as `YYMMDD`, century and sex (1 and 2: 1800s, 3 and 4: 1900s, 5 and 6: \
      2000s; odd: male), four of a serial number, a check digit.
      """,
      "A BIN is twelve digits: `YYMM` of the registration, 4 to 6, 0 to 3, five of a serial number, a check digit.",
      """
      The check digit is the sum of the first eleven digits by the weights 1 to 11, modulo 11. Where that is 10, the \
      weights are 3 to 11, 1, 2; where it is 10 again, the number is never issued.
      """,
    ])

  private static let attestation = Convention(
    name: "attestation", title: "An SMS password as a signature",
    rules: [
      """
      `signature` is `{ "method": "sms", "attestation": … }`, a JWS in compact form: header, claims and signature, \
      each in base64url without padding, joined by dots.
      """,
      """
      The header is `{ "alg": "ES256" }`; `typ` may be there, and `kid`: the key's thumbprint (RFC 7638) picks it \
      among several. `crit` may not.
      """,
      """
      The claims are `sub`, the applicant's IIN; `phone`, which got the code; `iat`, when the code was confirmed, in \
      seconds since 1970, not over 24 hours before `submittedAt` nor 5 minutes after; `formSha256`, the SHA-256 of \
      the form's bytes as 64 lower-case hexadecimal digits.
      """,
      """
      The signature is ECDSA by the curve P-256 and SHA-256 over the first two parts with their dot, as 64 bytes: r and \
      s, 32 each, big-endian; not DER.
      """,
      """
      The workers' operator has the public key as a PEM object `PUBLIC KEY` in the file `SMS_ATTESTATION_KEYS`, which \
      may hold several and is read again when it changes.
      """,
      """
      The form's bytes are those that are in `form` as standard base64 with padding: sign them, and never write the JSON \
      anew.
      """,
    ])

  private static let documents = Convention(
    name: "documents", title: "Documents",
    rules: RulesEdition.builtIn.requiredKinds.sorted { $0.key.rawValue < $1.key.rawValue }.map { service, kinds in
      let names = kinds.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      return "`\(service.rawValue)` asks for \(names) by the built-in rules."
    } + [
      """
      Enrolment and home schooling ask for `birthCertificate` too, unless the civil register has found the child; a \
      status asks for its proof, unless a register knows of it.
      """,
      """
      Put a document into the store before you publish. Intake reads the file `DOCUMENTS_URL/<reference>`, or what `GET \
      {DOCUMENTS_URL}/<reference>` answers. A reference is not absolute and has no `..` in it; \
      `sha256/<the hash>` is a good one.
      """,
      "A photo is upright, 3:4, and at least 354×472 pixels.",
    ])

  private static let serviceHistory = Convention(
    name: "service-history", title: "The portal's end of the service history",
    rules: [
      """
      Each answer comes as `PUT {PORTAL_URL}/service-history/{recipientIin}/entries/{entryId}`, `application/json`, a \
      HistoryEntry. No queue is the portal's.
      """,
      """
      Answer 2xx when it is kept, or 409 if an entry of this id was kept before. After 408, 429, 5xx or no answer the \
      same entry comes again; after another 4xx it is parked as `\(ParkingCode.portalRejected.rawValue)`.
      """,
      """
      Entries are listed by `occurredAt`, then `step`. An application stands where its latest final entry says, else its \
      latest one. More may come after `completed`: a place is given back, a school corrects itself.
      """,
    ])

  private static let deciding = Convention(
    name: "deciding", title: "A school",
    rules: [
      """
      A school reads `admission.schools.<bin>`: requests and withdrawals, told apart by the property `type`. It \
      acknowledges a request when its decision is confirmed, so that none is lost; what it rejects without \
      requeueing is parked.
      """,
      "It decides by the key `school.decided.<service>.<bin>`: the request's service, and its own BIN as in the body.",
      """
      The same request may come twice: decide the same. UUIDv5(namespace = the request's message_id, name = the type) is \
      a good `message_id` of the decision.
      """,
      """
      A later decision that differs names the earlier one's message_id in `supersedes`; else it is parked as \
      `\(ParkingCode.decisionContradicts.rawValue)`.
      """,
    ])
}
