import AdmissionPublisher
import Foundation
import QueueContracts

/// The forms that citizens are filling in or have yet to sign.
///
/// The forms are kept in memory, one for each citizen and service.
actor DraftBook {
  struct Entry {
    var draft: FormDraft
    /// The problems with the files that came with the last request.
    var files: [FormProblem] = []
    /// True once the family has asked to continue; from then on the page shows what is wrong.
    var isChecked = false
    var waiting: WaitingSignature?
  }

  private struct Key: Hashable {
    let citizen: String
    let service: Service
  }

  private var entries: [Key: Entry] = [:]

  /// The form as the citizen has filled it in so far; at the beginning, a form with what the portal knows about the
  /// family.
  func entry(_ citizen: Citizen, _ service: Service) -> Entry {
    entries[Key(citizen: citizen.id, service: service)] ?? Entry(draft: FormDraft(service, of: citizen.form))
  }

  /// Changes the citizen's entry; if the draft in it changes, the code that was sent becomes invalid.
  @discardableResult
  func change(_ citizen: Citizen, _ service: Service, _ change: @Sendable (inout Entry) -> Void) -> Entry {
    var entry = entry(citizen, service)
    let before = entry.draft
    change(&entry)
    if entry.draft != before { entry.waiting = nil }
    entries[Key(citizen: citizen.id, service: service)] = entry
    return entry
  }

  /// Starts over with `draft`, or with what the portal knows about the family if `draft` is nil.
  func begin(_ citizen: Citizen, _ service: Service, with draft: FormDraft? = nil) {
    entries[Key(citizen: citizen.id, service: service)] = draft.map { Entry(draft: $0) }
  }

  /// Checks the code that a citizen has typed.
  ///
  /// - Returns: the application that the code signs, or the number of tries left; nil if no application with this id
  ///   waits for a code.
  func sign(
    _ citizen: Citizen, _ service: Service, id: ApplicationID, code: String
  ) -> Result<NewApplication, WrongCode>? {
    let key = Key(citizen: citizen.id, service: service)
    guard var waiting = entries[key]?.waiting, waiting.application.id == id else { return nil }
    let answer = waiting.answer(to: code)
    entries[key]?.waiting = waiting
    return answer
  }

  /// Removes a form after the ``Outbox`` has saved its application to disk.
  func finish(_ citizen: Citizen, _ service: Service, id: ApplicationID) {
    let key = Key(citizen: citizen.id, service: service)
    if entries[key]?.waiting?.application.id == id { entries[key] = nil }
  }
}

/// An application that waits until its family types the code that signs it.
struct WaitingSignature: PersonalData {
  let application: NewApplication
  /// The code, which the page shows on a made-up phone.
  private(set) var code: String
  private(set) var triesLeft = mostTries

  static let mostTries = 5

  init(_ application: NewApplication) {
    self.application = application
    code = Self.newCode()
  }

  mutating func sendAgain() {
    code = Self.newCode()
    triesLeft = Self.mostTries
  }

  /// Checks a typed code; when no tries are left, every code is wrong until a new code is sent.
  mutating func answer(to typed: String) -> Result<NewApplication, WrongCode> {
    guard triesLeft > 0 else { return .failure(WrongCode(triesLeft: 0)) }
    guard typed.filter({ !$0.isWhitespace }) == code else {
      triesLeft -= 1
      return .failure(WrongCode(triesLeft: triesLeft))
    }
    return .success(application)
  }

  private static func newCode() -> String {
    var random = SystemRandomNumberGenerator()
    let digits = String(Int.random(in: 0...999_999, using: &random))
    return String(repeating: "0", count: 6 - digits.count) + digits
  }
}

struct WrongCode: Error {
  let triesLeft: Int
}
