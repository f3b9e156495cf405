import ContractDocuments
import ContractEditing
import Foundation
import QueueContracts
import Testing
import TestTools

/// Tests the comparison of today's types with a frozen version of the contract.
struct CheckTests {
  /// A frozen version that differs from today's types in one point.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    /// The path at which the frozen document is changed.
    let path: [String]
    let value: JSONValue?
    let kind: ContractChange.Kind
    let subject: String
    let field: String
    let breaks: [ContractChange.Side]

    init(
      _ name: String, _ path: [String], to value: JSONValue?, is kind: ContractChange.Kind, _ subject: String,
      _ field: String = "", breaks: [ContractChange.Side]
    ) {
      self.name = name
      self.path = path
      self.value = value
      self.kind = kind
      self.subject = subject
      self.field = field
      self.breaks = breaks
    }

    var testDescription: String { name }
  }

  static func schema(_ name: String, _ rest: String...) -> [String] { ["components", "schemas", name] + rest }

  static let cases: [Case] = [
    Case(
      "a field is removed", schema("Child", "properties", "middleName"), to: ["type": "string", "maxLength": 7],
      is: .fieldRemoved, "application.submitted.v1", "form.child.middleName", breaks: [.writers, .readers]),
    Case(
      "a field is new and required", schema("Withdrawn", "properties", "withdrawnAt"), to: nil, is: .fieldAdded,
      "application.withdrawn.v1", "withdrawnAt", breaks: [.writers]),
    Case(
      "a field is made required", schema("Child", "required"), to: ["iin", "familyName", "givenName"],
      is: .madeRequired, "school.admissionRequested.v1", "child.birthDate", breaks: [.writers]),
    Case(
      "a field is made optional", schema("ProcessingUpdated", "required", "99"), to: nil, is: .madeOptional,
      "processing.updated.v1", "dueBy", breaks: [.readers]),
    Case(
      "an enum's value is dropped", schema("DocumentKind", "enum"), to: ["photo", "passport"], is: .valueDropped,
      "application.submitted.v1", "form.documents[].kind", breaks: [.writers]),
    Case(
      "an enum's value is added", schema("Resolution", "enum"), to: ["positive", "negative"], is: .valueAdded,
      "processing.updated.v1", "resolution", breaks: [.readers]),
    Case(
      "a text is narrowed", schema("Applicant", "properties", "familyName", "maxLength"), to: 200, is: .narrowed,
      "application.submitted.v1", "form.applicant.familyName", breaks: [.writers]),
    Case(
      "a text is widened", schema("SchoolReference", "properties", "bin", "maxLength"), to: 12, is: .widened,
      "school.decided.v1", "school.bin", breaks: [.readers]),
    Case(
      "a number is narrowed", schema("ApplicationForm", "properties", "grade", "maximum"), to: 13, is: .narrowed,
      "transfer.requested.v1", "form.grade", breaks: [.writers]),
    Case(
      "a list is narrowed", schema("SchoolDecided", "properties", "reasons", "maxItems"), to: 64, is: .narrowed,
      "school.decided.v1", "reasons", breaks: [.writers]),
    Case(
      "a field is of another kind", schema("AttachedDocument", "properties", "size"), to: ["type": "string"],
      is: .kindChanged, "application.submitted.v1", "form.documents[].size", breaks: [.writers, .readers]),
    Case(
      "a format changed", schema("Child", "properties", "birthDate", "format"), to: "date-time", is: .patternChanged,
      "school.admissionRequested.v1", "child.birthDate", breaks: [.writers, .readers]),
    Case(
      "absence means another value", schema("Child", "properties", "bornAbroad", "default"), to: true,
      is: .defaultChanged, "application.submitted.v1", "form.child.bornAbroad", breaks: [.writers, .readers]),
    Case(
      "a field becomes required because of another one", schema("SchoolReason", "allOf"), to: nil, is: .demandAdded,
      "school.decided.v1",
      "reasons[]", breaks: [.writers]),
    Case(
      "a variant is dropped", schema("Signature", "oneOf", "1", "properties", "method", "const"), to: "qr",
      is: .valueDropped, "application.submitted.v1", "signature", breaks: [.writers]),
    Case(
      "a type is removed", ["components", "messages", "school.asked.v1"],
      to: ["payload": ["type": "object"], "x-senders": ["intake"], "x-readers": ["hub"]], is: .typeRemoved,
      "school.asked.v1", breaks: [.writers, .readers]),
    Case(
      "a routing key is changed", ["channels", "processing_updated", "address"], to: "processing.changed",
      is: .routingKeyRemoved, "processing.changed", breaks: [.writers, .readers]),
    Case(
      "a sender is removed", ["operations", "hub.sends.processing.updated"],
      to: ["action": "send", "tags": [["name": "hub"]]], is: .senderRemoved, "hub.sends.processing.updated",
      breaks: [.writers]),
    Case(
      "a reader reads less", ["operations", "notify_reads_admission_notify", "messages", "0", "$ref"],
      to: "#/channels/admission_notify/messages/school_decided_v1", is: .readerRemoved,
      "notify_reads_admission_notify", breaks: [.readers]),
    Case(
      "a queue is removed", ["channels", "admission.meals"], to: ["address": "admission.meals"], is: .queueRemoved,
      "admission.meals", breaks: [.readers]),
    Case(
      "a queue has other arguments", ["channels", "admission_intake", "x-queue-arguments", "x-delivery-limit"], to: 10,
      is: .queueChanged, "admission.intake", breaks: [.readers]),
    Case(
      "a binding is removed", ["channels", "admission_notify", "x-bound-to", "0", "routingKey"], to: "school.decided.#",
      is: .bindingRemoved, "admission.notify", breaks: [.readers]),
    Case(
      "an exchange is of another kind", ["x-exchanges", "0", "type"], to: "direct", is: .exchangeChanged,
      "admission.unrouted", breaks: [.writers, .readers]),
    Case(
      "a header is gone", ["components", "messages", "school_decided_v1", "headers", "properties", "x-school"],
      to: ["type": "string"], is: .headerRemoved, "school.decided.v1", breaks: [.readers]),
    Case(
      "an entry of the history lost a field", schema("HistoryEntry", "properties", "colour"), to: ["type": "string"],
      is: .fieldRemoved, "history.entry.v1", "colour", breaks: [.writers, .readers]),
  ]

  let today: JSONValue

  init() throws { today = try JSONValue(Data(AsyncAPIDocument.version1().document.utf8)) }

  @Test("Each difference from a frozen contract is reported with the parties that it breaks", arguments: cases)
  func change(one: Case) throws {
    var frozen = today.setting(one.path, to: one.value)
    if one.kind == .madeOptional {
      // `dueBy` is optional today. The frozen version is given a `dueBy` that is required.
      let required = today.at(Self.schema("ProcessingUpdated", "required"))?.elements ?? []
      frozen = today.setting(Self.schema("ProcessingUpdated", "required"), to: .array(required + ["dueBy"]))
    }
    let changes = try ContractComparison(frozen: frozen, examples: [:]).changes
    let found = changes.filter { $0.kind == one.kind && $0.subject == one.subject && $0.field == one.field }
    #expect(found.first?.breaks == one.breaks, "\(changes.map(\.sentence))")
    if let change = found.first {
      #expect(change.sentence.contains(one.field.isEmpty ? one.subject : "\(one.subject), \(one.field): "))
    }
  }

  @Test("A missing field and a new field with the same schema are reported as one renamed field")
  func renaming() throws {
    let path = Self.schema("Applicant", "properties")
    let given = try #require(today.at(path + ["givenName"]))
    var frozen = today.setting(path + ["givenName"], to: nil).setting(path + ["firstName"], to: given)
    let required = today.at(Self.schema("Applicant", "required"))?.elements ?? []
    frozen = frozen.setting(
      Self.schema("Applicant", "required"), to: .array(required.map { $0 == "givenName" ? "firstName" : $0 }))
    let changes = try ContractComparison(frozen: frozen, examples: [:]).breaking
    let renamed = changes.filter { $0.kind == .fieldRenamed }
    #expect(renamed.map(\.field).contains("form.applicant.firstName"))
    #expect(renamed.allSatisfy { $0.detail == "is called givenName now" && $0.breaks == [.writers, .readers] })
    #expect(!changes.contains { $0.kind == .fieldRemoved || $0.kind == .fieldAdded })
  }

  @Test("A difference names the parties that it breaks: the writers of the message or its readers")
  func parties() throws {
    let frozen = today.setting(Self.schema("SchoolDecision", "enum"), to: ["enrolled", "refused", "waiting"])
    let dropped = try #require(try ContractComparison(frozen: frozen, examples: [:]).breaking.first)
    #expect(dropped.parties == ["hub", "school"])
    let added = today.setting(Self.schema("SchoolDecision", "enum"), to: ["enrolled"])
    let readers = try #require(
      try ContractComparison(frozen: added, examples: [:]).breaking.first { $0.kind == .valueAdded })
    #expect(readers.parties == ["intake", "transfer"])
  }

  @Test("A new optional field and a new message type do not break any party")
  func harmless() throws {
    let frozen = today.setting(Self.schema("ApplicationForm", "properties", "transfer"), to: nil)
      .setting(Self.schema("ApplicationForm", "allOf"), to: nil)
      .setting(["components", "messages", "transfer_withdrawn_v1"], to: nil)
    let comparison = try ContractComparison(frozen: frozen, examples: [:])
    #expect(comparison.changes.contains { $0.kind == .fieldAdded && $0.field == "form.transfer" && !$0.isBreaking })
    #expect(comparison.changes.contains { $0.kind == .typeAdded && !$0.isBreaking })
  }

  @Test("Today's types read the frozen version's examples, and its schemas accept today's examples")
  func frozenVersion() throws {
    let frozen = try JSONValue(Data(contentsOf: Checkout.contracts.appending(path: ContractFiles.asyncAPI)))
    let folder = Checkout.contracts.appending(path: ContractFiles.examples)
    var examples: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      examples[name] = try Data(contentsOf: folder.appending(path: name))
    }
    #expect(examples.count > 30)
    #expect(try ContractComparison(frozen: frozen, examples: examples).breaking == [])
  }

  @Test(
    "The contract check names each version's examples that the other version refuses")
  func examples() throws {
    let unread = try ContractComparison(
      frozen: today, examples: ["school.decided.v1.old.json": Data(#"{ "decision": "maybe" }"#.utf8)])
    #expect(unread.breaking.map(\.kind) == [.exampleUnread])
    #expect(unread.breaking.first?.detail.contains("message.undecodable") == true)
    let strict = today.setting(Self.schema("ProcessingUpdated", "properties", "childName", "maxLength"), to: 3)
    let refused = try ContractComparison(frozen: strict, examples: [:]).breaking.filter { $0.kind == .messageInvalid }
    #expect(refused.first?.detail.contains("childName") == true && refused.first?.parties == ["notify"])
  }
}
