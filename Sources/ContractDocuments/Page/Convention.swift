import Admission
import QueueContracts

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
            Until the broker has confirmed a message, publish it again with the same `message_id`. It counts once, with the \
      body that came first.
      """,
      """
            Write `message_id` as a lower-case UUID. A UUID that is derived from the application need not be stored, for \
      example UUIDv5(namespace = the applicationId, name = the type).
      """,
      """
            The patterns in the schemas are regular expressions of ECMA-262 with the flag `u`. A validator must know classes \
      such as `\\p{L}`.
      """,
      """
            A message that does not decode is parked as `\(ParkingCode.messageUndecodable.rawValue)`, with the path of the \
      field, for example `form.child.birthDate`, in `\(HeaderName.parkedDetail)`. The citizen then gets no answer.
      """,
    ])

  private static let numbers = Convention(
    name: "numbers", title: "IIN and BIN",
    rules: [
      """
            An IIN has twelve digits: the birth date as `YYMMDD`, one digit for century and sex (1 and 2: 1800s, 3 and 4: \
      1900s, 5 and 6: 2000s; odd: male), four digits of a serial number, and a check digit.
      """,
      """
      A BIN has twelve digits: `YYMM` of the registration, a digit from 4 to 6, a digit from 0 to 3, five digits of a \
      serial number, and a check digit.
      """,
      """
            To get the check digit, multiply the first eleven digits by the weights 1 to 11 and take the sum modulo 11. If \
      the result is 10, do the same with the weights 3 to 11, 1, 2. If it is 10 again, the number is never issued.
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
            The header is `{ "alg": "ES256" }`. It may also have `typ`, and `kid`, the key's thumbprint (RFC 7638), which \
      chooses one of several keys. It must not have `crit`.
      """,
      """
            The claims are `sub`, the applicant's IIN; `phone`, the number that got the code; `iat`, the time at which the \
      code was confirmed, in seconds since 1970, at most 24 hours before and at most 5 minutes after `submittedAt`; \
      `formSha256`, the SHA-256 of the form's bytes as 64 lower-case hexadecimal digits.
      """,
      """
            The signature is ECDSA with the curve P-256 and SHA-256, over the first two parts and the dot between them. It is \
      written as 64 bytes, r and s of 32 bytes each, big-endian, not as DER.
      """,
      """
            The workers' operator puts the public key, a PEM object `PUBLIC KEY`, into the file `SMS_ATTESTATION_KEYS`. The \
      file may hold several keys and is read again when it changes.
      """,
      """
            `form` holds the form's bytes in standard base64 with padding. Sign exactly these bytes, and do not write the \
      JSON anew.
      """,
    ])

  private static let documents = Convention(
    name: "documents", title: "Documents",
    rules: RulesEdition.builtIn.requiredKinds.sorted { $0.key.rawValue < $1.key.rawValue }.map { service, kinds in
      let names = kinds.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      return "`\(service.rawValue)` asks for \(names) by the built-in rules."
    } + [
      """
            Enrolment and home schooling ask for `birthCertificate` too, unless the civil register has found the child. A \
      status asks for a document that proves it, unless a register confirms the status.
      """,
      """
      Put a document into the store before you publish. Intake reads the file `DOCUMENTS_URL/<reference>`, or the \
      answer to `GET {DOCUMENTS_URL}/<reference>`. A reference is relative and has no `..` in it, for example \
      `sha256/<the hash>`.
      """,
      "A photo is upright, 3:4, and at least 354×472 pixels.",
    ])

  private static let serviceHistory = Convention(
    name: "service-history", title: "The portal's end of the service history",
    rules: [
      """
            Each answer comes as `PUT {PORTAL_URL}/service-history/{recipientIin}/entries/{entryId}` with a HistoryEntry in \
      `application/json`. The portal reads no queue.
      """,
      """
            Answer 2xx when the entry is kept, or 409 if an entry with this id was kept before. After 408, 429, 5xx or no \
      answer, the same entry comes again; after any other 4xx, it is parked as `\(ParkingCode.portalRejected.rawValue)`.
      """,
      """
            List entries by `occurredAt`, then `step`. An application's state is that of its latest entry with `completed`, or \
      of its latest entry if none has `completed`. More entries may follow `completed`: an applicant can give a place \
      back, and a school can correct its decision.
      """,
    ])

  private static let deciding = Convention(
    name: "deciding", title: "A school",
    rules: [
      """
            A school reads requests and withdrawals from `admission.schools.<bin>`; the property `type` tells them apart. \
      Acknowledge a request only after the decision is confirmed, so no request is lost. A message that is rejected \
      without requeueing is parked.
      """,
      """
      Publish a decision with the routing key `school.decided.<service>.<bin>`: the request's service, and the same BIN \
      as in the body.
      """,
      """
            The same request may come twice; send the same decision each time. A good `message_id` of the decision is \
      UUIDv5(namespace = the request's message_id, name = the type).
      """,
      """
            A later decision that differs must name the `message_id` of the earlier one in `supersedes`, or it is parked as \
      `\(ParkingCode.decisionContradicts.rawValue)`.
      """,
    ])
}
