import Foundation
import QueueContracts
import Testing

/// Tests what docs/contract.md says in section 4 about the body of every message.
struct WireFormTests {
  @Test("Every message of version 1 has golden forms")
  func everyMessage() {
    // ApplicationSubmitted is not in WireForm.all, because its body holds the form in base64.
    // `ApplicationSubmittedTests` makes such bodies.
    let known = WireForm.all.map(\.name) + ["\(ApplicationSubmitted.self)"]
    let missing = Set(MessageRoute.contracts.map { "\($0)" }).subtracting(known)
    #expect(missing.isEmpty, "WireForm.all lacks \(missing.sorted())")
  }

  @Test("A minimal body decodes, and is written with every optional key and its default", arguments: WireForm.all)
  func minimal(form: WireForm) throws {
    let minimal = try JSON(form.minimal)
    let complete = form.defaults.reduce(minimal) { $0.setting($1.key, to: $1.value) }
    #expect(try form.rewrite(minimal) == complete)
  }

  @Test("A body that is read and written again is unchanged", arguments: WireForm.all)
  func roundTrip(form: WireForm) throws {
    for golden in [form.typical, form.worst] {
      #expect(try form.rewrite(JSON(golden)) == JSON(golden))
    }
  }

  @Test("The same body is always written in the same bytes", arguments: WireForm.all)
  func stableBytes(form: WireForm) throws {
    let once = try form.rewrite(Data(form.worst.utf8))
    #expect(try form.rewrite(once) == once)
  }

  @Test("Unknown keys are ignored at every level", arguments: WireForm.all)
  func unknownKeys(form: WireForm) throws {
    let worst = try JSON(form.worst)
    let parents = Set(worst.memberPaths.map { $0.split(separator: ".").dropLast().joined(separator: ".") })
    let crowded = parents.reduce(worst) { json, parent in
      json.setting(parent.isEmpty ? "келешек" : "\(parent).келешек", to: .object(["a": .array([.null])]))
    }
    #expect(crowded != worst)
    #expect(try form.rewrite(crowded) == worst)
  }

  @Test("If a required field is missing or null, the error names its path; an optional field may be missing or null")
  func missingFields() throws {
    for form in WireForm.all {
      let worst = try JSON(form.worst)
      for path in worst.memberPaths {
        for absent in [JSON?.none, .some(.null)] {
          let body = try worst.setting(path, to: absent).data
          if form.optional.contains(path.withoutIndices) {
            #expect(throws: Never.self, "\(form.name) \(path)") { try form.rewrite(body) }
          } else if !Self.isSchoolsText(path, of: form) {
            #expect(throws: WireError(.undecodable, path: path), "\(form.name)") { try form.rewrite(body) }
          }
        }
      }
    }
  }

  /// True for the text of a school's reason, which is required with some codes and optional with others.
  ///
  /// ``ReasonTests`` test these codes.
  private static func isSchoolsText(_ path: String, of form: WireForm) -> Bool {
    path.withoutIndices == "reasons.text" && form.name != WireForm.history.name
  }

  @Test("If a value has the wrong JSON type, the error names the value's path")
  func wrongKinds() throws {
    for form in WireForm.all {
      let worst = try JSON(form.worst)
      for path in worst.memberPaths {
        let body = try worst.setting(path, to: .bool(true)).data
        if path.hasSuffix("bornAbroad") || path.hasSuffix("consentToDataAccess") { continue }
        #expect(throws: WireError(.undecodable, path: path), "\(form.name)") { try form.rewrite(body) }
      }
    }
  }

  @Test("A NUL character makes a known field undecodable, and is ignored in an unknown field")
  func nulCharacters() throws {
    for form in WireForm.all {
      let worst = try JSON(form.worst)
      for path in worst.memberPaths {
        let body = try worst.setting(path, to: .string("A\u{0}")).data
        #expect(throws: WireError(.undecodable, path: path), "\(form.name)") { try form.rewrite(body) }
      }
      #expect(try form.rewrite(worst.setting("келешек", to: .string("\u{0}"))) == worst)
    }
  }

  @Test("If an enum value is unknown, the error names the value's path")
  func unknownEnumValues() throws {
    for form in WireForm.all {
      for path in form.enums {
        for value in ["somethingNew", "Enrolment", ""] {
          let body = try JSON(form.worst).setting(path, to: .string(value)).data
          #expect(throws: WireError(.undecodable, path: path), "\(form.name)") { try form.rewrite(body) }
        }
      }
    }
  }

  @Test("A UUID in upper case is read, and written again in lower case", arguments: WireForm.all)
  func upperCaseIDs(form: WireForm) throws {
    guard form.name != "ApplicationForm" else { return }
    let id = "8F0C3D9E-3B0A-4C56-9D0E-5A3A3F1F7C11"
    let upper = try JSON(form.worst).setting("applicationId", to: .string(id))
    #expect(try form.rewrite(upper) == JSON(form.worst))
  }

  @Test(
    "If a grade, size, arrival number or step is out of range, the error names its path",
    arguments: [
      (WireForm.form, "grade", "-1"), (.form, "grade", "13"), (.form, "grade", "1.5"), (.form, "grade", "1e400"),
      (.form, "grade", "99999999999999999999"), (.form, "grade", "\"1\""),
      (.form, "transfer.deregistrationSlip.grade", "13"), (.form, "documents.3.size", "-1"),
      (.admissionRequested, "grade", "13"), (.admissionRequested, "arrival", "0"),
      (.updated, "step", "11"), (.updated, "step", "10.5"), (.updated, "step", "\"10\""), (.updated, "grade", "13"),
      (.updated, "grade", "-1"), (.updated, "grade", "1.5"), (.history, "step", "0"),
    ])
  func ranges(form: WireForm, path: String, written: String) throws {
    let marked = try JSON(form.worst).setting(path, to: .string("MARK")).data
    let body = String(decoding: marked, as: UTF8.self).replacingOccurrences(of: "\"MARK\"", with: written)
    #expect(throws: WireError(.undecodable, path: path)) { try form.rewrite(Data(body.utf8)) }
  }

  @Test("The type of a message is the name and version of its contract")
  func types() {
    #expect(ApplicationSubmitted.type == "application.submitted.v1")
    #expect(ApplicationWithdrawn.type == "application.withdrawn.v1")
    #expect(TransferRequested.type == "transfer.requested.v1")
    #expect(TransferWithdrawn.type == "transfer.withdrawn.v1")
    #expect(SchoolAdmissionRequested.type == "school.admissionRequested.v1")
    #expect(SchoolAdmissionWithdrawn.type == "school.admissionWithdrawn.v1")
    #expect(SchoolDecided.type == "school.decided.v1")
    #expect(ProcessingUpdated.type == "processing.updated.v1")
  }
}
